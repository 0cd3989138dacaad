import { CHECKS, findCheck } from '../../../checks/registry';
import { type CheckCategory, SEVERITIES, type Severity } from '../../../shared/model/checks';
import type { FindingStatus } from '../../../shared/model/findings';
import type { Connection } from '../../connection';
import { versions } from '../../freshness';
import { Memo } from '../../memo';
import { Dictionary } from '../columns';

// The findings of one org as columns in memory: which of 100,000 a filter keeps, in which order and how many of
// each kind is then a walk through numbers. Only what a page shows is read from its table.

/** In columns of moments: there is none. */
export const NONE = -1;

/** Texts of a column that repeat; number 0 is "none". */
export interface Texts {
  readonly of: Int32Array;
  readonly texts: readonly string[];
}

export interface FindingList {
  readonly count: number;
  /** `finding.id`, ascending: a finding's number is the place in this order. */
  readonly ids: Float64Array;
  /** Places in `SEVERITIES`. */
  readonly severity: Uint8Array;
  readonly checks: Texts;
  readonly users: Texts;
  readonly ips: Texts;
  readonly apps: Texts;
  /** Epoch ms. */
  readonly firstSeenAt: Float64Array;
  /** Epoch ms; of a state that goes on the moment up to which it was last evaluated. */
  readonly lastSeenAt: Float64Array;
  readonly resolvedAt: Float64Array;
  readonly acknowledgedAt: Float64Array;
  /** NONE with an `acknowledgedAt`: for good. */
  readonly acknowledgedUntil: Float64Array;
  /** Orders made from these columns; thrown away with them. */
  readonly memo: Memo;
}

/** Bytes: the orders of 100,000 findings, several times. */
const MEMO_BYTES = 8e6;

/** What findings of a check are said to be last seen at as long as they go on. */
const AS_OF = `coalesce(r.as_of, (SELECT p.as_of FROM check_progress p WHERE p.org_id = @org), f.found_at)`;

/** SQL: when a finding was last seen. Needs `LATEST_RESULT`. */
export const LAST_SEEN = `coalesce(f.last_seen_at, f.resolved_at, ${AS_OF})`;
export const LATEST_RESULT = 'LEFT JOIN check_result r ON r.org_id = f.org_id AND r.check_id = f.check_id';

const ROWS = `
  SELECT f.id, f.severity, f.check_id, f.user_id, f.ip, f.app, f.first_seen_at, ${LAST_SEEN}, f.resolved_at,
    f.acknowledged_at, f.acknowledged_until
  FROM finding f ${LATEST_RESULT} WHERE f.org_id = @org ORDER BY f.id`;

type Row = [
  id: number,
  severity: Severity,
  check: string,
  user: string | null,
  ip: string | null,
  app: string | null,
  first: number,
  last: number,
  resolved: number | null,
  acknowledged: number | null,
  until: number | null,
];

function read(db: Connection, org: number): FindingList {
  const count =
    db.get<{ n: number }>('SELECT count(*) AS n FROM finding WHERE org_id = @org', { org })?.n ?? 0;
  const moments = () => new Float64Array(count).fill(NONE);
  const texts = () => ({ of: new Int32Array(count), known: new Dictionary() });
  const [checks, users, ips, apps] = [texts(), texts(), texts(), texts()];
  // Number 0: none.
  for (const { known } of [checks, users, ips, apps]) known.numberOf('');
  const list = {
    count,
    ids: moments(),
    severity: new Uint8Array(count),
    checks: { of: checks.of, texts: checks.known.texts },
    users: { of: users.of, texts: users.known.texts },
    ips: { of: ips.of, texts: ips.known.texts },
    apps: { of: apps.of, texts: apps.known.texts },
    firstSeenAt: moments(),
    lastSeenAt: moments(),
    resolvedAt: moments(),
    acknowledgedAt: moments(),
    acknowledgedUntil: moments(),
    memo: new Memo(MEMO_BYTES),
  };
  const rows = db.sqlite.prepare<[{ org: number }], Row>(ROWS).raw().iterate({ org });
  let at = 0;
  for (const row of rows) {
    const [id, severity, check, user, ip, app, first, last, resolved, acknowledged, until] = row;
    list.ids[at] = id;
    list.severity[at] = SEVERITIES.indexOf(severity);
    checks.of[at] = checks.known.numberOf(check);
    users.of[at] = users.known.numberOf(user ?? '');
    ips.of[at] = ips.known.numberOf(ip ?? '');
    apps.of[at] = apps.known.numberOf(app ?? '');
    list.firstSeenAt[at] = first;
    list.lastSeenAt[at] = last;
    list.resolvedAt[at] = resolved ?? NONE;
    list.acknowledgedAt[at] = acknowledged ?? NONE;
    list.acknowledgedUntil[at] = until ?? NONE;
    at++;
  }
  return list;
}

interface Kept {
  /** Of part "findings" when it was read. */
  version: number;
  org: number;
  list: FindingList;
}

/** Of the org asked for last; a window shows one. */
const kept = new WeakMap<Connection, Kept>();

/** The findings of an org as of now. Unlike lists of people they are never out of date: few things change them. */
export function findingList(db: Connection, org: number): FindingList {
  const version = versions(db).findings;
  const known = kept.get(db);
  if (known?.org === org && known.version === version) return known.list;
  const list = read(db, org);
  kept.set(db, { version, org, list });
  return list;
}

/**
 * Acknowledges findings of a list, or takes that back (`at` null), where the table was changed in the same way
 * and nothing else was since the list was asked for: reading 100,000 findings again would take a third of a second.
 */
export function noteAcknowledged(
  db: Connection,
  list: FindingList,
  ids: ReadonlySet<number>,
  { at, until }: { at: number | null; until: number | null },
): void {
  const known = kept.get(db);
  if (known?.list !== list) return;
  for (let number = 0; number < list.count; number++) {
    if (!ids.has(list.ids[number] ?? 0)) continue;
    list.acknowledgedAt[number] = at ?? NONE;
    list.acknowledgedUntil[number] = until ?? NONE;
  }
  known.version = versions(db).findings;
}

/** Makes something of a list and of what people are called, again when either changed. */
export function keptBeside<T>(make: (db: Connection, org: number, list: FindingList) => T) {
  const made = new WeakMap<FindingList, { people: number; value: T }>();
  return (db: Connection, org: number): T => {
    const list = findingList(db, org);
    const { people } = versions(db);
    const before = made.get(list);
    if (before?.people === people) return before.value;
    const value = make(db, org, list);
    made.set(list, { people, value });
    return value;
  };
}

export interface PersonNames {
  username: string | null;
  name: string | null;
}

/** By number of a user: what they are called now. */
export const namesOf = keptBeside((db, org, { users }): readonly PersonNames[] =>
  readNames(db, org, users.texts),
);

/** What users with these ids are called, in their order. */
export function readNames(db: Connection, org: number, ids: readonly string[]): PersonNames[] {
  const rows = db.all<{ id: string } & PersonNames>(
    `SELECT u.id, u.username, u.name FROM json_each(@ids) wanted
     CROSS JOIN sf_user u ON u.org_id = @org AND u.id = wanted.value`,
    { org, ids: JSON.stringify(ids) },
  );
  const byId = new Map(rows.map(({ id, username, name }) => [id, { username, name }]));
  return ids.map((id) => byId.get(id) ?? { username: null, name: null });
}

const titles = new Map(CHECKS.map(({ info }) => [info.id, info.title]));

/** A check that no longer exists keeps its findings; then its id is all that is known of it. */
export const titleOfCheck = (id: string): string => titles.get(id) ?? id;

/** What nobody can look up any more counts as a state. */
export const categoryOfCheck = (id: string): CheckCategory => findCheck(id)?.info.category ?? 'posture';

/** What a finding is as of `now`. Acknowledged until a moment: from that moment on it is open again. */
export function statusOf(
  finding: { resolvedAt: number | null; acknowledgedAt: number | null; acknowledgedUntil: number | null },
  now: number,
): FindingStatus {
  if (finding.resolvedAt !== null) return 'resolved';
  const { acknowledgedAt, acknowledgedUntil: until } = finding;
  return acknowledgedAt !== null && (until === null || until > now) ? 'acknowledged' : 'open';
}

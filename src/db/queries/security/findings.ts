import type { SeverityCounts } from '../../../shared/model/checks';
import {
  Evidence,
  type Finding,
  type FindingDetail,
  type FindingEvent,
  type FindingsPage,
  type FindingsQuery,
} from '../../../shared/model/findings';
import type { Connection } from '../../connection';
import { type Keys, positions, sortedBy } from '../columns';
import { fromJson } from '../json-column';
import { iso } from '../time';
import { findingTest } from './finding-filter';
import {
  type FindingList,
  LAST_SEEN,
  LATEST_RESULT,
  categoryOfCheck,
  findingList,
  keptBeside,
  namesOf,
  readNames,
  statusOf,
  titleOfCheck,
} from './finding-list';
import { Tally } from './finding-tally';
import { IS_MUTED } from './open-findings';

/** One page of the findings a filter keeps as of `now`, and counts of all of them. Throws UNKNOWN_ORG. */
export function findings(db: Connection, query: FindingsQuery, now: number): FindingsPage {
  const org = db.orgKey(query.orgId);
  const list = findingList(db, org);
  const belongs = findingTest(db, org, list, query, now);
  const order = orderOf(db, org, list, query);
  const ids: number[] = [];
  const tally = new Tally(list);
  for (const number of order) {
    if (!belongs(number)) continue;
    if (tally.total >= query.offset && ids.length < query.limit) ids.push(list.ids[number] ?? 0);
    tally.add(number);
  }
  return {
    total: tally.total,
    rows: rowsOf(db, org, ids, now),
    counts: tally.counts(),
    byCheck: tally.byCheck(),
    byUser: named(db, org, list, tally.byUser()),
    evaluatedAt: iso(evaluatedAt(db, org)),
  };
}

function named(
  db: Connection,
  org: number,
  { users }: FindingList,
  counted: readonly { user: number; counts: SeverityCounts }[],
): FindingsPage['byUser'] {
  const ids = counted.map(({ user }) => users.texts[user] ?? '');
  const names = readNames(db, org, ids);
  return counted.map(({ counts }, at) => ({
    userId: ids[at] ?? '',
    ...(names[at] ?? { username: null, name: null }),
    counts,
  }));
}

function evaluatedAt(db: Connection, org: number): number | null {
  const row = db.get<{ at: number | null }>(
    `SELECT max(coalesce((SELECT max(evaluated_at) FROM check_result WHERE org_id = @org), 0),
       coalesce((SELECT evaluated_at FROM check_progress WHERE org_id = @org), 0)) AS at`,
    { org },
  );
  return row?.at === undefined || row.at === 0 ? null : row.at;
}

/**
 * Numbers of all findings in the order asked for. What is equal in it comes worst first, then newest first, then
 * those found last: no row ever moves between two pages.
 */
function orderOf(
  db: Connection,
  org: number,
  list: FindingList,
  { sort, descending }: Pick<FindingsQuery, 'sort' | 'descending'>,
): Int32Array {
  const make = (): Int32Array => {
    const base = worstFirst(list);
    const keys = sort === 'user' ? userKeys(db, org) : keysOf(list, sort);
    return sortedBy(descending ? reversed(keys) : keys, base);
  };
  // Names of people change without any finding changing.
  return sort === 'user' ? make() : list.memo.get(`order ${sort} ${String(descending)}`, make);
}

/** Worst first, then newest first, then those found last. */
function worstFirst(list: FindingList): Int32Array {
  return list.memo.get('worst first', () => {
    const foundLast = positions(list.count).reverse();
    return sortedBy(list.severity, sortedBy(reversed(list.lastSeenAt), foundLast));
  });
}

function keysOf(list: FindingList, sort: Exclude<FindingsQuery['sort'], 'user'>): Keys {
  switch (sort) {
    case 'severity':
      return list.severity;
    case 'lastSeenAt':
      return list.lastSeenAt;
    case 'firstSeenAt':
      return list.firstSeenAt;
    case 'check':
      return ranked(list.checks.of, list.checks.texts.map(titleOfCheck));
  }
}

const LAST = '\uFFFF';
const collator = new Intl.Collator('en');

/** By name as it is now; findings about nobody come last. */
const userKeys = keptBeside((db, org, { users }): Keys => {
  const names = namesOf(db, org);
  return ranked(
    users.of,
    users.texts.map((id, number) => (number === 0 ? LAST : (names[number]?.name ?? id))),
  );
});

/** By number of a finding: the place of its text in alphabetical order; equal texts have equal places. */
function ranked(of: Int32Array, texts: readonly string[]): Int32Array {
  const sorted = [...new Set(texts)].sort((a, b) =>
    a === LAST || b === LAST ? Number(a === LAST) - Number(b === LAST) : collator.compare(a, b),
  );
  const places = new Map(sorted.map((text, place) => [text, place]));
  const placeOf = texts.map((text) => places.get(text) ?? 0);
  return of.map((number) => placeOf[number] ?? 0);
}

function reversed(keys: Keys): Float64Array {
  let most = 0;
  for (const key of keys) most = Math.max(most, key);
  return Float64Array.from(keys, (key) => most - key);
}

interface Row {
  id: number;
  checkId: string;
  severity: Finding['severity'];
  userId: string | null;
  username: string | null;
  name: string | null;
  ip: string | null;
  app: string | null;
  firstSeenAt: number;
  lastSeenAt: number;
  occurrences: number;
  summary: string;
  evidence: string;
  foundAt: number;
  resolvedAt: number | null;
  resolvedReason: Finding['resolvedReason'];
  acknowledgedBy: string | null;
  acknowledgedAt: number | null;
  acknowledgedReason: string | null;
  acknowledgedUntil: number | null;
  muted: number;
}

/** Findings by their numbers in the table, in that order. */
export const FINDING_ROWS = `
  SELECT f.id, f.check_id AS checkId, f.severity, f.user_id AS userId, u.username, u.name, f.ip, f.app,
    f.first_seen_at AS firstSeenAt, ${LAST_SEEN} AS lastSeenAt, f.occurrences, f.summary, f.evidence,
    f.found_at AS foundAt, f.resolved_at AS resolvedAt, f.resolved_reason AS resolvedReason,
    f.acknowledged_by AS acknowledgedBy, f.acknowledged_at AS acknowledgedAt,
    f.acknowledged_reason AS acknowledgedReason, f.acknowledged_until AS acknowledgedUntil, ${IS_MUTED} AS muted
  FROM json_each(@ids) wanted
  CROSS JOIN finding f ON f.id = wanted.value AND f.org_id = @org
  ${LATEST_RESULT}
  LEFT JOIN sf_user u ON u.org_id = f.org_id AND u.id = f.user_id
  ORDER BY wanted.key`;

function rowsOf(db: Connection, org: number, ids: readonly number[], now: number): Finding[] {
  if (ids.length === 0) return [];
  return db.all<Row>(FINDING_ROWS, { org, now, ids: JSON.stringify(ids) }).map((row) => toFinding(row, now));
}

function toFinding(row: Row, now: number): Finding {
  const { checkId, acknowledgedAt } = row;
  return {
    id: row.id,
    check: checkId,
    title: titleOfCheck(checkId),
    category: categoryOfCheck(checkId),
    severity: row.severity,
    status: statusOf(row, now),
    userId: row.userId,
    username: row.username,
    name: row.name,
    ip: row.ip,
    app: row.app,
    firstSeenAt: iso(row.firstSeenAt),
    lastSeenAt: iso(row.lastSeenAt),
    summary: row.summary,
    evidence: fromJson(Evidence, row.evidence) ?? {},
    occurrences: row.occurrences,
    foundAt: iso(row.foundAt),
    resolvedAt: iso(row.resolvedAt),
    resolvedReason: row.resolvedReason,
    acknowledgement:
      acknowledgedAt === null
        ? null
        : {
            by: row.acknowledgedBy ?? '',
            at: iso(acknowledgedAt),
            reason: row.acknowledgedReason ?? '',
            until: iso(row.acknowledgedUntil),
          },
    muted: row.muted === 1,
  };
}

/** One finding with all that became of it; null when this org has none of that number. Throws UNKNOWN_ORG. */
export function finding(db: Connection, orgId: string, id: number, now: number): FindingDetail | null {
  const [found] = rowsOf(db, db.orgKey(orgId), [id], now);
  if (found === undefined) return null;
  const history = db.all<Omit<FindingEvent, 'at'> & { at: number }>(
    'SELECT at, kind, by, note FROM finding_event WHERE finding_id = @id ORDER BY id',
    { id },
  );
  return { finding: found, history: history.map((event) => ({ ...event, at: iso(event.at) })) };
}

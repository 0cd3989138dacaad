import { type ActiveCheck, LoginFold, SUBJECTS } from '../../../checks/engine/fold';
import type { SubjectKind } from '../../../checks/define';
import { HOUR_MS, type LoginContext } from '../../../checks/logins/event';
import type { Connection } from '../../connection';
import type { Slices } from '../../slices';
import type { DatabaseInputs } from './inputs';
import { type Group, LoginColumns } from './login-columns';

/** Salesforce may still show logins that are this much older than the newest one (the collector's overlap). */
export const LATE_MS = HOUR_MS;

const NEWEST = 'SELECT max(login_time) AS at FROM login WHERE org_id = @org';
const EXPECTED = 'SELECT sum(logins + failures) AS n FROM login_day WHERE org_id = @org';
const STATES = `
  SELECT key, state FROM check_state
  WHERE org_id = @org AND subject = @subject AND key IN (SELECT value FROM json_each(@keys))`;

/** Logins up to and including this moment are settled, epoch ms. Never before `since`: that was stored as settled. */
export function settledThrough(db: Connection, org: number, since: number | null): number {
  const newest = db.get<{ at: number | null }>(NEWEST, { org })?.at ?? null;
  return Math.max(newest === null ? 0 : newest - LATE_MS, since ?? 0);
}

/** Takes what is to be stored of a subject. */
export type KeepState = (kind: SubjectKind, key: string, state: string) => void;

export interface FoldOptions {
  checks: readonly ActiveCheck[];
  /** Only logins after this moment, epoch ms, going on from what was stored; null: all, beginning with nothing. */
  since: number | null;
  /** Logins after this moment change nothing that is stored. */
  through: number;
  /** Missing: nothing is stored. */
  keep?: KeepState;
}

/** Shows the checks the logins, subject by subject, some thousand logins to a slice. */
export function* foldLogins(
  db: Connection,
  org: number,
  inputs: DatabaseInputs,
  { checks, since, through, keep }: FoldOptions,
): Slices<{ fold: LoginFold; logins: number }> {
  const expected = since === null ? (db.get<{ n: number }>(EXPECTED, { org })?.n ?? 0) : 0;
  const columns = new LoginColumns(db, org, inputs.addresses, expected);
  yield* columns.read(since);
  if (since === null) yield* inputs.people.loadAll();
  else inputs.people.load(columns.users.list.map(({ userId }) => userId));
  const fold = new LoginFold(checks, contextOf(inputs, columns), through);
  // What is not asked about now is not shown when nothing is stored; otherwise it is known to who is switched on.
  const kinds = SUBJECTS.filter(
    (kind) => keep !== undefined || checks.some(({ check }) => check.subject === kind),
  );
  let sinceRest = 0;
  for (const kind of kinds) {
    const { order, groups } = columns.groups(kind);
    for (let first = 0; first < groups.length; first += SUBJECTS_AT_ONCE) {
      const some = groups.slice(first, first + SUBJECTS_AT_ONCE);
      const stored = since === null ? NOTHING : storedStates(db, org, kind, some);
      for (const { key, from, to } of some) {
        const state = stored.get(key);
        const run = fold.subject(kind, state === undefined ? undefined : JSON.parse(state));
        for (let i = from; i < to; i++) {
          run.step(columns.at(order[i] ?? 0));
          sinceRest += 1;
          if (sinceRest < SLICE) continue;
          sinceRest = 0;
          yield;
        }
        const now = run.state();
        if (now !== null) keep?.(kind, key, now);
      }
      yield;
    }
  }
  return { fold, logins: columns.count };
}

/** Logins between two rests: some milliseconds. */
const SLICE = 2_000;
/** Subjects whose states are read with one statement. */
const SUBJECTS_AT_ONCE = 500;
const NOTHING: ReadonlyMap<string, string> = new Map();

function storedStates(
  db: Connection,
  org: number,
  subject: SubjectKind,
  groups: readonly Group[],
): ReadonlyMap<string, string> {
  const keys = JSON.stringify(groups.map(({ key }) => key));
  return new Map(
    db
      .all<{ key: string; state: string }>(STATES, { org, subject, keys })
      .map(({ key, state }) => [key, state]),
  );
}

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const QUARTER_MS = 900_000;

function contextOf(inputs: DatabaseInputs, logins: LoginColumns): LoginContext {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: inputs.timeZone,
    weekday: 'short',
    hour: 'numeric',
    hourCycle: 'h23',
  });
  // Asked for every login of an admin; zones change at quarters of an hour at the finest.
  const quarters = new Map<number, { hour: number; weekday: number }>();
  return {
    asOf: inputs.asOf,
    historySince: inputs.historySince ?? inputs.asOf,
    person: (id) => inputs.people.person(id),
    local(at) {
      const quarter = Math.floor(at / QUARTER_MS);
      let local = quarters.get(quarter);
      if (local === undefined) {
        const parts = format.formatToParts(quarter * QUARTER_MS);
        const part = (type: string) => parts.find((one) => one.type === type)?.value ?? '';
        local = { hour: Number(part('hour')) % 24, weekday: WEEKDAYS.indexOf(part('weekday')) + 1 };
        quarters.set(quarter, local);
      }
      return local;
    },
    ip: (key) => logins.ip(key),
    hasAddresses: (purpose) => inputs.addresses.has(purpose),
  };
}

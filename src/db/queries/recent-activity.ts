import type { Connection } from '../connection';
import { DAY_MS, dayOf } from './time';
import { type Slices, Task } from '../slices';
import { joined, joinedRow, numbers } from './columns';
import { type IdList, UNKNOWN } from './id-list';
import type { People } from './people';

/** Logins of one person in the 30 × 24 hours up to and including `asOf`. */
export interface Activity {
  logins: number;
  failures: number;
}

const WINDOW_DAYS = 30;

/** The days a window touches, and the stretches of the first and the last one that lie outside it. */
export function windowOf(asOf: number, days = WINDOW_DAYS) {
  const from = asOf - days * DAY_MS + 1;
  const [first, last] = [dayOf(from), dayOf(asOf)];
  return {
    ...{ first, last, from, asOf },
    before: { from: first * DAY_MS, to: from },
    behind: { from: asOf + 1, to: (last + 1) * DAY_MS },
  };
}

export const ACTIVITY_OF_DAYS = `
  SELECT u.user_id AS userId, u.key, sum(d.logins) AS logins, sum(d.failures) AS failures
  FROM json_each(@userIds) AS wanted
  CROSS JOIN login_user u ON u.org_id = @org AND u.user_id = wanted.value
  CROSS JOIN login_day t ON t.org_id = u.org_id AND t.day BETWEEN @first AND @last
  CROSS JOIN login_user_day d ON d.org_id = t.org_id AND d.day = t.day AND d.user_key = u.key
  GROUP BY u.key`;

export const ACTIVITY_OF_STRETCH = `
  SELECT user_key AS key, sum(success) AS logins, sum(1 - success) AS failures FROM login
  WHERE org_id = @org AND login_time >= @from AND login_time < @to
    AND user_key IN (SELECT value FROM json_each(@keys)) GROUP BY user_key`;

/** The activity of some users, by id; whoever is missing had none. */
export function activityOf(
  db: Connection,
  org: number,
  asOf: number,
  userIds: readonly string[],
): Map<string, Activity> {
  const { first, last, before, behind } = windowOf(asOf);
  const rows = db.all<Activity & { userId: string; key: number }>(ACTIVITY_OF_DAYS, {
    ...{ org, first, last },
    userIds: JSON.stringify(userIds),
  });
  const byKey = new Map(rows.map((row) => [row.key, row]));
  const keys = JSON.stringify([...byKey.keys()]);
  const outside = lastDayIfCut(db, org, asOf) === null ? [before] : [before, behind];
  for (const stretch of byKey.size === 0 ? [] : outside) {
    for (const { key, logins, failures } of activityBetween(db, org, stretch, keys)) {
      const row = byKey.get(key);
      if (row === undefined) continue;
      row.logins -= logins;
      row.failures -= failures;
    }
  }
  return new Map(rows.map(({ userId, logins, failures }) => [userId, { logins, failures }]));
}

/** Part of a day: `from` inclusive, `to` exclusive, epoch ms. */
export interface Stretch {
  from: number;
  to: number;
}

/**
 * What of the last day counts, where some of it does not. Null: all of it, there are no sign-ins after `asOf`; or
 * nothing, and then no totals hold it (looking back they leave out a day on which nobody had signed in by then).
 */
export function lastDayIfCut(db: Connection, org: number, asOf: number): Stretch | null {
  const { behind, last } = windowOf(asOf);
  const later = db.get(
    `SELECT 1 FROM login_day t WHERE t.org_id = @org AND t.day = @last AND EXISTS (
       SELECT 1 FROM login WHERE org_id = @org AND login_time >= @from AND login_time < @to)`,
    { org, last, ...behind },
  );
  return later === undefined ? null : { from: last * DAY_MS, to: behind.from };
}

/** What some people did in a stretch. `keys`: of `login_user`, as a JSON array. */
export const activityBetween = (
  db: Connection,
  org: number,
  stretch: Stretch,
  keys: string,
): (Activity & { key: number })[] => db.all(ACTIVITY_OF_STRETCH, { org, keys, ...stretch });

/** Everybody's counts, by person. */
export interface EverybodysActivity {
  logins: Int32Array;
  failures: Int32Array;
}

/** One day of the log: `user_key * 2 + success` of every login. */
interface DayLog {
  /** The day's totals when it was read: it is read again when they have changed. */
  totals: string;
  entries: Int32Array;
}

/** By connection and org, the whole days of the newest window. */
const dayLogs = new WeakMap<Connection, Map<number, Map<number, DayLog>>>();

/**
 * The activity of everybody, to sort by. The window's days stay in memory, four bytes per login: after a
 * collection only the days it added to are read.
 */
export function everybodysActivity(
  db: Connection,
  org: number,
  people: People,
  asOf: number,
): EverybodysActivity {
  const key = keyOf(asOf, dayTotals(db, org, asOf));
  return people.memo.get(key, () => new Task(countEverybody(db, org, people, asOf)).now());
}

/** The same a day at a time. */
export function* readyEverybodysActivity(
  db: Connection,
  org: number,
  people: People,
  asOf: number,
): Slices<void> {
  const key = keyOf(asOf, dayTotals(db, org, asOf));
  const activity = yield* countEverybody(db, org, people, asOf);
  people.memo.get(key, () => activity);
}

const keyOf = (asOf: number, totals: ReadonlyMap<number, string>): string =>
  `activity ${asOf} ${[...totals].join()}`;

function* countEverybody(
  db: Connection,
  org: number,
  people: People,
  asOf: number,
): Slices<EverybodysActivity> {
  const { first, last, from } = windowOf(asOf);
  const personOf = yield* personByLoginUser(db, org, people);
  const orgs = dayLogs.get(db) ?? new Map<number, Map<number, DayLog>>();
  dayLogs.set(db, orgs);
  const days = orgs.get(org) ?? new Map<number, DayLog>();
  orgs.set(org, days);
  const activity = { logins: new Int32Array(people.count), failures: new Int32Array(people.count) };
  for (const [day, totals] of dayTotals(db, org, asOf)) {
    const known = days.get(day);
    const stretch = { from: Math.max(from, day * DAY_MS), to: Math.min(asOf + 1, (day + 1) * DAY_MS) };
    // Where the window cuts a day off, its part of it is read each time.
    const isWhole = stretch.to - stretch.from === DAY_MS;
    const entries = isWhole && known?.totals === totals ? known.entries : entriesBetween(db, org, stretch);
    if (isWhole) days.set(day, { totals, entries });
    count(entries, personOf, activity);
    yield;
  }
  for (const day of days.keys()) if (day < first || day > last) days.delete(day);
  return activity;
}

/** By day of the window, what tells whether its logins are still the same. */
export function dayTotals(
  db: Connection,
  org: number,
  asOf: number,
  days = WINDOW_DAYS,
): ReadonlyMap<number, string> {
  const { first, last } = windowOf(asOf, days);
  const rows = db.all<{ day: number; totals: string }>(
    `SELECT day, logins || ' ' || failures || ' ' || active_users AS totals FROM login_day
     WHERE org_id = @org AND day BETWEEN @first AND @last ORDER BY day`,
    { org, first, last },
  );
  return new Map(rows.map((row) => [row.day, row.totals]));
}

/** `user_key * 2 + success` of every login of a stretch. */
export function entriesBetween(db: Connection, org: number, stretch: Stretch): Int32Array {
  const sql = `SELECT ${joined('user_key * 2 + success')} AS entries FROM login
    WHERE org_id = @org AND login_time >= @from AND login_time < @to`;
  return Int32Array.from(numbers(joinedRow<'entries'>(db, sql, { org, ...stretch }).entries));
}

function count(entries: Int32Array, personOf: Int32Array, { logins, failures }: EverybodysActivity): void {
  for (let i = 0; i < entries.length; i++) {
    const entry = entries[i] ?? 0;
    const person = personOf[entry >> 1] ?? UNKNOWN;
    if (person === UNKNOWN) continue;
    const column = (entry & 1) === 1 ? logins : failures;
    column[person] = (column[person] ?? 0) + 1;
  }
}

/** Keys of `login_user` read at once: some 2 ms. */
const KEYS = 4_000;

/** By the list of everybody: by key in `login_user` the person, or UNKNOWN. */
const loginUsers = new WeakMap<IdList, Int32Array>();

/** By key in `login_user`: the person, or UNKNOWN. Keys come and stay. */
export function* personByLoginUser(db: Connection, org: number, people: People): Slices<Int32Array> {
  const newest = db.get<{ key: number | null }>('SELECT max(key) AS key FROM login_user')?.key ?? 0;
  const known = loginUsers.get(people.ids) ?? new Int32Array(0);
  const from = known.length;
  if (newest < from) return known;
  const personOf = new Int32Array(newest + 1).fill(UNKNOWN);
  personOf.set(known);
  const sql = `
    SELECT ${joined('key')} AS keys, ${joined('user_id')} AS ids
    FROM (SELECT key, user_id FROM login_user WHERE key >= @from AND key < @to AND org_id = @org)`;
  for (let next = from; next <= newest; next += KEYS) {
    const row = joinedRow<'keys' | 'ids'>(db, sql, { org, from: next, to: next + KEYS });
    const persons = people.ids.numbersOf(row.ids);
    numbers(row.keys).forEach((key, i) => {
      personOf[key] = persons[i] ?? UNKNOWN;
    });
    yield;
  }
  loginUsers.set(people.ids, personOf);
  return personOf;
}

import type { Connection } from '../connection';
import { DAY_MS, dayOf } from './time';
import { eachMatch, joined, joinedRow, numbers, texts } from './columns';
import type { People } from './people';

/** Logins of one person in the 30 × 24 hours up to and including `asOf`. */
export interface Activity {
  logins: number;
  failures: number;
}

const WINDOW_DAYS = 30;

/** The days the window touches, and the stretches of the first and the last one that lie outside it. */
function windowOf(asOf: number) {
  const from = asOf - WINDOW_DAYS * DAY_MS + 1;
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
  for (const stretch of byKey.size === 0 ? [] : [before, behind]) {
    for (const { key, logins, failures } of db.all<Activity & { key: number }>(ACTIVITY_OF_STRETCH, {
      ...{ org, keys },
      ...stretch,
    })) {
      const row = byKey.get(key);
      if (row === undefined) continue;
      row.logins -= logins;
      row.failures -= failures;
    }
  }
  return new Map(rows.map(({ userId, logins, failures }) => [userId, { logins, failures }]));
}

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
  const { first, last, from } = windowOf(asOf);
  const totals = new Map(
    db
      .all<{ day: number; totals: string }>(
        `SELECT day, logins || ' ' || failures || ' ' || active_users AS totals FROM login_day
         WHERE org_id = @org AND day BETWEEN @first AND @last ORDER BY day`,
        { org, first, last },
      )
      .map((row) => [row.day, row.totals]),
  );
  return people.memo.get(`activity ${asOf} ${[...totals].join()}`, () => {
    const orgs = dayLogs.get(db) ?? new Map<number, Map<number, DayLog>>();
    dayLogs.set(db, orgs);
    const known = orgs.get(org);
    const days = new Map<number, DayLog>();
    orgs.set(org, days);
    const personOf = personByLoginUser(db, org, people);
    const activity = { logins: new Int32Array(people.count), failures: new Int32Array(people.count) };
    for (const [day, total] of totals) {
      if (day === first || day === last) {
        // Cut off where the window ends, and read each time.
        const stretch = { from: Math.max(from, day * DAY_MS), to: Math.min(asOf + 1, (day + 1) * DAY_MS) };
        count(entriesBetween(db, org, stretch), personOf, activity);
        continue;
      }
      const log = known?.get(day);
      const entries =
        log?.totals === total
          ? log.entries
          : entriesBetween(db, org, { from: day * DAY_MS, to: (day + 1) * DAY_MS });
      days.set(day, { totals: total, entries });
      count(entries, personOf, activity);
    }
    return activity;
  });
}

function entriesBetween(db: Connection, org: number, stretch: { from: number; to: number }): Int32Array {
  const statement = db.prepare<number>(
    'SELECT user_key * 2 + success FROM login WHERE org_id = @org AND login_time >= @from AND login_time < @to',
  );
  return Int32Array.from(statement.pluck().all({ org, ...stretch }));
}

function count(entries: Int32Array, personOf: Int32Array, { logins, failures }: EverybodysActivity): void {
  for (const entry of entries) {
    const person = personOf[entry >> 1] ?? NOBODY;
    if (person === NOBODY) continue;
    const column = (entry & 1) === 1 ? logins : failures;
    column[person] = (column[person] ?? 0) + 1;
  }
}

const NOBODY = -1;

/** By key in `login_user`: the person. */
function personByLoginUser(db: Connection, org: number, people: People): Int32Array {
  const newest = db.get<{ key: number | null }>('SELECT max(key) AS key FROM login_user')?.key ?? 0;
  return people.lasting.get(`login users ${newest}`, () => {
    const sql = `
      SELECT ${joined('key')} AS keys, ${joined('user_id')} AS ids
      FROM (SELECT key, user_id FROM login_user WHERE org_id = @org ORDER BY user_id)`;
    const row = joinedRow<'keys' | 'ids'>(db, sql, { org });
    const keys = numbers(row.keys);
    const personOf = new Int32Array(newest + 1).fill(NOBODY);
    eachMatch(people.ids, texts(row.ids), (person, i) => {
      personOf[keys[i] ?? 0] = person;
    });
    return personOf;
  });
}

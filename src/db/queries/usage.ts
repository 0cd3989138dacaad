import type { Connection } from '../connection';
import { type Slices, Task } from '../slices';
import { joined, joinedRow, numbers } from './columns';
import { UNKNOWN } from './id-list';
import { API, UI, togetherSql } from './login-access';
import type { People } from './people';
import {
  type Stretch,
  activityBetween,
  dayTotals,
  entriesBetween,
  everybodysActivity,
  lastDayIfCut,
  personByLoginUser,
  windowOf,
} from './recent-activity';
import { DAY_MS, dayOf } from './time';

/** How much and by which ways somebody signs in. Windows are days of 24 hours up to and including `asOf`. */
export interface Usage {
  /** Successes. */
  logins30d: number;
  logins90d: number;
  logins180d: number;
  failedLogins30d: number;
  /** Bits (login-access.ts) of the successes of 180 days; of the day on which these begin all of it counts. */
  access: number;
}

/** Longest last: its days hold all the others. */
const WINDOWS = [30, 90, 180] as const;
const LONGEST = 180;

interface UsageRow extends Usage {
  userId: string;
  key: number;
}

/** Days after somebody's newest success hold failures at most, and only those of 30 days are counted. */
export const USAGE_OF_DAYS = `
  SELECT u.user_id AS userId, u.key,
    sum(d.logins * (d.day >= @first30)) AS logins30d, sum(d.logins * (d.day >= @first90)) AS logins90d,
    sum(d.logins) AS logins180d, sum(d.failures * (d.day >= @first30)) AS failedLogins30d,
    ${togetherSql('d.access * (d.day < @accessTo)')} AS access
  FROM json_each(@userIds) AS wanted
  CROSS JOIN login_user u ON u.org_id = @org AND u.user_id = wanted.value
  CROSS JOIN login_day t ON t.org_id = u.org_id AND t.day BETWEEN @first180 AND @last
    AND (t.day >= @first30 OR t.day * ${String(DAY_MS)} <= u.last_success_at)
  CROSS JOIN login_user_day d ON d.org_id = t.org_id AND d.day = t.day AND d.user_key = u.key
  GROUP BY u.key`;

const ACCESS_OF_STRETCH = `
  SELECT l.user_key AS key, ${togetherSql('c.access')} AS access
  FROM login l CROSS JOIN login_client c ON c.key = l.client_key
  WHERE l.org_id = @org AND l.login_time >= @from AND l.login_time < @to AND l.success = 1
  GROUP BY l.user_key`;

/**
 * The usage of some users, by id; whoever is missing never signed in nor tried in these days. Meant for a page
 * of them: each costs a step per day. For all of an org see `everybodysUsage`.
 */
export function usageOf(
  db: Connection,
  org: number,
  asOf: number,
  userIds: readonly string[],
): Map<string, Usage> {
  const [in30, in90, in180] = [windowOf(asOf, 30), windowOf(asOf, 90), windowOf(asOf, 180)];
  const { last, behind } = in180;
  const cut = lastDayIfCut(db, org, asOf);
  const rows = db.all<UsageRow>(USAGE_OF_DAYS, {
    ...{ org, last, first30: in30.first, first90: in90.first, first180: in180.first },
    accessTo: cut === null ? last + 1 : last,
    userIds: JSON.stringify(userIds),
  });
  const byKey = new Map(rows.map((row) => [row.key, row]));
  const keys = JSON.stringify([...byKey.keys()]);
  const subtract = (stretch: Stretch, windows: readonly (keyof Usage)[]): void => {
    if (byKey.size === 0) return;
    for (const { key, logins, failures } of activityBetween(db, org, stretch, keys)) {
      const row = byKey.get(key);
      if (row === undefined) continue;
      for (const window of windows) row[window] -= window === 'failedLogins30d' ? failures : logins;
    }
  };
  subtract(in30.before, ['logins30d', 'failedLogins30d']);
  subtract(in90.before, ['logins90d']);
  subtract(in180.before, ['logins180d']);
  if (cut !== null) {
    subtract(behind, ['logins30d', 'failedLogins30d', 'logins90d', 'logins180d']);
    for (const { key, access } of accessBetween(db, org, cut)) {
      const row = byKey.get(key);
      if (row !== undefined) row.access |= access;
    }
  }
  return new Map(rows.map(({ userId, key: _, ...usage }) => [userId, usage]));
}

const accessBetween = (db: Connection, org: number, stretch: Stretch) =>
  db.all<{ key: number; access: number }>(ACCESS_OF_STRETCH, { org, ...stretch });

/** Everybody's usage, by person. */
export interface EverybodysUsage {
  logins30: Int32Array;
  logins90: Int32Array;
  logins180: Int32Array;
  /** Bits. */
  access: Uint8Array;
}

/** The same of everybody: some milliseconds for every ten thousand days of somebody that there are. */
export function everybodysUsage(db: Connection, org: number, people: People, asOf: number): EverybodysUsage {
  const make = () => new Task(countEverybody(db, org, people, asOf)).now();
  return knownUsage(db, org, people, asOf) ?? people.memo.get(keyOf(db, org, asOf), make);
}

/** The same together with the failures of 30 days, to be made in slices; it stays as long as the logins do. */
export function readingUsage(
  db: Connection,
  org: number,
  people: People,
  asOf: number,
): Task<EverybodysUsage & { failures30: Int32Array }> {
  return people.memo.task(readyKey(db, org, asOf), function* () {
    const usage = yield* countEverybody(db, org, people, asOf);
    return { ...usage, failures30: everybodysActivity(db, org, people, asOf).failures };
  });
}

/** What `readingUsage` has made; null: nothing yet, or there are more logins since. */
export function knownUsage(
  db: Connection,
  org: number,
  people: People,
  asOf: number,
): (EverybodysUsage & { failures30: Int32Array }) | null {
  return people.memo.made(readyKey(db, org, asOf));
}

const readyKey = (db: Connection, org: number, asOf: number): string => `ready ${keyOf(db, org, asOf)}`;

const keyOf = (db: Connection, org: number, asOf: number): string =>
  `usage ${asOf} ${[...dayTotals(db, org, asOf, LONGEST)].join()}`;

const DAY = `
  SELECT ${joined(`user_key * 16 + access`)} AS users, ${joined('logins')} AS logins
  FROM login_user_day WHERE org_id = @org AND day = @day AND logins > 0`;

function* countEverybody(db: Connection, org: number, people: People, asOf: number): Slices<EverybodysUsage> {
  const personOf = yield* personByLoginUser(db, org, people);
  const { count } = people;
  const counts = WINDOWS.map(() => new Int32Array(count));
  const access = new Uint8Array(count);
  const windows = WINDOWS.map((days, i) => ({
    ...windowOf(asOf, days),
    logins: counts[i] ?? new Int32Array(0),
  }));
  const cut = lastDayIfCut(db, org, asOf);
  for (const day of dayTotals(db, org, asOf, LONGEST).keys()) {
    const columns = joinedRow<'users' | 'logins'>(db, DAY, { org, day });
    const [users, logins] = [numbers(columns.users), numbers(columns.logins)];
    const inWindows = windows.filter(({ first }) => day >= first);
    const isCut = cut !== null && day === dayOf(asOf);
    for (let i = 0; i < users.length; i++) {
      const user = users[i] ?? 0;
      const person = personOf[Math.floor(user / 16)] ?? UNKNOWN;
      if (person === UNKNOWN) continue;
      if (!isCut) access[person] = (access[person] ?? 0) | (user % 16);
      for (const window of inWindows) window.logins[person] = (window.logins[person] ?? 0) + (logins[i] ?? 0);
    }
    yield;
  }
  const subtract = (stretch: Stretch, from: readonly Int32Array[]): void => {
    for (const entry of entriesBetween(db, org, stretch)) {
      const person = personOf[entry >> 1] ?? UNKNOWN;
      if (person === UNKNOWN || (entry & 1) === 0) continue;
      for (const column of from) column[person] = (column[person] ?? 0) - 1;
    }
  };
  for (const { before, logins } of windows) {
    subtract(before, [logins]);
    yield;
  }
  if (cut !== null) {
    subtract(windowOf(asOf).behind, counts);
    for (const { key, access: bits } of accessBetween(db, org, cut)) {
      const person = personOf[key] ?? UNKNOWN;
      if (person !== UNKNOWN) access[person] = (access[person] ?? 0) | bits;
    }
  }
  const [logins30, logins90, logins180] = counts;
  if (logins30 === undefined || logins90 === undefined || logins180 === undefined)
    throw new Error('There are three windows.');
  return { logins30, logins90, logins180, access };
}

/** The newest successful sign-in that is stored of some users, epoch ms; whoever is missing has none. */
export function newestStoredLogins(
  db: Connection,
  org: number,
  userIds: readonly string[],
): Map<string, number> {
  const rows = db.all<{ userId: string; at: number }>(
    `SELECT u.user_id AS userId, u.last_success_at AS at
     FROM json_each(@userIds) AS wanted
     CROSS JOIN login_user u ON u.org_id = @org AND u.user_id = wanted.value
     WHERE u.last_success_at IS NOT NULL`,
    { org, userIds: JSON.stringify(userIds) },
  );
  const newest = new Map(rows.map(({ userId, at }) => [userId, at]));
  // Looking back: of whoever has signed in since, what was the newest by then has to be looked for.
  const since = rows.filter(({ at }) => at > db.until).map(({ userId }) => userId);
  for (const userId of since) newest.delete(userId);
  for (const [userId, at] of newestWith(db, org, since, null)) newest.set(userId, at);
  return newest;
}

/** The same of sign-ins through an API. */
export const lastApiLogins = (db: Connection, org: number, userIds: readonly string[]): Map<string, number> =>
  newestWith(db, org, userIds, API);

/** The same of sign-ins at the user interface. */
export const lastUiLogins = (db: Connection, org: number, userIds: readonly string[]): Map<string, number> =>
  newestWith(db, org, userIds, UI);

/** Days of one person that may hold what is looked for, newest first. */
export const DAYS_WITH = `
  SELECT d.day, d.first_second AS first, d.last_second AS last
  FROM login_day t
  CROSS JOIN login_user_day d ON d.org_id = t.org_id AND d.day = t.day AND d.user_key = @key
  WHERE t.org_id = @org AND t.day <= @day AND d.logins > 0 AND (@bit = 0 OR d.access & @bit)
  ORDER BY t.day DESC`;

/** The newest success among the logins of one person in a stretch. */
export const NEWEST_WITH = `
  SELECT l.login_time AS at FROM login l CROSS JOIN login_client c ON c.key = l.client_key
  WHERE l.org_id = @org AND l.login_time >= @from AND l.login_time <= @to AND l.user_key = @key AND l.success = 1
    AND (@bit = 0 OR c.access & @bit)
  ORDER BY l.login_time DESC LIMIT 1`;

interface DayWith {
  day: number;
  first: number;
  last: number;
}

/** `bit` null: by whichever way. */
function newestWith(
  db: Connection,
  org: number,
  userIds: readonly string[],
  bit: number | null,
): Map<string, number> {
  const users = db.all<{ userId: string; key: number }>(
    `SELECT u.user_id AS userId, u.key FROM json_each(@userIds) AS wanted
     CROSS JOIN login_user u ON u.org_id = @org AND u.user_id = wanted.value`,
    { org, userIds: JSON.stringify(userIds) },
  );
  const days = db.prepare<DayWith>(DAYS_WITH);
  const newest = db.prepare<{ at: number }>(NEWEST_WITH);
  const found = new Map<string, number>();
  for (const { userId, key } of users) {
    const of = { org, key, bit: bit ?? 0 };
    // Mostly the first day has it: the bits of a day outlive a sign-in that was taken back, and the last one
    // may lie behind the moment looked back to.
    for (const { day, first, last } of days.iterate({ ...of, day: dayOf(db.until) })) {
      const start = day * DAY_MS;
      const stretch = { from: start + first * 1000, to: Math.min(db.until, start + last * 1000 + 999) };
      const at = newest.get({ ...of, ...stretch })?.at;
      if (at === undefined) continue;
      found.set(userId, at);
      break;
    }
  }
  return found;
}

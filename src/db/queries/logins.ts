import type { LoginsQuery } from '../../core/ports';
import { QUARTER_MS, type QuarterLogins } from '../../shared/model/sign-in-map';
import type { LoginRow } from '../../shared/model/users';
import { type Connection, END_OF_TIME } from '../connection';
import { DAY_MS, dayOf, iso } from './time';

type StoredLogin = Omit<LoginRow, 'loginTime' | 'success'> & { loginTime: number; success: number };

/** What the lists add to a fact; CROSS JOIN, because without statistics SQLite might begin with a list. */
const COLUMNS_AND_LISTS = `
  l.id, lu.user_id AS userId, u.username, l.login_time AS loginTime, nullif(s.status, '') AS status, l.success,
  c.login_type AS loginType, c.login_sub_type AS loginSubType, i.source_ip AS sourceIp,
  p.country_iso AS countryIso, p.city, c.browser, c.platform, c.application, c.client_version AS clientVersion,
  c.api_type AS apiType, c.api_version AS apiVersion, c.tls_protocol AS tlsProtocol,
  c.auth_method_reference AS authMethodReference
  FROM login l
  CROSS JOIN login_user lu ON lu.key = l.user_key
  CROSS JOIN login_status s ON s.key = l.status_key
  CROSS JOIN login_place p ON p.key = l.place_key
  CROSS JOIN login_client c ON c.key = l.client_key
  LEFT JOIN login_ip i ON i.key = l.ip_key
  LEFT JOIN sf_user u ON u.org_id = l.org_id AND u.id = lu.user_id`;

const toLogin = (row: StoredLogin): LoginRow => ({
  ...row,
  loginTime: iso(row.loginTime),
  success: row.success === 1,
});

/** A stretch of the login log. */
interface Stretch {
  /** Inclusive. */
  from: number;
  /** Exclusive. */
  to: number;
  /** Go on behind this row, in the direction of reading. */
  after: { time: number; id: string } | null;
}

/** Oldest first. Pages go on behind a row, not behind a number of rows, so page 1,000 costs what page 1 does. */
export function logins(db: Connection, query: LoginsQuery): LoginRow[] {
  const org = db.orgKey(query.orgId);
  const after = query.after === null ? null : { time: Date.parse(query.after.loginTime), id: query.after.id };
  const stretch: Stretch = {
    from: Math.max(query.since ?? 0, after?.time ?? 0),
    to: query.until ?? END_OF_TIME,
    after,
  };
  if (query.username === null) return loginsBetween(db, org, stretch, query.limit).map(toLogin);
  const found = db.get<{ id: string }>(
    'SELECT id FROM sf_user WHERE org_id = @org AND username = @username COLLATE NOCASE',
    { org, username: query.username.trim() },
  );
  if (found === undefined) return [];
  return loginsOf(db, org, found.id, stretch, 'ASC', query.limit).map(toLogin);
}

/** The statement behind a page; apart, so that tests can ask SQLite how it would run it. */
export function loginsSql(direction: 'ASC' | 'DESC', ofOneUser: boolean, afterRow: boolean): string {
  const beyond = direction === 'ASC' ? '>' : '<';
  return `SELECT ${COLUMNS_AND_LISTS}
    WHERE l.org_id = @org AND l.login_time >= @from AND l.login_time < @to
      ${ofOneUser ? 'AND l.user_key = @userKey' : ''}
      ${afterRow ? `AND (l.login_time, l.id) ${beyond} (@afterTime, @afterId)` : ''}
    ORDER BY l.login_time ${direction}, l.id ${direction} LIMIT @limit`;
}

function loginsBetween(
  db: Connection,
  org: number,
  { from, to, after }: Stretch,
  limit: number,
): StoredLogin[] {
  return db.all<StoredLogin>(loginsSql('ASC', false, after !== null), {
    ...{ org, from, to, limit },
    ...(after === null ? {} : { afterTime: after.time, afterId: after.id }),
  });
}

/** Key of somebody in `login_user`; null: never signed in nor tried, as far as is stored. */
const userKeyOf = (db: Connection, org: number, userId: string): number | null =>
  db.get<{ key: number }>('SELECT key FROM login_user WHERE org_id = @org AND user_id = @userId', {
    org,
    userId,
  })?.key ?? null;

/**
 * Where one person's logins are. There is no index by person, which would be as large as the log: the roll-up
 * knows the days, and each of them is one short stretch of the log.
 */
function* stretchesOfUser(
  db: Connection,
  org: number,
  userKey: number,
  { from, to }: Pick<Stretch, 'from' | 'to'>,
  direction: 'ASC' | 'DESC',
): Generator<{ day: number; from: number; to: number }> {
  const days = db.all<UserDay>(
    `SELECT d.day, d.logins + d.failures AS n, d.first_second AS first, d.last_second AS last
     FROM login_day all_days CROSS JOIN login_user_day d
       ON d.org_id = all_days.org_id AND d.day = all_days.day AND d.user_key = @userKey
     WHERE all_days.org_id = @org AND all_days.day BETWEEN @firstDay AND @lastDay
     ORDER BY all_days.day ${direction}`,
    { org, userKey, firstDay: dayOf(from), lastDay: dayOf(to - 1) },
  );
  for (const day of days)
    for (const stretch of stretchesOf(db, org, userKey, day, direction)) {
      const range = { from: Math.max(from, stretch.from), to: Math.min(to, stretch.to) };
      if (range.from < range.to) yield { day: day.day, ...range };
    }
}

/** One person's logins. */
function loginsOf(
  db: Connection,
  org: number,
  userId: string,
  { from, to, after }: Stretch,
  direction: 'ASC' | 'DESC',
  limit: number,
): StoredLogin[] {
  const userKey = userKeyOf(db, org, userId);
  if (userKey === null) return [];
  const sql = loginsSql(direction, true, after !== null);
  const position = after === null ? {} : { afterTime: after.time, afterId: after.id };
  const rows: StoredLogin[] = [];
  for (const { day: _, ...range } of stretchesOfUser(db, org, userKey, { from, to }, direction)) {
    if (rows.length >= limit) break;
    rows.push(
      ...db.all<StoredLogin>(sql, { org, userKey, limit: limit - rows.length, ...range, ...position }),
    );
  }
  return rows;
}

/** All logins of one person up to a moment (epoch ms, inclusive), a day (UTC) at a time, all newest first. */
export function* loginDaysOfUser(
  db: Connection,
  org: number,
  userId: string,
  until: number,
): Generator<LoginRow[]> {
  const userKey = userKeyOf(db, org, userId);
  if (userKey === null) return;
  const sql = loginsSql('DESC', true, false);
  let current = { day: Number.NaN, rows: [] as LoginRow[] };
  for (const { day, from, to } of stretchesOfUser(db, org, userKey, { from: 0, to: until + 1 }, 'DESC')) {
    if (day !== current.day) {
      if (current.rows.length > 0) yield current.rows;
      current = { day, rows: [] };
    }
    for (const row of db.all<StoredLogin>(sql, { org, userKey, from, to, limit: -1 }))
      current.rows.push(toLogin(row));
  }
  if (current.rows.length > 0) yield current.rows;
}

/** One person's logins from a moment on (epoch ms), counted as `login_quarter` counts everybody's. */
export function quartersOfUser(db: Connection, org: number, userId: string, from: number): QuarterLogins[] {
  const userKey = userKeyOf(db, org, userId);
  if (userKey === null) return [];
  const quarters = new Map<number, QuarterLogins>();
  for (const { day: _, ...range } of stretchesOfUser(db, org, userKey, { from, to: db.until + 1 }, 'ASC'))
    for (const { quarter, logins, failures } of db.all<QuarterLogins>(USER_QUARTERS, {
      org,
      userKey,
      ...range,
    })) {
      // The two ends of a day may lie in one.
      const known = quarters.get(quarter) ?? { quarter, logins: 0, failures: 0 };
      known.logins += logins;
      known.failures += failures;
      quarters.set(quarter, known);
    }
  return [...quarters.values()];
}

const USER_QUARTERS = `
  SELECT login_time / ${String(QUARTER_MS)} AS quarter, sum(success) AS logins, sum(1 - success) AS failures FROM login
  WHERE org_id = @org AND login_time >= @from AND login_time < @to AND user_key = @userKey
  GROUP BY 1 ORDER BY 1`;

/** A day of one person in `login_user_day`, with the seconds between which its `n` logins lie. */
interface UserDay {
  day: number;
  n: number;
  first: number;
  last: number;
}

const COUNT = `
  SELECT count(*) AS n FROM login
  WHERE org_id = @org AND login_time >= @from AND login_time < @to AND user_key = @userKey`;

/** Where a day's logins are: one or two of them in the first and the last second, more somewhere between. */
function stretchesOf(
  db: Connection,
  org: number,
  userKey: number,
  { day, n, first, last }: UserDay,
  direction: 'ASC' | 'DESC',
): { from: number; to: number }[] {
  const start = day * DAY_MS;
  const second = (number: number) => ({ from: start + number * 1000, to: start + (number + 1) * 1000 });
  if (first === last) return [second(first)];
  const ends = [second(first), second(last)];
  // Of more than two some may have been removed; then those left lie anywhere between.
  const areAtEnds =
    n === 2 && ends.every((end) => db.get<{ n: number }>(COUNT, { org, userKey, ...end })?.n === 1);
  if (!areAtEnds) return [{ from: second(first).from, to: second(last).to }];
  return direction === 'ASC' ? ends : ends.reverse();
}

/** The newest logins of one user, newest first. */
export function userLogins(db: Connection, org: number, userId: string, limit: number): LoginRow[] {
  const everything: Stretch = { from: 0, to: db.until + 1, after: null };
  return loginsOf(db, org, userId, everything, 'DESC', limit).map(toLogin);
}

/** Times of the oldest and the newest login stored. */
export function historySpan(db: Connection, orgId: string): { since: string | null; until: string | null } {
  const org = db.orgKey(orgId);
  // Two statements: SQLite uses the key for one end, but not for min and max together.
  const end = (direction: 'ASC' | 'DESC') =>
    db.get<{ at: number }>(
      `SELECT login_time AS at FROM login WHERE org_id = @org AND login_time <= @until ORDER BY login_time ${direction} LIMIT 1`,
      { org, until: db.until },
    )?.at ?? null;
  return { since: iso(end('ASC')), until: iso(end('DESC')) };
}

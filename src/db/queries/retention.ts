import { QUARTER_MS } from '../../shared/model/sign-in-map';
import type { Connection } from '../connection';
import { DAY_MS } from './time';

/** Sign-ins stored that are older than `before` (epoch ms). */
export function countLoginsBefore(db: Connection, orgId: string, before: number): number {
  const org = db.orgKey(orgId);
  const day = Math.floor(before / DAY_MS);
  // Whole days are counted already; only the day of the cut has to be looked through.
  return (
    db.get<{ n: number }>(
      `SELECT (SELECT coalesce(sum(logins + failures), 0) FROM login_day WHERE org_id = @org AND day < @day)
            + (SELECT count(*) FROM login WHERE org_id = @org AND login_time >= @from AND login_time < @before) AS n`,
      { org, day, from: day * DAY_MS, before },
    )?.n ?? 0
  );
}

/**
 * Removes what tells about sign-ins before a moment (epoch ms), oldest first: logins with everything counted
 * from them, then identity verifications, then sign-ins out of event log files (a file at a time: those whose
 * whole day is over by then). At most `limit` rows, in one transaction; resolves with the number of rows, less
 * than `limit` only when nothing is left.
 *
 * Counts fall to what is still stored. When somebody was last seen stays known for ever (`last_seen_at` of
 * users, `last_success_at` of people), otherwise a list would say "never signed in" of somebody who did; and
 * so do the lists of what logins refer to, which tell nothing about anybody by themselves. The setup audit
 * trail is about changes, not sign-ins, and stays.
 */
export function purgeLogins(db: Connection, orgId: string, before: number, limit: number): number {
  return db.sqlite.transaction(() => {
    const org = db.orgKey(orgId);
    let removed = purgeHistory(db, org, before, limit);
    if (removed < limit) removed += purgeVerifications(db, org, before, limit - removed);
    if (removed < limit) removed += purgeEvents(db, org, before, limit - removed);
    return removed;
  })();
}

interface OldLogin {
  id: string;
  loginTime: number;
  success: 0 | 1;
  user: number;
  ip: number | null;
  client: number;
  country: string;
}

const OLDEST = `
  SELECT l.id, l.login_time AS loginTime, l.success, l.user_key AS user, l.ip_key AS ip, l.client_key AS client,
    coalesce(p.country_iso, '') AS country
  FROM login l JOIN login_place p ON p.key = l.place_key
  WHERE l.org_id = @org AND l.login_time < @before ORDER BY l.login_time, l.id LIMIT @limit`;

/** Tables of day totals that begin with the day: what one of them says of whole days goes in one stroke. */
const BY_DAY = [
  'login_day',
  'login_user_day',
  'login_ip_day',
  'login_country_day',
  'login_client_day',
] as const;

function purgeHistory(db: Connection, org: number, before: number, limit: number): number {
  const rows = db.all<OldLogin>(OLDEST, { org, before, limit });
  const last = rows.at(-1);
  if (last === undefined) return 0;
  // The first half repeats what the second implies: it is the half at which the key's range ends.
  db.run(
    `DELETE FROM login WHERE org_id = @org AND login_time <= @loginTime AND (login_time, id) <= (@loginTime, @id)`,
    { org, loginTime: last.loginTime, id: last.id },
  );
  // The oldest go first: of the days before the one the batch ends in, nothing is left.
  const cut = dayOf(last);
  for (const table of BY_DAY) db.run(`DELETE FROM ${table} WHERE org_id = @org AND day < @cut`, { org, cut });
  subtractDay(
    db,
    org,
    cut,
    rows.filter((row) => dayOf(row) === cut),
  );
  const quarter = quarterOf(last);
  db.run('DELETE FROM login_quarter WHERE org_id = @org AND quarter < @quarter', { org, quarter });
  subtractQuarter(
    db,
    org,
    quarter,
    rows.filter((row) => quarterOf(row) === quarter),
  );
  return rows.length;
}

const dayOf = ({ loginTime }: OldLogin): number => Math.floor(loginTime / DAY_MS);
const quarterOf = ({ loginTime }: OldLogin): number => Math.floor(loginTime / QUARTER_MS);

/** Takes logins of one day out of its totals. */
function subtractDay(db: Connection, org: number, day: number, rows: readonly OldLogin[]): void {
  const where = { org, day };
  let inactive = 0;
  subtract(
    db,
    where,
    'login_user_day',
    'user_key',
    countBy(rows, ({ user }) => user),
    (removed, left) => {
      if (removed.logins > 0 && left.logins === 0) inactive += 1;
    },
  );
  subtract(
    db,
    where,
    'login_ip_day',
    'ip_key',
    countBy(rows, ({ ip }) => ip),
  );
  subtract(
    db,
    where,
    'login_client_day',
    'client_key',
    countBy(rows, ({ client }) => client),
  );
  subtract(
    db,
    where,
    'login_country_day',
    'country_iso',
    countBy(rows, ({ country }) => country),
  );
  const total = countBy(rows, () => 0).get(0) ?? { logins: 0, failures: 0 };
  db.run(
    `UPDATE login_day SET logins = logins - @logins, failures = failures - @failures,
       active_users = active_users - @inactive WHERE org_id = @org AND day = @day`,
    { ...where, ...total, inactive },
  );
  db.run('DELETE FROM login_day WHERE org_id = @org AND day = @day AND logins = 0 AND failures = 0', where);
}

function subtractQuarter(db: Connection, org: number, quarter: number, rows: readonly OldLogin[]): void {
  const total = countBy(rows, () => 0).get(0) ?? { logins: 0, failures: 0 };
  const where = { org, quarter };
  db.run(
    `UPDATE login_quarter SET logins = logins - @logins, failures = failures - @failures
     WHERE org_id = @org AND quarter = @quarter`,
    { ...where, ...total },
  );
  db.run(
    'DELETE FROM login_quarter WHERE org_id = @org AND quarter = @quarter AND logins = 0 AND failures = 0',
    where,
  );
}

interface Count {
  logins: number;
  failures: number;
}

function countBy<K>(rows: readonly OldLogin[], keyOf: (row: OldLogin) => K | null): Map<K, Count> {
  const counts = new Map<K, Count>();
  for (const row of rows) {
    const key = keyOf(row);
    if (key === null) continue;
    let count = counts.get(key);
    if (count === undefined) counts.set(key, (count = { logins: 0, failures: 0 }));
    if (row.success === 1) count.logins += 1;
    else count.failures += 1;
  }
  return counts;
}

function subtract(
  db: Connection,
  { org, day }: { org: number; day: number },
  table: string,
  column: string,
  counts: ReadonlyMap<string | number, Count>,
  report?: (removed: Count, left: Count) => void,
): void {
  const where = `WHERE org_id = ? AND day = ? AND ${column} = ?`;
  const update = db.prepare<Count>(
    `UPDATE ${table} SET logins = logins - ?, failures = failures - ? ${where} RETURNING logins, failures`,
  );
  const forget = db.prepare(`DELETE FROM ${table} ${where}`);
  for (const [key, removed] of counts) {
    const left = update.get(removed.logins, removed.failures, org, day, key);
    if (left === undefined) continue;
    if (left.logins === 0 && left.failures === 0) forget.run(org, day, key);
    report?.(removed, left);
  }
}

function purgeVerifications(db: Connection, org: number, before: number, limit: number): number {
  return db.run(
    `DELETE FROM verification_history WHERE (org_id, verification_time, id) IN (
       SELECT org_id, verification_time, id FROM verification_history
       WHERE org_id = @org AND verification_time < @before ORDER BY verification_time, id LIMIT @limit)`,
    { org, before, limit },
  );
}

function purgeEvents(db: Connection, org: number, before: number, limit: number): number {
  return db.run(
    `DELETE FROM login_event WHERE (org_id, file_id, line) IN (
       SELECT e.org_id, e.file_id, e.line FROM event_log_file f
       JOIN login_event e ON e.org_id = f.org_id AND e.file_id = f.id
       WHERE f.org_id = @org AND f.log_date <= @day LIMIT @limit)`,
    { org, day: before - DAY_MS, limit },
  );
}

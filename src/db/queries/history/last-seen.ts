import type { Connection } from '../../connection';
import { DAY_MS, dayOf } from '../time';

/** Days looked through from end to end; people not found by then are looked for day by day of their own. */
const RECENT_DAYS = 14;

/**
 * Sets `last_seen_at` in a copy of the users to what is known to have been true at the moment `at` (epoch ms):
 * the newest successful login up to then, or the newest LastLoginDate Salesforce ever gave up to then.
 */
export function rewindLastSeen(db: Connection, org: number, users: string, at: number): void {
  db.sqlite.exec(
    'CREATE TEMP TABLE past_success (user_id TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID',
  );
  db.run(
    `INSERT INTO past_success SELECT user_id, last_success_at FROM main.login_user
     WHERE org_id = @org AND last_success_at <= @at`,
    { org, at },
  );
  const insert = db.prepare('INSERT INTO past_success SELECT user_id, ? FROM main.login_user WHERE key = ?');
  for (const [key, time] of newestSuccesses(db, org, at)) insert.run(time, key);
  const lastLogin = `max(
    CASE WHEN u.last_login_at <= @at THEN u.last_login_at ELSE -1 END,
    coalesce((SELECT max(f.last_login_at) FROM main.former_last_login f
      WHERE f.org_id = u.org_id AND f.user_id = u.id AND f.last_login_at <= @at), -1))`;
  const success = 'coalesce((SELECT s.at FROM past_success s WHERE s.user_id = u.id), -1)';
  db.run(
    `UPDATE ${users} AS u SET last_login_at = nullif(${lastLogin}, -1),
       last_seen_at = nullif(max(${lastLogin}, ${success}), -1)`,
    { at },
  );
  db.sqlite.exec('DROP TABLE past_success');
}

/** By `login_user.key`, the newest success up to `at` of everybody who has had one since. */
function newestSuccesses(db: Connection, org: number, at: number): Map<number, number> {
  const found = new Map<number, number>();
  const missing = new Set(
    db
      .all<{ key: number }>('SELECT key FROM main.login_user WHERE org_id = @org AND last_success_at > @at', {
        org,
        at,
      })
      .map(({ key }) => key),
  );
  const look = (day: number): void => {
    const rows = db.all<{ key: number; at: number }>(
      `SELECT user_key AS key, max(login_time) AS at FROM main.login
       WHERE org_id = @org AND login_time >= @from AND login_time <= @to AND success = 1 GROUP BY user_key`,
      { org, from: day * DAY_MS, to: Math.min(at, (day + 1) * DAY_MS - 1) },
    );
    for (const { key, at: time } of rows) if (missing.delete(key)) found.set(key, time);
  };

  const today = dayOf(at);
  for (let day = today; day > today - RECENT_DAYS && missing.size > 0; day--) look(day);
  const earlier = db.prepare<{ day: number | null }>(
    `SELECT t.day FROM main.login_day t
     CROSS JOIN main.login_user_day d ON d.org_id = t.org_id AND d.day = t.day AND d.user_key = @key AND d.logins > 0
     WHERE t.org_id = @org AND t.day <= @last ORDER BY t.day DESC LIMIT 1`,
  );
  const days = new Set<number>();
  for (const key of missing) {
    const day = earlier.get({ org, key, last: today - RECENT_DAYS })?.day ?? null;
    if (day !== null) days.add(day);
  }
  for (const day of days) look(day);
  return found;
}

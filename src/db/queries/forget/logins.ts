import type { Connection } from '../../connection';
import { forgetLoginKeys, loginDictionary, type LoginKeys } from '../login-keys';
import { Tally } from '../login-tally';
import { DAY_MS } from '../time';

interface StoredLogin extends LoginKeys {
  loginTime: number;
  id: string;
  success: 0 | 1;
}

/** A person's days lead to the stretches of the key in which their logins are. */
const LOGINS = `
  SELECT l.login_time AS loginTime, l.id, l.success, l.user_key AS user, l.status_key AS status, l.ip_key AS ip,
    l.place_key AS place, l.client_key AS client, 0 AS access
  FROM login_day t
  CROSS JOIN login_user_day d ON d.org_id = t.org_id AND d.day = t.day AND d.user_key = @user
  CROSS JOIN login l ON l.org_id = d.org_id AND l.login_time >= d.day * ${String(DAY_MS)} + d.first_second * 1000
    AND l.login_time < d.day * ${String(DAY_MS)} + (d.last_second + 1) * 1000 AND l.user_key = @user
  WHERE t.org_id = @org`;

/**
 * Removes a person's logins; everything counted from them counts what is left. Must run inside a transaction.
 * Counts rows by table.
 */
export function forgetLogins(db: Connection, org: number, userId: string): Map<string, number> {
  const user = db.get<{ key: number }>(
    'SELECT key FROM login_user WHERE org_id = @org AND user_id = @userId',
    { org, userId },
  )?.key;
  if (user === undefined) return new Map();
  const rows = db.all<StoredLogin>(LOGINS, { org, user });
  const dictionary = loginDictionary(db, org);
  dictionary.recall();
  const tally = new Tally(org, dictionary);
  const remove = db.prepare('DELETE FROM login WHERE org_id = ? AND login_time = ? AND id = ?');
  for (const row of rows) {
    remove.run(org, row.loginTime, row.id);
    tally.count(row.loginTime, row.success, row, -1);
  }
  tally.save(db, null);
  db.run(
    `DELETE FROM login_user_day WHERE org_id = @org AND user_key = @user
       AND day IN (SELECT day FROM login_day WHERE org_id = @org)`,
    { org, user },
  );
  db.run('DELETE FROM login_day WHERE org_id = @org AND logins = 0 AND failures = 0', { org });
  const addresses = forgetAddresses(db, org, new Set(rows.map(({ ip }) => ip)));
  // What the checks remember of a person is told by the number that stood for them.
  db.run(`DELETE FROM check_state WHERE org_id = @org AND subject = 'user' AND key = @key`, {
    org,
    key: String(user),
  });
  db.run('DELETE FROM login_user WHERE key = @user', { user });
  forgetLoginKeys(db);
  return new Map([
    ['login', rows.length],
    ['login_ip', addresses],
  ]);
}

/** An address that only this person came from may be their home. */
function forgetAddresses(db: Connection, org: number, keys: ReadonlySet<number | null>): number {
  const others = new Set(
    db
      .all<{ key: number }>('SELECT DISTINCT ip_key AS key FROM login_ip_day WHERE org_id = @org', { org })
      .map(({ key }) => key),
  );
  const remove = db.prepare('DELETE FROM login_ip WHERE key = ?');
  let removed = 0;
  for (const key of keys) {
    if (key === null || others.has(key)) continue;
    db.run(`DELETE FROM check_state WHERE org_id = @org AND subject = 'ip' AND key = @key`, {
      org,
      key: String(key),
    });
    removed += remove.run(key).changes;
  }
  return removed;
}

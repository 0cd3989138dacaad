import type { Connection } from '../connection';
import { type AccessFields, accessOf, togetherSql } from './login-access';

interface StoredClient extends AccessFields {
  key: number;
  access: number | null;
}

/**
 * Makes the bits of all stored sign-ins what the rules of login-access.ts say today: they are missing in a
 * database from before there were any, and no longer true where the rules have been changed since. To be called
 * before anything is stored or asked. Does nothing but look at the list of circumstances when all is well.
 *
 * Days are done one by one, so that the log beside the file stays small; what the circumstances themselves say
 * is written last. Whatever breaks in between is therefore done again at the next start.
 */
export function bringAccessUpToDate(db: Connection): void {
  const changed = db
    .all<StoredClient>(
      `SELECT key, access, login_type AS loginType, login_sub_type AS loginSubType, application, platform,
         api_type AS apiType, browser, authentication_service_id AS authenticationServiceId FROM login_client`,
    )
    .map((client) => ({ key: client.key, before: client.access, access: accessOf(client) }))
    .filter(({ before, access }) => before !== access);
  if (changed.length === 0) return;
  const keys = JSON.stringify(changed.map(({ key }) => key));
  const days = db.all<{ org: number; day: number }>(
    `SELECT DISTINCT org_id AS org, day FROM login_client_day
     WHERE client_key IN (SELECT value FROM json_each(@keys)) ORDER BY 1, 2`,
    { keys },
  );
  // A table of this connection only: of all circumstances, what is true of them from now on.
  db.sqlite.exec('CREATE TEMP TABLE true_access (key INTEGER PRIMARY KEY, access INTEGER NOT NULL)');
  try {
    db.run('INSERT INTO true_access SELECT key, coalesce(access, 0) FROM login_client');
    const correct = db.sqlite.prepare('UPDATE true_access SET access = ? WHERE key = ?');
    for (const { key, access } of changed) correct.run(access, key);
    for (const day of days) {
      db.run('UPDATE login_user_day SET access = 0 WHERE org_id = @org AND day = @day AND access <> 0', {
        ...day,
      });
      db.run(DAY, { ...day });
    }
    db.run(
      `UPDATE login_client SET access = (SELECT t.access FROM true_access t WHERE t.key = login_client.key)
       WHERE key IN (SELECT value FROM json_each(@keys))`,
      { keys },
    );
  } finally {
    db.sqlite.exec('DROP TABLE true_access');
  }
}

const DAY = `
  UPDATE login_user_day SET access = a.access
  FROM (
    SELECT l.user_key, ${togetherSql('t.access')} AS access
    FROM login l CROSS JOIN true_access t ON t.key = l.client_key
    WHERE l.org_id = @org AND l.login_time >= @day * 86400000 AND l.login_time < (@day + 1) * 86400000
      AND l.success = 1
    GROUP BY l.user_key
  ) AS a
  WHERE login_user_day.org_id = @org AND login_user_day.day = @day AND login_user_day.user_key = a.user_key`;

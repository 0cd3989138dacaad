import type { Database as Sqlite } from 'better-sqlite3';

// Sign-ins are counted while they are stored (queries/login-tally.ts). Where sign-ins, or what was counted, are
// lost, the totals are made anew from what there is. The same sums stand in the migration that made these tables.

const LISTS = ['login_user', 'login_status', 'login_ip', 'login_place', 'login_client'] as const;
const TOTALS: Record<string, string> = {
  login_user_day: `INSERT INTO login_user_day
      (org_id, user_key, day, logins, failures, first_second, last_second)
    SELECT org_id, user_key, login_time / 86400000, sum(success), sum(1 - success),
      min(login_time / 1000 % 86400), max(login_time / 1000 % 86400) FROM login GROUP BY 1, 2, 3`,
  login_ip_day: `INSERT INTO login_ip_day (org_id, day, ip_key, logins, failures)
    SELECT org_id, login_time / 86400000, ip_key, sum(success), sum(1 - success)
    FROM login WHERE ip_key IS NOT NULL GROUP BY 1, 2, 3`,
  login_country_day: `INSERT INTO login_country_day (org_id, day, country_iso, logins, failures)
    SELECT l.org_id, l.login_time / 86400000, coalesce(p.country_iso, ''), sum(l.success), sum(1 - l.success)
    FROM login l JOIN login_place p ON p.key = l.place_key GROUP BY 1, 2, 3`,
  login_client_day: `INSERT INTO login_client_day (org_id, day, client_key, logins, failures)
    SELECT org_id, login_time / 86400000, client_key, sum(success), sum(1 - success) FROM login GROUP BY 1, 2, 3`,
  login_day: `INSERT INTO login_day (org_id, day, logins, failures, active_users)
    SELECT org_id, login_time / 86400000, sum(success), sum(1 - success),
      count(DISTINCT CASE success WHEN 1 THEN user_key END) FROM login GROUP BY 1, 2`,
  login_quarter: `INSERT INTO login_quarter (org_id, quarter, logins, failures)
    SELECT org_id, login_time / 900000, sum(success), sum(1 - success) FROM login GROUP BY 1, 2`,
};

export const isTotal = (table: string): boolean => table in TOTALS;

/** All that the login history is made of. */
export const LOGIN_TABLES: ReadonlySet<string> = new Set(['login', ...LISTS, ...Object.keys(TOTALS)]);

/**
 * Makes lists, sign-ins and totals fit each other again. A sign-in whose person is lost is worth nothing and goes.
 * One whose place, program, address or status is lost stays, with that unknown; where Salesforce still tells it,
 * the next collection puts it right. Returns the number of sign-ins that went.
 */
export function recount(sqlite: Sqlite): number {
  const existing = new Set(
    sqlite.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").pluck().all() as string[],
  );
  if (![...LISTS, 'login'].every((table) => existing.has(table))) return 0;
  return sqlite.transaction(() => {
    const { changes } = sqlite
      .prepare('DELETE FROM login WHERE user_key NOT IN (SELECT key FROM login_user)')
      .run();
    sqlite.exec(`UPDATE login SET ip_key = NULL
      WHERE ip_key IS NOT NULL AND ip_key NOT IN (SELECT key FROM login_ip)`);
    putUnknown(sqlite, 'login_status', 'status_key', 'status', "''");
    putUnknown(sqlite, 'login_place', 'place_key', 'signature', 'json_array(null, null, null, null)');
    const nothing = Array.from({ length: 14 }, () => 'null').join(', ');
    putUnknown(sqlite, 'login_client', 'client_key', 'signature', `json_array(${nothing})`);
    for (const [table, sql] of Object.entries(TOTALS)) {
      if (!existing.has(table)) continue;
      sqlite.exec(`DELETE FROM ${table}`);
      sqlite.exec(sql);
    }
    // When somebody was last seen is also known from sign-ins that are not stored (any more).
    sqlite.exec(`UPDATE login_user SET last_success_at = newest.at
      FROM (SELECT user_key, max(login_time) AS at FROM login WHERE success = 1 GROUP BY 1) AS newest
      WHERE newest.user_key = login_user.key AND coalesce(login_user.last_success_at < newest.at, 1)`);
    // How sign-ins reach the org is found out again at the next opening (queries/access-upkeep.ts).
    const columns = sqlite.pragma('table_info(login_client)') as { name: string }[];
    if (columns.some(({ name }) => name === 'access')) sqlite.exec('UPDATE login_client SET access = NULL');
    return changes;
  })();
}

/** Sign-ins that refer to a lost row of a list refer to "unknown" from then on. */
function putUnknown(sqlite: Sqlite, list: string, column: string, unique: string, unknown: string): void {
  const orphans = `SELECT DISTINCT org_id FROM login WHERE ${column} NOT IN (SELECT key FROM ${list})`;
  sqlite.exec(
    `INSERT OR IGNORE INTO ${list} (org_id, ${unique}) ${orphans.replace('org_id', `org_id, ${unknown}`)}`,
  );
  sqlite.exec(`UPDATE login SET ${column} = (
      SELECT d.key FROM ${list} d WHERE d.org_id = login.org_id AND d.${unique} = ${unknown})
    WHERE ${column} NOT IN (SELECT key FROM ${list})`);
}

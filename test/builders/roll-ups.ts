import type { Database as Sqlite } from 'better-sqlite3';
import { expect } from 'vitest';

/** Every roll-up of logins as it is stored, and as counting what is stored would make it. */
const ROLL_UPS: Record<string, { stored: string; counted: string }> = {
  days: {
    stored: 'SELECT org_id, day, logins, failures, active_users FROM login_day',
    counted: `SELECT org_id, login_time / 86400000, sum(success), sum(1 - success),
      count(DISTINCT CASE success WHEN 1 THEN user_id END) FROM login_history GROUP BY 1, 2`,
  },
  users: {
    stored: `SELECT d.org_id, u.user_id, d.day, d.logins, d.failures
      FROM login_user_day d JOIN login_user u ON u.key = d.user_key`,
    counted: `SELECT org_id, user_id, login_time / 86400000, sum(success), sum(1 - success)
      FROM login_history GROUP BY 1, 2, 3`,
  },
  'newest successes': {
    stored: 'SELECT org_id, user_id, last_success_at FROM login_user',
    counted: `SELECT org_id, user_id, max(CASE success WHEN 1 THEN login_time END) FROM login_history GROUP BY 1, 2`,
  },
  addresses: {
    stored: `SELECT d.org_id, i.source_ip, d.day, d.logins, d.failures
      FROM login_ip_day d JOIN login_ip i ON i.key = d.ip_key`,
    counted: `SELECT org_id, source_ip, login_time / 86400000, sum(success), sum(1 - success)
      FROM login_history WHERE source_ip IS NOT NULL GROUP BY 1, 2, 3`,
  },
  countries: {
    stored: 'SELECT org_id, country_iso, day, logins, failures FROM login_country_day',
    counted: `SELECT org_id, coalesce(country_iso, ''), login_time / 86400000, sum(success), sum(1 - success)
      FROM login_history GROUP BY 1, 2, 3`,
  },
  quarters: {
    stored: 'SELECT org_id, quarter, logins, failures FROM login_quarter',
    counted: `SELECT org_id, login_time / 900000, sum(success), sum(1 - success) FROM login_history GROUP BY 1, 2`,
  },
  clients: {
    stored: `SELECT d.org_id, c.signature, d.day, d.logins, d.failures
      FROM login_client_day d JOIN login_client c ON c.key = d.client_key`,
    counted: `SELECT l.org_id, c.signature, l.login_time / 86400000, sum(l.success), sum(1 - l.success)
      FROM login l JOIN login_client c ON c.key = l.client_key GROUP BY 1, 2, 3`,
  },
};

/** Fails when a count does not say what the logins say. Not for databases whose old logins were purged. */
export function expectExactRollUps(reader: Sqlite): void {
  const read = (sql: string): string[] =>
    reader
      .prepare(sql)
      .raw()
      .all()
      .map((row) => JSON.stringify(row))
      .sort();
  for (const [name, { stored, counted }] of Object.entries(ROLL_UPS))
    expect(read(stored), name).toEqual(read(counted));
}

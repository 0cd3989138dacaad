import type { Connection } from '../connection';
import { STREAMS, streamTables } from '../stream-tables';
import { loginDays } from './activity';

/** Rows stored per stream, by its camelCase name. */
export function rowCounts(db: Connection, orgId: string): Record<string, number> {
  return countRows(db, db.orgKey(orgId));
}

/** The same by internal key, for orgs off the list too. */
export function countRows(db: Connection, org: number): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const stream of STREAMS) {
    if (stream === 'loginHistory') continue;
    const { table, filter } = streamTables[stream];
    const sql = `SELECT count(*) AS n FROM ${table} WHERE org_id = @org${filter === null ? '' : ` AND ${filter}`}`;
    counts[stream] = db.get<{ n: number }>(sql, { org })?.n ?? 0;
  }
  // Counting millions of logins takes a second; the day totals know the number at once.
  counts['loginHistory'] = loginDays(db, org, null).reduce((sum, day) => sum + day.logins + day.failures, 0);
  return counts;
}

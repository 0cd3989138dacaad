import type { LoginsQuery } from '../../core/ports';
import type { LoginRow } from '../../shared/model/users';
import type { Connection } from '../connection';
import { iso } from './time';

type StoredLogin = Omit<LoginRow, 'loginTime' | 'success'> & { loginTime: number; success: number };

const COLUMNS = `h.id, h.user_id AS userId, u.username, h.login_time AS loginTime, h.status, h.success,
  h.login_type AS loginType, h.login_sub_type AS loginSubType, h.source_ip AS sourceIp,
  h.country_iso AS countryIso, h.city, h.browser, h.platform, h.application, h.client_version AS clientVersion,
  h.api_type AS apiType, h.api_version AS apiVersion, h.tls_protocol AS tlsProtocol,
  h.auth_method_reference AS authMethodReference`;

const USER_JOIN = 'LEFT JOIN sf_user u ON u.org_id = h.org_id AND u.id = h.user_id';

/** Named, because without statistics SQLite would rather walk through everybody's logins in order of time. */
const FROM_ONE_USER = `FROM login_history h INDEXED BY login_history_user ${USER_JOIN}`;
const BY_USER = 'h.user_id = @userId';

const toLogin = (row: StoredLogin): LoginRow => ({
  ...row,
  loginTime: iso(row.loginTime),
  success: row.success === 1,
});

/** Oldest first. Pages go on behind a row, not behind a number of rows, so page 1,000 costs what page 1 does. */
export function logins(db: Connection, query: LoginsQuery): LoginRow[] {
  const org = db.orgKey(query.orgId);
  const parameters: Record<string, string | number> = { org, limit: query.limit };
  const where = ['h.org_id = @org'];
  if (query.username !== null) {
    const found = db.get<{ id: string }>(
      'SELECT id FROM sf_user WHERE org_id = @org AND username = @username COLLATE NOCASE',
      { org, username: query.username.trim() },
    );
    if (found === undefined) return [];
    where.push(BY_USER);
    parameters['userId'] = found.id;
  }
  if (query.since !== null) {
    where.push('h.login_time >= @since');
    parameters['since'] = query.since;
  }
  if (query.until !== null) {
    where.push('h.login_time < @until');
    parameters['until'] = query.until;
  }
  if (query.after !== null) {
    // The first half repeats what the second implies: it is the half an index can start from.
    where.push('h.login_time >= @afterTime', '(h.login_time, h.id) > (@afterTime, @afterId)');
    Object.assign(parameters, { afterTime: Date.parse(query.after.loginTime), afterId: query.after.id });
  }
  return db.all<StoredLogin>(loginsSql(where), parameters).map(toLogin);
}

/** The statement behind a page; apart, so that tests can ask SQLite how it would run it. */
export function loginsSql(where: readonly string[]): string {
  const from = where.includes(BY_USER) ? FROM_ONE_USER : `FROM login_history h ${USER_JOIN}`;
  return `SELECT ${COLUMNS} ${from} WHERE ${where.join(' AND ')} ORDER BY h.login_time, h.id LIMIT @limit`;
}

/** The newest logins of one user, newest first. */
export function userLogins(db: Connection, org: number, userId: string, limit: number): LoginRow[] {
  const sql = `SELECT ${COLUMNS} ${FROM_ONE_USER} WHERE h.org_id = @org AND ${BY_USER}
    ORDER BY h.login_time DESC, h.id DESC LIMIT @limit`;
  return db.all<StoredLogin>(sql, { org, userId, limit }).map(toLogin);
}

/** Times of the oldest and the newest login stored. */
export function historySpan(db: Connection, orgId: string): { since: string | null; until: string | null } {
  const org = db.orgKey(orgId);
  // Two statements: SQLite uses the key for one end, but not for min and max together.
  const end = (direction: 'ASC' | 'DESC') =>
    db.get<{ at: number }>(
      `SELECT login_time AS at FROM login_history WHERE org_id = @org ORDER BY login_time ${direction} LIMIT 1`,
      { org },
    )?.at ?? null;
  return { since: iso(end('ASC')), until: iso(end('DESC')) };
}

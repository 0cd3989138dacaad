import type { UserDetail, UserState, UserTableRow, UsersPage, UsersQuery } from '../../shared/model/users';
import type { Connection, Parameters } from '../connection';
import { userLogins } from './logins';
import { foldCase } from './pages';
import { DAY_MS, daysBetween, iso } from './time';
import { IS_FROZEN, USER_STATE, asOfOf, stateLimits } from './user-state';

interface StoredUser {
  id: string;
  username: string;
  name: string;
  email: string | null;
  isActive: number;
  isFrozen: number;
  profile: string | null;
  userType: string | null;
  license: string | null;
  createdAt: number;
  lastSeenAt: number | null;
  state: UserState;
}

const COLUMNS = `u.id, u.username, u.name, u.email, u.is_active AS isActive, ${IS_FROZEN} AS isFrozen,
  p.name AS profile, u.user_type AS userType, coalesce(l.label, l.name) AS license, u.created_at AS createdAt,
  u.last_seen_at AS lastSeenAt, ${USER_STATE} AS state`;

const JOINS = `
  LEFT JOIN profile p ON p.org_id = u.org_id AND p.id = u.profile_id
  LEFT JOIN user_license l ON l.org_id = p.org_id AND l.id = p.user_license_id`;

/** Only sorting by activity needs the counts of everybody; otherwise the page's users are looked up. */
const ACTIVITY_JOIN = `
  LEFT JOIN (
    SELECT user_id, sum(success) AS logins, sum(1 - success) AS failures FROM login_history
    WHERE org_id = @org AND login_time > @since AND login_time <= @asOf GROUP BY user_id
  ) a ON a.user_id = u.id`;

/** What each order goes by, and the joins it takes. */
const SORTS: Record<UsersQuery['sort'], { key: string; joins: string }> = {
  name: { key: 'u.name', joins: '' },
  username: { key: 'u.username', joins: '' },
  profile: { key: 'p.name', joins: JOINS },
  license: { key: 'coalesce(l.label, l.name)', joins: JOINS },
  state: { key: USER_STATE, joins: '' },
  createdAt: { key: 'u.created_at', joins: '' },
  lastLoginAt: { key: 'u.last_seen_at', joins: '' },
  logins30d: { key: 'coalesce(a.logins, 0)', joins: ACTIVITY_JOIN },
  failedLogins30d: { key: 'coalesce(a.failures, 0)', joins: ACTIVITY_JOIN },
};

export const COUNTS_30_DAYS = `
  SELECT count(*) FILTER (WHERE success = 1) AS logins, count(*) FILTER (WHERE success = 0) AS failures
  FROM login_history WHERE org_id = @org AND user_id = @userId AND login_time > @since AND login_time <= @asOf`;

/** A slice of the users table. Before the first collection it is empty. */
export function users(db: Connection, query: UsersQuery): UsersPage {
  const org = db.orgKey(query.orgId);
  const asOf = asOfOf(db, org);
  const facets = usersFacets(db, org);
  if (asOf === null) return { asOf: null, total: 0, all: 0, rows: [], facets };

  const { where, parameters } = usersFilter(db, org, query, asOf);
  const all = count(db, 'WHERE u.org_id = @org', { org });
  const total = where.length === 1 ? all : count(db, `WHERE ${where.join(' AND ')}`, parameters);
  const rows = db.all<StoredUser>(usersSql(query, where), {
    ...parameters,
    ...stateLimits(asOf, query.inactiveDays),
    ...activityWindow(asOf),
    limit: query.limit,
    offset: query.offset,
  });
  return { asOf: iso(asOf), total, all, rows: rows.map((row) => toUser(db, org, row, asOf)), facets };
}

/**
 * Without statistics SQLite takes an org for a handful of users and sorts them all. These orders have an
 * index. It does not pay where few rows are left: for the words of a search and for a profile.
 */
const ORDER_INDEX: Partial<Record<UsersQuery['sort'], string>> = {
  name: 'sf_user_name',
  username: 'sf_user_username',
};

/**
 * The statement behind a page; apart, so that tests can ask SQLite how it would run it. It finds the users of
 * the page first and looks up the rest for these alone: the rows skipped on the way cost next to nothing.
 */
export function usersSql(query: Pick<UsersQuery, 'sort' | 'descending'>, where: readonly string[]): string {
  const { key, joins } = SORTS[query.sort];
  const isNarrow = where.includes(BY_PROFILE) || where.includes(BY_WORDS);
  const index = isNarrow ? undefined : ORDER_INDEX[query.sort];
  const direction = query.descending ? 'DESC' : 'ASC';
  return `WITH page AS MATERIALIZED (
      SELECT u.org_id, u.id, ${key} AS sort_key
      FROM sf_user u ${index === undefined ? '' : `INDEXED BY ${index}`} ${joins}
      WHERE ${where.join(' AND ')}
      ORDER BY ${key} COLLATE NOCASE ${direction}, u.id ${direction}
      LIMIT @limit OFFSET @offset
    )
    SELECT ${COLUMNS} FROM page CROSS JOIN sf_user u ON u.org_id = page.org_id AND u.id = page.id ${JOINS}
    ORDER BY page.sort_key COLLATE NOCASE ${direction}, u.id ${direction}`;
}

function count(db: Connection, where: string, parameters: Parameters): number {
  return db.get<{ n: number }>(`SELECT count(*) AS n FROM sf_user u ${where}`, parameters)?.n ?? 0;
}

/** instr knows no wildcards: "_" and "%" are searched for as they are. */
const BY_WORDS = 'instr(u.search_text, @search) > 0';
const BY_PROFILE = 'u.profile_id IN (SELECT value FROM json_each(@profileIds))';

function usersFilter(db: Connection, org: number, query: UsersQuery, asOf: number) {
  const where = ['u.org_id = @org'];
  const parameters: Record<string, string | number> = { org };
  const search = foldCase(query.search.trim());
  if (search !== '') {
    where.push(BY_WORDS);
    parameters['search'] = search;
  }
  if (query.states.length > 0) {
    where.push(`${USER_STATE} IN (SELECT value FROM json_each(@states))`);
    Object.assign(parameters, stateLimits(asOf, query.inactiveDays), {
      states: JSON.stringify(query.states),
    });
  }
  if (query.licenses.length > 0 || query.profiles.length > 0) {
    // Few profiles, many users: work out the profiles first and let their index find the users.
    const wanted = profileRows(db, org).filter(
      (row) =>
        (query.profiles.length === 0 || query.profiles.includes(row.name)) &&
        (query.licenses.length === 0 || (row.license !== null && query.licenses.includes(row.license))),
    );
    where.push(BY_PROFILE);
    parameters['profileIds'] = JSON.stringify(wanted.map((row) => row.id));
  }
  return { where, parameters };
}

function profileRows(db: Connection, org: number): { id: string; name: string; license: string | null }[] {
  return db.all(
    `SELECT p.id, p.name, coalesce(l.label, l.name) AS license
     FROM profile p LEFT JOIN user_license l ON l.org_id = p.org_id AND l.id = p.user_license_id
     WHERE p.org_id = @org AND EXISTS (SELECT 1 FROM sf_user u WHERE u.org_id = p.org_id AND u.profile_id = p.id)`,
    { org },
  );
}

/** What some user has. One index probe per profile, so there is nothing to cache. */
function usersFacets(db: Connection, org: number): UsersPage['facets'] {
  const rows = profileRows(db, org);
  const distinct = (values: (string | null)[]) =>
    [...new Set(values.filter((value) => value !== null))].sort((a, b) => a.localeCompare(b, 'en'));
  return {
    licenses: distinct(rows.map((row) => row.license)),
    profiles: distinct(rows.map((row) => row.name)),
  };
}

/** The 30 × 24 hours up to and including `asOf`. */
const activityWindow = (asOf: number) => ({ since: asOf - 30 * DAY_MS, asOf });

function toUser(db: Connection, org: number, row: StoredUser, asOf: number): UserTableRow {
  const counts = db.get<{ logins: number; failures: number }>(COUNTS_30_DAYS, {
    org,
    userId: row.id,
    ...activityWindow(asOf),
  });
  return {
    id: row.id,
    username: row.username,
    name: row.name,
    email: row.email,
    isActive: row.isActive === 1,
    isFrozen: row.isFrozen === 1,
    profile: row.profile,
    userType: row.userType,
    license: row.license,
    createdAt: iso(row.createdAt),
    lastLoginAt: iso(row.lastSeenAt),
    daysSinceLogin: row.lastSeenAt === null ? null : daysBetween(row.lastSeenAt, asOf),
    logins30d: counts?.logins ?? 0,
    failedLogins30d: counts?.failures ?? 0,
    state: row.state,
  };
}

const RECENT_LOGINS = 50;

/** One user with every license held and the newest logins; null when the user is not stored. */
export function user(db: Connection, orgId: string, userId: string, inactiveDays: number): UserDetail | null {
  const org = db.orgKey(orgId);
  const asOf = asOfOf(db, org);
  if (asOf === null) return null;
  const row = db.get<StoredUser>(
    `SELECT ${COLUMNS} FROM sf_user u ${JOINS} WHERE u.org_id = @org AND u.id = @userId`,
    {
      org,
      userId,
      ...stateLimits(asOf, inactiveDays),
    },
  );
  if (row === undefined) return null;
  const held = db.all<UserDetail['licenses'][number]>(
    `SELECT 'permissionSet' AS kind, coalesce(l.label, l.developer_name) AS name
     FROM permission_set_license_assignment a
     JOIN permission_set_license l ON l.org_id = a.org_id AND l.id = a.permission_set_license_id
     WHERE a.org_id = @org AND a.assignee_id = @userId
     UNION ALL
     SELECT 'package', l.namespace_prefix FROM user_package_license a
     JOIN package_license l ON l.org_id = a.org_id AND l.id = a.package_license_id
     WHERE a.org_id = @org AND a.user_id = @userId`,
    { org, userId },
  );
  // A deactivated user has given the seat of the profile's license back.
  const own =
    row.isActive === 1 && row.license !== null ? [{ kind: 'user' as const, name: row.license }] : [];
  return {
    user: toUser(db, org, row, asOf),
    licenses: [...own, ...held],
    recentLogins: userLogins(db, org, userId, RECENT_LOGINS),
  };
}

import type { UserDetail, UserTableRow, UsersPage, UsersQuery } from '../../shared/model/users';
import type { Connection } from '../connection';
import { featureLabel, featuresInUse } from './licensing/features';
import { userLogins } from './logins';
import { type People, peopleOf } from './people';
import { usersList } from './people-lists';
import { type Activity, activityOf } from './recent-activity';
import { daysBetween, iso } from './time';
import { type StateLimits, asOfOf, stateLimits, stateOf } from './user-state';

/** A user as its tables have it. */
export interface StoredUser {
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
}

/** Rows of the users whose ids are the JSON array `@ids`, in that order. */
export const USER_ROWS = `
  SELECT u.id, u.username, u.name, u.email, u.is_active AS isActive, p.name AS profile, u.user_type AS userType,
    coalesce(l.label, l.name) AS license, u.created_at AS createdAt, u.last_seen_at AS lastSeenAt,
    EXISTS (SELECT 1 FROM user_login f WHERE f.org_id = u.org_id AND f.user_id = u.id AND f.is_frozen = 1) AS isFrozen
  FROM json_each(@ids) AS wanted
  CROSS JOIN sf_user u ON u.org_id = @org AND u.id = wanted.value
  LEFT JOIN profile p ON p.org_id = u.org_id AND p.id = u.profile_id
  LEFT JOIN user_license l ON l.org_id = p.org_id AND l.id = p.user_license_id
  ORDER BY wanted.key`;

/** A slice of the users table. Before the first collection it is empty. */
export function users(db: Connection, query: UsersQuery): UsersPage {
  const org = db.orgKey(query.orgId);
  const asOf = asOfOf(db, org);
  const people = peopleOf(db, org);
  const facets = usersFacets(people);
  if (asOf === null) return { asOf: null, total: 0, all: 0, rows: [], facets };
  const list = usersList(db, org, people, query, asOf);
  const ids = slice(list, query).map((person) => people.ids.at(person));
  const limits = stateLimits(asOf, query.inactiveDays);
  return {
    asOf: iso(asOf),
    total: list.length,
    all: people.count,
    rows: userRows(db, org, ids, asOf, limits),
    facets,
  };
}

/** A page of a list; lists are ascending, descending they are read from their end. */
export function slice(
  list: Int32Array,
  { offset, limit, descending }: { offset: number; limit: number; descending: boolean },
): number[] {
  if (!descending) return [...list.subarray(offset, offset + limit)];
  const end = Math.max(0, list.length - offset);
  return [...list.subarray(Math.max(0, end - limit), end)].reverse();
}

/** The users with these ids, in their order; whoever is not stored is left out. */
export function storedUsers(db: Connection, org: number, ids: readonly string[]): StoredUser[] {
  return db.all<StoredUser>(USER_ROWS, { org, ids: JSON.stringify(ids) });
}

function userRows(
  db: Connection,
  org: number,
  ids: readonly string[],
  asOf: number,
  limits: StateLimits,
): UserTableRow[] {
  const rows = storedUsers(db, org, ids);
  const activity = activityOf(db, org, asOf, ids);
  return rows.map((row) => toUser(row, activity.get(row.id), asOf, limits));
}

/** What some user has. */
function usersFacets({ profiles, lasting }: People): UsersPage['facets'] {
  const distinct = (values: (string | null)[]) =>
    [...new Set(values.filter((value) => value !== null))].sort((a, b) => a.localeCompare(b, 'en'));
  return lasting.get('facets', () => {
    const held = profiles.filter((profile) => profile.users > 0);
    return {
      licenses: distinct(held.map((profile) => profile.license)),
      profiles: distinct(held.map((profile) => profile.name)),
    };
  });
}

function toUser(
  row: StoredUser,
  activity: Activity | undefined,
  asOf: number,
  limits: StateLimits,
): UserTableRow {
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
    logins30d: activity?.logins ?? 0,
    failedLogins30d: activity?.failures ?? 0,
    state: stateOf(row, limits),
  };
}

const RECENT_LOGINS = 50;

/** One user with every license held and the newest logins; null when the user is not stored. */
export function user(db: Connection, orgId: string, userId: string, inactiveDays: number): UserDetail | null {
  const org = db.orgKey(orgId);
  const asOf = asOfOf(db, org);
  if (asOf === null) return null;
  const row = userRows(db, org, [userId], asOf, stateLimits(asOf, inactiveDays))[0];
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
  const own = row.isActive && row.license !== null ? [{ kind: 'user' as const, name: row.license }] : [];
  const features = row.isActive ? featuresOf(db, org, userId) : [];
  return {
    user: row,
    licenses: [...own, ...held, ...features],
    recentLogins: userLogins(db, org, userId, RECENT_LOGINS),
  };
}

function featuresOf(db: Connection, org: number, userId: string): UserDetail['licenses'] {
  const flags = db.all<{ flag: string }>(
    `SELECT f.value AS flag FROM sf_user u, json_each(u.features) f WHERE u.org_id = @org AND u.id = @userId`,
    { org, userId },
  );
  return featuresInUse({ featureSets: [flags.map(({ flag }) => flag)] }).map((flag) => ({
    kind: 'feature',
    name: featureLabel(flag),
  }));
}

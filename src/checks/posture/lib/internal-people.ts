import type { Need } from '../../define';
import type { Admin, Inputs } from '../../inputs';
import { once } from './once';

// Who is checked, as pieces of SQL about `sf_user u`, so that every check means the same people.

/**
 * Users of the platform itself (data exchange, analytics): UserType is Standard, but nobody signs in as them, and
 * they cannot be deactivated. Their licenses and profiles come with the org; EDIT HERE when a release adds one.
 */
const PLATFORM_PROFILES = `
  SELECT p.id FROM profile p
  LEFT JOIN user_license l ON l.org_id = p.org_id AND l.id = p.user_license_id
  WHERE p.org_id = @org AND (
    l.name LIKE '%cloud integration user%' OR l.name LIKE '%xorg proxy%' OR l.name LIKE '%x org proxy%'
    OR l.name LIKE '%automated process%' OR l.name LIKE '%einstein agent%'
    OR p.name LIKE 'analytics cloud integration user' OR p.name LIKE 'analytics cloud security user'
    OR p.name LIKE 'cross org data proxy user')`;

/** The company's own people and programs: UserType Standard (Object Reference, User). */
export const IS_INTERNAL = `
  u.user_type = 'Standard' AND coalesce(u.profile_id, '') NOT IN (${PLATFORM_PROFILES})`;

/** There are few of them: one look through the index instead of one for every user. */
export const IS_FROZEN = `u.id IN (
  SELECT f.user_id FROM user_login f INDEXED BY user_login_user WHERE f.org_id = @org AND f.is_frozen = 1)`;

/**
 * Newest use of a token that an app holds for the user; null: none known. Indexes are named here and in what else is
 * looked up for one user: without statistics SQLite takes an org for a handful of rows and reads all of them.
 */
export const LAST_TOKEN_USE = `(
  SELECT max(t.last_used_at) FROM oauth_token t INDEXED BY oauth_token_user
  WHERE t.org_id = u.org_id AND t.user_id = u.id)`;

/** Of `@programs`, see `programs()`. */
export const IS_PROGRAM = `u.id IN (SELECT value FROM json_each(@programs))`;

/** Integration users as the value of `@programs`. */
export const programs = (inputs: Inputs): string => JSON.stringify([...inputs.integrationIds()]);

/** Administrators by user id. */
export const adminsById = (inputs: Inputs): ReadonlyMap<string, Admin> =>
  once(inputs, 'admins', () => new Map(inputs.admins().map((admin) => [admin.id, admin])));

/** The company's own people and programs who can sign in. */
export const CAN_SIGN_IN = `u.org_id = @org AND u.is_active = 1 AND ${IS_INTERNAL} AND NOT ${IS_FROZEN}`;

const COUNTS = `SELECT count(*) AS "all", count(u.last_seen_at) AS seen FROM sf_user u WHERE ${CAN_SIGN_IN}`;

/** How many can sign in, and how many of them ever did. */
export const signInCounts = (inputs: Inputs): { all: number; seen: number } =>
  once(
    inputs,
    'sign-in counts',
    () => inputs.rows<{ all: number; seen: number }>(COUNTS)[0] ?? { all: 0, seen: 0 },
  );

export const USERS_NEED: Need = { stream: 'users', fields: ['UserType'] };

export const FROZEN_NEED: Need = {
  stream: 'userLogins',
  without: 'Frozen users are taken for people who can sign in.',
};

/** For checks that rate administrators higher. */
export const ADMIN_NEEDS: readonly Need[] = (['permissionSets', 'permissionSetAssignments'] as const).map(
  (stream) => ({
    stream,
    fields: stream === 'permissionSets' ? ['PermissionsModifyAllData', 'PermissionsManageUsers'] : [],
    without: 'Who is an administrator is not known for sure, and so who is to be rated higher.',
  }),
);

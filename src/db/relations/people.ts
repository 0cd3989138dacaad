import { is, maybe, relation } from './define';

/** Grouped once: asked for each user, the lookup of one column would go through all users. */
const STATES = `(SELECT org_id, user_id, max(is_frozen) AS is_frozen, max(is_password_locked) AS is_password_locked
  FROM user_login GROUP BY org_id, user_id)`;
const state = (column: string) => `coalesce(s.${column}, 0)`;

export const users = relation({
  name: 'users',
  description: 'Users as the newest collection found them (User, UserLogin).',
  from: `sf_user t LEFT JOIN profile p ON p.org_id = t.org_id AND p.id = t.profile_id
    LEFT JOIN ${STATES} s ON s.org_id = t.org_id AND s.user_id = t.id`,
  columns: [
    is.text('id', 'User.Id, 18 characters.'),
    is.text('username', 'Username, in the form of an email address.'),
    is.text('name', 'Full name.'),
    maybe.text('email', 'Email address.'),
    is.boolean('is_active', 'Whether the user can sign in at all.'),
    is.boolean('is_frozen', 'Whether an admin froze the user.', state('is_frozen')),
    is.boolean('is_password_locked', 'Whether failed attempts locked the user.', state('is_password_locked')),
    maybe.text('user_type', 'Standard, PowerPartner, CsnOnly …'),
    maybe.text('profile_id', 'Profile.Id; see profiles.'),
    maybe.text('profile_name', 'Name of the profile.', 'p.name'),
    maybe.text(
      'user_license_id',
      'UserLicense.Id that the profile uses; see user_licenses.',
      'p.user_license_id',
    ),
    maybe.text('user_role_id', 'UserRole.Id.'),
    maybe.text('manager_id', 'User.Id of the manager.'),
    maybe.text('department', 'Department.'),
    maybe.text('country', 'Country.'),
    maybe.text('federation_id', 'Federation ID for single sign-on.'),
    is.json('features', 'Feature licenses held (UserPermissions…), without that prefix, as an array.'),
    maybe.timestamp('last_password_change_at', 'When the password was last changed.'),
    maybe.timestamp('password_expires_at', 'When the password expires.'),
    maybe.integer('failed_logins', 'Failed attempts since the last success.'),
    is.timestamp('created_at', 'When the user was created.'),
    maybe.timestamp('last_login_at', 'LastLoginDate of Salesforce.'),
    maybe.timestamp(
      'last_seen_at',
      'Later of last_login_at and the newest successful login stored; null: never.',
    ),
    maybe.timestamp('last_modified_at', 'When the user record last changed.'),
  ],
  key: ['id'],
});

export const profiles = relation({
  name: 'profiles',
  description: 'Profiles.',
  from: 'profile t',
  columns: [
    is.text('id', 'Profile.Id.'),
    is.text('name', 'Name.'),
    maybe.text('user_license_id', 'UserLicense.Id of everybody with this profile.'),
    maybe.text('user_type', 'Kind of users it is for.'),
  ],
  key: ['id'],
});

export const twoFactorMethods = relation({
  name: 'two_factor_methods',
  description: 'Verification methods that users registered (TwoFactorMethodsInfo).',
  from: 'two_factor_method t',
  columns: [
    is.text('id', 'Id of the row.'),
    is.text('user_id', 'User.Id.'),
    is.json('methods', 'Names such as "Totp" and "SecurityKey", as an array.'),
  ],
  key: ['id'],
});

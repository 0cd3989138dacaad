import { sql } from 'drizzle-orm';
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { pass } from './columns';
import { orgId } from './orgs';

// Copies of Salesforce rows. Booleans are 0/1, times epoch ms UTC, ids the 18-character form.

export const organization = sqliteTable(
  'organization',
  {
    orgId: orgId(),
    id: text('id').notNull(),
    name: text('name'),
    organizationType: text('organization_type'),
    instanceName: text('instance_name'),
    isSandbox: integer('is_sandbox'),
    trialExpirationAt: integer('trial_expiration_at'),
    timeZone: text('time_zone'),
    pass: pass(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.id] })],
);

export const sfUser = sqliteTable(
  'sf_user',
  {
    orgId: orgId(),
    id: text('id').notNull(),
    username: text('username').notNull(),
    name: text('name').notNull(),
    email: text('email'),
    isActive: integer('is_active').notNull(),
    userType: text('user_type'),
    profileId: text('profile_id'),
    userRoleId: text('user_role_id'),
    managerId: text('manager_id'),
    department: text('department'),
    country: text('country'),
    federationId: text('federation_id'),
    /** Feature licenses: the UserPermissions* flags that are set, without that prefix, sorted, as a JSON array. */
    features: text('features').notNull().default('[]'),
    lastPasswordChangeAt: integer('last_password_change_at'),
    passwordExpiresAt: integer('password_expires_at'),
    failedLogins: integer('failed_logins'),
    createdAt: integer('created_at').notNull(),
    lastLoginAt: integer('last_login_at'),
    lastModifiedAt: integer('last_modified_at'),
    /**
     * Later of `last_login_at` and the newest successful login stored. Kept up to date by every commit of
     * users and of logins, so that no list has to look through the login history.
     */
    lastSeenAt: integer('last_seen_at'),
    /** Name, username and email in lower case. SQLite's own case folding knows ASCII only. */
    searchText: text('search_text').notNull(),
    pass: pass(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    index('sf_user_name').on(t.orgId, sql`name COLLATE NOCASE`),
    index('sf_user_username').on(t.orgId, sql`username COLLATE NOCASE`),
    index('sf_user_profile').on(t.orgId, t.profileId, t.isActive),
  ],
);

export const userLogin = sqliteTable(
  'user_login',
  {
    orgId: orgId(),
    id: text('id').notNull(),
    userId: text('user_id').notNull(),
    isFrozen: integer('is_frozen').notNull(),
    isPasswordLocked: integer('is_password_locked').notNull(),
    pass: pass(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    index('user_login_user').on(t.orgId, t.userId, t.isFrozen),
  ],
);

export const profile = sqliteTable(
  'profile',
  {
    orgId: orgId(),
    id: text('id').notNull(),
    name: text('name').notNull(),
    userLicenseId: text('user_license_id'),
    userType: text('user_type'),
    pass: pass(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.id] })],
);

export const userLicense = sqliteTable(
  'user_license',
  {
    orgId: orgId(),
    id: text('id').notNull(),
    name: text('name').notNull(),
    label: text('label'),
    definitionKey: text('definition_key'),
    status: text('status'),
    total: integer('total').notNull(),
    used: integer('used').notNull(),
    usedUpdatedAt: integer('used_updated_at'),
    monthlyLoginsEntitlement: integer('monthly_logins_entitlement'),
    monthlyLoginsUsed: integer('monthly_logins_used'),
    pass: pass(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.id] })],
);

export const permissionSetLicense = sqliteTable(
  'permission_set_license',
  {
    orgId: orgId(),
    id: text('id').notNull(),
    developerName: text('developer_name').notNull(),
    label: text('label'),
    status: text('status'),
    total: integer('total').notNull(),
    used: integer('used').notNull(),
    expiresAt: integer('expires_at'),
    pass: pass(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.id] })],
);

export const permissionSetLicenseAssignment = sqliteTable(
  'permission_set_license_assignment',
  {
    orgId: orgId(),
    id: text('id').notNull(),
    assigneeId: text('assignee_id').notNull(),
    permissionSetLicenseId: text('permission_set_license_id').notNull(),
    pass: pass(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    index('psl_assignment_user').on(t.orgId, t.assigneeId, t.permissionSetLicenseId),
  ],
);

export const packageLicense = sqliteTable(
  'package_license',
  {
    orgId: orgId(),
    id: text('id').notNull(),
    namespacePrefix: text('namespace_prefix').notNull(),
    status: text('status'),
    allowed: integer('allowed').notNull(),
    used: integer('used').notNull(),
    expiresAt: integer('expires_at'),
    pass: pass(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.id] })],
);

export const userPackageLicense = sqliteTable(
  'user_package_license',
  {
    orgId: orgId(),
    id: text('id').notNull(),
    userId: text('user_id').notNull(),
    packageLicenseId: text('package_license_id').notNull(),
    pass: pass(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    index('user_package_license_user').on(t.orgId, t.userId, t.packageLicenseId),
  ],
);

import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { orgId } from './orgs';
import { pass } from './columns';

// Copies of Salesforce rows about who may do what. Booleans are 0/1, times epoch ms UTC.

export const permissionSet = sqliteTable(
  'permission_set',
  {
    orgId: orgId(),
    id: text('id').notNull(),
    name: text('name').notNull(),
    label: text('label'),
    type: text('type'),
    isOwnedByProfile: integer('is_owned_by_profile').notNull(),
    profileId: text('profile_id'),
    permissionSetGroupId: text('permission_set_group_id'),
    /** A UserLicense or a PermissionSetLicense. */
    licenseId: text('license_id'),
    namespacePrefix: text('namespace_prefix'),
    /** Names of the permissions granted, without "Permissions", sorted, as a JSON array. */
    permissions: text('permissions').notNull(),
    pass: pass(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.id] })],
);

export const permissionSetGroup = sqliteTable(
  'permission_set_group',
  {
    orgId: orgId(),
    id: text('id').notNull(),
    developerName: text('developer_name').notNull(),
    label: text('label'),
    status: text('status'),
    namespacePrefix: text('namespace_prefix'),
    pass: pass(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.id] })],
);

export const permissionSetAssignment = sqliteTable(
  'permission_set_assignment',
  {
    orgId: orgId(),
    id: text('id').notNull(),
    assigneeId: text('assignee_id').notNull(),
    permissionSetId: text('permission_set_id'),
    permissionSetGroupId: text('permission_set_group_id'),
    expiresAt: integer('expires_at'),
    /** Null where the API version does not say. */
    isActive: integer('is_active'),
    pass: pass(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    index('permission_set_assignment_user').on(t.orgId, t.assigneeId, t.permissionSetId),
    // Who holds a set: a few of a million assignments.
    index('permission_set_assignment_set').on(t.orgId, t.permissionSetId, t.assigneeId),
  ],
);

export const samlSsoConfig = sqliteTable(
  'saml_sso_config',
  {
    orgId: orgId(),
    id: text('id').notNull(),
    developerName: text('developer_name').notNull(),
    label: text('label'),
    issuer: text('issuer'),
    loginUrl: text('login_url'),
    audience: text('audience'),
    version: text('version'),
    pass: pass(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.id] })],
);

/** Never its consumer secret. */
export const authProvider = sqliteTable(
  'auth_provider',
  {
    orgId: orgId(),
    id: text('id').notNull(),
    developerName: text('developer_name').notNull(),
    friendlyName: text('friendly_name'),
    providerType: text('provider_type'),
    executionUserId: text('execution_user_id'),
    pass: pass(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.id] })],
);

export const connectedApplication = sqliteTable(
  'connected_application',
  {
    orgId: orgId(),
    id: text('id').notNull(),
    name: text('name').notNull(),
    /** Only users an admin approved may authorize it. */
    adminApprovedOnly: integer('admin_approved_only'),
    refreshTokenValidityPeriod: integer('refresh_token_validity_period'),
    startUrl: text('start_url'),
    createdAt: integer('created_at'),
    pass: pass(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.id] })],
);

export const externalClientApplication = sqliteTable(
  'external_client_application',
  {
    orgId: orgId(),
    id: text('id').notNull(),
    developerName: text('developer_name').notNull(),
    label: text('label'),
    distributionState: text('distribution_state'),
    namespacePrefix: text('namespace_prefix'),
    createdAt: integer('created_at'),
    pass: pass(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.id] })],
);

/** Who may use an external client app (ExtlClntAppOauthPlcyCnfg). */
export const externalClientPolicy = sqliteTable(
  'external_client_policy',
  {
    orgId: orgId(),
    id: text('id').notNull(),
    externalClientApplicationId: text('external_client_application_id').notNull(),
    permittedUsersPolicyType: text('permitted_users_policy_type'),
    pass: pass(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.id] })],
);

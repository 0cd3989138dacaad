import { is, maybe, relation } from './define';

export const permissionSets = relation({
  name: 'permission_sets',
  description: 'Permission sets, also those behind profiles and groups (PermissionSet).',
  from: 'permission_set t',
  columns: [
    is.text('id', 'PermissionSet.Id.'),
    is.text('name', 'API name.'),
    maybe.text('label', 'Label.'),
    maybe.text('type', 'Regular, Profile, Group, Session …'),
    is.boolean('is_owned_by_profile', 'Whether it is the inside of a profile.'),
    maybe.text('profile_id', 'That profile.'),
    maybe.text('permission_set_group_id', 'The group whose sum it is.'),
    maybe.text('license_id', 'UserLicense.Id or PermissionSetLicense.Id it needs.'),
    maybe.text('namespace_prefix', 'Namespace of the package it came with.'),
    is.json('permissions', 'System permissions it grants (Permissions…), without that prefix, as an array.'),
  ],
  key: ['id'],
});

export const permissionSetGroups = relation({
  name: 'permission_set_groups',
  description: 'Permission set groups (PermissionSetGroup).',
  from: 'permission_set_group t',
  columns: [
    is.text('id', 'PermissionSetGroup.Id.'),
    is.text('developer_name', 'API name.'),
    maybe.text('label', 'Label.'),
    maybe.text('status', 'Updated, Outdated, Updating, Failed.'),
    maybe.text('namespace_prefix', 'Namespace of the package it came with.'),
  ],
  key: ['id'],
});

export const permissionSetAssignments = relation({
  name: 'permission_set_assignments',
  description: 'Who holds which permission set (PermissionSetAssignment).',
  from: 'permission_set_assignment t',
  columns: [
    is.text('id', 'PermissionSetAssignment.Id.'),
    is.text('user_id', 'User.Id of the holder.', 't.assignee_id'),
    maybe.text('permission_set_id', 'PermissionSet.Id.'),
    maybe.text('permission_set_group_id', 'PermissionSetGroup.Id, where it is assigned by a group.'),
    maybe.timestamp('expires_at', 'When it ends.'),
    maybe.boolean('is_active', 'Null where the API version does not say.'),
  ],
  key: ['id'],
});

export const connectedApps = relation({
  name: 'connected_apps',
  description: 'Connected apps installed in the org (ConnectedApplication).',
  from: 'connected_application t',
  columns: [
    is.text('id', 'ConnectedApplication.Id.'),
    is.text('name', 'Name.'),
    maybe.boolean('admin_approved_only', 'Whether only users an admin approved may authorize it.'),
    maybe.integer('refresh_token_validity_period', 'RefreshTokenValidityPeriod of Salesforce.'),
    maybe.text('start_url', 'Start URL.'),
    maybe.timestamp('created_at', 'When it was installed.'),
  ],
  key: ['id'],
});

export const externalClientApps = relation({
  name: 'external_client_apps',
  description: 'External client apps of the org (ExternalClientApplication).',
  from: 'external_client_application t',
  columns: [
    is.text('id', 'ExternalClientApplication.Id.'),
    is.text('developer_name', 'API name.'),
    maybe.text('label', 'Label.'),
    maybe.text('distribution_state', 'Local or Packaged.'),
    maybe.text('namespace_prefix', 'Namespace of the package it came with.'),
    maybe.timestamp('created_at', 'When it was created.'),
  ],
  key: ['id'],
});

export const externalClientAppPolicies = relation({
  name: 'external_client_app_policies',
  description: 'Who may use external client apps (ExtlClntAppOauthPlcyCnfg).',
  from: 'external_client_policy t',
  columns: [
    is.text('id', 'Id of the policy.'),
    is.text('external_client_application_id', 'ExternalClientApplication.Id.'),
    maybe.text('permitted_users_policy_type', 'AllSelfAuthorized or AdminApprovedPreAuthorized.'),
  ],
  key: ['id'],
});

export const oauthTokens = relation({
  name: 'oauth_tokens',
  description: 'Apps that users let in (OauthToken). Never the tokens themselves.',
  from: 'oauth_token t',
  columns: [
    is.text('id', 'User, app and menu item: Salesforce gives these rows no id.'),
    is.text('user_id', 'User.Id.'),
    is.text('app_name', 'Name of the app.'),
    maybe.text('app_menu_item_id', 'AppMenuItem.Id.'),
    maybe.integer('use_count', 'How often they were used.'),
    is.integer('tokens', 'Tokens this user has for this app.'),
    maybe.timestamp('created_at', 'When the first was granted.'),
    maybe.timestamp('last_used_at', 'When one was last used.'),
  ],
  key: ['id'],
});

export const samlSsoConfigs = relation({
  name: 'saml_sso_configs',
  description: 'SAML single sign-on settings (SamlSsoConfig).',
  from: 'saml_sso_config t',
  columns: [
    is.text('id', 'SamlSsoConfig.Id.'),
    is.text('developer_name', 'API name.'),
    maybe.text('label', 'Label.'),
    maybe.text('issuer', 'Entity ID of the identity provider.'),
    maybe.text('login_url', 'Login URL of the identity provider.'),
    maybe.text('audience', 'Entity ID of the org.'),
    maybe.text('version', 'Version of SAML.'),
  ],
  key: ['id'],
});

export const authProviders = relation({
  name: 'auth_providers',
  description: 'Authentication providers (AuthProvider), without their secrets.',
  from: 'auth_provider t',
  columns: [
    is.text('id', 'AuthProvider.Id.'),
    is.text('developer_name', 'API name.'),
    maybe.text('friendly_name', 'Name people see.'),
    maybe.text('provider_type', 'Google, OpenIdConnect …'),
    maybe.text('execution_user_id', 'User.Id that its registration handler runs as.'),
  ],
  key: ['id'],
});

export const trustedIpRanges = relation({
  name: 'trusted_ip_ranges',
  description: 'Addresses from which the org lets people in without asking further (Setup, Network Access).',
  from: 'trusted_ip_range t',
  columns: [
    is.text('id', 'The range itself.'),
    is.text('start_address', 'First address.'),
    is.text('end_address', 'Last address.'),
    maybe.text('description', 'Description.'),
  ],
  key: ['id'],
});

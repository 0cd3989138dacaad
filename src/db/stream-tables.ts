import type { PageCommit } from '../core/ports';

export type StreamName = PageCommit['stream'];
/** What the collector hands over for one row of a stream. */
export type RecordOf<S extends StreamName> = PageCommit<S>['rows'][number];

type FieldOf<S extends StreamName> = keyof RecordOf<S> & string;

/** Where the rows of one stream go, and what of them is remembered when they change. */
export interface StreamTable<S extends StreamName = StreamName> {
  table: string;
  /** Fields of the record stored as they are, in the column of the same name in snake_case. */
  fields: readonly FieldOf<S>[];
  /** Those of them that are lists of names, stored as a JSON array. */
  lists: readonly FieldOf<S>[];
  /** Columns of the primary key, `org_id` first. */
  key: readonly string[];
  /** SQL condition that tells the stream's rows from others in the same table; null: all are its own. */
  filter: string | null;
  /**
   * The table has a column `pass`, and rows that a full pass has not seen go at its end. Never for rows that
   * Salesforce forgets: ours are the memory.
   */
  removesVanished: boolean;
  /** Fields whose changes become history; null: rows are not tracked at all. */
  tracked: readonly FieldOf<S>[] | null;
  /** What a row is called for people. Ids where the row has no name of its own: they are looked up by the reader. */
  label(row: RecordOf<S>): string;
  /** The user a row belongs to; null: none. */
  userOf(row: RecordOf<S>): string | null;
}

interface Declaration<S extends StreamName> {
  fields: readonly FieldOf<S>[];
  lists?: readonly FieldOf<S>[];
  filter?: string;
  /** Key columns after `org_id`. */
  key?: readonly string[];
  append?: true;
  /** Fields that move without anybody having changed anything. */
  untracked?: readonly FieldOf<S>[];
  /** False: what comes and goes here is no news. Default: true unless `append`. */
  track?: false;
  label(row: RecordOf<S>): string;
  userOf?(row: RecordOf<S>): string | null;
}

function table<S extends StreamName>(name: string, declared: Declaration<S>): StreamTable<S> {
  const { fields, untracked = [], append = false } = declared;
  return {
    table: name,
    fields,
    lists: declared.lists ?? [],
    key: ['org_id', ...(declared.key ?? ['id'])],
    filter: declared.filter ?? null,
    removesVanished: !append,
    tracked:
      append || declared.track === false
        ? null
        : fields.filter((field) => field !== 'id' && !untracked.includes(field)),
    label: (row) => declared.label(row),
    userOf: (row) => declared.userOf?.(row) ?? null,
  };
}

/** Where the rows of each stream go. A field that is missing here is a field that is not kept. */
export const streamTables: { readonly [S in StreamName]: StreamTable<S> } = {
  organization: table<'organization'>('organization', {
    fields: ['id', 'name', 'organizationType', 'instanceName', 'isSandbox', 'trialExpirationAt', 'timeZone'],
    label: (row) => row.name ?? row.id,
  }),
  users: table<'users'>('sf_user', {
    fields: [
      'id',
      'username',
      'name',
      'email',
      'isActive',
      'userType',
      'profileId',
      'userRoleId',
      'managerId',
      'department',
      'country',
      'federationId',
      'features',
      'lastPasswordChangeAt',
      'passwordExpiresAt',
      'failedLogins',
      'createdAt',
      'lastLoginAt',
      'lastModifiedAt',
    ],
    lists: ['features'],
    // Signing in, or mistyping a password, is in the login history.
    untracked: ['lastLoginAt', 'lastModifiedAt', 'failedLogins'],
    label: (row) => row.name,
    userOf: (row) => row.id,
  }),
  userLogins: table<'userLogins'>('user_login', {
    fields: ['id', 'userId', 'isFrozen', 'isPasswordLocked'],
    label: (row) => row.userId,
    userOf: (row) => row.userId,
  }),
  profiles: table<'profiles'>('profile', {
    fields: ['id', 'name', 'userLicenseId', 'userType'],
    label: (row) => row.name,
  }),
  userLicenses: table<'userLicenses'>('user_license', {
    fields: [
      'id',
      'name',
      'label',
      'definitionKey',
      'status',
      'total',
      'used',
      'usedUpdatedAt',
      'monthlyLoginsEntitlement',
      'monthlyLoginsUsed',
    ],
    // The month's logins are in the login history.
    untracked: ['usedUpdatedAt', 'monthlyLoginsUsed'],
    label: (row) => row.label ?? row.name,
  }),
  permissionSetLicenses: table<'permissionSetLicenses'>('permission_set_license', {
    fields: ['id', 'developerName', 'label', 'status', 'total', 'used', 'expiresAt'],
    label: (row) => row.label ?? row.developerName,
  }),
  permissionSetLicenseAssignments: table<'permissionSetLicenseAssignments'>(
    'permission_set_license_assignment',
    {
      fields: ['id', 'assigneeId', 'permissionSetLicenseId'],
      label: (row) => row.permissionSetLicenseId,
      userOf: (row) => row.assigneeId,
    },
  ),
  packageLicenses: table<'packageLicenses'>('package_license', {
    fields: ['id', 'namespacePrefix', 'status', 'allowed', 'used', 'expiresAt'],
    label: (row) => row.namespacePrefix,
  }),
  userPackageLicenses: table<'userPackageLicenses'>('user_package_license', {
    fields: ['id', 'userId', 'packageLicenseId'],
    label: (row) => row.packageLicenseId,
    userOf: (row) => row.userId,
  }),
  loginHistory: table<'loginHistory'>('login_history', {
    fields: [
      'id',
      'userId',
      'loginTime',
      'status',
      'loginType',
      'loginSubType',
      'sourceIp',
      'countryIso',
      'city',
      'latitude',
      'longitude',
      'browser',
      'platform',
      'application',
      'clientVersion',
      'apiType',
      'apiVersion',
      'tlsProtocol',
      'cipherSuite',
      'loginUrl',
      'authMethodReference',
      'authenticationServiceId',
      'networkId',
    ],
    key: ['login_time', 'id'],
    append: true,
    label: (row) => row.userId,
    userOf: (row) => row.userId,
  }),
  permissionSets: table<'permissionSets'>('permission_set', {
    fields: [
      'id',
      'name',
      'label',
      'type',
      'isOwnedByProfile',
      'profileId',
      'permissionSetGroupId',
      'licenseId',
      'namespacePrefix',
      'permissions',
    ],
    lists: ['permissions'],
    label: (row) => row.label ?? row.name,
  }),
  permissionSetGroups: table<'permissionSetGroups'>('permission_set_group', {
    fields: ['id', 'developerName', 'label', 'status', 'namespacePrefix'],
    // Salesforce works a changed group out in the background: Updating, Updated.
    untracked: ['status'],
    label: (row) => row.label ?? row.developerName,
  }),
  permissionSetAssignments: table<'permissionSetAssignments'>('permission_set_assignment', {
    fields: ['id', 'assigneeId', 'permissionSetId', 'permissionSetGroupId', 'expiresAt', 'isActive'],
    label: (row) => row.permissionSetGroupId ?? row.permissionSetId ?? row.id,
    userOf: (row) => row.assigneeId,
  }),
  samlSsoConfigs: table<'samlSsoConfigs'>('saml_sso_config', {
    fields: ['id', 'developerName', 'label', 'issuer', 'loginUrl', 'audience', 'version'],
    label: (row) => row.label ?? row.developerName,
  }),
  authProviders: table<'authProviders'>('auth_provider', {
    fields: ['id', 'developerName', 'friendlyName', 'providerType', 'executionUserId'],
    label: (row) => row.friendlyName ?? row.developerName,
  }),
  connectedApplications: table<'connectedApplications'>('connected_application', {
    fields: ['id', 'name', 'adminApprovedOnly', 'refreshTokenValidityPeriod', 'startUrl', 'createdAt'],
    label: (row) => row.name,
  }),
  externalClientApplications: table<'externalClientApplications'>('external_client_application', {
    fields: ['id', 'developerName', 'label', 'distributionState', 'namespacePrefix', 'createdAt'],
    label: (row) => row.label ?? row.developerName,
  }),
  externalClientPolicies: table<'externalClientPolicies'>('external_client_policy', {
    fields: ['id', 'externalClientApplicationId', 'permittedUsersPolicyType'],
    label: (row) => row.externalClientApplicationId,
  }),
  trustedIpRanges: table<'trustedIpRanges'>('trusted_ip_range', {
    fields: ['id', 'startAddress', 'endAddress', 'description'],
    label: (row) => row.id,
  }),
  authSessions: table<'authSessions'>('auth_session', {
    fields: [
      'id',
      'userId',
      'createdAt',
      'lastModifiedAt',
      'secondsValid',
      'loginType',
      'sessionType',
      'sessionSecurityLevel',
      'sourceIp',
      'userType',
      'parentId',
      'loginHistoryId',
      'loginGeoId',
    ],
    // All of them come and go within hours; who signed in is in the login history.
    track: false,
    label: (row) => row.userId,
    userOf: (row) => row.userId,
  }),
  verificationHistory: table<'verificationHistory'>('verification_history', {
    fields: [
      'id',
      'verificationTime',
      'userId',
      'method',
      'activity',
      'policy',
      'status',
      'eventGroup',
      'sourceIp',
      'loginHistoryId',
      'loginGeoId',
      'remarks',
    ],
    key: ['verification_time', 'id'],
    append: true,
    label: (row) => row.userId,
    userOf: (row) => row.userId,
  }),
  twoFactorMethods: table<'twoFactorMethods'>('two_factor_method', {
    fields: ['id', 'userId', 'methods'],
    lists: ['methods'],
    label: (row) => row.userId,
    userOf: (row) => row.userId,
  }),
  oauthTokens: table<'oauthTokens'>('oauth_token', {
    fields: ['id', 'userId', 'appName', 'appMenuItemId', 'useCount', 'tokens', 'createdAt', 'lastUsedAt'],
    // That an app is in use is no news; that a user let it in, or shut it out, is.
    untracked: ['useCount', 'tokens', 'createdAt', 'lastUsedAt'],
    label: (row) => row.appName,
    userOf: (row) => row.userId,
  }),
  setupAuditTrail: table<'setupAuditTrail'>('setup_audit_trail', {
    fields: [
      'id',
      'createdAt',
      'action',
      'section',
      'display',
      'createdById',
      'createdByContext',
      'createdByIssuer',
      'delegateUser',
    ],
    key: ['created_at', 'id'],
    append: true,
    label: (row) => row.display ?? row.action ?? row.id,
    userOf: (row) => row.createdById,
  }),
  featureLicenseMetrics: metrics<'featureLicenseMetrics'>('feature'),
  permissionSetLicenseMetrics: metrics<'permissionSetLicenseMetrics'>('permission-set-license'),
  profileMetrics: metrics<'profileMetrics'>('profile'),
  eventLogFiles: table<'eventLogFiles'>('event_log_file', {
    // What became of the content (read_at, rows, problem) is another's: see queries/event-logs.ts.
    fields: ['id', 'logDate', 'eventType', 'interval', 'sequence', 'length', 'createdAt'],
    key: ['log_date', 'id'],
    append: true,
    label: (row) => row.eventType,
  }),
};

/** Three streams fill one table; `kind` tells them apart. */
function metrics<S extends 'featureLicenseMetrics' | 'permissionSetLicenseMetrics' | 'profileMetrics'>(
  kind: RecordOf<S>['kind'],
): StreamTable<S> {
  return table<S>('license_metric', {
    fields: [
      'id',
      'kind',
      'metricsDate',
      'subject',
      'label',
      'userLicenseId',
      'total',
      'assignedUsers',
      'activeUsers',
    ],
    filter: `kind = '${kind}'`,
    key: ['kind', 'metrics_date', 'id'],
    append: true,
    label: (row) => row.label ?? row.subject,
  });
}

export const STREAMS = Object.keys(streamTables) as StreamName[];

export const columnOf = (field: string): string =>
  field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

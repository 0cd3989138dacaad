/**
 * The rows the collector hands to the database, one interface per stream. Times are epoch ms UTC,
 * ids the 18-character form. `null` means Salesforce gave null or did not let us read the field.
 */

export interface OrganizationRecord {
  id: string;
  name: string | null;
  organizationType: string | null;
  instanceName: string | null;
  isSandbox: boolean | null;
  trialExpirationAt: number | null;
  timeZone: string | null;
}

export interface UserRecord {
  id: string;
  username: string;
  name: string;
  email: string | null;
  isActive: boolean;
  userType: string | null;
  profileId: string | null;
  userRoleId: string | null;
  managerId: string | null;
  department: string | null;
  country: string | null;
  federationId: string | null;
  /** Feature licenses: the UserPermissions* flags that are set, without that prefix, sorted. */
  features: string[];
  lastPasswordChangeAt: number | null;
  passwordExpiresAt: number | null;
  failedLogins: number | null;
  createdAt: number;
  lastLoginAt: number | null;
  lastModifiedAt: number | null;
}

export interface UserLoginRecord {
  id: string;
  userId: string;
  isFrozen: boolean;
  isPasswordLocked: boolean;
}

export interface ProfileRecord {
  id: string;
  name: string;
  userLicenseId: string | null;
  userType: string | null;
}

export interface UserLicenseRecord {
  id: string;
  name: string;
  label: string | null;
  /** UserLicense.LicenseDefinitionKey, e.g. SFDC; read from the org, never assumed. */
  definitionKey: string | null;
  status: string | null;
  /** -1 when unlimited. */
  total: number;
  used: number;
  usedUpdatedAt: number | null;
  /** Set for login-based licenses. */
  monthlyLoginsEntitlement: number | null;
  /** Of them, those made in the month so far. */
  monthlyLoginsUsed: number | null;
}

export interface PermissionSetLicenseRecord {
  id: string;
  developerName: string;
  label: string | null;
  status: string | null;
  total: number;
  used: number;
  expiresAt: number | null;
}

export interface PermissionSetLicenseAssignmentRecord {
  id: string;
  assigneeId: string;
  permissionSetLicenseId: string;
}

export interface PackageLicenseRecord {
  id: string;
  namespacePrefix: string;
  status: string | null;
  /** -1 when unlimited. */
  allowed: number;
  used: number;
  expiresAt: number | null;
}

export interface UserPackageLicenseRecord {
  id: string;
  userId: string;
  packageLicenseId: string;
}

export interface LoginRecord {
  id: string;
  userId: string;
  loginTime: number;
  status: string | null;
  loginType: string | null;
  loginSubType: string | null;
  sourceIp: string | null;
  countryIso: string | null;
  city: string | null;
  latitude: number | null;
  longitude: number | null;
  browser: string | null;
  platform: string | null;
  application: string | null;
  clientVersion: string | null;
  apiType: string | null;
  apiVersion: string | null;
  tlsProtocol: string | null;
  cipherSuite: string | null;
  loginUrl: string | null;
  authMethodReference: string | null;
  authenticationServiceId: string | null;
  networkId: string | null;
}

export interface PermissionSetRecord {
  id: string;
  name: string;
  label: string | null;
  type: string | null;
  isOwnedByProfile: boolean;
  profileId: string | null;
  permissionSetGroupId: string | null;
  /** A UserLicense or a PermissionSetLicense. */
  licenseId: string | null;
  namespacePrefix: string | null;
  /** Permissions granted, of those Seatwatch asks for, without "Permissions", sorted. */
  permissions: string[];
}

export interface PermissionSetGroupRecord {
  id: string;
  developerName: string;
  label: string | null;
  status: string | null;
  namespacePrefix: string | null;
}

export interface PermissionSetAssignmentRecord {
  id: string;
  assigneeId: string;
  permissionSetId: string | null;
  permissionSetGroupId: string | null;
  expiresAt: number | null;
  isActive: boolean | null;
}

export interface SamlSsoConfigRecord {
  id: string;
  developerName: string;
  label: string | null;
  issuer: string | null;
  loginUrl: string | null;
  audience: string | null;
  version: string | null;
}

export interface AuthProviderRecord {
  id: string;
  developerName: string;
  friendlyName: string | null;
  providerType: string | null;
  executionUserId: string | null;
}

export interface ConnectedApplicationRecord {
  id: string;
  name: string;
  adminApprovedOnly: boolean | null;
  refreshTokenValidityPeriod: number | null;
  startUrl: string | null;
  createdAt: number | null;
}

export interface ExternalClientApplicationRecord {
  id: string;
  developerName: string;
  label: string | null;
  distributionState: string | null;
  namespacePrefix: string | null;
  createdAt: number | null;
}

export interface ExternalClientPolicyRecord {
  id: string;
  externalClientApplicationId: string;
  permittedUsersPolicyType: string | null;
}

export interface TrustedIpRangeRecord {
  /** "start-end": the range itself. */
  id: string;
  startAddress: string;
  endAddress: string;
  description: string | null;
}

export interface AuthSessionRecord {
  id: string;
  userId: string;
  createdAt: number;
  lastModifiedAt: number | null;
  /** From `lastModifiedAt` on. */
  secondsValid: number | null;
  loginType: string | null;
  sessionType: string | null;
  sessionSecurityLevel: string | null;
  sourceIp: string | null;
  userType: string | null;
  /** A session without a parent names itself. */
  parentId: string | null;
  loginHistoryId: string | null;
  loginGeoId: string | null;
}

export interface VerificationRecord {
  id: string;
  verificationTime: number;
  userId: string;
  method: string | null;
  activity: string | null;
  policy: string | null;
  status: string | null;
  /** The same for all steps of one attempt. */
  eventGroup: number | null;
  sourceIp: string | null;
  loginHistoryId: string | null;
  loginGeoId: string | null;
  remarks: string | null;
}

export interface TwoFactorMethodsRecord {
  id: string;
  userId: string;
  /** Methods registered, as in the fields Has* without "Has", sorted. */
  methods: string[];
}

/** What one user granted one app: Salesforce's rows have no id, so those of a pair are one row here. */
export interface OauthTokenRecord {
  /** User, menu item and app name: see streams/oauth-tokens.ts. */
  id: string;
  userId: string;
  appName: string;
  appMenuItemId: string | null;
  /** Of all its tokens together. */
  useCount: number | null;
  tokens: number;
  /** Of the oldest token. */
  createdAt: number | null;
  lastUsedAt: number | null;
}

export interface SetupChangeRecord {
  id: string;
  createdAt: number;
  action: string | null;
  section: string | null;
  display: string | null;
  createdById: string | null;
  createdByContext: string | null;
  createdByIssuer: string | null;
  delegateUser: string | null;
}

export interface LicenseMetricRecord {
  id: string;
  kind: 'feature' | 'permission-set-license' | 'profile';
  /** Start of the day (UTC) the counts are of. */
  metricsDate: number;
  /** FeatureType, PermissionSetLicenseId or ProfileId. */
  subject: string;
  label: string | null;
  userLicenseId: string | null;
  /** Null where the metric knows none (profiles). */
  total: number | null;
  assignedUsers: number | null;
  /** Active in the 30 days before, as Salesforce counts. */
  activeUsers: number | null;
}

/** A file on offer; what became of its content is kept beside it, see event-logs.ts. */
export interface EventLogFileRecord {
  id: string;
  logDate: number;
  eventType: string;
  /** "Daily" or "Hourly"; null in old API versions. */
  interval: string | null;
  sequence: number | null;
  /** Bytes. */
  length: number | null;
  createdAt: number | null;
}

export interface StreamRecords {
  organization: OrganizationRecord;
  users: UserRecord;
  userLogins: UserLoginRecord;
  profiles: ProfileRecord;
  userLicenses: UserLicenseRecord;
  permissionSetLicenses: PermissionSetLicenseRecord;
  permissionSetLicenseAssignments: PermissionSetLicenseAssignmentRecord;
  packageLicenses: PackageLicenseRecord;
  userPackageLicenses: UserPackageLicenseRecord;
  loginHistory: LoginRecord;
  permissionSets: PermissionSetRecord;
  permissionSetGroups: PermissionSetGroupRecord;
  permissionSetAssignments: PermissionSetAssignmentRecord;
  samlSsoConfigs: SamlSsoConfigRecord;
  authProviders: AuthProviderRecord;
  connectedApplications: ConnectedApplicationRecord;
  externalClientApplications: ExternalClientApplicationRecord;
  externalClientPolicies: ExternalClientPolicyRecord;
  trustedIpRanges: TrustedIpRangeRecord;
  authSessions: AuthSessionRecord;
  verificationHistory: VerificationRecord;
  twoFactorMethods: TwoFactorMethodsRecord;
  oauthTokens: OauthTokenRecord;
  setupAuditTrail: SetupChangeRecord;
  featureLicenseMetrics: LicenseMetricRecord;
  permissionSetLicenseMetrics: LicenseMetricRecord;
  profileMetrics: LicenseMetricRecord;
  eventLogFiles: EventLogFileRecord;
}

/** Stream names double as the keys of `rows` in run summaries. */
export type StreamName = keyof StreamRecords;

export const STREAM_NAMES = [
  'organization',
  'users',
  'userLogins',
  'profiles',
  'userLicenses',
  'permissionSetLicenses',
  'permissionSetLicenseAssignments',
  'packageLicenses',
  'userPackageLicenses',
  'loginHistory',
  'permissionSets',
  'permissionSetGroups',
  'permissionSetAssignments',
  'samlSsoConfigs',
  'authProviders',
  'connectedApplications',
  'externalClientApplications',
  'externalClientPolicies',
  'trustedIpRanges',
  'authSessions',
  'verificationHistory',
  'twoFactorMethods',
  'oauthTokens',
  'setupAuditTrail',
  'featureLicenseMetrics',
  'permissionSetLicenseMetrics',
  'profileMetrics',
  'eventLogFiles',
] as const satisfies readonly StreamName[];

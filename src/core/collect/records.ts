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
] as const satisfies readonly StreamName[];

import type { LoginRecord, StreamRecords } from '../../src/core/collect/records';
import { AS_OF, DAY } from './db';

// Records with every field filled in; tests name only what they are about.

export const user = (id: string, changes: Partial<StreamRecords['users']> = {}): StreamRecords['users'] => ({
  id,
  username: `${id}@acme.test`,
  name: `User ${id}`,
  email: `${id}@mail.test`,
  isActive: true,
  userType: 'Standard',
  profileId: 'profile-1',
  userRoleId: null,
  managerId: null,
  department: null,
  country: null,
  federationId: null,
  features: [],
  lastPasswordChangeAt: null,
  passwordExpiresAt: null,
  failedLogins: null,
  createdAt: AS_OF - 400 * DAY,
  lastLoginAt: null,
  lastModifiedAt: null,
  ...changes,
});

export const login = (
  id: string,
  userId: string,
  loginTime: number,
  changes: Partial<LoginRecord> = {},
): LoginRecord => ({
  id,
  userId,
  loginTime,
  status: 'Success',
  loginType: 'Application',
  loginSubType: null,
  sourceIp: '192.0.2.1',
  countryIso: 'DE',
  city: 'Berlin',
  latitude: 52.5,
  longitude: 13.4,
  browser: 'Chrome 140',
  platform: 'Windows 11',
  application: 'Browser',
  clientVersion: null,
  apiType: null,
  apiVersion: null,
  tlsProtocol: 'TLS 1.3',
  cipherSuite: null,
  loginUrl: null,
  authMethodReference: null,
  authenticationServiceId: null,
  networkId: null,
  ...changes,
});

export const frozen = (userId: string, isFrozen = true): StreamRecords['userLogins'] => ({
  id: `login-of-${userId}`,
  userId,
  isFrozen,
  isPasswordLocked: false,
});

export const profile = (
  id = 'profile-1',
  changes: Partial<StreamRecords['profiles']> = {},
): StreamRecords['profiles'] => ({
  id,
  name: `Profile ${id}`,
  userLicenseId: 'license-1',
  userType: 'Standard',
  ...changes,
});

export const userLicense = (
  id = 'license-1',
  changes: Partial<StreamRecords['userLicenses']> = {},
): StreamRecords['userLicenses'] => ({
  id,
  name: 'Salesforce',
  label: 'Salesforce',
  definitionKey: 'SFDC',
  status: 'Active',
  total: 100,
  used: 10,
  usedUpdatedAt: null,
  monthlyLoginsEntitlement: null,
  monthlyLoginsUsed: null,
  ...changes,
});

export const permissionSetLicense = (
  id = 'psl-1',
  changes: Partial<StreamRecords['permissionSetLicenses']> = {},
): StreamRecords['permissionSetLicenses'] => ({
  id,
  developerName: 'SalesConsoleUser',
  label: 'Sales Console User',
  status: 'Active',
  total: 20,
  used: 5,
  expiresAt: null,
  ...changes,
});

export const packageLicense = (
  id = 'package-1',
  changes: Partial<StreamRecords['packageLicenses']> = {},
): StreamRecords['packageLicenses'] => ({
  id,
  namespacePrefix: 'acme_pkg',
  status: 'Active',
  allowed: 30,
  used: 6,
  expiresAt: null,
  ...changes,
});

export const pslAssignment = (
  assigneeId: string,
  permissionSetLicenseId = 'psl-1',
): StreamRecords['permissionSetLicenseAssignments'] => ({
  id: `${permissionSetLicenseId}-${assigneeId}`,
  assigneeId,
  permissionSetLicenseId,
});

export const packageAssignment = (
  userId: string,
  packageLicenseId = 'package-1',
): StreamRecords['userPackageLicenses'] => ({
  id: `${packageLicenseId}-${userId}`,
  userId,
  packageLicenseId,
});

export const permissionSet = (
  id: string,
  changes: Partial<StreamRecords['permissionSets']> = {},
): StreamRecords['permissionSets'] => ({
  id,
  name: id,
  label: null,
  type: 'Regular',
  isOwnedByProfile: false,
  profileId: null,
  permissionSetGroupId: null,
  licenseId: null,
  namespacePrefix: null,
  permissions: [],
  ...changes,
});

export const permissionSetAssignment = (
  assigneeId: string,
  permissionSetId: string,
  changes: Partial<StreamRecords['permissionSetAssignments']> = {},
): StreamRecords['permissionSetAssignments'] => ({
  id: `${permissionSetId}-${assigneeId}`,
  assigneeId,
  permissionSetId,
  permissionSetGroupId: null,
  expiresAt: null,
  isActive: true,
  ...changes,
});

export const oauthToken = (
  userId: string,
  changes: Partial<StreamRecords['oauthTokens']> = {},
): StreamRecords['oauthTokens'] => ({
  id: `token-of-${userId}`,
  userId,
  appName: 'Loader',
  appMenuItemId: null,
  useCount: 1,
  tokens: 1,
  createdAt: null,
  lastUsedAt: null,
  ...changes,
});

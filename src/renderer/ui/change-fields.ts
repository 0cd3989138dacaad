/**
 * What Salesforce calls the fields whose changes are kept, as its Object Reference and Setup pages label them.
 * Stored names are camelCase; a name that is missing here is spelled out from its parts.
 */
const LABELS: Readonly<Record<string, string>> = {
  isActive: 'Active',
  isFrozen: 'Frozen',
  isPasswordLocked: 'Password Locked',
  profileId: 'Profile',
  userRoleId: 'Role',
  managerId: 'Manager',
  federationId: 'SAML Federation ID',
  features: 'Feature Licenses',
  userLicenseId: 'User License',
  permissionSetId: 'Permission Set',
  permissionSetGroupId: 'Permission Set Group',
  permissionSetLicenseId: 'Permission Set License',
  packageLicenseId: 'Package License',
  licenseId: 'License',
  assigneeId: 'Assigned To',
  userId: 'User',
  executionUserId: 'Execute Registration As',
  createdById: 'Created By',
  lastPasswordChangeAt: 'Last Password Change or Reset',
  passwordExpiresAt: 'Password Expiration Date',
  failedLogins: 'Failed Login Attempts',
  lastLoginAt: 'Last Login',
  lastUsedAt: 'Last Used',
  trialExpirationAt: 'Trial Expiration Date',
  expiresAt: 'Expiration Date',
  usedUpdatedAt: 'Used Licenses Last Updated',
  organizationType: 'Organization Edition',
  instanceName: 'Instance',
  isSandbox: 'Sandbox',
  timeZone: 'Default Time Zone',
  definitionKey: 'License Definition Key',
  total: 'Total Licenses',
  used: 'Used Licenses',
  allowed: 'Allowed Licenses',
  monthlyLoginsEntitlement: 'Monthly Logins Entitlement',
  namespacePrefix: 'Namespace Prefix',
  developerName: 'API Name',
  friendlyName: 'Name',
  isOwnedByProfile: 'Owned by Profile',
  adminApprovedOnly: 'Admin Approved Users Only',
  permittedUsersPolicyType: 'Permitted Users',
  refreshTokenValidityPeriod: 'Refresh Token Validity Period',
  startUrl: 'Start URL',
  loginUrl: 'Identity Provider Login URL',
  audience: 'Entity ID',
  appName: 'App',
  useCount: 'Use Count',
  secondsValid: 'Seconds Valid',
  sourceIp: 'Source IP',
};

/** "Profile", "SAML Federation ID", "Last Modified Date". */
export function fieldLabel(field: string): string {
  const known = LABELS[field];
  if (known !== undefined) return known;
  const words = field
    .replace(/At$/, 'Date')
    .replace(/Id$/, '')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Yes/no fields are stored as 0 and 1. */
export function isFlag(field: string): boolean {
  return /^is[A-Z]/.test(field) || field === 'adminApprovedOnly';
}

/** Times are stored as epoch milliseconds. */
export function isMoment(field: string): boolean {
  return field.endsWith('At');
}

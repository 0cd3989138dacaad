import type { FieldChange, StoredValue } from './changes';

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

/** How numbers and moments are written; everything else about a value is the same everywhere. */
export interface ValueFormats {
  number(value: number): string;
  /** ISO 8601 UTC. */
  time(iso: string): string;
}

/** The furthest a JavaScript date reaches. */
const MAX_TIME = 8.64e15;

/** What stands for a field without a value. */
const NOTHING = 'none';

/** A stored value for people. `label`: what the row is called whose id the value is. */
export function valueText(
  field: string,
  value: StoredValue,
  label: string | null,
  formats: ValueFormats,
): string {
  if (label !== null) return label;
  if (value === null || value === '') return NOTHING;
  if (isFlag(field) && (value === 0 || value === 1)) return value === 1 ? 'yes' : 'no';
  if (typeof value === 'number') {
    return isMoment(field) && Math.abs(value) <= MAX_TIME
      ? formats.time(new Date(value).toISOString())
      : formats.number(value);
  }
  const list = listOf(value);
  if (list === null) return value;
  return list.length === 0 ? NOTHING : list.join(', ');
}

export interface FieldWords {
  label: string;
  before: string;
  after: string;
  /** "Active: yes → no"; for lists what came and went: "Feature Licenses: + SupportUser". */
  sentence: string;
}

export function changeText(change: FieldChange, formats: ValueFormats): FieldWords {
  const { field } = change;
  const label = fieldLabel(field);
  const before = valueText(field, change.before, change.beforeLabel, formats);
  const after = valueText(field, change.after, change.afterLabel, formats);
  const differences = listDifferences(change);
  return { label, before, after, sentence: `${label}: ${differences ?? `${before} → ${after}`}` };
}

/** "+ A, B; − C" when both values are lists; null otherwise. */
function listDifferences({ before, after }: FieldChange): string | null {
  const [old, now] = [listOf(before), listOf(after)];
  if (old === null || now === null) return null;
  const came = now.filter((item) => !old.includes(item));
  const went = old.filter((item) => !now.includes(item));
  const parts = [
    came.length > 0 ? `+ ${came.join(', ')}` : '',
    went.length > 0 ? `− ${went.join(', ')}` : '',
  ];
  const words = parts.filter(Boolean).join('; ');
  return words === '' ? null : words;
}

/** Lists are stored as JSON text; anything else is null. */
function listOf(value: StoredValue): string[] | null {
  if (typeof value !== 'string' || !value.startsWith('[')) return null;
  try {
    const parsed: unknown = JSON.parse(value);
    return Array.isArray(parsed) ? parsed.map(String) : null;
  } catch {
    return null;
  }
}

import { define, need, take } from './define';
import { date, dateTime, id, text, whole } from './fields';

export const userLicenses = define('userLicenses', {
  object: 'UserLicense',
  mode: 'full',
  value: 96,
  columns: {
    id: need(id, 'Id'),
    name: need(text, 'Name'),
    label: take(text, 'MasterLabel'),
    definitionKey: take(text, 'LicenseDefinitionKey'),
    status: take(text, 'Status'),
    total: { ...take(whole, 'TotalLicenses', 0), required: true },
    used: take(whole, 'UsedLicenses', 0),
    usedUpdatedAt: take(dateTime, 'UsedLicensesLastUpdated'),
    monthlyLoginsEntitlement: take(whole, 'MonthlyLoginsEntitlement'),
    monthlyLoginsUsed: take(whole, 'MonthlyLoginsUsed'),
  },
});

export const permissionSetLicenses = define('permissionSetLicenses', {
  object: 'PermissionSetLicense',
  mode: 'full',
  value: 94,
  columns: {
    id: need(id, 'Id'),
    developerName: need(text, 'DeveloperName'),
    label: take(text, 'MasterLabel'),
    status: take(text, 'Status'),
    total: { ...take(whole, 'TotalLicenses', 0), required: true },
    used: take(whole, 'UsedLicenses', 0),
    expiresAt: take(date, 'ExpirationDate'),
  },
});

export const packageLicenses = define('packageLicenses', {
  object: 'PackageLicense',
  mode: 'full',
  value: 92,
  columns: {
    id: need(id, 'Id'),
    namespacePrefix: need(text, 'NamespacePrefix'),
    status: take(text, 'Status'),
    allowed: { ...take(whole, 'AllowedLicenses', 0), required: true },
    used: take(whole, 'UsedLicenses', 0),
    expiresAt: take(date, 'ExpirationDate'),
  },
});

export const permissionSetLicenseAssignments = define('permissionSetLicenseAssignments', {
  object: 'PermissionSetLicenseAssign',
  mode: 'changes',
  clocks: ['SystemModstamp'],
  value: 82,
  columns: {
    id: need(id, 'Id'),
    assigneeId: need(id, 'AssigneeId'),
    permissionSetLicenseId: need(id, 'PermissionSetLicenseId'),
  },
});

export const userPackageLicenses = define('userPackageLicenses', {
  object: 'UserPackageLicense',
  mode: 'changes',
  clocks: ['SystemModstamp'],
  value: 80,
  columns: {
    id: need(id, 'Id'),
    userId: need(id, 'UserId'),
    packageLicenseId: need(id, 'PackageLicenseId'),
  },
});

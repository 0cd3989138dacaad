import type { StreamDefinition } from './definition';
import { VIEW_SETUP, titleOf } from './definition';
import { date, dateTime, id, text, whole } from './fields';

export const userLicenses: StreamDefinition<'userLicenses'> = {
  name: 'userLicenses',
  title: titleOf('userLicenses'),
  object: 'UserLicense',
  mode: 'full',
  fields: [
    { path: 'Id', required: true },
    { path: 'Name', required: true },
    { path: 'MasterLabel' },
    { path: 'LicenseDefinitionKey' },
    { path: 'Status' },
    { path: 'TotalLicenses', required: true },
    { path: 'UsedLicenses' },
    { path: 'UsedLicensesLastUpdated' },
    { path: 'MonthlyLoginsEntitlement' },
  ],
  clocks: [],
  value: 96,
  map(record) {
    const key = id(record, 'Id');
    const name = text(record, 'Name');
    if (key === null || name === null) return null;
    return {
      id: key,
      name,
      label: text(record, 'MasterLabel'),
      definitionKey: text(record, 'LicenseDefinitionKey'),
      status: text(record, 'Status'),
      total: whole(record, 'TotalLicenses') ?? 0,
      used: whole(record, 'UsedLicenses') ?? 0,
      usedUpdatedAt: dateTime(record, 'UsedLicensesLastUpdated'),
      monthlyLoginsEntitlement: whole(record, 'MonthlyLoginsEntitlement'),
    };
  },
  essential: false,
  needs: VIEW_SETUP,
};

export const permissionSetLicenses: StreamDefinition<'permissionSetLicenses'> = {
  name: 'permissionSetLicenses',
  title: titleOf('permissionSetLicenses'),
  object: 'PermissionSetLicense',
  mode: 'full',
  fields: [
    { path: 'Id', required: true },
    { path: 'DeveloperName', required: true },
    { path: 'MasterLabel' },
    { path: 'Status' },
    { path: 'TotalLicenses', required: true },
    { path: 'UsedLicenses' },
    { path: 'ExpirationDate' },
  ],
  clocks: [],
  value: 94,
  map(record) {
    const key = id(record, 'Id');
    const developerName = text(record, 'DeveloperName');
    if (key === null || developerName === null) return null;
    return {
      id: key,
      developerName,
      label: text(record, 'MasterLabel'),
      status: text(record, 'Status'),
      total: whole(record, 'TotalLicenses') ?? 0,
      used: whole(record, 'UsedLicenses') ?? 0,
      expiresAt: date(record, 'ExpirationDate'),
    };
  },
  essential: false,
  needs: VIEW_SETUP,
};

export const packageLicenses: StreamDefinition<'packageLicenses'> = {
  name: 'packageLicenses',
  title: titleOf('packageLicenses'),
  object: 'PackageLicense',
  mode: 'full',
  fields: [
    { path: 'Id', required: true },
    { path: 'NamespacePrefix', required: true },
    { path: 'Status' },
    { path: 'AllowedLicenses', required: true },
    { path: 'UsedLicenses' },
    { path: 'ExpirationDate' },
  ],
  clocks: [],
  value: 92,
  map(record) {
    const key = id(record, 'Id');
    const namespacePrefix = text(record, 'NamespacePrefix');
    if (key === null || namespacePrefix === null) return null;
    return {
      id: key,
      namespacePrefix,
      status: text(record, 'Status'),
      allowed: whole(record, 'AllowedLicenses') ?? 0,
      used: whole(record, 'UsedLicenses') ?? 0,
      expiresAt: date(record, 'ExpirationDate'),
    };
  },
  essential: false,
  needs: VIEW_SETUP,
};

export const permissionSetLicenseAssignments: StreamDefinition<'permissionSetLicenseAssignments'> = {
  name: 'permissionSetLicenseAssignments',
  title: titleOf('permissionSetLicenseAssignments'),
  object: 'PermissionSetLicenseAssign',
  mode: 'changes',
  fields: [
    { path: 'Id', required: true },
    { path: 'AssigneeId', required: true },
    { path: 'PermissionSetLicenseId', required: true },
    { path: 'SystemModstamp' },
  ],
  clocks: ['SystemModstamp'],
  value: 82,
  map(record) {
    const key = id(record, 'Id');
    const assigneeId = id(record, 'AssigneeId');
    const permissionSetLicenseId = id(record, 'PermissionSetLicenseId');
    if (key === null || assigneeId === null || permissionSetLicenseId === null) return null;
    return { id: key, assigneeId, permissionSetLicenseId };
  },
  essential: false,
  needs: VIEW_SETUP,
};

export const userPackageLicenses: StreamDefinition<'userPackageLicenses'> = {
  name: 'userPackageLicenses',
  title: titleOf('userPackageLicenses'),
  object: 'UserPackageLicense',
  mode: 'changes',
  fields: [
    { path: 'Id', required: true },
    { path: 'UserId', required: true },
    { path: 'PackageLicenseId', required: true },
    { path: 'SystemModstamp' },
  ],
  clocks: ['SystemModstamp'],
  value: 80,
  map(record) {
    const key = id(record, 'Id');
    const userId = id(record, 'UserId');
    const packageLicenseId = id(record, 'PackageLicenseId');
    if (key === null || userId === null || packageLicenseId === null) return null;
    return { id: key, userId, packageLicenseId };
  },
  essential: false,
  needs: VIEW_SETUP,
};

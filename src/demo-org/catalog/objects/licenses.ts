import { anyRef, authors, date, datetime, flag, id, int, picklist, ref, stamps, text } from '../fields';
import type { ObjectDef } from '../types';

const STATUS = ['Active', 'Disabled'] as const;

export const userLicense: ObjectDef = {
  name: 'UserLicense',
  label: 'User License',
  labelPlural: 'User Licenses',
  table: 'user_license',
  fields: [
    id('UserLicense'),
    text('LicenseDefinitionKey', 40, { nillable: false }),
    text('Name', 40, { nillable: false }),
    int('MonthlyLoginsUsed', { filterable: false }),
    int('MonthlyLoginsEntitlement'),
    text('MasterLabel', 40, { nillable: false }),
    picklist('Status', STATUS, { nillable: false, since: 32 }),
    int('TotalLicenses', { nillable: false, since: 32 }),
    // The field list of v64 and later no longer says Filter.
    int('UsedLicenses', { nillable: false, since: 32, filterable: (version) => version < 64 }),
    datetime('UsedLicensesLastUpdated', { since: 41 }),
    ...stamps(),
  ],
  needs: (p) => p.viewSetup,
};

export const permissionSetLicense: ObjectDef = {
  name: 'PermissionSetLicense',
  label: 'Permission Set License',
  labelPlural: 'Permission Set Licenses',
  table: 'permission_set_license',
  fields: [
    id('PermissionSetLicense'),
    text('DeveloperName', 80, { nillable: false }),
    picklist('Language', ['en_US'], { nillable: false, sql: "'en_US'" }),
    text('MasterLabel', 80, { nillable: false }),
    text('PermissionSetLicenseKey', 80, { nillable: false }),
    int('TotalLicenses', { nillable: false }),
    picklist('Status', STATUS, { nillable: false }),
    date('ExpirationDate'),
    int('UsedLicenses', { nillable: false }),
    flag('IsAvailableForIntegrations', { since: 58 }),
    ...stamps(),
    ...authors(),
  ],
};

export const permissionSetLicenseAssign: ObjectDef = {
  name: 'PermissionSetLicenseAssign',
  label: 'Permission Set License Assignment',
  labelPlural: 'Permission Set License Assignments',
  table: 'permission_set_license_assign',
  fields: [
    id('PermissionSetLicenseAssign'),
    ref(
      'PermissionSetLicenseId',
      'PermissionSetLicense',
      'PermissionSetLicense',
      { nillable: false },
      'PermissionSetLicenseAssignments',
    ),
    ref('AssigneeId', 'User', 'Assignee', { nillable: false }, 'PermissionSetLicenseAssignments'),
    ...stamps(),
    ...authors(),
  ],
  needs: (p) => p.viewSetup || p.assignPermissionSets,
};

export const packageLicense: ObjectDef = {
  name: 'PackageLicense',
  label: 'Package License',
  labelPlural: 'Package Licenses',
  table: 'package_license',
  fields: [
    id('PackageLicense'),
    picklist('Status', ['Active', 'Expired', 'Free', 'Trial'], { nillable: false }),
    flag('IsProvisioned'),
    int('AllowedLicenses', { nillable: false }),
    int('UsedLicenses', { nillable: false }),
    datetime('ExpirationDate'),
    text('NamespacePrefix', 15),
    ...stamps(),
  ],
};

export const userPackageLicense: ObjectDef = {
  name: 'UserPackageLicense',
  label: 'User Package License',
  labelPlural: 'User Package Licenses',
  table: 'user_package_license',
  fields: [
    id('UserPackageLicense'),
    ref('PackageLicenseId', 'PackageLicense', 'PackageLicense', { nillable: false }),
    ref('UserId', 'User', 'User', { nillable: false }),
    ...stamps(),
    ...authors(),
  ],
};

/** PermissionSet.LicenseId may point at either kind of license. */
export const licenseRef = anyRef('LicenseId', ['PermissionSetLicense', 'UserLicense'], {}, 'License');

import { PERMISSIONS } from '../../permissions';
import { authors, columnName, datetime, flag, id, never, picklist, ref, stamps, text } from '../fields';
import type { FieldDef, ObjectDef } from '../types';
import { licenseRef } from './licenses';
import { USER_TYPES } from './user';

/** System permissions profiles and permission sets show, besides those that change answers here. */
export const OTHER_PERMISSIONS = [
  'PermissionsModifyAllData',
  'PermissionsViewAllData',
  'PermissionsAuthorApex',
  'PermissionsManageProfilesPermissionsets',
  'PermissionsManageRoles',
  'PermissionsManageSharing',
  'PermissionsManageIpAddresses',
  'PermissionsManagePasswordPolicies',
  'PermissionsManageLoginAccessPolicies',
  'PermissionsResetPasswords',
  'PermissionsFreezeUsers',
  'PermissionsPasswordNeverExpires',
  'PermissionsForceTwoFactor',
  'PermissionsTwoFactorApi',
  'PermissionsBypassMFAForUiLogins',
  'PermissionsIsSsoEnabled',
  'PermissionsUseAnyApiClient',
  'PermissionsLightningExperienceUser',
  'PermissionsRunReports',
  'PermissionsExportReport',
  'PermissionsDataExport',
  'PermissionsBulkApiHardDelete',
  'PermissionsInstallPackaging',
  'PermissionsEditTask',
  'PermissionsEditEvent',
  'PermissionsConvertLeads',
  'PermissionsTransferAnyLead',
  'PermissionsManageCases',
  'PermissionsManageKnowledge',
  'PermissionsViewRoles',
  'PermissionsChatterOwnGroups',
  'PermissionsIdentityConnect',
  'PermissionsDelegatedTwoFactor',
  'PermissionsManageAuthProviders',
  'PermissionsManageRemoteAccess',
  'PermissionsManageCertificates',
  'PermissionsManageCustomPermissions',
  'PermissionsManageSessionPermissionSets',
  'PermissionsManageNamedCredentials',
  'PermissionsManageEncryptionKeys',
  'PermissionsManageNetworks',
  'PermissionsManageDataIntegrations',
  'PermissionsViewEncryptedData',
  'PermissionsViewAllProfiles',
  'PermissionsViewHealthCheck',
  'PermissionsManageHealthCheck',
  'PermissionsViewPlatformEvents',
  'PermissionsViewDeveloperName',
  'PermissionsViewClientSecret',
  'PermissionsExternalClientAppDeveloper',
  'PermissionsExternalClientAppAdmin',
  'PermissionsExternalClientAppViewer',
  'PermissionsModifyMetadata',
  'PermissionsQueryAllFiles',
  'PermissionsScheduleReports',
  'PermissionsSkipIdentityConfirmation',
  'PermissionsTransactionSecurityExempt',
  'PermissionsApexRestServices',
  'PermissionsIdentityEnabled',
] as const;

export const ALL_PERMISSION_FIELDS: readonly string[] = [...Object.values(PERMISSIONS), ...OTHER_PERMISSIONS];

const permissionFields = (): FieldDef[] =>
  ALL_PERMISSION_FIELDS.map((name) =>
    flag(name, { column: columnName(name), label: name.replace('Permissions', '') }),
  );

export const profile: ObjectDef = {
  name: 'Profile',
  label: 'Profile',
  labelPlural: 'Profiles',
  table: 'profile',
  fields: [
    id('Profile'),
    text('Name', 255, { nillable: false }),
    ...permissionFields(),
    ref('UserLicenseId', 'UserLicense', 'UserLicense', { nillable: false }),
    picklist('UserType', USER_TYPES),
    text('Description', 255),
    ...stamps(),
    ...authors(),
  ],
};

export const permissionSet: ObjectDef = {
  name: 'PermissionSet',
  label: 'Permission Set',
  labelPlural: 'Permission Sets',
  table: 'permission_set',
  fields: [
    id('PermissionSet'),
    text('Name', 80, { nillable: false }),
    text('Label', 80, { nillable: false }),
    licenseRef,
    ref('ProfileId', 'Profile', 'Profile'),
    flag('IsOwnedByProfile'),
    flag('IsCustom'),
    ...permissionFields(),
    text('Description', 255),
    text('NamespacePrefix', 15),
    picklist('Type', ['Regular', 'Standard', 'Session', 'Group', 'Profile']),
    ref('PermissionSetGroupId', 'PermissionSetGroup', 'PermissionSetGroup'),
    flag('HasActivationRequired'),
    ...stamps(),
    ...authors(),
  ],
  needs: (p) => p.viewSetup || p.assignPermissionSets,
};

export const permissionSetAssignment: ObjectDef = {
  name: 'PermissionSetAssignment',
  label: 'Permission Set Assignment',
  labelPlural: 'Permission Set Assignments',
  table: 'permission_set_assignment',
  fields: [
    id('PermissionSetAssignment'),
    ref('PermissionSetId', 'PermissionSet', 'PermissionSet', {}, 'Assignments'),
    ref('PermissionSetGroupId', 'PermissionSetGroup', 'PermissionSetGroup'),
    ref('AssigneeId', 'User', 'Assignee', { nillable: false }, 'PermissionSetAssignments'),
    datetime('SystemModstamp', { nillable: false }),
    datetime('ExpirationDate', { since: 51 }),
    flag('IsActive', { since: 51 }),
    never('IsRevoked', { since: 60 }),
  ],
  needs: (p) => p.viewSetup || p.assignPermissionSets || p.manageUsers,
};

export const permissionSetGroup: ObjectDef = {
  name: 'PermissionSetGroup',
  label: 'Permission Set Group',
  labelPlural: 'Permission Set Groups',
  table: 'permission_set_group',
  fields: [
    id('PermissionSetGroup'),
    text('DeveloperName', 80, { nillable: false }),
    text('MasterLabel', 80, { nillable: false }),
    text('NamespacePrefix', 15),
    text('Description', 255),
    picklist('Status', ['Updated', 'Outdated', 'Updating', 'Failed'], { nillable: false }),
    ...stamps(),
  ],
  needs: (p) => p.viewSetup || p.assignPermissionSets,
};

export const permissionSetGroupComponent: ObjectDef = {
  name: 'PermissionSetGroupComponent',
  label: 'Permission Set Group Component',
  labelPlural: 'Permission Set Group Components',
  table: 'permission_set_group_component',
  fields: [
    id('PermissionSetGroupComponent'),
    ref('PermissionSetGroupId', 'PermissionSetGroup', 'PermissionSetGroup', { nillable: false }),
    ref('PermissionSetId', 'PermissionSet', 'PermissionSet', { nillable: false }),
    ...stamps(),
  ],
  needs: (p) => p.viewSetup || p.assignPermissionSets,
};

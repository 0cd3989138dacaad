import type { StreamDefinition } from './definition';
import { titleOf, VIEW_SETUP } from './definition';
import { bool, dateTime, flagsSet, id, text } from './fields';
import { PERMISSIONS_READ } from './permissions';

const PERMISSION_PREFIX = 'Permissions';

/** Profiles have a permission set of their own each, so theirs are here as well. */
export const permissionSets: StreamDefinition<'permissionSets'> = {
  name: 'permissionSets',
  title: titleOf('permissionSets'),
  object: 'PermissionSet',
  mode: 'full',
  fields: [
    { path: 'Id', required: true },
    { path: 'Name', required: true },
    { path: 'Label' },
    { path: 'Type' },
    { path: 'IsOwnedByProfile' },
    { path: 'ProfileId' },
    { path: 'PermissionSetGroupId' },
    { path: 'LicenseId' },
    { path: 'NamespacePrefix' },
  ],
  flags: { prefix: PERMISSION_PREFIX, known: PERMISSIONS_READ, all: false },
  clocks: [],
  value: 66,
  follows: 'setupAuditTrail',
  map(record) {
    const key = id(record, 'Id');
    const name = text(record, 'Name');
    if (key === null || name === null) return null;
    return {
      id: key,
      name,
      label: text(record, 'Label'),
      type: text(record, 'Type'),
      isOwnedByProfile: bool(record, 'IsOwnedByProfile') ?? id(record, 'ProfileId') !== null,
      profileId: id(record, 'ProfileId'),
      permissionSetGroupId: id(record, 'PermissionSetGroupId'),
      licenseId: id(record, 'LicenseId'),
      namespacePrefix: text(record, 'NamespacePrefix'),
      permissions: flagsSet(record, PERMISSION_PREFIX),
    };
  },
  essential: false,
  needs: VIEW_SETUP,
};

export const permissionSetGroups: StreamDefinition<'permissionSetGroups'> = {
  name: 'permissionSetGroups',
  title: titleOf('permissionSetGroups'),
  object: 'PermissionSetGroup',
  mode: 'full',
  fields: [
    { path: 'Id', required: true },
    { path: 'DeveloperName', required: true },
    { path: 'MasterLabel' },
    { path: 'Status' },
    { path: 'NamespacePrefix' },
  ],
  clocks: [],
  value: 64,
  follows: 'setupAuditTrail',
  optional: true,
  map(record) {
    const key = id(record, 'Id');
    const developerName = text(record, 'DeveloperName');
    if (key === null || developerName === null) return null;
    return {
      id: key,
      developerName,
      label: text(record, 'MasterLabel'),
      status: text(record, 'Status'),
      namespacePrefix: text(record, 'NamespacePrefix'),
    };
  },
  essential: false,
  needs: VIEW_SETUP,
};

/** Sets owned by profiles are assigned too: one row per user for its profile. */
export const permissionSetAssignments: StreamDefinition<'permissionSetAssignments'> = {
  name: 'permissionSetAssignments',
  title: titleOf('permissionSetAssignments'),
  object: 'PermissionSetAssignment',
  mode: 'changes',
  fields: [
    { path: 'Id', required: true },
    { path: 'AssigneeId', required: true },
    { path: 'PermissionSetId' },
    { path: 'PermissionSetGroupId' },
    { path: 'ExpirationDate' },
    { path: 'IsActive' },
    { path: 'SystemModstamp' },
  ],
  clocks: ['SystemModstamp'],
  value: 62,
  map(record) {
    const key = id(record, 'Id');
    const assigneeId = id(record, 'AssigneeId');
    if (key === null || assigneeId === null) return null;
    return {
      id: key,
      assigneeId,
      permissionSetId: id(record, 'PermissionSetId'),
      permissionSetGroupId: id(record, 'PermissionSetGroupId'),
      expiresAt: dateTime(record, 'ExpirationDate'),
      isActive: bool(record, 'IsActive'),
    };
  },
  essential: false,
  needs: VIEW_SETUP,
};

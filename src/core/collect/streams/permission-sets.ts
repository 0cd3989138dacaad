import { define, need, take } from './define';
import { bool, dateTime, flagsSet, id, text } from './fields';
import { PERMISSIONS_READ } from './permissions';

const PERMISSION_PREFIX = 'Permissions';

/** Profiles have a permission set of their own each, so theirs are here as well. */
export const permissionSets = define('permissionSets', {
  object: 'PermissionSet',
  mode: 'full',
  flags: { prefix: PERMISSION_PREFIX, known: PERMISSIONS_READ, all: false },
  value: 66,
  follows: 'setupAuditTrail',
  columns: {
    id: need(id, 'Id'),
    name: need(text, 'Name'),
    label: take(text, 'Label'),
    type: take(text, 'Type'),
    isOwnedByProfile: {
      path: 'IsOwnedByProfile',
      read: (record) => bool(record, 'IsOwnedByProfile') ?? id(record, 'ProfileId') !== null,
    },
    profileId: take(id, 'ProfileId'),
    permissionSetGroupId: take(id, 'PermissionSetGroupId'),
    licenseId: take(id, 'LicenseId'),
    namespacePrefix: take(text, 'NamespacePrefix'),
    permissions: { read: (record) => flagsSet(record, PERMISSION_PREFIX) },
  },
});

export const permissionSetGroups = define('permissionSetGroups', {
  object: 'PermissionSetGroup',
  mode: 'full',
  value: 64,
  follows: 'setupAuditTrail',
  optional: true,
  columns: {
    id: need(id, 'Id'),
    developerName: need(text, 'DeveloperName'),
    label: take(text, 'MasterLabel'),
    status: take(text, 'Status'),
    namespacePrefix: take(text, 'NamespacePrefix'),
  },
});

/** Sets owned by profiles are assigned too: one row per user for its profile. */
export const permissionSetAssignments = define('permissionSetAssignments', {
  object: 'PermissionSetAssignment',
  mode: 'changes',
  clocks: ['SystemModstamp'],
  value: 62,
  columns: {
    id: need(id, 'Id'),
    assigneeId: need(id, 'AssigneeId'),
    permissionSetId: take(id, 'PermissionSetId'),
    permissionSetGroupId: take(id, 'PermissionSetGroupId'),
    expiresAt: take(dateTime, 'ExpirationDate'),
    isActive: take(bool, 'IsActive'),
  },
});

import { it } from 'vitest';
import { AT, AT_MS, check, full, ID, ID18 } from '../../../../test/builders/stream-rows';

it('permission sets, groups and assignments', () => {
  check(
    'permissionSets',
    {
      Id: '0PS000000000001',
      Name: 'X00e',
      Label: 'Admins',
      Type: 'Profile',
      IsOwnedByProfile: true,
      ProfileId: '00e000000000001',
      PermissionSetGroupId: null,
      LicenseId: '100000000000001',
      NamespacePrefix: null,
      PermissionsModifyAllData: true,
      PermissionsApiEnabled: true,
      PermissionsManageUsers: false,
    },
    {
      id: full('0PS000000000001'),
      name: 'X00e',
      label: 'Admins',
      type: 'Profile',
      isOwnedByProfile: true,
      profileId: full('00e000000000001'),
      permissionSetGroupId: null,
      licenseId: full('100000000000001'),
      namespacePrefix: null,
      permissions: ['ApiEnabled', 'ModifyAllData'],
    },
  );
  check(
    'permissionSetGroups',
    {
      Id: '0PG000000000001',
      DeveloperName: 'Sales',
      MasterLabel: 'Sales people',
      Status: 'Updated',
      NamespacePrefix: 'acme',
    },
    {
      id: full('0PG000000000001'),
      developerName: 'Sales',
      label: 'Sales people',
      status: 'Updated',
      namespacePrefix: 'acme',
    },
  );
  check(
    'permissionSetAssignments',
    {
      Id: '0Pa000000000001',
      AssigneeId: ID,
      PermissionSetId: '0PS000000000001',
      PermissionSetGroupId: null,
      ExpirationDate: AT,
      IsActive: false,
    },
    {
      id: full('0Pa000000000001'),
      assigneeId: ID18,
      permissionSetId: full('0PS000000000001'),
      permissionSetGroupId: null,
      expiresAt: AT_MS,
      isActive: false,
    },
  );
});

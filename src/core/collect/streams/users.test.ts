import { it } from 'vitest';
import { AT, AT_MS, check, full, ID, ID18 } from '../../../../test/builders/stream-rows';

it('users, with feature licenses', () => {
  check(
    'users',
    {
      Id: ID,
      Username: 'ada@example.com',
      Name: 'Ada',
      Email: null,
      IsActive: true,
      UserType: 'Standard',
      ProfileId: null,
      UserRoleId: null,
      ManagerId: ID,
      Department: null,
      Country: null,
      FederationIdentifier: 'ada',
      CreatedDate: AT,
      LastLoginDate: null,
      LastModifiedDate: AT,
      LastPasswordChangeDate: AT,
      PasswordExpirationDate: null,
      NumberOfFailedLogins: 3,
      UserPermissionsSupportUser: true,
      UserPermissionsKnowledgeUser: true,
      UserPermissionsOfflineUser: false,
    },
    {
      id: ID18,
      username: 'ada@example.com',
      name: 'Ada',
      email: null,
      isActive: true,
      userType: 'Standard',
      profileId: null,
      userRoleId: null,
      managerId: ID18,
      department: null,
      country: null,
      federationId: 'ada',
      features: ['KnowledgeUser', 'SupportUser'],
      lastPasswordChangeAt: AT_MS,
      passwordExpiresAt: null,
      failedLogins: 3,
      createdAt: AT_MS,
      lastLoginAt: null,
      lastModifiedAt: AT_MS,
    },
  );
});

it('what stands between a user and a sign-in, and profiles', () => {
  check(
    'userLogins',
    { Id: '0Yw000000000001', UserId: ID, IsFrozen: true, IsPasswordLocked: null, LastModifiedDate: AT },
    { id: full('0Yw000000000001'), userId: ID18, isFrozen: true, isPasswordLocked: false },
  );
  check(
    'profiles',
    { Id: '00e000000000001', Name: 'Standard User', UserLicenseId: '100000000000001', UserType: null },
    {
      id: full('00e000000000001'),
      name: 'Standard User',
      userLicenseId: full('100000000000001'),
      userType: null,
    },
  );
});

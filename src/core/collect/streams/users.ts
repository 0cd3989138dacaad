import type { StreamDefinition } from './definition';
import { MANAGE_USERS, titleOf, VIEW_SETUP } from './definition';
import { bool, dateTime, flagsSet, id, text, whole } from './fields';

const FEATURE_PREFIX = 'UserPermissions';
/** Those the Object Reference documents for User; asked for as long as nobody could describe the object. */
const KNOWN_FEATURES = [
  'AvantgoUser',
  'CallCenterAutoLogin',
  'ChatterAnswersUser',
  'InteractionUser',
  'JigsawProspectingUser',
  'KnowledgeUser',
  'LiveAgentUser',
  'MarketingUser',
  'OfflineUser',
  'SFContentUser',
  'SiteforceContributorUser',
  'SiteforcePublisherUser',
  'SupportUser',
  'WorkDotComUserFeature',
];

export const users: StreamDefinition<'users'> = {
  name: 'users',
  title: titleOf('users'),
  object: 'User',
  mode: 'changes',
  fields: [
    { path: 'Id', required: true },
    { path: 'Username', required: true },
    { path: 'Name' },
    { path: 'Email' },
    { path: 'IsActive', required: true },
    { path: 'UserType' },
    { path: 'ProfileId' },
    { path: 'UserRoleId' },
    { path: 'ManagerId' },
    { path: 'Department' },
    { path: 'Country' },
    { path: 'FederationIdentifier' },
    { path: 'CreatedDate', required: true },
    { path: 'LastLoginDate' },
    { path: 'LastModifiedDate' },
    { path: 'LastPasswordChangeDate' },
    // From v63 on.
    { path: 'PasswordExpirationDate' },
    // Only with Manage Users.
    { path: 'NumberOfFailedLogins' },
    { path: 'SystemModstamp' },
  ],
  // Feature licenses: which exist depends on what the org has bought.
  flags: { prefix: FEATURE_PREFIX, known: KNOWN_FEATURES, all: true },
  // Whether a login moves SystemModstamp is not documented, so LastLoginDate is asked as well.
  clocks: ['SystemModstamp', 'LastLoginDate'],
  value: 86,
  map(record) {
    const key = id(record, 'Id');
    const username = text(record, 'Username');
    const createdAt = dateTime(record, 'CreatedDate');
    if (key === null || username === null || createdAt === null) return null;
    return {
      id: key,
      username,
      name: text(record, 'Name') ?? username,
      email: text(record, 'Email'),
      isActive: bool(record, 'IsActive') ?? false,
      userType: text(record, 'UserType'),
      profileId: id(record, 'ProfileId'),
      userRoleId: id(record, 'UserRoleId'),
      managerId: id(record, 'ManagerId'),
      department: text(record, 'Department'),
      country: text(record, 'Country'),
      federationId: text(record, 'FederationIdentifier'),
      features: flagsSet(record, FEATURE_PREFIX),
      lastPasswordChangeAt: dateTime(record, 'LastPasswordChangeDate'),
      passwordExpiresAt: dateTime(record, 'PasswordExpirationDate'),
      failedLogins: whole(record, 'NumberOfFailedLogins'),
      createdAt,
      lastLoginAt: dateTime(record, 'LastLoginDate'),
      lastModifiedAt: dateTime(record, 'LastModifiedDate'),
    };
  },
  essential: true,
  needs: MANAGE_USERS,
};

export const userLogins: StreamDefinition<'userLogins'> = {
  name: 'userLogins',
  title: titleOf('userLogins'),
  object: 'UserLogin',
  mode: 'changes',
  fields: [
    { path: 'Id', required: true },
    { path: 'UserId', required: true },
    { path: 'IsFrozen', required: true },
    { path: 'IsPasswordLocked' },
    { path: 'LastModifiedDate' },
  ],
  clocks: ['LastModifiedDate'],
  value: 84,
  map(record) {
    const key = id(record, 'Id');
    const userId = id(record, 'UserId');
    if (key === null || userId === null) return null;
    return {
      id: key,
      userId,
      isFrozen: bool(record, 'IsFrozen') ?? false,
      isPasswordLocked: bool(record, 'IsPasswordLocked') ?? false,
    };
  },
  essential: false,
  needs: MANAGE_USERS,
};

export const profiles: StreamDefinition<'profiles'> = {
  name: 'profiles',
  title: titleOf('profiles'),
  object: 'Profile',
  mode: 'full',
  fields: [
    { path: 'Id', required: true },
    { path: 'Name', required: true },
    { path: 'UserLicenseId' },
    { path: 'UserType' },
  ],
  clocks: [],
  value: 90,
  follows: 'setupAuditTrail',
  map(record) {
    const key = id(record, 'Id');
    const name = text(record, 'Name');
    if (key === null || name === null) return null;
    return { id: key, name, userLicenseId: id(record, 'UserLicenseId'), userType: text(record, 'UserType') };
  },
  essential: false,
  needs: VIEW_SETUP,
};

import { define, need, take } from './define';
import type { StreamDefinition } from './definition';
import { MANAGE_USERS, titleOf } from './definition';
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

export const userLogins = define('userLogins', {
  object: 'UserLogin',
  mode: 'changes',
  clocks: ['LastModifiedDate'],
  value: 84,
  columns: {
    id: need(id, 'Id'),
    userId: need(id, 'UserId'),
    isFrozen: { ...take(bool, 'IsFrozen', false), required: true },
    isPasswordLocked: take(bool, 'IsPasswordLocked', false),
  },
  needs: MANAGE_USERS,
});

export const profiles = define('profiles', {
  object: 'Profile',
  mode: 'full',
  value: 90,
  follows: 'setupAuditTrail',
  columns: {
    id: need(id, 'Id'),
    name: need(text, 'Name'),
    userLicenseId: take(id, 'UserLicenseId'),
    userType: take(text, 'UserType'),
  },
});

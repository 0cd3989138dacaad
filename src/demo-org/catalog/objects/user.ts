import { columnName, date, datetime, email, flag, id, int, picklist, ref, stamps, text } from '../fields';
import type { FieldDef, ObjectDef } from '../types';

/** Feature licenses a user may hold, as boolean fields of User. */
export const FEATURE_FLAGS = [
  'UserPermissionsMarketingUser',
  'UserPermissionsOfflineUser',
  'UserPermissionsAvantgoUser',
  'UserPermissionsCallCenterAutoLogin',
  'UserPermissionsSFContentUser',
  'UserPermissionsKnowledgeUser',
  'UserPermissionsInteractionUser',
  'UserPermissionsSupportUser',
  'UserPermissionsLiveAgentUser',
  'UserPermissionsJigsawProspectingUser',
  'UserPermissionsSiteforceContributorUser',
  'UserPermissionsSiteforcePublisherUser',
  'UserPermissionsChatterAnswersUser',
  'UserPermissionsWorkDotComUserFeature',
] as const;

export const USER_TYPES = [
  'Standard',
  'PowerPartner',
  'PowerCustomerSuccess',
  'CustomerSuccess',
  'Guest',
  'CspLitePortal',
  'CsnOnly',
  'AutomatedProcess',
  'CloudIntegrationUser',
] as const;

/** Columns of the user table that only other objects or the server itself read. */
export const USER_EXTRA_COLUMNS = [
  'is_frozen INTEGER NOT NULL DEFAULT 0',
  'is_password_locked INTEGER NOT NULL DEFAULT 0',
  'user_login_modified INTEGER',
];

export const user: ObjectDef = {
  name: 'User',
  label: 'User',
  labelPlural: 'Users',
  table: 'user',
  fields: [
    id('User'),
    text('Username', 80, { nillable: false }),
    text('LastName', 80, { nillable: false }),
    text('FirstName', 40),
    text('Name', 121, { nillable: false, label: 'Full Name' }),
    text('CompanyName', 80),
    text('Division', 80),
    text('Department', 80),
    text('Title', 80),
    text('City', 40),
    text('Country', 80),
    email('Email', { nillable: false }),
    text('Alias', 8, { nillable: false }),
    text('CommunityNickname', 40, { nillable: false, label: 'Nickname' }),
    flag('IsActive'),
    picklist('TimeZoneSidKey', ['GMT'], { nillable: false }),
    ref('UserRoleId', 'UserRole', 'UserRole'),
    picklist('LocaleSidKey', ['en_US', 'en_GB'], { nillable: false }),
    picklist('EmailEncodingKey', ['UTF-8'], { nillable: false }),
    ref('ProfileId', 'Profile', 'Profile'),
    picklist('UserType', USER_TYPES, { nillable: true }),
    picklist('LanguageLocaleKey', ['en_US'], { nillable: false }),
    text('EmployeeNumber', 20),
    ref('ManagerId', 'User', 'Manager'),
    datetime('LastLoginDate'),
    datetime('LastPasswordChangeDate'),
    ...stamps().slice(0, 1),
    datetime('LastModifiedDate', { nillable: false }),
    datetime('SystemModstamp', { nillable: false }),
    datetime('PasswordExpirationDate', { since: 63 }),
    int('NumberOfFailedLogins', { needs: (p) => p.manageUsers }),
    ...FEATURE_FLAGS.map((name): FieldDef => flag(name, { column: columnName(name) })),
    text('FederationIdentifier', 512),
    ref('ContactId', 'Contact'),
    ref('AccountId', 'Account'),
    flag('IsPortalEnabled'),
    flag('ForecastEnabled'),
    date('LastViewedDate', { column: 'last_viewed_date' }),
  ],
  rowFilter: (p) =>
    p.viewAllUsers || p.manageUsers
      ? undefined
      : '{t}.n = :runAs OR {t}.department = (SELECT department FROM user WHERE n = :runAs)',
};

/** Frozen and locked out: the same record as the user, under its own ids. */
export const userLogin: ObjectDef = {
  name: 'UserLogin',
  label: 'User Login',
  labelPlural: 'User Logins',
  table: 'user',
  fields: [
    id('UserLogin'),
    ref('UserId', 'User', undefined, { column: 'n', nillable: false }),
    flag('IsFrozen'),
    flag('IsPasswordLocked'),
    datetime('LastModifiedDate', { column: 'user_login_modified', nillable: false }),
    ref('LastModifiedById', 'User', undefined, { sql: '1', nillable: false }),
  ],
  needs: (p) => p.manageUsers,
};

export const userRole: ObjectDef = {
  name: 'UserRole',
  label: 'Role',
  labelPlural: 'Roles',
  table: 'user_role',
  fields: [
    id('UserRole'),
    text('Name', 80, { nillable: false }),
    text('DeveloperName', 80),
    ref('ParentRoleId', 'UserRole'),
    datetime('LastModifiedDate', { nillable: false }),
    datetime('SystemModstamp', { nillable: false, column: 'last_modified_date' }),
  ],
};

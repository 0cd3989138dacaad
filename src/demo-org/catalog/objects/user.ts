import {
  authors,
  columnName,
  constant,
  date,
  datetime,
  email,
  empty,
  flag,
  id,
  int,
  never,
  phone,
  picklist,
  ref,
  text,
  textarea,
  url,
} from '../fields';
import type { FieldDef, ObjectDef } from '../types';
import { MFA } from './mfa';

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
  'mfa INTEGER NOT NULL DEFAULT 0',
];

const NOTIFICATIONS = ['P', 'D', 'W', 'N'] as const;

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
    textarea('Street', 255),
    text('City', 40),
    text('State', 80),
    text('PostalCode', 20, { label: 'Zip/Postal Code' }),
    text('Country', 80),
    email('Email', { nillable: false }),
    never('EmailPreferencesAutoBcc'),
    never('EmailPreferencesAutoBccStayInTouch'),
    never('EmailPreferencesStayInTouchReminder'),
    empty(email('SenderEmail')),
    empty(text('SenderName', 80)),
    empty(textarea('Signature', 1333)),
    phone('Phone'),
    empty(phone('Fax')),
    phone('MobilePhone'),
    text('Alias', 8, { nillable: false }),
    text('CommunityNickname', 40, { nillable: false, label: 'Nickname' }),
    empty(text('BadgeText', 80)),
    flag('IsActive'),
    picklist('TimeZoneSidKey', ['GMT'], { nillable: false }),
    ref('UserRoleId', 'UserRole', 'UserRole', {}, 'Users'),
    picklist('LocaleSidKey', ['en_US', 'en_GB'], { nillable: false }),
    flag('ReceivesInfoEmails', { sql: constant(1) }),
    flag('ReceivesAdminInfoEmails', { sql: '({t}.profile_id IS 1)' }),
    picklist('EmailEncodingKey', ['UTF-8'], { nillable: false }),
    ref('ProfileId', 'Profile', 'Profile', {}, 'Users'),
    picklist('UserType', USER_TYPES, { nillable: true }),
    picklist('LanguageLocaleKey', ['en_US'], { nillable: false }),
    text('EmployeeNumber', 20),
    empty(ref('DelegatedApproverId', 'User')),
    ref('ManagerId', 'User', 'Manager', {}, 'ManagedUsers'),
    datetime('LastLoginDate'),
    datetime('LastPasswordChangeDate'),
    datetime('CreatedDate', { nillable: false }),
    ...authors(),
    datetime('LastModifiedDate', { nillable: false }),
    datetime('SystemModstamp', { nillable: false }),
    datetime('PasswordExpirationDate', { since: 63 }),
    int('NumberOfFailedLogins', { needs: (p) => p.manageUsers }),
    empty(date('SuAccessExpirationDate')),
    ...FEATURE_FLAGS.map((name): FieldDef => flag(name, { column: columnName(name) })),
    flag('ForecastEnabled'),
    flag('HasUserVerifiedPhone', { since: 60, sql: `(({t}.mfa & ${MFA.verifiedMobile}) <> 0)` }),
    flag('HasUserVerifiedEmail', { since: 60, sql: `(({t}.mfa & ${MFA.verifiedEmail}) <> 0)` }),
    // These three exist in orgs with Experience Cloud only.
    ref('ContactId', 'Contact', undefined, { needs: (p) => p.experienceCloud }),
    ref('AccountId', 'Account', undefined, { needs: (p) => p.experienceCloud }),
    flag('IsPortalEnabled', { needs: (p) => p.experienceCloud }),
    // Only where several currencies are switched on.
    picklist('CurrencyIsoCode', ['USD', 'EUR'], {
      nillable: false,
      sql: "'USD'",
      needs: (p) => p.multicurrency,
    }),
    phone('Extension'),
    text('FederationIdentifier', 512),
    empty(textarea('AboutMe', 1000)),
    url('FullPhotoUrl', 1024, { groupable: false, sql: "'/profilephoto/005/F'" }),
    url('SmallPhotoUrl', 1024, { groupable: false, sql: "'/profilephoto/005/T'" }),
    picklist('DigestFrequency', NOTIFICATIONS, { nillable: false, sql: "'N'" }),
    picklist('DefaultGroupNotificationFrequency', NOTIFICATIONS, { nillable: false, sql: "'N'" }),
    empty(datetime('LastViewedDate')),
    empty(datetime('LastReferencedDate')),
    never('IsProfilePhotoActive'),
  ],
  rowFilter: (p) =>
    p.viewAllUsers || p.manageUsers
      ? undefined
      : '{t}.n = :runAs OR {t}.department = (SELECT department FROM user WHERE n = :runAs)',
};

/**
 * Frozen and locked out: the same record as the user, under its own ids. What users without Manage Users get
 * is undocumented.
 */
export const userLogin: ObjectDef = {
  name: 'UserLogin',
  label: 'User Login',
  labelPlural: 'User Logins',
  table: 'user',
  since: 29,
  fields: [
    id('UserLogin'),
    ref('UserId', 'User', undefined, { column: 'n', nillable: false }),
    flag('IsFrozen'),
    flag('IsPasswordLocked'),
    datetime('LastModifiedDate', { column: 'user_login_modified', nillable: false }),
    ref('LastModifiedById', 'User', 'LastModifiedBy', { sql: constant(1), nillable: false }),
  ],
  needs: (p) => p.manageUsers || p.userLoginWithoutPermission === 'no-rows',
  rowFilter: (p) => (p.manageUsers ? undefined : '0'),
};

const ACCESS = ['None', 'Read', 'Edit'] as const;

export const userRole: ObjectDef = {
  name: 'UserRole',
  label: 'Role',
  labelPlural: 'Roles',
  table: 'user_role',
  fields: [
    id('UserRole'),
    text('Name', 80, { nillable: false }),
    ref('ParentRoleId', 'UserRole', 'ParentRole'),
    text('RollupDescription', 80, { column: 'name' }),
    picklist('OpportunityAccessForAccountOwner', ACCESS, { nillable: false, sql: "'Edit'" }),
    picklist('CaseAccessForAccountOwner', ACCESS, { sql: "'Edit'" }),
    picklist('ContactAccessForAccountOwner', ACCESS, { sql: "'Edit'" }),
    empty(ref('ForecastUserId', 'User')),
    never('MayForecastManagerShare'),
    datetime('LastModifiedDate', { nillable: false }),
    ref('LastModifiedById', 'User', 'LastModifiedBy', { sql: constant(1), nillable: false }),
    datetime('SystemModstamp', { nillable: false, column: 'last_modified_date' }),
    text('DeveloperName', 80),
    empty(picklist('PortalType', ['None', 'CustomerPortal', 'Partner'])),
  ],
};

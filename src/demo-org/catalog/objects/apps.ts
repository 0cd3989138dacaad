import {
  anyRef,
  authors,
  datetime,
  email,
  flag,
  id,
  int,
  isDeleted,
  never,
  phone,
  picklist,
  ref,
  stamps,
  text,
  url,
} from '../fields';
import type { FieldDef, ObjectDef } from '../types';

/**
 * A field that holds a secret on the platform. It is described and readable there, so it is here; what it
 * yields is no key to anything, but a client that selects it is found out by its `DEMO-SECRET` text.
 */
const secret = (name: string): FieldDef =>
  text(name, 255, { sql: `('DEMO-SECRET-${name}-' || {t}.n)`, label: name });

/**
 * OAuth tokens by user and app. Without Customize Application only the own rows. Id is always null; a query
 * yields 500 rows a page and 2,500 in all (Object Reference, OauthToken).
 */
export const oauthToken: ObjectDef = {
  name: 'OauthToken',
  label: 'Oauth Token',
  labelPlural: 'Oauth Tokens',
  table: 'oauth_token',
  since: 32,
  queryOnly: true,
  hideId: true,
  page: { max: 500, total: 2500 },
  fields: [
    id('OauthToken', { nillable: true }),
    secret('AccessToken'),
    ref('UserId', 'User', 'User', { column: 'user' }),
    secret('RequestToken'),
    datetime('CreatedDate'),
    text('AppName', 255, { label: 'Application Name' }),
    datetime('LastUsedDate'),
    int('UseCount'),
    secret('DeleteToken'),
    ref('AppMenuItemId', 'AppMenuItem', 'AppMenuItem'),
  ],
  rowFilter: (p) => (p.customizeApplication ? undefined : '{t}.user = :runAs'),
};

export const connectedApplication: ObjectDef = {
  name: 'ConnectedApplication',
  label: 'Connected App',
  labelPlural: 'Connected Apps',
  table: 'connected_application',
  fields: [
    id('ConnectedApplication'),
    text('Name', 80, { nillable: false }),
    ...stamps(),
    ...authors(),
    flag('OptionsAllowAdminApprovedUsersOnly', { groupable: false, sortable: false }),
    flag('OptionsRefreshTokenValidityMetric', { groupable: false, sortable: false }),
    flag('OptionsHasSessionLevelPolicy', { groupable: false, sortable: false }),
    flag('OptionsIsInternal', { groupable: false, sortable: false }),
    never('OptionsFullContentPushNotifications', { groupable: false, sortable: false }),
    picklist('MobileSessionTimeout', ['1', '5', '10', '30', '60', '180', '240', '480', '720', '1440']),
    picklist('PinLength', ['4', '5', '6', '7', '8']),
    url('StartUrl', 2400, { groupable: false }),
    url('MobileStartUrl', 2400, { groupable: false, sql: 'NULL' }),
    int('RefreshTokenValidityPeriod'),
  ],
  // The Object Reference names no permission; apps are part of Setup.
  needs: (p) => p.viewSetup || p.customizeApplication,
};

export const externalClientApplication: ObjectDef = {
  name: 'ExternalClientApplication',
  label: 'External Client App',
  labelPlural: 'External Client Apps',
  table: 'external_client_application',
  since: 59,
  fields: [
    id('ExternalClientApplication'),
    isDeleted(),
    text('DeveloperName', 80, { nillable: false }),
    picklist('Language', ['en_US'], { nillable: false, sql: "'en_US'" }),
    text('MasterLabel', 80, { nillable: false }),
    text('NamespacePrefix', 15),
    ...stamps(),
    ...authors(),
    email('ContactEmail'),
    phone('ContactPhone', { sql: 'NULL' }),
    picklist('DistributionState', ['Local', 'Managed', 'Packaged']),
    text('OrgScopedExternalApp', 255),
    url('LogoUrl', 255, { sql: 'NULL' }),
    url('InfoUrl', 255, { sql: 'NULL' }),
    url('IconUrl', 255, { sql: 'NULL' }),
    text('Description', 255),
    text('Version', 255, { sql: 'NULL', since: 63 }),
  ],
  needs: (p) => p.viewSetup || p.customizeApplication,
};

export const externalClientAppPolicy: ObjectDef = {
  name: 'ExtlClntAppOauthPlcyCnfg',
  label: 'External Client App OAuth Policy Config',
  labelPlural: 'External Client App OAuth Policy Configs',
  table: 'extl_clnt_app_oauth_plcy_cnfg',
  since: 59,
  fields: [
    id('ExtlClntAppOauthPlcyCnfg'),
    isDeleted(),
    text('DeveloperName', 80, { nillable: false }),
    picklist('Language', ['en_US'], { nillable: false, sql: "'en_US'" }),
    text('MasterLabel', 80, { nillable: false }),
    ...stamps(),
    ...authors(),
    ref('ExternalClientApplicationId', 'ExternalClientApplication', 'ExternalClientApplication', {
      nillable: false,
    }),
    picklist('RefreshTokenPolicyType', ['Infinite', 'SpecificInactivity', 'SpecificLifetime', 'Zero'], {
      nillable: false,
    }),
    int('RefreshTokenValidityPeriod'),
    picklist('RefreshTokenValidityUnit', ['Hours', 'Days', 'Months']),
    picklist('IpRelaxationPolicyType', ['Enforce', 'Bypass', 'Bypass_2factor', 'Enforce_relaxrefresh'], {
      nillable: false,
    }),
    picklist('PermittedUsersPolicyType', ['AllSelfAuthorized', 'AdminApprovedPreAuthorized'], {
      nillable: false,
    }),
    int('SessionTimeoutInMinutes'),
    picklist('RequiredSessionLevel', ['STANDARD', 'HIGH_ASSURANCE']),
    flag('IsClientCredentialsFlowEnabled', { since: 60 }),
    email('ClientCredentialsFlowUser', { since: 60 }),
    never('IsTokenExchangeFlowEnabled', { since: 60 }),
    never('IsNamedUserJwtEnabled', { since: 61 }),
  ],
  needs: (p) => p.viewSetup || p.customizeApplication,
};

const menuFields = (sorted: { nillable: boolean }): FieldDef[] => [
  text('Label', 80),
  text('Description', 255, { sql: 'NULL' }),
  text('Name', 80),
  int('UserSortOrder', { sql: 'NULL' }),
  int('SortOrder', sorted),
  picklist('Type', ['ConnectedApplication', 'Network', 'ServiceProvider', 'TabSet']),
  ...['LogoUrl', 'IconUrl', 'InfoUrl'].map((name) => url(name, 255, { sql: 'NULL' })),
  url('StartUrl', 255),
  url('MobileStartUrl', 255, { sql: 'NULL' }),
  flag('IsVisible'),
  flag('IsUsingAdminAuthorization'),
];

/** The org-wide app menu; OAuth tokens point here. */
export const appMenuItem: ObjectDef = {
  name: 'AppMenuItem',
  label: 'AppMenuItem',
  labelPlural: 'AppMenuItems',
  table: 'app_menu_item',
  since: 33,
  fields: [
    id('AppMenuItem'),
    isDeleted(),
    ...stamps(),
    ...authors(),
    text('NamespacePrefix', 15, { sql: 'NULL' }),
    ...menuFields({ nillable: false }),
    flag('IsAccessible', { sql: '{t}.is_visible' }),
    anyRef('ApplicationId', ['ConnectedApplication', 'Network']),
  ],
  needs: (p) => p.viewSetup || p.customizeApplication,
};

/** The caller's own app menu: of every user only the part that user may open. */
export const userAppMenuItem: ObjectDef = {
  name: 'UserAppMenuItem',
  label: 'UserAppMenuItem',
  labelPlural: 'UserAppMenuItems',
  table: 'app_menu_item',
  since: 35,
  queryOnly: true,
  fields: [
    id('UserAppMenuItem'),
    text('AppMenuItemId', 15, { sql: '{t}.id15' }),
    anyRef('ApplicationId', ['ConnectedApplication', 'Network']),
    ...menuFields({ nillable: true }),
  ],
  // Apps for admin-approved users only are open to administrators here.
  rowFilter: (p) =>
    p.customizeApplication
      ? '{t}.is_visible = 1'
      : '{t}.is_visible = 1 AND {t}.is_using_admin_authorization = 0',
};

/** Columns of the menu table that no field reads directly. */
export const APP_MENU_EXTRA_COLUMNS = ['id15 TEXT NOT NULL'];

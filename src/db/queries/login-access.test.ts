import { describe, expect, it } from 'vitest';
import {
  ACCESS_NAMES,
  API,
  type AccessFields,
  MARKS,
  MOBILE,
  SSO,
  UI,
  WAYS,
  accessNames,
  accessOf,
} from './login-access';

const NOTHING: AccessFields = {
  loginType: null,
  loginSubType: null,
  application: null,
  platform: null,
  apiType: null,
  browser: null,
  authenticationServiceId: null,
};
const BROWSER = { application: 'Browser', browser: 'Chrome 142', platform: 'Windows 10', apiType: 'N/A' };
const PROGRAM = { application: 'N/A', browser: 'Unknown', platform: 'Unknown', apiType: 'N/A' };
const access = (fields: Partial<AccessFields>): string =>
  accessNames(accessOf({ ...NOTHING, ...fields })).join(' ');

describe('how a sign-in reaches the org', () => {
  it.each<[string, string, Partial<AccessFields>]>([
    [
      'password in a browser',
      'ui',
      { ...BROWSER, loginType: 'Application', loginSubType: 'UsernamePasswordUiLogin' },
    ],
    ['SAML in a browser', 'ui sso', { ...BROWSER, loginType: 'SAML Sfdc Initiated SSO' }],
    ['the same by its API name', 'ui sso', { ...BROWSER, loginType: 'Saml2' }],
    [
      'an authentication provider',
      'ui sso',
      { ...BROWSER, loginType: 'Application', authenticationServiceId: '0SO000000000001AAA' },
    ],
    ['a browser on a phone', 'ui', { ...BROWSER, loginType: 'Application', platform: 'iPhone' }],
    ['a site for customers', 'ui', { ...BROWSER, loginType: 'Chatter Communities External User' }],
    ['a site, signed in elsewhere', 'ui sso', { ...BROWSER, loginType: 'Partner Portal Third-Party SSO' }],
    ['a portal', 'ui', { ...BROWSER, loginType: 'Partner Portal' }],
    ['a key without a password', 'ui', { ...BROWSER, loginType: 'Passwordless Login via Passkeys (beta)' }],
    [
      'the mobile app',
      'mobile',
      {
        loginType: 'Remote Access 2.0',
        loginSubType: 'OauthUserAgent',
        browser: 'Salesforce/254.0',
        platform: 'iPhone',
        application: 'Salesforce for iOS',
        apiType: 'N/A',
      },
    ],
    [
      'the mobile app with single sign-on',
      'mobile sso',
      {
        loginType: 'Remote Access 2.0',
        loginSubType: 'OauthHybridWebServer',
        application: 'Salesforce for Android',
        authenticationServiceId: '0LE000000000001AAA',
      },
    ],
    [
      'another app on a tablet',
      'mobile',
      { loginType: 'Remote Access 2.0', platform: 'iPad', application: 'Tours' },
    ],
    [
      'client credentials',
      'api',
      {
        ...PROGRAM,
        loginType: 'Remote Access 2.0',
        loginSubType: 'OauthClientCredentials',
        application: 'ETL',
      },
    ],
    [
      'a JWT, which has no subtype',
      'api',
      { ...PROGRAM, loginType: 'Remote Access 2.0', application: 'Seatwatch' },
    ],
    [
      'Data Loader with a password',
      'api',
      { ...PROGRAM, loginType: 'Other Apex API', application: 'Data Loader', apiType: 'SOAP Partner' },
    ],
    ['the same by its API name', 'api', { ...PROGRAM, loginType: 'OtherApi' }],
    [
      'a partner product',
      'api',
      { ...PROGRAM, loginType: 'Partner Product', application: 'Salesforce for Outlook' },
    ],
    [
      'an API although the type says otherwise',
      'api',
      { ...PROGRAM, loginType: 'Application', apiType: 'Soap Enterprise' },
    ],
    ['a browser of a type from tomorrow', 'ui', { ...BROWSER, loginType: 'Telepathy' }],
    ['blanks and any case', 'ui sso', { ...BROWSER, loginType: ' saml IDP initiated SSO ' }],
    ['a type from tomorrow', '', { ...PROGRAM, loginType: 'Telepathy' }],
    ['what Salesforce keeps for itself', '', { ...PROGRAM, loginType: 'Cross Tenant Login' }],
    ['nothing but Unknown', '', { ...PROGRAM, loginType: 'Unknown' }],
    ['nothing', '', {}],
  ])('%s: %s', (_, expected, fields) => {
    expect(access(fields)).toBe(expected);
  });

  /** Object Reference v67, LoginHistory, LoginType: API name and label. */
  it.each<[number, ...string[]]>([
    [UI, 'AppExchange', 'Application', 'Certificate', 'Certificate-based login'],
    [UI, 'ChatterCommunityPortalUnPwd', 'Chatter Communities External User'],
    [UI | SSO, 'ChatterCommunityThirdPartySso', 'Chatter Communities External User Third Party SSO'],
    [0, 'CrossTenantLogin', 'Cross Tenant Login'],
    [UI, 'EmployeeLoginToCommunity', 'Employee Login to Community', 'HelpAndTraining', 'Help And Training'],
    [API, 'IeOfflineClient', 'Offline Client', 'NetworksPortalApiOnly', 'Networks Portal API Only'],
    [UI, 'LightningLogin', 'Lightning Login'],
    [API, 'Oauth', 'Remote Access Client', 'Oauth2', 'Remote Access 2.0', 'OtherApi', 'Other Apex API'],
    [API, 'Partner', 'Partner Product'],
    [UI, 'PasswordlessLogin', 'Passwordless Login', 'PasswordlessPasskeyLogin'],
    [UI, 'Portal', 'Customer Service Portal', 'PrmPortal', 'Partner Portal', 'SelfService'],
    [UI | SSO, 'PortalThirdPartySso', 'Customer Service Portal Third-Party SSO'],
    [UI | SSO, 'PrmPortalThirdPartySso', 'Partner Portal Third-Party SSO'],
    [UI | SSO, 'Saml', 'SAML Idp Initiated SSO', 'Saml2', 'SAML Sfdc Initiated SSO'],
    [UI | SSO, 'SamlChatterNetworks', 'SAML Chatter Communities External User SSO'],
    [
      UI | SSO,
      'SamlCspPortal',
      'SAML Customer Service Portal SSO',
      'SamlPrmPortal',
      'SAML Partner Portal SSO',
    ],
    [UI | SSO, 'SamlSite', 'SAML Site SSO', 'ThirdPartySso', 'Third Party SSO'],
  ])('%i: %s', (bits, ...types) => {
    for (const loginType of types)
      expect([loginType, accessOf({ ...NOTHING, loginType })]).toEqual([loginType, bits]);
  });

  it('has one bit per name, and rules that ask something', () => {
    expect(accessNames(UI | API | MOBILE | SSO)).toEqual(['ui', 'api', 'mobile', 'sso']);
    expect(new Set(ACCESS_NAMES.map(([, bit]) => bit)).size).toBe(4);
    for (const { bits, ...patterns } of [...WAYS, ...MARKS]) {
      expect(bits).toBeGreaterThan(0);
      expect(Object.keys(patterns)).not.toEqual([]);
      for (const pattern of Object.values(patterns)) expect(pattern.test('')).toBe(false);
    }
  });
});

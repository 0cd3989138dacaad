import { PREFIXES } from '../catalog/prefixes';
import { encodeId } from '../ids';
import { COMPANY } from './company';

/** What a sign-in's row says about the software behind it; one dictionary row each. */
export interface Client {
  key: string;
  loginType: string;
  loginSubType: string | null;
  loginUrl: string;
  sso: boolean;
  tls: string;
  cipher: string;
  post: boolean;
  browser: string;
  platform: string;
  application: string;
  clientVersion: string;
  apiType: string;
  apiVersion: string;
  authMethod: string | null;
  /** Experience Cloud site number, or null for the company's own login page. */
  network: number | null;
}

const BASE: Omit<Client, 'key'> = {
  loginType: 'Application',
  loginSubType: 'UsernamePasswordUiLogin',
  loginUrl: COMPANY.myDomain,
  sso: false,
  tls: 'TLS 1.3',
  cipher: 'TLS_AES_256_GCM_SHA384',
  post: true,
  browser: 'Unknown',
  platform: 'Unknown',
  application: 'Browser',
  clientVersion: 'N/A',
  apiType: 'N/A',
  apiVersion: 'N/A',
  authMethod: null,
  network: null,
};

/** [browser, platform, TLS version] of the desks in this company, commonest first. */
const DESKS: readonly (readonly [string, string, string])[] = [
  ['Chrome 142', 'Windows 10', 'TLS 1.3'],
  ['Edge 142', 'Windows 10', 'TLS 1.3'],
  ['Chrome 142', 'Mac OSX', 'TLS 1.3'],
  ['Firefox 145', 'Windows 10', 'TLS 1.2'],
  ['Safari 18.6', 'Mac OSX', 'TLS 1.3'],
];

const cipherOf = (tls: string): string =>
  tls === 'TLS 1.3'
    ? BASE.cipher
    : tls === 'TLS 1.0'
      ? 'ECDHE-RSA-AES128-SHA'
      : 'ECDHE-RSA-AES256-GCM-SHA384';

const api = (key: string, tweaks: Partial<Client>): Client => ({
  ...BASE,
  key,
  loginType: 'Other Apex API',
  loginSubType: 'OauthRefreshToken',
  tls: 'TLS 1.2',
  cipher: cipherOf('TLS 1.2'),
  application: 'N/A',
  ...tweaks,
});

/** Position + 1 is the client's number. */
export const CLIENTS: readonly Client[] = [
  ...DESKS.map(([browser, platform, tls], i): Client => ({
    ...BASE,
    key: `password-${i}`,
    browser,
    platform,
    tls,
    cipher: cipherOf(tls),
  })),
  ...DESKS.map(([browser, platform, tls], i): Client => ({
    ...BASE,
    key: `sso-${i}`,
    browser,
    platform,
    tls,
    cipher: cipherOf(tls),
    loginType: 'SAML Sfdc Initiated SSO',
    loginSubType: null,
    sso: true,
    authMethod: 'pwd mfa',
  })),
  ...DESKS.map(([browser, platform, tls], i): Client => ({
    ...BASE,
    key: `customer-${i}`,
    browser,
    platform,
    tls,
    cipher: cipherOf(tls),
    network: 1,
    loginUrl: `${COMPANY.site}/customers`,
  })),
  ...DESKS.map(([browser, platform, tls], i): Client => ({
    ...BASE,
    key: `partner-${i}`,
    browser,
    platform,
    tls,
    cipher: cipherOf(tls),
    network: 2,
    loginUrl: `${COMPANY.site}/partners`,
  })),
  {
    ...BASE,
    key: 'ios',
    loginType: 'Remote Access 2.0',
    loginSubType: 'OauthUserAgent',
    browser: 'Salesforce/254.0',
    platform: 'iPhone',
    application: 'Salesforce for iOS',
    clientVersion: '254.0',
  },
  {
    ...BASE,
    key: 'android',
    loginType: 'Remote Access 2.0',
    loginSubType: 'OauthUserAgent',
    browser: 'Chrome Mobile',
    platform: 'Android',
    application: 'Salesforce for Android',
    clientVersion: '254.0',
  },
  {
    ...BASE,
    key: 'outlook',
    loginType: 'Partner Product',
    loginSubType: null,
    application: 'Salesforce for Outlook',
    tls: 'TLS 1.2',
    cipher: cipherOf('TLS 1.2'),
  },
  api('seatwatch', {
    loginType: 'Remote Access 2.0',
    loginSubType: 'OauthClientCredentials',
    application: 'Seatwatch',
    tls: 'TLS 1.3',
    cipher: BASE.cipher,
  }),
  api('etl', {
    loginType: 'Remote Access 2.0',
    loginSubType: 'OauthClientCredentials',
    application: 'Nightly ETL',
  }),
  api('erp', { loginType: 'Remote Access 2.0', application: 'ERP Connector' }),
  api('data-loader', {
    application: 'Data Loader',
    loginSubType: null,
    clientVersion: '64.0.2',
    apiType: 'SOAP Partner',
    apiVersion: '64.0',
  }),
  api('data-loader-bulk', {
    application: 'DataLoader Bulk',
    loginSubType: null,
    clientVersion: '64.0.2',
    apiType: 'SOAP Partner',
    apiVersion: '64.0',
  }),
  api('legacy', {
    application: 'N/A',
    loginSubType: null,
    apiType: 'SOAP Enterprise',
    apiVersion: '28.0',
    tls: 'TLS 1.0',
    cipher: cipherOf('TLS 1.0'),
  }),
  // LoginSubType has no value for the JWT bearer flow.
  api('seatwatch-jwt', {
    loginType: 'Remote Access 2.0',
    loginSubType: null,
    application: 'Seatwatch',
    tls: 'TLS 1.3',
    cipher: BASE.cipher,
  }),
];

/** Number of a client by its key. */
export function clientNumber(key: string): number {
  const index = CLIENTS.findIndex((client) => client.key === key);
  if (index < 0) throw new Error(`unknown client ${key}`);
  return index + 1;
}

/** Desks of one kind are numbered in a row. */
export const DESK_COUNT = DESKS.length;

/** The row's AuthenticationServiceId: the company's single SAML configuration. */
export const ssoServiceId = (instance: string): string => encodeId(PREFIXES.SamlSsoConfig, instance, 1);

/** Every wording a login's Status takes here; only `Success` counts as one. Position + 1 is the number. */
export const STATUSES = [
  'Success',
  'Invalid Password',
  'User is Inactive',
  'User is Frozen',
  'Password Lockout',
  'Restricted IP',
  'Restricted Time',
  'Failed: Computer activation required',
  'Failed: API security token required',
  'Failed: API-only user',
  'Failed: API Version Removed',
  'Login rate exceeded',
  'Multi-factor required',
  'Failed: SAML Assertion Expired',
] as const;

export type LoginStatus = (typeof STATUSES)[number];
export const statusNumber = (status: LoginStatus): number => STATUSES.indexOf(status) + 1;
export const SUCCESS = statusNumber('Success');

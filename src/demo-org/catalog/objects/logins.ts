import { anyRef, authors, datetime, double, flag, id, isDeleted, picklist, ref, text } from '../fields';
import type { ObjectDef } from '../types';

export const LOGIN_JOINS = {
  client: { table: 'login_client', on: '{client}.n = {t}.client' },
  status: { table: 'login_status', on: '{status}.n = {t}.status' },
  place: { table: 'login_place', on: '{place}.n = {t}.place' },
};

/** IPv4 kept as a number; text on the way out. */
export const ipText = `(({t}.ip >> 24) || '.' || (({t}.ip >> 16) & 255) || '.' || (({t}.ip >> 8) & 255) || '.' || ({t}.ip & 255))`;

const CIPHER_SUITES = [
  'ECDHE-RSA-AES128-SHA',
  'ECDHE-RSA-AES256-GCM-SHA384',
  'TLS_AES_256_GCM_SHA384',
] as const;

/** Free-text descriptions of the client: readable and groupable, but no filter (object reference). */
const UNFILTERED = { filterable: false } as const;

/**
 * Sign-ins of the last six months. A user with neither Manage Users nor Monitor Login History gets only the
 * own rows, without any error.
 */
export const loginHistory: ObjectDef = {
  name: 'LoginHistory',
  label: 'Login History',
  labelPlural: 'Login History',
  table: 'login',
  joins: LOGIN_JOINS,
  fields: [
    id('LoginHistory'),
    ref('UserId', 'User', undefined, { column: 'user', nillable: false }),
    datetime('LoginTime', { column: 't', nillable: false }),
    picklist(
      'LoginType',
      [
        'Application',
        'Remote Access 2.0',
        'Other Apex API',
        'SAML Sfdc Initiated SSO',
        'SAML Idp Initiated SSO',
        'Partner Product',
        'Lightning Login',
      ],
      { via: 'client', nillable: false },
    ),
    text('SourceIp', 39, { sql: ipText, likeable: false }),
    text('LoginUrl', 255, { via: 'client' }),
    anyRef(
      'AuthenticationServiceId',
      ['AuthProvider', 'SamlSsoConfig'],
      { via: 'client', since: 34 },
      'AuthenticationService',
    ),
    ref('LoginGeoId', 'LoginGeo', 'LoginGeo', {
      sql: 'CASE WHEN {t}.place IS NOT NULL THEN {t}.n END',
      since: 34,
      needs: (p) => p.manageUsers,
    }),
    picklist('TlsProtocol', ['TLS 1.0', 'TLS 1.1', 'TLS 1.2', 'TLS 1.3', 'Unknown'], { via: 'client' }),
    picklist('CipherSuite', CIPHER_SUITES, { via: 'client' }),
    flag('OptionsIsGet', { via: 'client', groupable: false, sortable: false }),
    flag('OptionsIsPost', { via: 'client', groupable: false, sortable: false }),
    text('Browser', 64, { via: 'client', ...UNFILTERED }),
    text('Platform', 64, { via: 'client', ...UNFILTERED }),
    text('Status', 128, { via: 'status', ...UNFILTERED }),
    text('Application', 64, { via: 'client', ...UNFILTERED }),
    text('ClientVersion', 64, { via: 'client', ...UNFILTERED }),
    text('ApiType', 64, { via: 'client', ...UNFILTERED }),
    text('ApiVersion', 32, { via: 'client', ...UNFILTERED }),
    text('CountryIso', 2, { via: 'place' }),
    text('AuthMethodReference', 255, { via: 'client', since: 51 }),
    picklist(
      'LoginSubType',
      ['UsernamePasswordUiLogin', 'OauthClientCredentials', 'OauthRefreshToken', 'OauthUserAgent'],
      { via: 'client' },
    ),
    ref('NetworkId', 'Network', undefined, {
      via: 'client',
      column: 'network',
      needs: (p) => p.experienceCloud,
    }),
    text('ForwardedForIp', 256, { since: 61, sql: 'NULL' }),
    text('AuthContextClassRef', 255, { since: 67, via: 'client' }),
  ],
  rowFilter: (p) => (p.manageUsers || p.monitorLoginHistory ? undefined : '{t}.user = :runAs'),
};

/** Where a sign-in came from: one record per login whose address could be placed. */
export const loginGeo: ObjectDef = {
  name: 'LoginGeo',
  label: 'Login Geo Data',
  labelPlural: 'Login Geo Data',
  table: 'login',
  joins: LOGIN_JOINS,
  fields: [
    id('LoginGeo'),
    datetime('LoginTime', { column: 't', nillable: false }),
    text('CountryIso', 2, { via: 'place' }),
    text('Country', 255, { via: 'place' }),
    double('Latitude', { via: 'place' }),
    double('Longitude', { via: 'place' }),
    text('City', 255, { via: 'place' }),
    text('PostalCode', 255, { via: 'place' }),
    text('Subdivision', 255, { via: 'place' }),
    isDeleted(),
    ...authors('{t}.user'),
    datetime('CreatedDate', { column: 't', nillable: false }),
    datetime('LastModifiedDate', { column: 't', nillable: false }),
    datetime('SystemModstamp', { column: 't', nillable: false }),
  ],
  needs: (p) => p.manageUsers,
  rowFilter: () => '{t}.place IS NOT NULL',
};

/** Tables behind both: compact, because five million rows are meant to fit a temporary folder. */
export const LOGIN_TABLES = `
CREATE TABLE login (
  n INTEGER PRIMARY KEY,
  t INTEGER NOT NULL,
  user INTEGER NOT NULL,
  status INTEGER NOT NULL,
  client INTEGER NOT NULL,
  ip INTEGER NOT NULL,
  place INTEGER,
  verification INTEGER
);
CREATE TABLE login_status (n INTEGER PRIMARY KEY, status TEXT NOT NULL, success INTEGER NOT NULL);
CREATE TABLE login_place (
  n INTEGER PRIMARY KEY, country_iso TEXT, country TEXT, subdivision TEXT, city TEXT, postal_code TEXT,
  latitude REAL, longitude REAL
);
CREATE TABLE login_client (
  n INTEGER PRIMARY KEY, login_type TEXT, login_sub_type TEXT, login_url TEXT, authentication_service_id TEXT,
  tls_protocol TEXT, cipher_suite TEXT, options_is_get INTEGER, options_is_post INTEGER, browser TEXT,
  platform TEXT, application TEXT, client_version TEXT, api_type TEXT, api_version TEXT,
  auth_method_reference TEXT, auth_context_class_ref TEXT, network INTEGER
);`;

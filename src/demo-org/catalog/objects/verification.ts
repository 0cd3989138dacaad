import { authors, datetime, empty, flag, id, int, isDeleted, picklist, ref, text } from '../fields';
import type { FieldDef, ObjectDef } from '../types';
import { ipText, LOGIN_JOINS } from './logins';
import { MFA, type MfaMethod } from './mfa';

/** Ways to verify oneself, as VerificationMethod names them (Object Reference, VerificationHistory). */
export const VERIFICATION_METHODS = [
  'BuiltInAuthenticator',
  'Email',
  'EnableLL',
  'LL',
  'Password',
  'SalesforceAuthenticator',
  'SecurityKey',
  'Sms',
  'TempCode',
  'Totp',
  'U2F',
] as const;

const ACTIVITIES = [
  'AccessReports',
  'Apex',
  'ChangeEmail',
  'ConnectSms',
  'ConnectToopher',
  'ConnectTotp',
  'ConnectU2F',
  'ConnectWebAuth',
  'ConnectedApp',
  'EnableLL',
  'ExportPrintReports',
  'ExternalClientApp',
  'ListView',
  'Login',
  'Registration',
  'TempCode',
] as const;

const POLICIES = [
  'CustomApex',
  'DeviceActivation',
  'EnableLightningLogin',
  'ExtraVerification',
  'HighAssurance',
  'LightningLogin',
  'PageAccess',
  'PasswordlessLogin',
  'ProfilePolicy',
  'TwoFactorAuthentication',
] as const;

const STATUSES = [
  'AutomatedSuccess',
  'Denied',
  'FailedGeneralError',
  'FailedInvalidCode',
  'FailedInvalidPassword',
  'FailedPasswordLockout',
  'FailedTooManyAttempts',
  'Initiated',
  'InProgress',
  'RecoverableError',
  'ReportedDenied',
  'Succeeded',
] as const;

/** Attempts to prove one's identity, six months of them: the sign-ins at which something was asked. */
export const verificationHistory: ObjectDef = {
  name: 'VerificationHistory',
  label: 'Verification History',
  labelPlural: 'Verification History',
  table: 'login',
  since: 36,
  joins: {
    ...LOGIN_JOINS,
    verification: { table: 'verification', on: '{verification}.n = {t}.verification' },
  },
  fields: [
    id('VerificationHistory'),
    // One attempt per sign-in here; the number only has to be an int.
    int('EventGroup', { nillable: false, label: 'Verification Attempt', sql: '({t}.n % 1000000007)' }),
    datetime('VerificationTime', { nillable: false, column: 't', label: 'Time' }),
    picklist('VerificationMethod', VERIFICATION_METHODS, {
      via: 'verification',
      column: 'method',
      label: 'Method',
    }),
    ref('UserId', 'User', 'User', { nillable: false, column: 'user' }),
    picklist('Activity', ACTIVITIES, { nillable: false, via: 'verification', label: 'User Activity' }),
    picklist('Status', STATUSES, { nillable: false, via: 'verification' }),
    ref('LoginHistoryId', 'LoginHistory', 'LoginHistory', { nillable: false, column: 'n' }),
    text('SourceIp', 39, { nillable: false, sql: ipText }),
    ref('LoginGeoId', 'LoginGeo', 'LoginGeo', { sql: 'CASE WHEN {t}.place IS NOT NULL THEN {t}.n END' }),
    text('Remarks', 255, { via: 'verification', label: 'Activity Message' }),
    empty(ref('ResourceId', 'ConnectedApplication', 'Resource')),
    picklist('Policy', POLICIES, { nillable: false, via: 'verification', label: 'Triggered By' }),
    datetime('CreatedDate', { nillable: false, column: 't' }),
    ...authors('{t}.user'),
    datetime('LastModifiedDate', { nillable: false, column: 't' }),
    isDeleted(),
    datetime('SystemModstamp', { nillable: false, column: 't' }),
  ],
  needs: (p) => p.manageUsers,
  rowFilter: () => '{t}.verification IS NOT NULL',
};

const has = (name: string, method: MfaMethod, tweaks: { since?: number } = {}): FieldDef =>
  flag(name, { sql: `(({t}.mfa & ${MFA[method]}) <> 0)`, ...tweaks });

/** Which verification methods each user has registered; a property of the user, under ids of its own. */
export const twoFactorMethodsInfo: ObjectDef = {
  name: 'TwoFactorMethodsInfo',
  label: 'Two Factor Methods Info',
  labelPlural: 'Two Factor Methods Info',
  table: 'user',
  since: 37,
  queryOnly: true,
  fields: [
    id('TwoFactorMethodsInfo'),
    text('ExternalId', 255, { sql: 'CAST({t}.n + 100000000 AS TEXT)' }),
    ref('UserId', 'User', 'User', { column: 'n' }),
    has('HasSalesforceAuthenticator', 'salesforceAuthenticator'),
    has('HasTempCode', 'tempCode'),
    has('HasTotp', 'totp'),
    has('HasU2F', 'u2f'),
    has('HasUserVerifiedMobileNumber', 'verifiedMobile'),
    has('HasUserVerifiedEmailAddress', 'verifiedEmail', { since: 43 }),
    has('HasBuiltInAuthenticator', 'builtInAuthenticator', { since: 53 }),
    has('HasSecurityKey', 'securityKey', { since: 55 }),
  ],
  needs: (p) => p.manageMfaInApi,
  // Users nobody can sign in as have nothing to verify.
  rowFilter: () => "{t}.user_type IS NOT NULL AND {t}.user_type NOT IN ('Guest', 'AutomatedProcess')",
};

/** One-time-password secrets. The secret itself is never readable: it always shows as null. */
export const twoFactorInfo: ObjectDef = {
  name: 'TwoFactorInfo',
  label: 'Two-Factor Information',
  labelPlural: 'Two-Factor Information',
  table: 'user',
  since: 32,
  fields: [
    id('TwoFactorInfo'),
    ref('UserId', 'User', 'User', { column: 'n' }),
    picklist('Type', ['TOTP'], { nillable: false, sql: "'TOTP'" }),
    text('SharedKey', 255, { filterable: false, sql: 'NULL' }),
  ],
  rowFilter: (p) =>
    p.manageMfaInApi || p.manageUsers
      ? `({t}.mfa & ${MFA.totp}) <> 0`
      : `({t}.mfa & ${MFA.totp}) <> 0 AND {t}.n = :runAs`,
};

/** Dictionary behind VerificationHistory: what was asked and how it ended. */
export const VERIFICATION_TABLE = `
CREATE TABLE verification (
  n INTEGER PRIMARY KEY, method TEXT, activity TEXT NOT NULL, policy TEXT NOT NULL, status TEXT NOT NULL,
  remarks TEXT
);`;

import { define, need, take } from './define';
import { DAILY, MANAGE_MFA, MANAGE_USERS, WEEKLY } from './definition';
import { dateTime, flagsSet, id, text, whole } from './fields';

/** Sessions alive at the moment of asking; ended ones vanish, so a copy once a day says as much as many. */
export const authSessions = define('authSessions', {
  object: 'AuthSession',
  mode: 'full',
  value: 40,
  ownRowsOnly: true,
  refreshEvery: DAILY,
  optional: true,
  columns: {
    id: need(id, 'Id'),
    userId: need(id, 'UsersId'),
    createdAt: need(dateTime, 'CreatedDate'),
    lastModifiedAt: take(dateTime, 'LastModifiedDate'),
    secondsValid: take(whole, 'NumSecondsValid'),
    loginType: take(text, 'LoginType'),
    sessionType: take(text, 'SessionType'),
    sessionSecurityLevel: take(text, 'SessionSecurityLevel'),
    sourceIp: take(text, 'SourceIp'),
    userType: take(text, 'UserType'),
    parentId: take(id, 'ParentId'),
    loginHistoryId: take(id, 'LoginHistoryId'),
    // Only with Manage Users.
    loginGeoId: take(id, 'LoginGeoId'),
  },
  needs: MANAGE_USERS,
});

/** Every time somebody had to prove who they are. Kept by Salesforce for six months. */
export const verificationHistory = define('verificationHistory', {
  object: 'VerificationHistory',
  mode: 'append',
  clocks: ['VerificationTime'],
  since: 185 * 86_400_000,
  value: 30,
  columns: {
    id: need(id, 'Id'),
    verificationTime: need(dateTime, 'VerificationTime'),
    userId: need(id, 'UserId'),
    method: take(text, 'VerificationMethod'),
    activity: take(text, 'Activity'),
    policy: take(text, 'Policy'),
    status: take(text, 'Status'),
    eventGroup: take(whole, 'EventGroup'),
    sourceIp: take(text, 'SourceIp'),
    loginHistoryId: take(id, 'LoginHistoryId'),
    loginGeoId: take(id, 'LoginGeoId'),
    remarks: take(text, 'Remarks'),
  },
  needs: MANAGE_USERS,
});

const METHOD_PREFIX = 'Has';

/**
 * One row per user, without any date: what changed cannot be asked for, so everything is read, and not every
 * day. Newly registered methods show sooner in the verification history (activities Connect…).
 */
export const twoFactorMethods = define('twoFactorMethods', {
  object: 'TwoFactorMethodsInfo',
  mode: 'full',
  flags: {
    prefix: METHOD_PREFIX,
    known: [
      'BuiltInAuthenticator',
      'SalesforceAuthenticator',
      'SecurityKey',
      'TempCode',
      'Totp',
      'U2F',
      'UserVerifiedEmailAddress',
      'UserVerifiedMobileNumber',
    ],
    all: true,
  },
  value: 38,
  refreshEvery: WEEKLY,
  optional: true,
  columns: {
    id: need(id, 'Id'),
    userId: need(id, 'UserId'),
    methods: { read: (record) => flagsSet(record, METHOD_PREFIX) },
  },
  needs: MANAGE_MFA,
});

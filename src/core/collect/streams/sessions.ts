import type { StreamDefinition } from './definition';
import { DAILY, MANAGE_MFA, MANAGE_USERS, titleOf, WEEKLY } from './definition';
import { dateTime, flagsSet, id, text, whole } from './fields';

/** Sessions alive at the moment of asking; ended ones vanish, so a copy once a day says as much as many. */
export const authSessions: StreamDefinition<'authSessions'> = {
  name: 'authSessions',
  title: titleOf('authSessions'),
  object: 'AuthSession',
  mode: 'full',
  fields: [
    { path: 'Id', required: true },
    { path: 'UsersId', required: true },
    { path: 'CreatedDate', required: true },
    { path: 'LastModifiedDate' },
    { path: 'NumSecondsValid' },
    { path: 'LoginType' },
    { path: 'SessionType' },
    { path: 'SessionSecurityLevel' },
    { path: 'SourceIp' },
    { path: 'UserType' },
    { path: 'ParentId' },
    { path: 'LoginHistoryId' },
    // Only with Manage Users.
    { path: 'LoginGeoId' },
  ],
  clocks: [],
  value: 40,
  ownRowsOnly: true,
  refreshEvery: DAILY,
  optional: true,
  map(record) {
    const key = id(record, 'Id');
    const userId = id(record, 'UsersId');
    const createdAt = dateTime(record, 'CreatedDate');
    if (key === null || userId === null || createdAt === null) return null;
    return {
      id: key,
      userId,
      createdAt,
      lastModifiedAt: dateTime(record, 'LastModifiedDate'),
      secondsValid: whole(record, 'NumSecondsValid'),
      loginType: text(record, 'LoginType'),
      sessionType: text(record, 'SessionType'),
      sessionSecurityLevel: text(record, 'SessionSecurityLevel'),
      sourceIp: text(record, 'SourceIp'),
      userType: text(record, 'UserType'),
      parentId: id(record, 'ParentId'),
      loginHistoryId: id(record, 'LoginHistoryId'),
      loginGeoId: id(record, 'LoginGeoId'),
    };
  },
  essential: false,
  needs: MANAGE_USERS,
};

/** Every time somebody had to prove who they are. Kept by Salesforce for six months. */
export const verificationHistory: StreamDefinition<'verificationHistory'> = {
  name: 'verificationHistory',
  title: titleOf('verificationHistory'),
  object: 'VerificationHistory',
  mode: 'append',
  fields: [
    { path: 'Id', required: true },
    { path: 'VerificationTime', required: true },
    { path: 'UserId', required: true },
    { path: 'VerificationMethod' },
    { path: 'Activity' },
    { path: 'Policy' },
    { path: 'Status' },
    { path: 'EventGroup' },
    { path: 'SourceIp' },
    { path: 'LoginHistoryId' },
    { path: 'LoginGeoId' },
    { path: 'Remarks' },
  ],
  clocks: ['VerificationTime'],
  since: 185 * 86_400_000,
  value: 30,
  map(record) {
    const key = id(record, 'Id');
    const verificationTime = dateTime(record, 'VerificationTime');
    const userId = id(record, 'UserId');
    if (key === null || verificationTime === null || userId === null) return null;
    return {
      id: key,
      verificationTime,
      userId,
      method: text(record, 'VerificationMethod'),
      activity: text(record, 'Activity'),
      policy: text(record, 'Policy'),
      status: text(record, 'Status'),
      eventGroup: whole(record, 'EventGroup'),
      sourceIp: text(record, 'SourceIp'),
      loginHistoryId: id(record, 'LoginHistoryId'),
      loginGeoId: id(record, 'LoginGeoId'),
      remarks: text(record, 'Remarks'),
    };
  },
  essential: false,
  needs: MANAGE_USERS,
};

const METHOD_PREFIX = 'Has';

/**
 * One row per user, without any date: what changed cannot be asked for, so everything is read, and not every
 * day. Newly registered methods show sooner in the verification history (activities Connect…).
 */
export const twoFactorMethods: StreamDefinition<'twoFactorMethods'> = {
  name: 'twoFactorMethods',
  title: titleOf('twoFactorMethods'),
  object: 'TwoFactorMethodsInfo',
  mode: 'full',
  fields: [
    { path: 'Id', required: true },
    { path: 'UserId', required: true },
  ],
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
  clocks: [],
  value: 38,
  refreshEvery: WEEKLY,
  optional: true,
  map(record) {
    const key = id(record, 'Id');
    const userId = id(record, 'UserId');
    if (key === null || userId === null) return null;
    return { id: key, userId, methods: flagsSet(record, METHOD_PREFIX) };
  },
  essential: false,
  needs: MANAGE_MFA,
};

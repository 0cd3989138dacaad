import { constant, datetime, flag, id, int, picklist, ref, text } from '../fields';
import type { ObjectDef } from '../types';
import { USER_TYPES } from './user';

/**
 * Sessions that are open right now; ended ones vanish (data/sessions.ts takes them away). A session ends at
 * LastModifiedDate + NumSecondsValid. The Object Reference wants Manage Users; users without it have been seen
 * to get their own rows, hence the switch.
 */
export const authSession: ObjectDef = {
  name: 'AuthSession',
  label: 'Auth Session',
  labelPlural: 'Auth Sessions',
  table: 'auth_session',
  since: 29,
  fields: [
    id('AuthSession', { label: 'Auth Session ID' }),
    ref('UsersId', 'User', 'Users', { column: 'user' }),
    datetime('CreatedDate', { nillable: false }),
    datetime('LastModifiedDate', { nillable: false }),
    int('NumSecondsValid', { nillable: false, label: 'Valid For' }),
    picklist('UserType', USER_TYPES, { nillable: false }),
    text('SourceIp', 39, { nillable: false }),
    picklist('LoginType', ['Application', 'Remote Access 2.0', 'Other Apex API', 'SAML Sfdc Initiated SSO'], {
      label: 'Login',
    }),
    picklist('SessionType', ['UI', 'Content', 'API', 'Oauth2', 'Visualforce', 'Aura', 'ChatterNetworks']),
    picklist('SessionSecurityLevel', ['LOW', 'STANDARD', 'HIGH_ASSURANCE']),
    text('LogoutUrl', 1500, { groupable: false, since: 32, sql: 'NULL' }),
    // A session without a parent names itself.
    ref('ParentId', 'AuthSession', undefined, { nillable: false, since: 32 }),
    ref('LoginHistoryId', 'LoginHistory', 'LoginHistory', { since: 33 }),
    ref('LoginGeoId', 'LoginGeo', 'LoginGeo', { since: 34, needs: (p) => p.manageUsers }),
    flag('IsCurrent', { since: 37 }),
    flag('IsAssociatedWithJwtAccessToken', { since: 64, sql: constant(0) }),
  ],
  needs: (p) => p.manageUsers || p.authSessionWithoutPermission === 'own-rows',
  rowFilter: (p) => (p.manageUsers ? undefined : '{t}.user = :runAs'),
};

/**
 * Addresses a user has proved to be at home on: a sign-in from another one is challenged. The Object Reference
 * names no permission; that others' addresses take Manage Users is our assumption.
 */
export const loginIp: ObjectDef = {
  name: 'LoginIp',
  label: 'Login IP',
  labelPlural: 'Login IPs',
  table: 'login_ip',
  since: 28,
  fields: [
    id('LoginIp'),
    ref('UsersId', 'User', 'Users', { nillable: false, column: 'user' }),
    text('SourceIp', 39),
    datetime('CreatedDate', { nillable: false }),
    flag('IsAuthenticated'),
    datetime('ChallengeSentDate'),
    picklist('ChallengeMethod', ['Email', 'SMS', 'TOTP_CHOICE', 'TOTP_ONLY']),
  ],
  rowFilter: (p) => (p.manageUsers ? undefined : '{t}.user = :runAs'),
};

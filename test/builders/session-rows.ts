import type { StreamRecords } from '../../src/core/collect/records';
import type { LoginEventRow } from '../../src/core/ports';
import { AS_OF, HOUR } from './db';

// Records about sessions and the setup audit trail with every field filled in.

export const session = (
  id: string,
  userId: string,
  changes: Partial<StreamRecords['authSessions']> = {},
): StreamRecords['authSessions'] => ({
  id,
  userId,
  createdAt: AS_OF - HOUR,
  lastModifiedAt: AS_OF - HOUR,
  secondsValid: 7_200,
  loginType: 'Application',
  sessionType: 'UI',
  sessionSecurityLevel: 'STANDARD',
  sourceIp: '93.184.216.34',
  userType: 'Standard',
  parentId: null,
  loginHistoryId: null,
  loginGeoId: null,
  ...changes,
});

export const verification = (
  id: string,
  userId: string,
  changes: Partial<StreamRecords['verificationHistory']> = {},
): StreamRecords['verificationHistory'] => ({
  id,
  userId,
  verificationTime: AS_OF - HOUR,
  method: 'SalesforceAuthenticator',
  activity: 'Login',
  policy: 'TwoFactorAuthentication',
  status: 'Succeeded',
  eventGroup: 1,
  sourceIp: '93.184.216.34',
  loginHistoryId: null,
  loginGeoId: null,
  remarks: null,
  ...changes,
});

export const setupChange = (
  id: string,
  action: string,
  display: string,
  changes: Partial<StreamRecords['setupAuditTrail']> = {},
): StreamRecords['setupAuditTrail'] => ({
  id,
  createdAt: AS_OF - HOUR,
  action,
  section: 'Manage Users',
  display,
  createdById: null,
  createdByContext: null,
  createdByIssuer: null,
  delegateUser: null,
  ...changes,
});

export const loginEvent = (line: number, changes: Partial<LoginEventRow> = {}): LoginEventRow => ({
  line,
  at: AS_OF - HOUR,
  userId: null,
  username: null,
  sourceIp: null,
  loginStatus: 'LOGIN_NO_ERROR',
  loginType: null,
  loginKey: null,
  sessionKey: null,
  browser: null,
  platform: null,
  application: null,
  apiType: null,
  apiVersion: null,
  tlsProtocol: null,
  cipherSuite: null,
  authenticationMethodReference: null,
  ...changes,
});

/** A file on offer, to be filled with `commitEventLog`. */
export const loginFile = (id: string): StreamRecords['eventLogFiles'] => ({
  id,
  logDate: AS_OF - 24 * HOUR,
  eventType: 'Login',
  interval: 'Daily',
  sequence: 0,
  length: 1_000,
  createdAt: AS_OF - HOUR,
});

import { openPlain } from '../../src/db/open';
import type { StreamRecords } from './db';

/** Whom timelines of tests are about. */
export const ADA = '005000000000001AAA';

export const session = (id: string, createdAt: number, userId = ADA): StreamRecords['authSessions'] => ({
  id,
  userId,
  createdAt,
  lastModifiedAt: null,
  secondsValid: 7200,
  loginType: 'Application',
  sessionType: 'UI',
  sessionSecurityLevel: 'HIGH_ASSURANCE',
  sourceIp: '192.0.2.7',
  userType: 'Standard',
  parentId: null,
  loginHistoryId: null,
  loginGeoId: null,
});

export const verification = (
  id: string,
  verificationTime: number,
  userId = ADA,
): StreamRecords['verificationHistory'] => ({
  id,
  verificationTime,
  userId,
  method: 'SalesforceAuthenticator',
  activity: 'AccessReports',
  policy: 'HighAssurance',
  status: 'FailedInvalidCode',
  eventGroup: 1,
  sourceIp: '192.0.2.7',
  loginHistoryId: null,
  loginGeoId: null,
  remarks: null,
});

export const setup = (
  id: string,
  createdAt: number,
  changes: Partial<StreamRecords['setupAuditTrail']> = {},
): StreamRecords['setupAuditTrail'] => ({
  id,
  createdAt,
  action: 'changed',
  section: 'Manage Users',
  display: 'Changed something',
  createdById: '005000000000009AAA',
  createdByContext: null,
  createdByIssuer: null,
  delegateUser: null,
  ...changes,
});

export function addFinding(
  file: string,
  orgId: string,
  { key, at, userId = ADA, last = null }: { key: string; at: number; userId?: string; last?: number | null },
): void {
  const sqlite = openPlain(file, undefined, {});
  sqlite
    .prepare(
      `INSERT INTO finding (org_id, check_id, key, severity, user_id, first_seen_at, last_seen_at, occurrences,
         summary, evidence, provisional, found_at)
       SELECT id, 'impossible-travel', ?, 'high', ?, ?, ?, 3, ?, '{}', 0, ? FROM org WHERE uid = ?`,
    )
    .run(key, userId, at, last, `Finding ${key}`, at, orgId);
  sqlite.close();
}

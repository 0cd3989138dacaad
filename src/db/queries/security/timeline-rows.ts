import { findCheck } from '../../../checks/registry';
import { iso } from '../time';
import { beforeNumber, beforeText, type Event, type Source, spelledOut } from './timeline-events';

interface FindingRow {
  id: number;
  at: number;
  since: number;
  checkId: string;
  severity: string;
  summary: string;
  occurrences: number;
  resolvedAt: number | null;
  acknowledgedBy: string | null;
  acknowledgedReason: string | null;
}

const FINDINGS = `
  SELECT f.id, coalesce(f.last_seen_at, f.first_seen_at) AS at, f.first_seen_at AS since, f.check_id AS checkId,
    f.severity, f.summary, f.occurrences, f.resolved_at AS resolvedAt, f.acknowledged_by AS acknowledgedBy,
    f.acknowledged_reason AS acknowledgedReason
  FROM finding f WHERE f.org_id = @org AND f.user_id = @userId
    AND (coalesce(f.last_seen_at, f.first_seen_at), f.id) < (@at, @id)
  ORDER BY 2 DESC, f.id DESC LIMIT @limit`;

/** Everything ever found about the user, muted or not: a mute is about lists, not about what happened. */
export const findingsOfUser: Source = (db, { org, userId }, bound, limit) =>
  db.all<FindingRow>(FINDINGS, { org, userId, limit, ...beforeNumber(bound) }).map((row): Event => ({
    at: row.at,
    since: row.since,
    id: String(row.id),
    kind: 'finding',
    title: row.summary,
    details: [
      findCheck(row.checkId)?.info.title ?? row.checkId,
      row.resolvedAt === null ? null : `Resolved ${iso(row.resolvedAt).slice(0, 10)}`,
      row.acknowledgedBy === null
        ? null
        : `Acknowledged by ${row.acknowledgedBy}: ${row.acknowledgedReason ?? ''}`,
    ],
    severity: row.severity,
    findingId: row.id,
    count: Math.max(1, row.occurrences),
  }));

interface VerificationRow {
  id: string;
  at: number;
  method: string | null;
  activity: string | null;
  policy: string | null;
  status: string | null;
  sourceIp: string | null;
  remarks: string | null;
}

const VERIFICATIONS = `
  SELECT id, verification_time AS at, method, activity, policy, status, source_ip AS sourceIp, remarks
  FROM verification_history WHERE org_id = @org AND user_id = @userId AND (verification_time, id) < (@at, @id)
  ORDER BY verification_time DESC, id DESC LIMIT @limit`;

export const verificationsOfUser: Source = (db, { org, userId }, bound, limit) =>
  db.all<VerificationRow>(VERIFICATIONS, { org, userId, limit, ...beforeText(bound) }).map((row): Event => {
    const method = row.method === null ? '' : ` by ${spelledOut(row.method)}`;
    const status = row.status === null ? 'no status' : spelledOut(row.status);
    return {
      at: row.at,
      id: row.id,
      kind: 'verification',
      title: `Identity verification${method}: ${status}`,
      details: [
        row.activity === null ? null : `For: ${spelledOut(row.activity)}`,
        row.policy === null ? null : `Policy: ${spelledOut(row.policy)}`,
        row.sourceIp,
        row.remarks,
      ],
    };
  });

interface SessionRow {
  id: string;
  at: number;
  loginType: string | null;
  sessionType: string | null;
  level: string | null;
  sourceIp: string | null;
}

const SESSIONS = `
  SELECT id, created_at AS at, login_type AS loginType, session_type AS sessionType,
    session_security_level AS level, source_ip AS sourceIp
  FROM auth_session WHERE org_id = @org AND user_id = @userId AND (created_at, id) < (@at, @id)
  ORDER BY created_at DESC, id DESC LIMIT @limit`;

/** Of the sessions alive when last looked at; Salesforce tells of no other. */
export const sessionsOfUser: Source = (db, { org, userId }, bound, limit) =>
  db
    .all<SessionRow>(SESSIONS, { org, userId, limit, ...beforeText(bound) })
    .map(({ id, at, loginType, sessionType, level, sourceIp }): Event => ({
      at,
      id,
      kind: 'session',
      title: `Session began${sessionType === null ? '' : ` (${sessionType})`}`,
      details: [loginType, level === null ? null : `Security level: ${level}`, sourceIp],
    }));

interface AppRow {
  id: string;
  at: number;
  appName: string;
  useCount: number | null;
  lastUsedAt: number | null;
}

const APPS = `
  SELECT id, created_at AS at, app_name AS appName, use_count AS useCount, last_used_at AS lastUsedAt
  FROM oauth_token WHERE org_id = @org AND user_id = @userId AND (created_at, id) < (@at, @id)
  ORDER BY created_at DESC, id DESC LIMIT @limit`;

/** Apps the user lets in now. Tokens taken back are in the history of changes. */
export const appsOfUser: Source = (db, { org, userId }, bound, limit) =>
  db
    .all<AppRow>(APPS, { org, userId, limit, ...beforeText(bound) })
    .map(({ id, at, appName, useCount, lastUsedAt }): Event => ({
      at,
      id,
      kind: 'app',
      title: `Let the app ${appName} in`,
      details: [
        useCount === null ? null : `Used ${useCount.toLocaleString('en-US')} times`,
        lastUsedAt === null ? null : `Last used ${iso(lastUsedAt).slice(0, 10)}`,
      ],
    }));

import { findCheck } from '../../../checks/registry';
import {
  type EvaluationSummary,
  NO_COUNTS,
  type Severity,
  type SeverityCounts,
} from '../../../shared/model/checks';
import type { Connection } from '../../connection';

/** SQL: whether a finding `f` is acknowledged at `@now`; it may be open or resolved. */
export const IS_ACKNOWLEDGED = '(f.acknowledged_at IS NOT NULL AND coalesce(f.acknowledged_until > @now, 1))';

/** SQL: whether a finding `f` is muted at `@now`. */
export const IS_MUTED = `EXISTS (
  SELECT 1 FROM finding_mute m
  WHERE m.org_id = f.org_id AND coalesce(m.until > @now, 1) AND coalesce(m.check_id = f.check_id, 1)
    AND m.value = CASE m.target WHEN 'user' THEN f.user_id WHEN 'ip' THEN f.ip ELSE f.app END)`;

/** SQL: findings `f` that somebody should look at. */
export const IS_OPEN = `f.resolved_at IS NULL AND NOT ${IS_ACKNOWLEDGED} AND NOT ${IS_MUTED}`;

const COUNTS = `
  SELECT f.severity, count(*) AS n FROM finding f WHERE f.org_id = @org AND ${IS_OPEN} GROUP BY f.severity`;

export function openCounts(db: Connection, org: number, now: number): SeverityCounts {
  const counts = { ...NO_COUNTS };
  for (const { severity, n } of db.all<{ severity: Severity; n: number }>(COUNTS, { org, now }))
    counts[severity] = n;
  return counts;
}

/** Named at once; of more there is only the number. */
const NAMED = 20;

const CRITICAL = `
  SELECT f.id, f.check_id AS "check", f.summary FROM finding f
  WHERE f.id IN (SELECT value FROM json_each(@ids)) AND f.org_id = @org AND f.severity = 'critical' AND ${IS_OPEN}
  ORDER BY f.last_seen_at DESC, f.id`;

/** Of findings that were just opened: those a person is told of at once. */
export function newCriticals(
  db: Connection,
  org: number,
  ids: readonly number[],
  now: number,
): Pick<EvaluationSummary, 'newCritical' | 'newCriticalCount'> {
  const rows = db.all<{ id: number; check: string; summary: string }>(CRITICAL, {
    org,
    now,
    ids: JSON.stringify(ids),
  });
  return {
    newCriticalCount: rows.length,
    newCritical: rows
      .slice(0, NAMED)
      .map((row) => ({ ...row, title: findCheck(row.check)?.info.title ?? row.check })),
  };
}

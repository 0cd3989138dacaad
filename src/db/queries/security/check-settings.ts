import { changedOnly, problemWith } from '../../../checks/parameters';
import { CHECKS, findCheck } from '../../../checks/registry';
import type { Signature } from '../../../core/ports-security';
import {
  type CheckState,
  NO_COUNTS,
  type ParameterValues,
  type Severity,
} from '../../../shared/model/checks';
import { AppError } from '../../../shared/model/errors';
import type { Connection } from '../../connection';
import { iso } from '../time';
import { IS_ACKNOWLEDGED, IS_MUTED } from './open-findings';
import { resultsOf } from './results';
import { orgChecks } from './stored-checks';

interface Count {
  id: string;
  severity: Severity;
  isAcknowledged: number;
  isMuted: number;
  n: number;
}

const UNRESOLVED = `
  SELECT f.check_id AS id, f.severity, ${IS_ACKNOWLEDGED} AS isAcknowledged, ${IS_MUTED} AS isMuted, count(*) AS n
  FROM finding f WHERE f.org_id = @org AND f.resolved_at IS NULL GROUP BY 1, 2, 3, 4`;

/** Every check with how it is set and what it found. */
export function checks(db: Connection, orgId: string, now: number): CheckState[] {
  const org = db.orgKey(orgId);
  const results = resultsOf(db, org);
  const counts = db.all<Count>(UNRESOLVED, { org, now });
  return orgChecks(db, org).map(({ check, enabled, values, changedBy, changedAt }) => {
    const own = counts.filter(({ id }) => id === check.info.id);
    const sum = (which: (count: Count) => boolean) => own.filter(which).reduce((all, { n }) => all + n, 0);
    const open = { ...NO_COUNTS };
    for (const { severity, isAcknowledged, isMuted, n } of own)
      if (isAcknowledged === 0 && isMuted === 0) open[severity] += n;
    return {
      info: check.info,
      enabled,
      values,
      changedBy,
      changedAt: iso(changedAt),
      result: results.get(check.info.id) ?? null,
      open,
      acknowledged: sum(({ isAcknowledged, isMuted }) => isAcknowledged === 1 && isMuted === 0),
      muted: sum(({ isMuted }) => isMuted === 1),
    };
  });
}

export function unknownCheck(id: string): AppError {
  return new AppError({
    code: 'UNKNOWN_CHECK',
    kind: 'usage',
    message: `There is no check “${id}”.`,
    fix: 'Names of checks are in the catalog of checks.',
  });
}

/** Throws INVALID_PARAMETER for what cannot be used. */
export function requireValues(id: string, values: ParameterValues): ParameterValues {
  const check = findCheck(id);
  if (check === null) throw unknownCheck(id);
  const problem = problemWith(check.info.parameters, values);
  if (problem !== null)
    throw new AppError({
      code: 'INVALID_PARAMETER',
      kind: 'usage',
      message: problem,
      fix: 'Correct the value.',
    });
  return changedOnly(check.info.parameters, values);
}

const SAVE = `
  INSERT INTO check_setting (org_id, check_id, enabled, parameters, changed_by, changed_at)
  VALUES (@org, @id, @enabled, @parameters, @by, @at)
  ON CONFLICT DO UPDATE SET enabled = excluded.enabled, parameters = excluded.parameters,
    changed_by = excluded.changed_by, changed_at = excluded.changed_at`;

export function setCheck(
  db: Connection,
  orgId: string,
  check: string,
  enabled: boolean,
  values: ParameterValues | null,
  { by, at }: Signature,
): void {
  const changed = requireValues(check, values ?? {});
  db.run(SAVE, {
    org: db.orgKey(orgId),
    id: findCheck(check)?.info.id ?? check,
    enabled: Number(enabled),
    parameters: Object.keys(changed).length === 0 ? null : JSON.stringify(changed),
    by,
    at,
  });
}

/** Anything stored, set or said since: data, settings, known addresses, an evaluation that broke off. */
const DUE = `
  SELECT o.data_as_of IS NOT NULL AND (p.org_id IS NULL OR p.late_since IS NOT NULL OR p.as_of < o.data_as_of
    OR (SELECT count(*) FROM check_result r WHERE r.org_id = o.id) < @checks
    OR EXISTS (SELECT 1 FROM check_setting s WHERE s.org_id = o.id AND s.changed_at >= p.evaluated_at)
    OR EXISTS (SELECT 1 FROM address_list a WHERE coalesce(a.org_id = o.id, 1) AND a.changed_at >= p.evaluated_at)
  ) AS due
  FROM org o LEFT JOIN check_progress p ON p.org_id = o.id WHERE o.id = @org`;

export function isEvaluationDue(db: Connection, orgId: string): boolean {
  return db.get<{ due: number }>(DUE, { org: db.orgKey(orgId), checks: CHECKS.length })?.due === 1;
}

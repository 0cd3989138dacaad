import type { OrgFigures } from '../../../core/ports-diagnostics';
import type { RunState } from '../../../shared/model/run';
import type { Connection } from '../../connection';
import { openCounts } from '../security/open-findings';

const NO_RUNS: Readonly<Record<RunState, number>> = {
  complete: 0,
  'paused-quota': 0,
  'paused-budget': 0,
  failed: 0,
  interrupted: 0,
};

/** Figures for monitoring; by indexes, whatever the number of people. Throws UNKNOWN_ORG. */
export function orgFigures(db: Connection, orgId: string, now: number): OrgFigures {
  const org = db.orgKey(orgId);
  const runs = { ...NO_RUNS };
  for (const { state, n } of db.all<{ state: RunState; n: number }>(
    'SELECT state, count(*) AS n FROM run WHERE org_id = @org AND state IS NOT NULL GROUP BY state',
    { org },
  ))
    runs[state] = n;
  const success = db.get<{ at: number | null }>(
    `SELECT max(ended_at) AS at FROM run WHERE org_id = @org AND state = 'complete'`,
    { org },
  );
  const calls = db.get<{ n: number }>(
    'SELECT coalesce(sum(calls), 0) AS n FROM own_calls WHERE org_id = @org',
    { org },
  );
  return {
    runs,
    lastSuccessAt: success?.at ?? null,
    callsMade: calls?.n ?? 0,
    openFindings: openCounts(db, org, now),
  };
}

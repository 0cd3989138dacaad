import type { RunSummary } from '../../src/shared/model/run';

/** A finished run of Acme that read nothing and charged one request. */
export function runSummary(changes: Partial<RunSummary> = {}): RunSummary {
  return {
    org: 'Acme',
    state: 'complete',
    runId: 1,
    startedAt: '',
    endedAt: '',
    resumeAt: null,
    apiCalls: { made: 1, orgUsedBefore: null, orgUsedAfter: null, orgMax: null, thresholdPercent: 75 },
    rows: {},
    error: null,
    ...changes,
  };
}

/** The same after so many charged requests. */
export function runOf(state: RunSummary['state'], made: number, resumeAt: string | null = null): RunSummary {
  const run = runSummary({ state, resumeAt });
  return { ...run, apiCalls: { ...run.apiCalls, made } };
}

import type { OrgSummary } from '../../src/shared/model/org';
import type { CollectProgress } from '../../src/shared/model/run';
import { makeOrg, makeRun } from './bridge-orgs';
import { iso } from './bridge-people';

export interface FakeCollectorDeps {
  find: (orgId: string) => OrgSummary;
  change: (orgId: string, patch: Partial<OrgSummary>) => void;
  emit: (event: string, payload: unknown) => void;
  onComplete: (orgId: string) => void;
  /** How long a collection takes. */
  collectMs: number;
}

const ROWS = 186_000;
const CALLS = 63;
const STEP_MS = 200;

/** Collections that only count. */
export function createFakeCollector({ find, change, emit, onComplete, collectMs }: FakeCollectorDeps) {
  const running = new Map<string, { progress: CollectProgress; stop: () => void }>();

  const start = (orgId: string): void => {
    const org = find(orgId);
    const startedAt = Date.now();

    const finish = (state: 'complete' | 'interrupted') => {
      clearInterval(timer);
      running.delete(orgId);
      const run = makeRun(org.name, 42, state, startedAt);
      const at = iso(Date.now());
      const filled = makeOrg(orgId, org.name, Date.now(), { isDemo: org.isDemo });
      const quota = { used: 38_536, max: 106_000, at, thresholdPercent: 75, ownCalls24h: 189 };
      const { auth, jwtUsername, certificates } = find(orgId);
      const login = { url: org.url, auth, jwtUsername, certificates };
      change(orgId, { ...filled, ...login, state, lastRun: run, quota, dataAsOf: at });
      if (state === 'complete') onComplete(orgId);
      emit('collect.ended', { orgId, run });
    };

    const step = () => {
      const share = Math.min(1, (Date.now() - startedAt) / collectMs);
      const connecting = share < 0.05;
      const progress: CollectProgress = {
        orgId,
        runId: 42,
        phase: connecting ? 'connecting' : 'collecting',
        activity: share < 0.2 ? 'Users' : share < 0.35 ? 'Licenses' : 'Login history',
        rowsDone: Math.round(ROWS * share),
        rowsExpected: connecting ? null : ROWS,
        rowsPerSecond: connecting ? 0 : Math.round(ROWS / (collectMs / 1000)),
        callsMade: Math.round(CALLS * share),
        orgUsed: 38_473 + Math.round(CALLS * share),
        orgMax: 106_000,
        startedAt: iso(startedAt),
      };
      running.set(orgId, { progress, stop: () => finish('interrupted') });
      emit('collect.progressed', progress);
      if (share >= 1) finish('complete');
    };

    const timer = setInterval(step, STEP_MS);
    change(orgId, { state: 'collecting' });
    step();
  };

  return {
    start,
    /** Like the real one, it takes a moment. */
    cancel: (orgId: string) => void setTimeout(() => running.get(orgId)?.stop(), 400),
    progress: (orgId: string) => running.get(orgId)?.progress ?? null,
  };
}

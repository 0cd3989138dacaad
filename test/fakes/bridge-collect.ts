import type { OrgSummary } from '../../src/shared/model/org';
import type { CollectProgress } from '../../src/shared/model/run';
import { makeOrg, makeRun } from './bridge-orgs';
import { iso } from './bridge-people';
import { makePlan } from './bridge-runs';

export interface FakeCollectorDeps {
  find: (orgId: string) => OrgSummary;
  change: (orgId: string, patch: Partial<OrgSummary>) => void;
  emit: (event: string, payload: unknown) => void;
  onComplete: (orgId: string) => void;
  /** How long a collection takes. */
  collectMs: number;
  /** More has to be read than the quota allows. */
  tight: boolean;
}

const CALLS = 63;
const STEP_MS = 200;

/** How long a look takes whether the quota is free again. */
const LOOK_MS = 600;

/** Collections that only count. */
export function createFakeCollector({ find, change, emit, onComplete, collectMs, tight }: FakeCollectorDeps) {
  const running = new Map<string, { progress: CollectProgress; stop: () => void }>();

  const start = (orgId: string): void => {
    const org = find(orgId);
    const startedAt = Date.now();

    if (org.state === 'paused-quota') {
      // The line is still crossed: one request tells.
      const run = { ...makeRun(org.name, 42, 'paused-quota', startedAt), resumeAt: org.resumeAt };
      const looked = { ...run, endedAt: iso(startedAt + LOOK_MS), apiCalls: { ...run.apiCalls, made: 1 } };
      change(orgId, { state: 'collecting' });
      setTimeout(() => {
        change(orgId, { state: 'paused-quota', lastRun: looked });
        emit('collect.ended', { orgId, run: looked });
      }, LOOK_MS);
      return;
    }
    const plan = makePlan(org, startedAt + 2000, tight);
    const rows = plan.streams.reduce((sum, stream) => sum + (stream.rows ?? 0), 0);

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
        activity: share < 0.1 ? 'User licenses' : share < 0.2 ? 'Users' : 'Login history',
        rowsDone: Math.round(rows * share),
        rowsExpected: connecting ? null : rows,
        rowsPerSecond: connecting ? 0 : Math.round(rows / (collectMs / 1000)),
        callsMade: Math.round(CALLS * share),
        orgUsed: 38_473 + Math.round(CALLS * share),
        orgMax: 106_000,
        startedAt: iso(startedAt),
        plan: connecting ? null : plan,
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

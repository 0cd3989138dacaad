import type { ConnectivityReport } from '../../src/shared/model/connectivity';
import type { Certificate } from '../../src/shared/model/certificate';
import {
  SubStepId,
  type SetupDraft,
  type SetupProgress,
  type SubStepState,
} from '../../src/shared/model/setup';
import { iso } from './bridge-people';

/** The checklists of the fake bridge, in memory. */
export function createFakeSetups(isCollected: (orgId: string) => boolean, now: number) {
  const setups = new Map<string | null, SetupProgress>();

  const get = (orgId: string | null): SetupProgress => {
    const known = setups.get(orgId);
    if (known) return known;
    const verified = orgId !== null && isCollected(orgId);
    const step = {
      doneBy: verified ? 'app' : null,
      problem: null,
      updatedAt: verified ? iso(now) : null,
    } as const;
    return {
      orgId,
      steps: SubStepId.options.map((id) => ({ id, ...step })),
      draft: { name: '', url: '', consumerKey: '', auth: 'client-credentials', username: '' },
      draftCertificate: null,
    };
  };

  const tick = (
    orgId: string | null,
    ids: readonly SubStepId[],
    doneBy: SubStepState['doneBy'],
  ): SetupProgress => {
    const setup = get(orgId);
    const done = { doneBy, problem: null, updatedAt: iso(now) };
    const next = { ...setup, steps: setup.steps.map((s) => (ids.includes(s.id) ? { ...s, ...done } : s)) };
    setups.set(orgId, next);
    return next;
  };

  return {
    get,
    tick,
    saveDraft: (draft: SetupDraft) => void setups.set(null, { ...get(null), draft }),
    draftCertificate: {
      get: () => get(null).draftCertificate,
      set: (draftCertificate: Certificate | null) =>
        void setups.set(null, { ...get(null), draftCertificate }),
    },
    /** The progress of the org being added becomes that of the new org. */
    adopt: (orgId: string) => {
      setups.set(orgId, { ...get(null), orgId });
      setups.delete(null);
      tick(orgId, ['integration.details'], 'app');
    },
    /** Ticks what a test verified and marks what it found wrong. */
    learn: (orgId: string, report: ConnectivityReport) => {
      const good = report.checks.filter((c) => c.status === 'pass').flatMap((c) => c.subStep ?? []);
      const { steps, ...rest } = tick(orgId, report.connected ? [...good, 'integration.test'] : good, 'app');
      const bad = new Map(report.checks.filter((c) => c.status === 'fail').map((c) => [c.subStep, c]));
      setups.set(orgId, {
        ...rest,
        steps: steps.map((s) => {
          const check = bad.get(s.id);
          return check ? { ...s, doneBy: null, problem: `${check.summary} ${check.fix}` } : s;
        }),
      });
    },
  };
}

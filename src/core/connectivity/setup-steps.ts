import type { ConnectivityCheck, ConnectivityCheckId } from '../../shared/model/connectivity';
import type { SubStepId } from '../../shared/model/setup';

/** Sub-steps that are proven when all of these checks pass. */
const PROOFS: readonly { step: SubStepId; checks: readonly ConnectivityCheckId[] }[] = [
  { step: 'app.my-domain', checks: ['url', 'token'] },
  { step: 'app.create', checks: ['token'] },
  { step: 'app.oauth', checks: ['token', 'api-enabled'] },
  { step: 'app.client-credentials', checks: ['token'] },
  { step: 'app.key-secret', checks: ['token'] },
  { step: 'app.run-as', checks: ['token'] },
  { step: 'app.wait', checks: ['token'] },
  { step: 'integration.details', checks: ['token'] },
  { step: 'user.ip-restrictions', checks: ['token', 'api-enabled'] },
  { step: 'user.create', checks: ['token', 'api-enabled'] },
  { step: 'user.edition', checks: ['edition'] },
  { step: 'user.license', checks: ['run-as-license'] },
  { step: 'user.api-only', checks: ['api-enabled', 'api-only-user'] },
  { step: 'user.view-setup', checks: ['view-setup'] },
  { step: 'user.manage-users', checks: ['manage-users', 'login-history'] },
];

export interface StepChange {
  id: SubStepId;
  doneBy: 'app' | null;
  problem: string | null;
}

/** What a report ticks, and where it says what is wrong. Steps it says nothing about stay as they are. */
export function stepChanges(checks: readonly ConnectivityCheck[], connected: boolean): StepChange[] {
  const changes = new Map<SubStepId, StepChange>();
  const passed = new Set(checks.filter((check) => check.status === 'pass').map((check) => check.id));
  for (const { step, checks: needed } of PROOFS) {
    if (needed.every((id) => passed.has(id))) changes.set(step, { id: step, doneBy: 'app', problem: null });
  }
  for (const { status, subStep, summary, fix } of checks) {
    if (subStep === null || (status !== 'fail' && status !== 'warn')) continue;
    const before = changes.get(subStep)?.problem;
    const problem = `${summary} ${fix}`.trim();
    changes.set(subStep, {
      id: subStep,
      doneBy: null,
      problem: before == null ? problem : `${before} ${problem}`,
    });
  }
  const failed = checks.find((check) => check.status === 'fail');
  changes.set('integration.test', {
    id: 'integration.test',
    doneBy: connected ? 'app' : null,
    problem: connected ? null : (failed?.summary ?? 'The test could not be completed.'),
  });
  return [...changes.values()];
}

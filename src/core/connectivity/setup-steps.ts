import type { ConnectivityCheck, ConnectivityCheckId } from '../../shared/model/connectivity';
import type { AuthKind } from '../../shared/model/org';
import { type SubStepId, subStepsFor } from '../../shared/model/setup';

/** Sub-steps that are proven when all of these checks pass; of both ways of signing in. */
const PROOFS: readonly { step: SubStepId; checks: readonly ConnectivityCheckId[] }[] = [
  { step: 'app.my-domain', checks: ['url', 'token'] },
  { step: 'app.create', checks: ['token'] },
  { step: 'app.oauth', checks: ['token', 'api-enabled'] },
  { step: 'app.client-credentials', checks: ['token'] },
  { step: 'app.key-secret', checks: ['token'] },
  { step: 'app.run-as', checks: ['token'] },
  { step: 'app.certificate', checks: ['token', 'certificate'] },
  { step: 'app.jwt-bearer', checks: ['token'] },
  { step: 'app.consumer-key', checks: ['token'] },
  { step: 'app.pre-authorize', checks: ['token'] },
  { step: 'app.wait', checks: ['token'] },
  { step: 'integration.details', checks: ['token'] },
  { step: 'user.ip-restrictions', checks: ['token', 'api-enabled'] },
  { step: 'user.trusted-ranges', checks: ['token', 'api-enabled'] },
  { step: 'user.create', checks: ['token', 'api-enabled'] },
  { step: 'user.edition', checks: ['edition'] },
  { step: 'user.license', checks: ['run-as-license'] },
  { step: 'user.api-only', checks: ['api-enabled', 'api-only-user'] },
  { step: 'user.view-setup', checks: ['view-setup'] },
  { step: 'user.manage-users', checks: ['manage-users', 'login-history'] },
  {
    step: 'user.permission-set',
    checks: ['token', 'api-enabled', 'view-setup', 'manage-users', 'view-all-users', 'login-history'],
  },
];

export interface StepChange {
  id: SubStepId;
  doneBy: 'app' | null;
  problem: string | null;
}

/**
 * What a report ticks, and where it says what is wrong. Steps it says nothing about stay as they are, and
 * those of the other way of signing in are never touched: their problems could not be cured.
 */
export function stepChanges(
  checks: readonly ConnectivityCheck[],
  connected: boolean,
  auth: AuthKind,
): StepChange[] {
  const used = new Set(subStepsFor(auth));
  const changes = new Map<SubStepId, StepChange>();
  const passed = new Set(checks.filter((check) => check.status === 'pass').map((check) => check.id));
  for (const { step, checks: needed } of PROOFS) {
    if (!used.has(step)) continue;
    if (needed.every((id) => passed.has(id))) changes.set(step, { id: step, doneBy: 'app', problem: null });
  }
  for (const { status, subStep, summary, fix } of checks) {
    if (subStep === null || !used.has(subStep) || (status !== 'fail' && status !== 'warn')) continue;
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

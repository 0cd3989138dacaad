import type { Page } from '@playwright/test';
import { expect } from '@playwright/test';
import type { BackupsReport } from '../../src/shared/model/backups';
import type { Bridge } from '../../src/shared/contract/channels';
import type { IdlePolicy } from '../../src/shared/model/idle-rule';
import type { OrgSummary } from '../../src/shared/model/org';

/** Asks main through the page's own bridge, for waiting on what is not worth reading off the screen. */
export async function call<T>(window: Page, method: string, input?: unknown): Promise<T> {
  const reply = await window.evaluate(
    ([name, value]) => (globalThis as unknown as { seatwatch: Bridge }).seatwatch.call(name, value),
    [method, input] as const,
  );
  if (!reply.ok) throw new Error(`${method}: ${reply.error.code} ${reply.error.message}`);
  return reply.value as T;
}

export async function onlyOrg(window: Page): Promise<OrgSummary> {
  const [org] = await call<OrgSummary[]>(window, 'orgs.list');
  if (org === undefined) throw new Error('no org is connected');
  return org;
}

/** What is idle by the org's own definition, as the licenses page counts. */
export async function ownRule(window: Page, orgId: string): Promise<IdlePolicy & { inactiveDays: number }> {
  const { inactiveDays, policy } = await call<{ inactiveDays: number; policy: IdlePolicy }>(
    window,
    'licenses.policy',
    { orgId },
  );
  return { ...policy, inactiveDays };
}

/** Waits until the only org's last collection ended in `state`. */
export async function waitForRun(window: Page, state: string, timeout = 120_000): Promise<OrgSummary> {
  await expect
    .poll(async () => (await onlyOrg(window)).state, { timeout, message: `the collection ends as ${state}` })
    .toBe(state);
  return onlyOrg(window);
}

/** The first collection is followed by a backup on schedule, and two are not made at the same time. */
export async function waitForScheduledBackup(window: Page): Promise<void> {
  const reasons = async () =>
    (await call<BackupsReport>(window, 'data.backups')).files.map(({ reason }) => reason);
  await expect.poll(reasons, { message: 'a backup is made on schedule' }).toContain('scheduled');
}

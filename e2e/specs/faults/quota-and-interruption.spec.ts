import { expect, test } from '../../fixtures';
import { collectNow, connect, connectionOf, goTo } from '../../pages/app';
import { call, onlyOrg, waitForRun } from '../../pages/bridge';
import type { CollectProgress } from '../../../src/shared/model/run';

test('a quota already at 75% stops the collection before it spends, and says when it resumes', async ({
  launch,
  startOrg,
}) => {
  const org = await startOrg({ dailyLimit: 10_000 });
  org.control({ setUsed: 7_500 });
  const { window } = await launch();
  await connect(window, connectionOf(org));
  await collectNow(window);
  const paused = await waitForRun(window, 'paused-quota');
  expect(paused.resumeAt).not.toBeNull();
  // One request was needed to learn how full the quota is.
  expect(org.stats().counted).toBeLessThanOrEqual(1);
  await goTo(window, 'API usage');
  await expect(window.getByText(/paused/i).first()).toBeVisible();
});

test('quitting in the middle loses nothing: the next collection goes on and ends complete', async ({
  launch,
  startOrg,
}) => {
  test.setTimeout(120_000);
  const org = await startOrg({ users: 300, logins: 30_000 });
  org.control({ latencyMs: 400 });
  const first = await launch();
  await connect(first.window, connectionOf(org));
  await collectNow(first.window);
  const { id: orgId } = await onlyOrg(first.window);
  const rowsDone = async () =>
    (await call<CollectProgress | null>(first.window, 'collect.progress', { orgId }))?.rowsDone ?? 0;
  await expect.poll(rowsDone, { timeout: 60_000 }).toBeGreaterThan(6_000);
  await first.close();

  org.control({ latencyMs: 0 });
  const { window } = await launch();
  const before = await waitForRun(window, 'interrupted');
  const kept = before.lastRun?.rows['loginHistory'] ?? 0;
  expect(kept).toBeGreaterThan(0);
  expect(kept).toBeLessThan(30_000);
  await collectNow(window);
  const after = await waitForRun(window, 'complete');
  expect(after.lastRun?.rows['loginHistory']).toBeGreaterThanOrEqual(30_000);
});

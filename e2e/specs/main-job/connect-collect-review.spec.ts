import { readFileSync } from 'node:fs';
import path from 'node:path';
import Papa from 'papaparse';
import { answerSaveDialog, expect, test } from '../../fixtures';
import { collectNow, connect, connectionOf, goTo, testConnectivity } from '../../pages/app';
import { call, ownRule, waitForRun } from '../../pages/bridge';

const COLUMNS =
  'org,license_kind,license,user_id,username,name,email,profile,created_at,last_login_at,days_since_login,reason,monthly_price,currency,annual_saving';

test('an admin connects an org, collects, reviews it and exports the unused licenses', async ({
  launch,
  startOrg,
  dataDir,
}) => {
  const org = await startOrg();
  const { window, electron } = await launch();

  await expect(window.getByRole('button', { name: 'Try with demo data' })).toBeVisible();
  await connect(window, connectionOf(org));
  await testConnectivity(window);
  await expect(window.getByRole('status').filter({ hasText: 'Connected!' }).first()).toBeVisible();

  await collectNow(window);
  const collected = await waitForRun(window, 'complete');
  expect(collected.lastRun?.rows['users']).toBeGreaterThan(150);
  expect(collected.lastRun?.rows['loginHistory']).toBeGreaterThanOrEqual(6_000);
  // What Seatwatch counted as its own calls is what the org charged.
  expect(org.stats().counted).toBe(collected.quota?.ownCalls24h);

  await goTo(window, 'Overview');
  await expect(window.getByText(/as of/i).first()).toBeVisible();

  await goTo(window, 'Users');
  await expect(window.getByRole('table', { name: 'Users' }).getByRole('row').nth(5)).toBeVisible();

  await goTo(window, 'API usage');
  await expect(window.getByText('DailyApiRequests').first()).toBeVisible();

  await goTo(window, 'Licenses');
  await expect(window.getByRole('table', { name: 'Licenses' }).first()).toBeVisible();
  const file = path.join(dataDir, 'unused.csv');
  await answerSaveDialog(electron, file);
  await window.getByRole('button', { name: 'Export unused licenses (CSV)' }).click();
  await expect.poll(() => fileText(file)).not.toBe('');

  const text = fileText(file);
  expect(text.startsWith('\uFEFF')).toBe(true);
  // What the person needs besides follows the fixed columns.
  expect(text.slice(1).split('\r\n')[0]).toMatch(new RegExp(`^${COLUMNS}(,|$)`));
  const { data } = Papa.parse<Record<string, string>>(text.slice(1), { header: true, skipEmptyLines: true });
  const seats = await call<{ total: number }>(window, 'review.seats', {
    orgId: collected.id,
    rule: await ownRule(window, collected.id),
  });
  expect(data.length).toBe(seats.total);
  expect(new Set(data.map((row) => row['reason']))).toEqual(
    new Set(['never-logged-in', 'inactive', 'frozen', 'user-deactivated']),
  );
});

function fileText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

test('everything stays reviewable after a restart with the network gone', async ({ launch, startOrg }) => {
  const org = await startOrg();
  const first = await launch();
  await connect(first.window, connectionOf(org));
  await collectNow(first.window);
  const before = await waitForRun(first.window, 'complete');
  await first.close();
  await org.close();

  const { window } = await launch();
  const after = await waitForRun(window, 'complete');
  expect(after.lastRun).toEqual(before.lastRun);
  for (const page of ['Overview', 'Users', 'Licenses', 'API usage'] as const) await goTo(window, page);

  // Without the org, Test Connectivity says so in words and the data stays.
  await goTo(window, 'Setup');
  await testConnectivity(window);
  await expect(window.getByText(/could not be reached|cannot be reached|refused/i).first()).toBeVisible();
  expect((await waitForRun(window, 'complete')).lastRun?.rows).toEqual(before.lastRun?.rows);
});

test('the demo org is connected with one click and is there again after a restart', async ({ launch }) => {
  test.setTimeout(120_000);
  const first = await launch();
  await first.window.getByRole('button', { name: 'Try with demo data' }).click();
  await expect
    .poll(async () => (await call<unknown[]>(first.window, 'orgs.list')).length, { timeout: 60_000 })
    .toBe(1);
  // The demo collects by itself: whoever wants to look around should not have to find the button first.
  await waitForRun(first.window, 'complete', 90_000);
  await first.close();

  const { window } = await launch();
  await waitForRun(window, 'complete');
  await collectNow(window);
  await expect
    .poll(async () => (await waitForRun(window, 'complete')).lastRun?.runId, { timeout: 120_000 })
    .toBeGreaterThan(1);
});

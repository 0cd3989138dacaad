import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import type { CheckState } from '../../../src/shared/model/checks';
import type { FindingsPage } from '../../../src/shared/model/findings';
import { answerSaveDialog, expect, test } from '../../fixtures';
import { collectNow, connect, connectionOf, goTo } from '../../pages/app';
import { call, waitForRun } from '../../pages/bridge';
import { closePanel, findingRows, giveReason, listedCount, onlyCheck, openFirst } from '../../pages/findings';

/** Both are planted in the demo org: one address that tries many users, and accounts that wake up. */
const SPRAY = 'Password Spray';
const DORMANT = 'Access From Dormant Account';

async function findings(window: Page, orgId: string, filter: object = {}): Promise<FindingsPage> {
  return call<FindingsPage>(window, 'security.findings', { orgId, limit: 100, ...filter });
}

test('what was planted is found, explained, acknowledged, muted and exported', async ({
  launch,
  startOrg,
  dataDir,
}) => {
  test.setTimeout(180_000);
  const { window, electron } = await launch();
  await connect(window, connectionOf(await startOrg()));
  await collectNow(window);
  const { id: orgId } = await waitForRun(window, 'complete', 90_000);

  // The checks are evaluated by themselves after the collection; the page says over what.
  await goTo(window, 'Findings');
  await expect(window.getByText(/^Evaluated /)).toBeVisible();
  await expect(findingRows(window).first()).toBeVisible();
  const all = await findings(window, orgId);
  expect(await listedCount(window)).toBe(all.total);
  expect(all.byCheck.map(({ title }) => title)).toEqual(expect.arrayContaining([SPRAY, DORMANT]));

  // Evidence to read, of the sign-in.
  await onlyCheck(window, DORMANT);
  const panel = await openFirst(window);
  await expect(panel.getByRole('heading', { name: 'What to do' })).toBeVisible();
  await expect(panel.getByRole('button', { name: /^Copy \d+\.\d+\.\d+\.\d+$/ }).first()).toBeVisible();
  await expect(panel.getByRole('button', { name: /MITRE ATT&CK T/ }).first()).toBeVisible();

  // Acknowledged from its panel: it leaves the open ones, and stays with its reason.
  const returns = (await findings(window, orgId, { checks: ['access-from-dormant-account'] })).total;
  await panel.getByRole('button', { name: 'Acknowledge…' }).click();
  await giveReason(window, 'Back from parental leave', 'Acknowledge');
  await expect(panel.getByText('Back from parental leave').first()).toBeVisible();
  await expect(panel.getByText(/^Acknowledged for good by /)).toBeVisible();
  await closePanel(window);
  await expect
    .poll(async () => (await findings(window, orgId, { checks: ['access-from-dormant-account'] })).total)
    .toBe(returns - 1);

  // Several at once, then taken back.
  await window.getByRole('button', { name: 'Clear filters' }).click();
  await expect.poll(() => listedCount(window)).toBe(all.total - 1);
  await findingRows(window).nth(0).getByRole('checkbox').click();
  await findingRows(window)
    .nth(2)
    .getByRole('checkbox')
    .click({ modifiers: ['Shift'] });
  await expect(window.getByText('3 findings selected')).toBeVisible();
  await window.getByRole('button', { name: 'Acknowledge…' }).click();
  await giveReason(window, 'Known', 'Acknowledge');
  await expect.poll(() => listedCount(window)).toBe(all.total - 4);
  const acknowledged = await findings(window, orgId, { statuses: ['acknowledged'] });
  expect(acknowledged.rows.map(({ acknowledgement }) => acknowledgement?.reason).sort()).toEqual([
    'Back from parental leave',
    'Known',
    'Known',
    'Known',
  ]);
  await call(window, 'security.reopen', {
    orgId,
    selection: { ids: acknowledged.rows.map(({ id }) => id) },
    note: '',
  });
  await window.getByRole('button', { name: 'Evaluate again', exact: true }).click();
  await expect(window.getByText('The checks were evaluated')).toBeVisible();
  await expect.poll(() => listedCount(window)).toBe(all.total);

  // What is muted is neither listed nor counted, until it is taken back.
  await onlyCheck(window, SPRAY);
  const sprays = await listedCount(window);
  const spray = await openFirst(window);
  await spray.getByRole('button', { name: 'Mute…' }).click();
  await giveReason(window, 'Our own scanner', 'Mute');
  await closePanel(window);
  await expect.poll(() => listedCount(window)).toBeLessThan(sprays);
  await window.getByRole('button', { name: 'Muted (1)' }).click();
  await window.getByRole('button', { name: /^Unmute / }).click();
  await expect(window.getByText('Nothing is muted')).toBeVisible();
  await closePanel(window);
  await expect.poll(() => listedCount(window)).toBe(sprays);

  // One JSON object a line, for a SIEM.
  const file = path.join(dataDir, 'findings.ndjson');
  await answerSaveDialog(electron, file);
  await window.getByRole('button', { name: 'Export' }).click();
  await window.getByRole('menuitem', { name: /OCSF/ }).click();
  await expect(window.getByText(/findings? exported/)).toBeVisible();
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  expect(lines).toHaveLength(sprays);
  for (const line of lines) expect(JSON.parse(line)).toHaveProperty('class_uid');
});

test('settings of a check are tried before they are saved, and change what is found', async ({
  launch,
  startOrg,
}) => {
  test.setTimeout(180_000);
  const { window } = await launch();
  await connect(window, connectionOf(await startOrg()));
  await collectNow(window);
  const { id: orgId } = await waitForRun(window, 'complete', 90_000);
  const inactive = async (): Promise<CheckState | undefined> =>
    (await call<CheckState[]>(window, 'security.checks', { orgId })).find(
      ({ info }) => info.id === 'inactive-users',
    );
  const openCount = (state: CheckState | undefined): number =>
    Object.values(state?.open ?? {}).reduce((sum, n) => sum + n, 0);

  await goTo(window, 'Checks');
  await window.getByRole('button', { name: 'Inactive Users', exact: true }).click();
  const panel = window.getByRole('dialog', { name: 'Inactive Users' });
  const days = panel.getByRole('textbox', { name: 'Not signed in for' });
  const before = openCount(await inactive());
  expect(before).toBeGreaterThan(0);

  // Out of range: said, and not to be saved.
  await days.fill('99999');
  await expect(panel.getByText('Must be 1 to 3,650 days.')).toBeVisible();
  await expect(panel.getByRole('button', { name: 'Save and evaluate' })).toHaveAttribute(
    'aria-disabled',
    'true',
  );

  // Nobody can have been quiet for ten years in an org that is younger.
  await days.fill('3650');
  await expect(panel.getByText(`${before} would be gone`)).toBeVisible();
  expect(openCount(await inactive())).toBe(before);
  await panel.getByRole('button', { name: 'Save and evaluate' }).click();
  await expect(window.getByText('The settings were saved')).toBeVisible();
  expect(await inactive()).toMatchObject({ values: { days: 3650 } });
  expect(openCount(await inactive())).toBe(0);

  // Back to the default, and the same findings are there again.
  await panel.getByRole('button', { name: 'All defaults' }).click();
  await expect(panel.getByText(`${before} would be new`)).toBeVisible();
  await panel.getByRole('button', { name: 'Save and evaluate' }).click();
  await expect.poll(async () => openCount(await inactive())).toBe(before);
  await closePanel(window);

  // Off: it looks at nothing, and says so.
  await window.getByRole('switch', { name: 'Inactive Users is on' }).press('Space');
  await expect.poll(async () => (await inactive())?.enabled).toBe(false);
  await expect.poll(async () => openCount(await inactive())).toBe(0);
  await expect(window.getByText('It is switched off and looks at nothing.')).toBeVisible();
});

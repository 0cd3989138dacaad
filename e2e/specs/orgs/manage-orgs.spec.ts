import type { Page } from '@playwright/test';
import { expect, test } from '../../fixtures';
import { collectNow, connect, connectionOf } from '../../pages/app';
import { call, waitForRun } from '../../pages/bridge';
import type { OrgSummary } from '../../../src/shared/model/org';

const names = async (window: Page) =>
  (await call<OrgSummary[]>(window, 'orgs.list')).map(({ name }) => name).sort();

async function chooseAction(window: Page, org: string, action: string | RegExp): Promise<void> {
  await window.getByRole('button', { name: `Actions for ${org}`, exact: true }).click();
  await window.getByRole('menuitem', { name: action }).click();
}

test('orgs side by side: added, renamed, paused, resumed and removed with or without their data', async ({
  launch,
  startOrg,
}) => {
  test.setTimeout(120_000);
  const org = await startOrg();
  const { window } = await launch();
  await connect(window, connectionOf(org, 'Acme'));
  await collectNow(window);
  const { lastRun } = await waitForRun(window, 'complete');
  await window.getByRole('link', { name: 'Orgs', exact: true }).click();
  await connect(window, {
    ...connectionOf(org, 'Sandbox'),
    url: `${org.url.replace('127.0.0.1', 'localhost')}`,
  });
  await window.getByRole('link', { name: 'Orgs', exact: true }).click();
  await expect(window.getByRole('button', { name: 'Actions for Sandbox' })).toBeVisible();

  await chooseAction(window, 'Sandbox', /Rename/);
  const rename = window.getByRole('dialog');
  await rename.getByRole('textbox').fill('Acme sandbox');
  await rename.getByRole('button', { name: /Rename|Save/ }).click();
  await expect.poll(() => names(window)).toEqual(['Acme', 'Acme sandbox']);

  await chooseAction(window, 'Acme', 'Pause');
  await expect
    .poll(async () => (await call<OrgSummary[]>(window, 'orgs.list')).filter(({ paused }) => paused).length)
    .toBe(1);
  await chooseAction(window, 'Acme', 'Resume');
  await expect
    .poll(async () => (await call<OrgSummary[]>(window, 'orgs.list')).filter(({ paused }) => paused).length)
    .toBe(0);

  // Removed but kept: the same address connected again finds its data.
  await chooseAction(window, 'Acme', /^Remove/);
  await window.getByRole('radio', { name: 'Keep the data' }).check();
  await window.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }).click();
  await expect.poll(() => names(window)).toEqual(['Acme sandbox']);
  await connect(window, connectionOf(org, 'Acme again'));
  const [again] = (await call<OrgSummary[]>(window, 'orgs.list')).filter(({ name }) => name === 'Acme again');
  expect(again?.lastRun?.rows).toEqual(lastRun?.rows);

  await window.getByRole('link', { name: 'Orgs', exact: true }).click();
  await chooseAction(window, 'Acme again', /^Remove/);
  await window.getByRole('radio', { name: 'Delete the data' }).check();
  await window.getByLabel(/to confirm/).fill('Acme again');
  await window.getByRole('dialog').getByRole('button', { name: 'Remove and delete data' }).click();
  await expect.poll(() => names(window)).toEqual(['Acme sandbox']);
});

test('ticks and half-filled forms of the checklist survive a restart', async ({ launch }) => {
  const first = await launch();
  await first.window.getByRole('button', { name: 'Connect an org' }).first().click();
  await first.window.getByRole('checkbox', { name: 'Check the edition: done' }).check();
  await first.window.getByLabel('Display name', { exact: true }).fill('Half done');
  await first.window.getByLabel('Salesforce URL', { exact: true }).fill('https://half.my.salesforce.com');
  await first.window.getByLabel('Salesforce URL', { exact: true }).blur();
  await expect
    .poll(
      async () =>
        (await call<{ draft: { url: string } }>(first.window, 'orgs.setup', { orgId: null })).draft.url,
    )
    .toBe('https://half.my.salesforce.com');
  await first.close();

  const { window } = await launch();
  await window.getByRole('button', { name: 'Connect an org' }).first().click();
  await expect(window.getByRole('checkbox', { name: 'Check the edition: done' })).toBeChecked();
  await expect(window.getByLabel('Display name', { exact: true })).toHaveValue('Half done');
  await expect(window.getByLabel('Consumer secret', { exact: true })).toHaveValue('');
});

test('Cancel keeps what was collected', async ({ launch, startOrg }) => {
  const org = await startOrg({ logins: 30_000 });
  org.control({ latencyMs: 400 });
  const { window } = await launch();
  await connect(window, connectionOf(org));
  await collectNow(window);
  const progress = window.getByRole('group', { name: 'Collection in progress' }).first();
  await expect(progress.getByText(/[4-9],\d{3}|\d\d,\d{3}/).first()).toBeVisible({ timeout: 60_000 });
  await progress.getByRole('button', { name: 'Cancel' }).click();
  const canceled = await waitForRun(window, 'interrupted');
  expect(canceled.lastRun?.rows['users']).toBe(200);
  expect(canceled.lastRun?.rows['loginHistory']).toBeGreaterThan(0);
});

import { readFileSync } from 'node:fs';
import path from 'node:path';
import Papa from 'papaparse';
import type { DecisionsPage, LeaveEntry } from '../../../src/shared/model/reclaim';
import { answerSaveDialog, expect, test } from '../../fixtures';
import { collectNow, connect, connectionOf, goTo } from '../../pages/app';
import { call, ownRule, waitForRun } from '../../pages/bridge';

test('an admin looks at idle seats, decides about some, puts somebody on leave, and exports the selection', async ({
  launch,
  startOrg,
  dataDir,
}) => {
  const org = await startOrg();
  const { window, electron } = await launch();
  await connect(window, connectionOf(org));
  await collectNow(window);
  const { id: orgId } = await waitForRun(window, 'complete');
  const rule = await ownRule(window, orgId);
  const idle = async () => (await call<{ total: number }>(window, 'review.seats', { orgId, rule })).total;
  const decided = () => call<DecisionsPage>(window, 'licenses.decisions', { orgId });

  await goTo(window, 'Licenses');
  await window.getByRole('tab', { name: 'Idle seats' }).click();
  const table = window.getByRole('table', { name: 'Idle seats' });
  const row = (n: number) => table.getByRole('row').nth(n);
  await expect(row(3)).toBeVisible();
  await expect(window.getByRole('button', { name: 'Reclaim', exact: true })).toHaveAttribute(
    'aria-disabled',
    'true',
  );

  // By keyboard only: tick the first row, and all to the third one.
  await row(1).focus();
  await window.keyboard.press('Space');
  await window.keyboard.press('ArrowDown');
  await window.keyboard.press('ArrowDown');
  await window.keyboard.press('Shift+Space');
  await expect(window.getByText('3 seats selected')).toBeVisible();

  const file = path.join(dataDir, 'three.csv');
  await answerSaveDialog(electron, file);
  await window.getByRole('button', { name: 'Export', exact: true }).click();
  await window.getByRole('menuitem', { name: /^CSV/ }).click();
  await expect(window.getByText('3 seats exported')).toBeVisible();
  const { data } = Papa.parse(readFileSync(file, 'utf8').slice(1), { header: true, skipEmptyLines: true });
  expect(data).toHaveLength(3);

  await window.getByRole('button', { name: 'Reclaim', exact: true }).click();
  const dialog = window.getByRole('dialog');
  await dialog.getByLabel('Note').fill('Left the company');
  await dialog.getByRole('button', { name: 'Reclaim', exact: true }).click();
  await expect(window.getByText('3 seats to be reclaimed')).toBeVisible();
  const { rows } = await decided();
  expect(rows.map(({ decision, note, outcome }) => [decision, note, outcome])).toEqual(
    Array.from({ length: 3 }, () => ['reclaim', 'Left the company', 'open']),
  );

  // The evidence of one seat: Escape gives the focus back to its row.
  await row(2).focus();
  await window.keyboard.press('Enter');
  await expect(dialog.getByText('Left the company')).toBeVisible();
  await window.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(row(2)).toBeFocused();

  // Leave takes every seat of the person off the list.
  const before = await idle();
  await row(1).locator('[data-pick]').click();
  await window.getByRole('button', { name: 'Put on leave', exact: true }).click();
  await dialog.getByLabel('Reason').fill('Sabbatical');
  await dialog.getByLabel('Last day').fill('2099-12-31');
  await dialog.getByRole('button', { name: 'Put on leave' }).click();
  await expect(window.getByText('1 person put on leave')).toBeVisible();
  const [entry] = await call<LeaveEntry[]>(window, 'licenses.leave', { orgId });
  expect(entry).toMatchObject({ reason: 'Sabbatical', isExpired: false });
  // The end of that day here, whatever zone this computer is in.
  expect(new Date(entry?.until ?? '').getTime()).toBe(new Date(2100, 0, 1).getTime() - 1);
  expect(await idle()).toBeLessThan(before);

  await window.getByRole('tab', { name: 'Decisions' }).click();
  await expect(window.getByRole('table', { name: 'Decisions' }).getByText('Left the company')).toHaveCount(3);
  await window.getByRole('checkbox', { name: 'Select all rows' }).click();
  await window.getByRole('button', { name: 'Clear decision' }).click();
  await expect(window.getByText('Nothing is decided yet')).toBeVisible();
  expect((await decided()).total).toBe(0);
});

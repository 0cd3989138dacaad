import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { answerOpenDialog, expect, type RunningApp, test } from '../../fixtures';
import { collectNow, connect, connectionOf, goTo, openSettings } from '../../pages/app';
import { call, onlyOrg, waitForRun, waitForScheduledBackup } from '../../pages/bridge';
import { seatwatch } from '../../pages/command-line';
import { column, textsInFiles, value } from '../../pages/database-file';
import { holdWork } from '../../pages/long-work';
import type { BackupsReport } from '../../../src/shared/model/backups';
import type { DemoOrg } from '../../../src/demo-org';

const DAY = 86_400_000;
const LOGINS = 'SELECT id FROM login';
const DATABASE = 'seatwatch.db';

const digits = (n: number): string => n.toLocaleString('en-US');

/** Connects the org in the window, and waits for its first collection and the backup that follows it. */
async function collectFirst({ window }: RunningApp, org: DemoOrg): Promise<void> {
  await connect(window, connectionOf(org));
  await collectNow(window);
  await waitForRun(window, 'complete');
  await waitForScheduledBackup(window);
}

async function collectAgain(window: Page): Promise<void> {
  const last = async () => (await onlyOrg(window)).lastRun?.runId;
  const before = await last();
  await collectNow(window);
  await expect.poll(last, { message: 'a new collection' }).not.toBe(before);
  await waitForRun(window, 'complete');
}

/** Another workstation with the same org, which keeps fewer days, collects and is backed up. */
async function backUpElsewhere(org: DemoOrg, dataDir: string, keepLoginsDays: number): Promise<string> {
  chmodSync(dataDir, 0o755);
  const policy = path.join(dataDir, 'policy.json');
  writeFileSync(policy, JSON.stringify({ keepLoginsDays }), { mode: 0o644 });
  const backup = path.join(dataDir, 'theirs.db');
  const { url, consumerKey, consumerSecret } = org;
  const connection = ['--name', 'Acme in London', '--url', url, '--consumer-key', consumerKey];
  for (const args of [
    ['org', 'add', ...connection, '--secret-stdin'],
    ['collect', 'Acme in London', '--quiet'],
    ['backup', backup],
  ]) {
    const { exitCode, stderr } = await seatwatch(args, {
      dataDir,
      stdin: `${consumerSecret}\n`,
      env: { SEATWATCH_POLICY_FILE: policy },
    });
    expect(exitCode, stderr).toBe(0);
  }
  return backup;
}

/** From the settings to the dialog that says what merging the file would do. */
async function chooseBackup({ window, electron }: RunningApp, file: string): Promise<Locator> {
  await answerOpenDialog(electron, file);
  await window.getByRole('button', { name: 'Choose a backup…' }).click();
  const dialog = window.getByRole('dialog');
  await expect(dialog).toContainText(file);
  return dialog;
}

/** How many of something merging adds, by the words in the dialog. */
const added = (dialog: Locator, what: string, rows: number): Locator =>
  dialog
    .getByRole('table', { name: 'Orgs that are merged' })
    .getByRole('row', { name: 'Acme Merged with the one here' })
    .getByText(`${what}: ${digits(rows)}`, { exact: true });

test('what another workstation collected is merged, and nothing of it a second time', async ({
  launch,
  startOrg,
  dataDir,
}, testInfo) => {
  let behind = 20 * DAY;
  const org = await startOrg({ now: () => Date.now() - behind });
  const app = await launch();
  const { window } = app;
  await collectFirst(app, org);
  // In the last twenty days only the other one collected, which keeps no more than half a year.
  behind = 0;
  const elsewhere = mkdtempSync(`${dataDir}-elsewhere-`);
  const theirs = await backUpElsewhere(org, elsewhere, 180);
  const here = path.join(dataDir, DATABASE);
  const mine = column<string>(here, LOGINS);
  const all = new Set([...mine, ...column<string>(theirs, LOGINS)]);
  expect(all.size).toBeGreaterThan(mine.length);
  expect(all.size).toBeGreaterThan(value<number>(theirs, `SELECT count(*) FROM login`));

  await openSettings(window, 'Export & merge');
  const dialog = await chooseBackup(app, theirs);
  await expect(dialog).toHaveAccessibleName('Merge this backup?');
  await expect(added(dialog, 'Logins', all.size - mine.length)).toBeVisible();
  await expect(added(dialog, 'Collections', 1)).toBeVisible();
  await window.screenshot({ path: testInfo.outputPath('preview.png') });
  expect(column(here, LOGINS)).toHaveLength(mine.length);

  // Merging that takes long, in which a page is opened: first what the file is, then the backup, then the rows.
  const work = await holdWork(app.electron);
  await dialog.getByRole('button', { name: 'Merge', exact: true }).click();
  await expect(dialog).toHaveAccessibleName('Merging the backup');
  await expect(dialog.getByRole('button', { name: 'Close' }).last()).toBeFocused();
  await expect.poll(() => work.waiting()).toBe(1);
  await window.screenshot({ path: testInfo.outputPath('merging.png') });
  await work.letGo();
  await expect.poll(() => work.waiting()).toBe(1);
  const { files } = await call<BackupsReport>(window, 'data.backups');
  expect(files.map(({ reason }) => reason)).toContain('before-import');
  await window.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(window.getByRole('button', { name: 'Show' })).toBeFocused();
  await window.screenshot({ path: testInfo.outputPath('hidden.png') });
  await goTo(window, 'Users');
  await expect(window.getByRole('status').filter({ hasText: '200 users' })).toBeVisible();
  expect(column(here, LOGINS)).toHaveLength(mine.length);
  const users = window.getByRole('table', { name: 'Users' });
  const before = await users.innerText();
  await work.end();
  // Some of the logins that came are the newest of their users.
  await expect.poll(() => users.innerText()).not.toBe(before);
  await expect(window.getByRole('alert').filter({ hasText: 'The backup was merged' })).toBeVisible();
  await window.screenshot({ path: testInfo.outputPath('told.png') });

  expect(new Set(column(here, LOGINS))).toEqual(all);
  expect(value(here, 'SELECT sum(logins + failures) FROM login_day')).toBe(all.size);
  await openSettings(window, 'Export & merge');
  await expect(dialog).toHaveAccessibleName('The backup was merged');
  await expect(added(dialog, 'Logins', all.size - mine.length)).toBeVisible();
  await window.screenshot({ path: testInfo.outputPath('merged.png') });
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  await expect(window.getByRole('button', { name: 'Choose a backup…' })).toBeFocused();

  await chooseBackup(app, theirs);
  await expect(dialog).toHaveAccessibleName('Nothing to merge');
  await expect(dialog).toContainText('Everything in this backup is here already.');
  await expect(dialog.getByRole('button', { name: 'Merge', exact: true })).toHaveCount(0);
  await window.screenshot({ path: testInfo.outputPath('again.png') });
  await dialog.getByRole('button', { name: 'Close' }).last().click();

  await openSettings(window, 'Data & backups');
  const stored = window.getByRole('table', { name: 'Data by org' }).getByRole('row', { name: 'Acme' });
  await expect(stored.getByRole('cell', { name: digits(all.size), exact: true })).toBeVisible();
  rmSync(elsewhere, { recursive: true, force: true });
});

interface Person {
  id: string;
  username: string;
  name: string;
}

/** Somebody who signs in often, and is the manager of others. */
function somebody(database: string): Person {
  const [found] = column<string>(
    database,
    `SELECT json_object('id', id, 'username', username, 'name', name) FROM sf_user u
     WHERE u.name NOT LIKE '%Integration%' AND EXISTS (SELECT 1 FROM sf_user other WHERE other.manager_id = u.id)
     ORDER BY (SELECT count(*) FROM login_history l WHERE l.user_id = u.id) DESC LIMIT 1`,
  );
  return JSON.parse(found ?? '') as Person;
}

const loginsOf = (database: string, { id }: Person): number =>
  value(database, 'SELECT count(*) FROM login_history WHERE user_id = ?', id);

async function searchUsers(window: Page, { username }: Person): Promise<void> {
  await goTo(window, 'Users');
  await window.getByRole('searchbox', { name: 'Search users' }).fill(username);
}

test('a person is forgotten, left out, and collected again', async ({
  launch,
  startOrg,
  dataDir,
}, testInfo) => {
  const shot = (name: string) => app.window.screenshot({ path: testInfo.outputPath(`${name}.png`) });
  const org = await startOrg();
  const app = await launch();
  const { window } = app;
  await collectFirst(app, org);
  const database = path.join(dataDir, DATABASE);
  const person = somebody(database);
  const logins = loginsOf(database, person);
  expect(logins).toBeGreaterThan(5);
  const traces = [person.id, person.id.slice(0, 15), person.username];
  expect(textsInFiles(dataDir, traces)).not.toEqual([]);
  const { files } = await call<BackupsReport>(window, 'data.backups');
  const backup = files[0]?.name ?? '';

  await searchUsers(window, person);
  await window.getByRole('row', { name: person.name }).click();
  const actions = window.getByRole('button', { name: `Actions for ${person.name}` });
  await actions.click();
  await shot('menu');
  await window.getByRole('menuitem', { name: 'Forget this person…' }).click();
  const dialog = window.getByRole('dialog', { name: `Forget ${person.name}?` });
  const removed = dialog.getByRole('table', { name: 'What is removed' });
  await expect(removed.getByRole('row', { name: `Logins ${digits(logins)}`, exact: true })).toBeVisible();
  await expect(dialog).toContainText('1 backup on this computer still holds this person');
  await expect(dialog).toContainText(backup);
  await expect(dialog).toContainText('This cannot be undone.');
  await expect(
    dialog.getByRole('checkbox', { name: 'Leave this person out of later collections' }),
  ).toBeChecked();
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await shot('preview');
  await window.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(actions).toBeFocused();
  await actions.click();
  await window.getByRole('menuitem', { name: 'Forget this person…' }).click();
  await dialog.getByRole('button', { name: 'Forget this person' }).click();
  const told = window.getByRole('alert').filter({ hasText: `${person.name} was forgotten` });
  await expect(told).toContainText('1 backup on this computer still holds this person');
  await expect(window.getByRole('dialog')).toHaveCount(0);
  await expect(window.getByText('No user matches')).toBeVisible();
  await expect(window.getByRole('main')).toBeFocused();
  await shot('forgotten');

  expect(textsInFiles(dataDir, traces)).toEqual([]);
  expect(textsInFiles(path.join(dataDir, 'backups'), [person.id])).toEqual([`${backup}: ${person.id}`]);

  await collectAgain(window);
  expect(textsInFiles(dataDir, traces)).toEqual([]);
  expect(value(database, 'SELECT count(*) FROM sf_user')).toBe(199);
  for (const page of ['Overview', 'Licenses', 'Changes', 'API usage', 'Findings', 'Sign-ins'] as const) {
    await goTo(window, page);
    await expect(window.getByRole('main').locator('[aria-busy="true"]')).toHaveCount(0);
    await expect(window.getByRole('main')).not.toContainText(person.name);
  }
  await searchUsers(window, person);
  await expect(window.getByText('No user matches')).toBeVisible();

  await openSettings(window, 'Privacy');
  const reference = value<string>(database, 'SELECT person FROM ignored_person').slice(0, 8);
  const row = window
    .getByRole('table', { name: 'People who are left out' })
    .getByRole('row', { name: reference });
  await expect(row).toContainText('Acme');
  await row.scrollIntoViewIfNeeded();
  await shot('left-out');
  const search = window.getByRole('textbox', { name: 'Whose reference is it?' });
  await search.fill(value<string>(database, 'SELECT min(id) FROM sf_user'));
  await expect(window.getByText('Nobody with this id is left out.')).toBeVisible();
  await search.fill(person.id);
  await row.getByRole('button', { name: `Collect again… ${reference} of Acme` }).click();
  const asked = window.getByRole('dialog', { name: 'Collect this person again?' });
  await expect(asked).toContainText('The next collection stores the user record again');
  await shot('collect-again');
  await asked.getByRole('button', { name: 'Collect again', exact: true }).click();
  await expect(
    window.getByRole('status').filter({ hasText: 'This person is left out no longer' }),
  ).toBeVisible();
  await expect(window.getByText('Nobody is left out.')).toBeVisible();
  await expect(window.getByRole('main')).toBeFocused();
  await shot('no-longer');

  await goTo(window, 'Overview');
  await collectAgain(window);
  await searchUsers(window, person);
  await expect(window.getByRole('row', { name: person.name })).toBeVisible();
  // As the dialog said: with the logins from then on, of which there may be some by now.
  expect(loginsOf(database, person)).toBeLessThan(logins);
  await shot('back');
});

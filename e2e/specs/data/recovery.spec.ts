import { existsSync, readdirSync, readFileSync, renameSync, statSync, truncateSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { expect, windowOf } from '../../fixtures';
import { collectNow, connect, connectionOf, goTo, openSettings } from '../../pages/app';
import { call, onlyOrg, waitForRun, waitForScheduledBackup } from '../../pages/bridge';
import { test as base } from '../../pages/native-dialogs';
import { catchRestart } from '../../pages/restart';
import { overwrite, PAGE, pagesOf } from '../../../test/data/damage';

const USERS = 200;

/**
 * `file`: the database of a person who did the main job, made a backup, and has something since that only the
 * database knows: the org's other name. The program is closed.
 */
const test = base.extend<{ file: string }>({
  file: async ({ launch, startOrg, dataDir }, use) => {
    const org = await startOrg();
    const { window, close } = await launch();
    await connect(window, connectionOf(org));
    await collectNow(window);
    await waitForRun(window, 'complete');
    await waitForScheduledBackup(window);
    await call(window, 'data.backUpNow');
    const { id } = await onlyOrg(window);
    await call(window, 'orgs.update', { orgId: id, name: 'Renamed since' });
    await close();
    await use(path.join(dataDir, 'seatwatch.db'));
  },
});

/** As a failing disk does: pages in the middle of the file hold something else. */
function overwriteTheMiddle(file: string, pages: number): void {
  overwrite(file, Math.floor(pagesOf(file) / 2) * PAGE, Buffer.alloc(pages * PAGE, 0x5a));
}

/** The only folder with what was set aside. */
function setAside(dataDir: string): string {
  const folders = readdirSync(dataDir).filter((name) => name.startsWith('damaged-'));
  expect(folders).toHaveLength(1);
  return path.join(dataDir, folders[0] ?? '');
}

/** Everybody is listed, and the vault still opens: the org collects on. */
async function expectToWork(window: Page, name: string): Promise<void> {
  const { id, name: found } = await onlyOrg(window);
  expect(found).toBe(name);
  await goTo(window, 'Users');
  await expect(window.getByRole('status').filter({ hasText: `${String(USERS)} users` })).toBeVisible();
  await call(window, 'collect.start', { orgId: id });
  await waitForRun(window, 'complete');
}

test('a database that cannot be opened: the newest backup is offered, restored, and what was damaged is kept', async ({
  startAsking,
  dataDir,
  file,
}, testInfo) => {
  truncateSync(file, Math.floor(statSync(file).size / 2));
  overwriteTheMiddle(file, 8);
  const damaged = readFileSync(file);

  const app = await startAsking();
  const question = await app.question();
  expect(question.message).toBe(`The database ${file} is damaged and cannot be read safely.`);
  expect(question.detail).toMatch(
    /^The newest sound backup is of \w{3} \d{1,2}, \d{4}, .+: 1 org, 6,\d{3} sign-ins\.\n\nNothing is deleted: /,
  );
  expect(question.detail).toContain(`Data folder: ${dataDir}`);
  expect(question.buttons).toEqual([
    'Restore the Backup',
    'Salvage What Can Be Read',
    'Open Data Folder',
    'Quit',
  ]);
  await app.press('Restore the Backup');
  const told = await app.question();
  expect(told.message).toBe('The backup was restored.');
  const aside = setAside(dataDir);
  expect(told.detail).toContain(`What was there before is kept in ${aside}`);
  expect(readFileSync(path.join(aside, 'seatwatch.db')).equals(damaged)).toBe(true);
  await app.press('OK');

  const window = await windowOf(app);
  await expectToWork(window, 'Acme');
  await window.screenshot({ path: testInfo.outputPath('restored.png') });
});

test('damage that is met while working: what can be read is salvaged, with everything since the backup', async ({
  launch,
  startAsking,
  dataDir,
  file,
}, testInfo) => {
  const app = await startAsking();
  const window = await windowOf(app);
  await openSettings(window, 'Data & backups');
  overwriteTheMiddle(file, 3);
  const restarted = await catchRestart(app.electron);
  await window.getByRole('button', { name: 'Check integrity' }).click();
  const question = await app.question();
  expect(question.message).toBe('The database is damaged and cannot be read safely.');
  expect(question.buttons).toContain('Salvage What Can Be Read');
  await expect(window.getByText('Answer the question that Seatwatch asks')).toBeVisible();
  await window.screenshot({ path: testInfo.outputPath('damaged.png') });

  await app.press('Salvage What Can Be Read');
  const told = await app.question();
  expect(told.message).toBe('The database was salvaged.');
  expect(told.detail).toMatch(/^\d+,\d{3} rows of 1 org could be read\.\n(Nothing|Rows are) missing/);
  expect(told.detail).toContain(`The damaged files are kept in ${setAside(dataDir)}`);
  await app.press('OK');
  await restarted();

  const again = await launch();
  await expectToWork(again.window, 'Renamed since');
  await openSettings(again.window, 'Data & backups');
  await again.window.getByRole('button', { name: 'Check integrity' }).click();
  await expect(again.window.getByText('The database is sound')).toBeVisible();
});

test('a database that is gone: nothing happens without an answer, and an empty one is begun when asked to', async ({
  startAsking,
  dataDir,
  file,
}, testInfo) => {
  renameSync(file, `${file}.elsewhere`);
  const before = readdirSync(path.join(dataDir, 'backups'));

  const first = await startAsking();
  const question = await first.question();
  expect(question.message).toBe(`The database ${file} is gone or empty, and there are backups of it.`);
  expect(question.buttons).toEqual([
    'Restore the Backup',
    'Begin with an Empty Database',
    'Open Data Folder',
    'Quit',
  ]);
  const ended = new Promise<void>((resolve) => first.electron.on('close', () => resolve()));
  await first.press('Quit');
  await ended;
  expect(existsSync(file)).toBe(false);

  const second = await startAsking();
  await second.question();
  await second.press('Begin with an Empty Database');
  expect((await second.question()).message).toBe('Seatwatch begins with an empty database.');
  await second.press('OK');
  const window = await windowOf(second);
  await expect(window.getByRole('button', { name: 'Connect an org' }).first()).toBeVisible();
  expect(readdirSync(path.join(dataDir, 'backups'))).toEqual(expect.arrayContaining(before));

  // The way back stays open: the backup is still on the list.
  await window.getByRole('link', { name: 'Restore a backup' }).click();
  const rows = window.getByRole('table', { name: 'Backups' }).getByRole('row', { name: /Made by hand/ });
  await expect(rows).toHaveCount(1);
  await window.screenshot({ path: testInfo.outputPath('empty.png') });
});

import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { answerOpenDialog, expect, test } from '../../fixtures';
import { collectNow, connect, connectionOf, openSettings } from '../../pages/app';
import { call, onlyOrg, waitForRun, waitForScheduledBackup } from '../../pages/bridge';
import { catchRestart } from '../../pages/restart';

test('a backup is made, restored, and everything is as it was', async ({ launch, startOrg }) => {
  const org = await startOrg();
  const first = await launch();
  await connect(first.window, connectionOf(org));
  await collectNow(first.window);
  await waitForRun(first.window, 'complete');

  await waitForScheduledBackup(first.window);
  await openSettings(first.window, 'Data & backups');
  await first.window.getByRole('button', { name: 'Back up now' }).click();
  const backups = first.window.getByRole('table', { name: 'Backups' });
  await expect(backups.getByRole('row', { name: /Made by/ })).toHaveCount(1);
  await first.window.getByRole('button', { name: 'Check integrity' }).click();
  await expect(first.window.getByText('The database is sound')).toBeVisible();

  const { id } = await onlyOrg(first.window);
  await call(first.window, 'orgs.update', { orgId: id, name: 'Renamed since' });
  // The first collection has had one made on schedule, too.
  await backups
    .getByRole('row', { name: /Made by/ })
    .getByRole('button', { name: /^Restore/ })
    .click();
  const dialog = first.window.getByRole('dialog');
  await expect(dialog.getByText('Acme').first()).toBeVisible();
  await expect(dialog.getByText('200').first()).toBeVisible();
  const restarted = await catchRestart(first.electron);
  await dialog.getByRole('button', { name: 'Restore and restart' }).click();
  await restarted();

  const second = await launch();
  expect((await onlyOrg(second.window)).name).toBe('Acme');
  const { files } = await call<{ files: { reason: string }[] }>(second.window, 'data.backups');
  expect(files.map(({ reason }) => reason)).toContain('before-restore');
  // The vault still has the secret of this org: it collects on.
  await call(second.window, 'collect.start', { orgId: id });
  await waitForRun(second.window, 'complete');
});

test('the data folder moves, and the program goes on from there', async ({ launch, startOrg, dataDir }) => {
  const org = await startOrg();
  const first = await launch();
  await connect(first.window, connectionOf(org));
  await collectNow(first.window);
  await waitForRun(first.window, 'complete');
  const target = mkdtempSync(`${dataDir} moved-`);

  await openSettings(first.window, 'Data & backups');
  await answerOpenDialog(first.electron, target);
  await first.electron.evaluate(({ dialog }) => {
    dialog.showMessageBox = () => Promise.resolve({ response: 1, checkboxChecked: false });
  });
  const restarted = await catchRestart(first.electron);
  await first.window.getByRole('button', { name: 'Move the data folder…' }).click();
  await first.window.getByRole('button', { name: 'Choose a folder…' }).click();
  const args = await restarted();

  expect(args.at(-1)).toBe(target);
  expect(existsSync(path.join(target, 'seatwatch.db'))).toBe(true);
  expect(readdirSync(dataDir)).not.toContain('seatwatch.db');
  const second = await launch({ dataDir: target });
  expect((await onlyOrg(second.window)).lastRun?.state).toBe('complete');
  await second.close();
  rmSync(target, { recursive: true, force: true });
});

test('a database that crashes is started again, and the crash is written down', async ({ launch }) => {
  const app = await launch();
  const pid = await app.electron.evaluate(
    ({ app: electron }) =>
      electron.getAppMetrics().find(({ name }) => name === 'Seatwatch database')?.pid ?? 0,
  );
  process.kill(pid, 'SIGSEGV');
  await expect
    .poll(async () =>
      (await call<{ crashes: { process: string }[] }>(app.window, 'system.diagnostics')).crashes.map(
        (crash) => crash.process,
      ),
    )
    .toContain('database');
  await expect.poll(() => call<unknown[]>(app.window, 'orgs.list').catch(() => null)).toEqual([]);

  await app.window.evaluate(() => {
    globalThis.location.hash = '#/settings/diagnostics';
  });
  await expect(app.window.getByText(/database/i).first()).toBeVisible();
});

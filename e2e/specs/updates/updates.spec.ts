import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '../../fixtures';
import { openSettings } from '../../pages/app';
import { call } from '../../pages/bridge';
import {
  catchShownFiles,
  checkNow,
  nameSource,
  openPublisher,
  type Publisher,
  updatesRegion,
} from '../../pages/updates';
import { INSTALLER, signingKey } from '../../../test/builders/update-source';
import type { UpdateStatus } from '../../../src/shared/model/updates';

let publisher: Publisher;
test.beforeEach(async () => {
  publisher = await openPublisher();
});
test.afterEach(() => publisher.close());

const downloads = (dataDir: string): string[] => {
  const folder = path.join(dataDir, 'updates');
  return existsSync(folder) ? readdirSync(folder) : [];
};

test('nobody is asked until somebody says so; what is found is fetched and verified', async ({
  launch,
  dataDir,
}, testInfo) => {
  const { source, url, env, publish } = publisher;
  publish({ notes: 'Findings are grouped by person.' });

  // Off out of the box, and naming a source alone asks nobody either.
  const first = await launch({ env });
  await first.window.getByRole('link', { name: 'Restore a backup' }).click();
  await openSettings(first.window, 'Updates');
  const automatic = first.window.getByRole('switch', { name: 'Look for a newer version once a day' });
  await expect(automatic).not.toBeChecked();
  await expect(updatesRegion(first.window).getByText('No update source is set')).toBeVisible();
  await expect(first.window.getByRole('button', { name: 'Check now' })).toHaveAttribute(
    'data-disabled',
    'true',
  );
  await nameSource(first.window, url);
  await expect(first.window.getByText('It has not looked for a newer version yet.')).toBeVisible();
  await first.close();
  const second = await launch({ env });
  await expect(second.window.getByRole('button', { name: 'Connect an org' })).toBeVisible();
  expect(await call<UpdateStatus>(second.window, 'system.updates')).toMatchObject({
    automatic: false,
    checkedAt: null,
  });
  expect(source.asked).toEqual([]);

  // Switched on: by itself at the next start, once.
  await call(second.window, 'app.updateSettings', { checkForUpdates: true });
  await second.close();
  const third = await launch({ env });
  await expect.poll(() => source.asked).toEqual(['/latest.json']);
  const shown = await catchShownFiles(third.electron);
  await third.window.getByRole('link', { name: 'Restore a backup' }).click();
  await openSettings(third.window, 'Updates');
  await checkNow(third.window);
  const updates = updatesRegion(third.window);
  await expect(updates.getByText('Seatwatch 99.0.0 is available')).toBeVisible();
  await expect(updates.getByText('Findings are grouped by person.')).toBeVisible();
  await expect(updates.getByText(/seatwatch-99\.0\.0-\w+\.\w+, 300 kB/)).toBeVisible();
  expect(downloads(dataDir)).toEqual([]);
  await third.window.screenshot({ path: testInfo.outputPath('available.png') });

  await updates.getByRole('button', { name: 'Download' }).click();
  await expect(updates.getByText('Downloaded, and its signature is right')).toBeVisible();
  const [name = ''] = downloads(dataDir);
  const file = path.join(dataDir, 'updates', name);
  await expect(updates.getByText(file)).toBeVisible();
  expect(readFileSync(file).equals(INSTALLER)).toBe(true);
  expect(statSync(file).mode & 0o077).toBe(0);
  expect(await shown()).toEqual([file]);
  await third.window.screenshot({ path: testInfo.outputPath('downloaded.png') });
});

test('what is forged, put back or damaged is refused, in words', async ({ launch, dataDir }, testInfo) => {
  const { source, url, env, publish } = publisher;
  const { window } = await launch({ env });
  await window.getByRole('link', { name: 'Restore a backup' }).click();
  await openSettings(window, 'Updates');
  await nameSource(window, url);
  const updates = updatesRegion(window);
  const expectRefusal = async (...words: string[]): Promise<void> => {
    await checkNow(window);
    const refusal = updates.getByRole('alert');
    for (const word of words) await expect(refusal).toContainText(word);
  };

  publish({}, signingKey());
  await expectRefusal(
    'not signed by anybody this installation trusts: none of its keys is known',
    'It was not used',
    'Do not install what that source offers. Tell whoever runs the update source.',
    'UPDATE_NOT_TRUSTED',
  );
  await window.screenshot({ path: testInfo.outputPath('not-trusted.png') });

  publish({});
  await checkNow(window);
  await expect(updates.getByText('Seatwatch 99.0.0 is available')).toBeVisible();
  await expect(updates.getByRole('alert')).toHaveCount(0);

  // The name of the right key under words that it did not sign.
  const forged = { ...signingKey(), id: publisher.key.id };
  publish({ version: '100.0.0' }, forged);
  await expectRefusal('the signature does not fit', 'Do not install', 'UPDATE_NOT_TRUSTED');
  // What was believed before is still said, and still not more than that.
  await expect(updates.getByText('Seatwatch 99.0.0 is available')).toBeVisible();
  await expect(updates.getByText('100.0.0')).toHaveCount(0);
  await updates.getByRole('button', { name: 'Download' }).click();
  await expect(updates.getByText('the signature does not fit').last()).toBeVisible();

  publish({ version: '98.0.0' });
  await expectRefusal(
    'The update source shows 98.0.0',
    'older than what it showed before (99.0.0',
    'Tell whoever runs it.',
    'UPDATE_REPLAYED',
  );
  await window.screenshot({ path: testInfo.outputPath('replayed.png') });

  // The manifest is right, and the file beside it is another one.
  publish({});
  await checkNow(window);
  await expect(updates.getByRole('alert')).toHaveCount(0);
  for (const arch of ['x64', 'arm64'])
    for (const kind of ['deb', 'rpm', 'AppImage'])
      source.on(`/seatwatch-99.0.0-${arch}.${kind}`, Buffer.alloc(INSTALLER.length, 'other'));
  await updates.getByRole('button', { name: 'Download' }).click();
  await expect(updates.getByRole('alert')).toContainText('is not the file the signed manifest speaks of');
  await expect(updates.getByRole('alert')).toContainText('its hash differs');
  expect(downloads(dataDir)).toEqual([]);
});

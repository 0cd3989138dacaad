import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ROOT, test } from '../fixtures';
import { call } from '../pages/bridge';
import { openPage, PAGES, settle, walkThroughTheMainJob } from './walk';

// `npm run screenshots`: the pictures of the README, in both themes.
test('screenshots', async () => {
  const folder = path.join(ROOT, 'docs', 'screenshots');
  mkdirSync(folder, { recursive: true });
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'seatwatch-screenshots-'));
  const picture = (name: string) => path.join(folder, `${name}.png`);
  const { org, app } = await walkThroughTheMainJob(dataDir, async (step, window) => {
    await settle(window);
    await window.screenshot({ path: picture(`${step}-light`) });
  });
  for (const theme of ['light', 'dark'] as const) {
    await call(app.window, 'app.updateSettings', { colorScheme: theme });
    for (const { name, file } of PAGES) {
      await openPage(app.window, name);
      await app.window.screenshot({ path: picture(`${file}-${theme}`) });
    }
  }
  await app.close();
  await org.close();
  rmSync(dataDir, { recursive: true, force: true });
});

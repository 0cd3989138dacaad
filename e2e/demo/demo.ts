import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { answerSaveDialog, expect, test } from '../fixtures';
import { goTo } from '../pages/app';
import { call, onlyOrg, ownRule } from '../pages/bridge';
import { emptyFolder, fullPagePicture, openPage, PAGES, say, walkThroughTheMainJob } from './walk';

// `npm run demo`: the main job in a real window against the built-in demo org, leaving `demo-output/`.
test('demo', async () => {
  const startedAt = Date.now();
  const output = emptyFolder('demo-output');
  const picture = (name: string) => path.join(output, `${name}.png`);
  const { org, app, connected } = await walkThroughTheMainJob(
    path.join(output, 'data'),
    async (step, window) => {
      if (step === 'welcome') await window.screenshot({ path: picture('welcome') });
    },
  );
  const { window, electron } = app;

  for (const { name, file } of PAGES) {
    await openPage(window, name);
    await fullPagePicture(app, picture(file === 'setup' ? 'checklist' : file));
  }

  await goTo(window, 'Licenses');
  const csv = path.join(output, 'unused-licenses.csv');
  await answerSaveDialog(electron, csv);
  await window.getByRole('button', { name: 'Export unused licenses (CSV)' }).click();
  await expect.poll(() => existsSync(csv)).toBe(true);
  const { total: unusedSeats } = await call<{ total: number }>(window, 'review.seats', {
    orgId: connected.id,
    rule: await ownRule(window, connected.id),
  });
  expect(readFileSync(csv, 'utf8').trimEnd().split('\r\n').length - 1).toBeGreaterThanOrEqual(unusedSeats);

  const { lastRun, identity } = await onlyOrg(window);
  const summary = {
    org: { name: connected.name, url: org.url, edition: identity.edition, apiVersion: identity.apiVersion },
    state: lastRun?.state,
    rows: lastRun?.rows,
    apiCalls: lastRun?.apiCalls.made,
    quota: {
      before: lastRun?.apiCalls.orgUsedBefore,
      after: lastRun?.apiCalls.orgUsedAfter,
      max: lastRun?.apiCalls.orgMax,
      thresholdPercent: lastRun?.apiCalls.thresholdPercent,
    },
    unusedSeats,
    wallTimeSeconds: Math.round((Date.now() - startedAt) / 100) / 10,
  };
  writeFileSync(path.join(output, 'summary.json'), `${JSON.stringify(summary, null, 2)}\n`);
  say(
    `Wrote demo-output/: summary.json, unused-licenses.csv (${String(unusedSeats)} seats) and pictures of the pages.`,
  );
  await goTo(window, 'Overview');

  if (process.env['SEATWATCH_DEMO_STAYS_OPEN'] === '1') {
    say('The window stays open; close it to end the demo.');
    await electron.waitForEvent('close', { timeout: 0 });
  } else {
    await app.close();
  }
  await org.close();
});

import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Page } from '@playwright/test';
import type { SeatsPage } from '../../src/shared/model/licenses';
import { expect, test } from '../fixtures';
import { collectNow, goTo } from '../pages/app';
import { findingRows } from '../pages/findings';
import { call, ownRule, waitForRun } from '../pages/bridge';
import { pictures } from './pictures';
import { lookAfter, settingsPictures } from './settings-pictures';
import { setupPictures } from './setup-pictures';
import { openPage, PAGES, settle, type Walk, walkThroughTheMainJob } from './walk';

const LICENSE_TABS = ['Idle seats', 'Savings', 'Suggestions', 'Decisions', 'Trend and forecast'] as const;
const fileOf = (tab: string): string => tab.toLowerCase().replaceAll(' ', '-');

/** Panels that lie over the views: what opens each, in which tab. */
const PANELS: readonly { tab: string; file: string; open: (window: Page) => Promise<void> }[] = [
  {
    tab: 'Licenses',
    file: 'definition',
    open: (window) => window.getByRole('button', { name: 'Change what counts as idle' }).click(),
  },
  {
    tab: 'Licenses',
    file: 'price-book',
    open: (window) => window.getByRole('button', { name: 'Price book' }).click(),
  },
  {
    tab: 'Idle seats',
    file: 'evidence',
    open: (window) => window.getByRole('table', { name: 'Idle seats' }).getByRole('row').nth(1).click(),
  },
  {
    tab: 'Suggestions',
    file: 'suggestion',
    open: (window) => window.getByRole('table', { name: 'Suggestions' }).getByRole('row').nth(1).click(),
  },
  {
    tab: 'Decisions',
    file: 'decision',
    open: (window) => window.getByRole('table', { name: 'Decisions' }).getByRole('row').nth(1).click(),
  },
];

/** Some seats decided, some of them gone with the next collection, somebody on leave. */
async function review({ org, app: { window }, connected }: Walk): Promise<void> {
  const orgId = connected.id;
  const rule = await ownRule(window, orgId);
  const query = { orgId, rule, reasons: ['inactive'], sort: 'annualSaving', descending: true, limit: 30 };
  const { rows } = await call<SeatsPage>(window, 'review.seats', query);
  const refs = rows.map(({ userId, licenseKind, licenseId }) => ({
    userId,
    kind: licenseKind,
    id: licenseId,
  }));
  const decide = (from: number, to: number, decision: string, note: string) =>
    call(window, 'licenses.decide', { orgId, selection: { seats: refs.slice(from, to) }, decision, note });
  await decide(0, 12, 'reclaim', 'Not needed any more');
  await decide(12, 18, 'ask', 'Is the seat still wanted?');
  await decide(18, 21, 'keep', 'Works in the season only');
  const away = rows.at(-1);
  if (away !== undefined) {
    const leave = { userIds: [away.userId], reason: 'Parental leave', until: '2099-12-31T23:00:00.000Z' };
    await call(window, 'licenses.setLeave', { orgId, ...leave });
  }
  const gone = rows.slice(0, 5).map(({ username }) => [username, { active: false }] as const);
  org.control({ users: Object.fromEntries(gone) });
  await collectNow(window);
  await waitForRun(window, 'complete', 120_000);
}

// `npm run screenshots`: the pictures of the README and of docs/, in both themes.
test('screenshots', async () => {
  const dataDir = path.join(mkdtempSync(path.join(os.tmpdir(), 'seatwatch-screenshots-')), 'Seatwatch');
  mkdirSync(dataDir, { mode: 0o700 });
  const picture = pictures();
  const walk = await walkThroughTheMainJob(dataDir, async (step, window) => {
    await settle(window);
    await window.screenshot({ path: picture(`${step}-light`) });
  });
  const { org, app } = walk;
  await review(walk);
  await lookAfter(walk);
  for (const theme of ['light', 'dark'] as const) {
    await call(app.window, 'app.updateSettings', { colorScheme: theme });
    for (const { name, file } of PAGES) {
      await openPage(app.window, name);
      await app.window.screenshot({ path: picture(`${file}-${theme}`) });
    }
    await goTo(app.window, 'Findings');
    await settle(app.window);
    await findingRows(app.window).first().click();
    await expect(app.window.getByRole('dialog')).toBeVisible();
    await settle(app.window);
    await app.window.screenshot({ path: picture(`finding-${theme}`) });
    await app.window.keyboard.press('Escape');
    await expect(app.window.getByRole('dialog')).toBeHidden();
    await goTo(app.window, 'Licenses');
    for (const tab of LICENSE_TABS) {
      await app.window.getByRole('tab', { name: tab }).click();
      await settle(app.window);
      if (tab === 'Trend and forecast') {
        await app.window.getByRole('link', { name: 'Salesforce', exact: true }).click();
        await settle(app.window);
      }
      await app.window.screenshot({ path: picture(`licenses-${fileOf(tab)}-${theme}`) });
    }
    for (const { tab, file, open } of PANELS) {
      await app.window.getByRole('tab', { name: tab, exact: true }).click();
      await settle(app.window);
      await open(app.window);
      await expect(app.window.getByRole('dialog')).toBeVisible();
      await settle(app.window);
      await app.window.screenshot({ path: picture(`licenses-${file}-${theme}`) });
      await app.window.keyboard.press('Escape');
      await expect(app.window.getByRole('dialog')).toBeHidden();
    }
    await setupPictures(app.window, (name) => picture(`${name}-${theme}`));
    await app.window.getByRole('link', { name: 'All orgs' }).click();
    await expect(app.window.getByRole('heading', { level: 1, name: 'All orgs' })).toBeVisible();
    await settle(app.window);
    await app.window.screenshot({ path: picture(`all-orgs-${theme}`) });
    await settingsPictures(app, (name) => picture(`settings-${name}-${theme}`));
  }
  await app.close();
  await org.close();
  rmSync(path.dirname(dataDir), { recursive: true, force: true });
});

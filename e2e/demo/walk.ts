import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { createDemoOrg, type DemoOrg } from '../../src/demo-org';
import type { OrgSummary } from '../../src/shared/model/org';
import { expect, launchApp, ROOT, type RunningApp } from '../fixtures';
import { collectNow, connect, connectionOf, goTo, testConnectivity } from '../pages/app';
import { call, waitForRun } from '../pages/bridge';

/** The main job, done by clicking: shared by the demo and by the pictures of the README. */

export interface Walk {
  org: DemoOrg;
  app: RunningApp;
  connected: OrgSummary;
}

export function emptyFolder(name: string): string {
  const folder = path.join(ROOT, name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  return folder;
}

export function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

const CONTRACT_END = `${String(new Date().getUTCFullYear() + 1)}-03-31`;
const PRICES: Record<string, number> = {
  Salesforce: 165,
  'Salesforce Platform': 25,
  'Partner Community': 10,
  'Customer Community': 5,
};

export async function walkThroughTheMainJob(
  dataDir: string,
  onStep: (step: string, window: Page) => Promise<void>,
): Promise<Walk> {
  say('Starting the demo org, a company of 1,200 people …');
  const org = await createDemoOrg({});
  say(`Demo org at ${org.url}. Opening Seatwatch …`);
  const app = await launchApp({ dataDir });
  const { window } = app;
  await expect(window.getByRole('button', { name: 'Try with demo data' })).toBeVisible();
  await onStep('welcome', window);

  await connect(window, connectionOf(org, 'Acme Manufacturing'));
  say('The org is connected. Testing connectivity …');
  await testConnectivity(window);
  await expect(window.getByRole('status').filter({ hasText: 'Connected!' }).first()).toBeVisible();
  say('Connected! Collecting …');
  await onStep('connectivity', window);
  await collectNow(window);
  const connected = await waitForRun(window, 'complete', 120_000);
  const { rows, apiCalls } = connected.lastRun ?? { rows: {}, apiCalls: { made: 0 } };
  say(`Collected ${JSON.stringify(rows)} with ${String(apiCalls.made)} API calls.`);
  await setPrices(window, connected.id);
  return { org, app, connected };
}

/** Example prices, so that the demo shows money too. */
async function setPrices(window: Page, orgId: string): Promise<void> {
  const { licenses } = await call<{ licenses: { kind: string; id: string; name: string }[] }>(
    window,
    'review.licenses',
    {
      orgId,
      rule: {},
    },
  );
  for (const { kind, id, name } of licenses) {
    const amount = PRICES[name];
    if (amount === undefined) continue;
    const price = { amount, per: 'month', currency: 'USD', contractEnd: CONTRACT_END };
    await call(window, 'review.setPrice', { orgId, kind, licenseId: id, price });
  }
}

export const PAGES = [
  { name: 'Overview', file: 'overview' },
  { name: 'Licenses', file: 'licenses' },
  { name: 'Users', file: 'users' },
  { name: 'API usage', file: 'usage' },
  { name: 'Findings', file: 'findings' },
  { name: 'Sign-ins', file: 'sign-ins' },
  { name: 'Checks', file: 'checks' },
  { name: 'Known addresses', file: 'addresses' },
  { name: 'Setup', file: 'setup' },
] as const;

/** Waits until a page has drawn itself: no skeletons, fonts and charts in place. */
export async function settle(window: Page): Promise<void> {
  await expect(window.locator('[aria-busy="true"]')).toHaveCount(0);
  await window.evaluate(() => document.fonts.ready);
  await window.waitForTimeout(400);
  await closeNotifications(window);
}

/** Notifications come and go, also by themselves; a picture is of the page. */
async function closeNotifications(window: Page): Promise<void> {
  const buttons = window.locator('.mantine-Notification-closeButton');
  while ((await buttons.count()) > 0) {
    await buttons
      .first()
      .click({ timeout: 2_000 })
      .catch(() => undefined);
    await window.waitForTimeout(400);
  }
}

/**
 * A picture of the whole page: the window grows to the height of its content, because the page scrolls
 * inside the frame and not as a document.
 */
export async function fullPagePicture({ electron, window }: RunningApp, file: string): Promise<void> {
  const resize = (height: number) =>
    electron.evaluate(({ BrowserWindow }, wanted) => {
      const [main] = BrowserWindow.getAllWindows();
      main?.setContentSize(1280, wanted);
    }, height);
  const content = await window.evaluate(() => {
    const scrollers = [document.scrollingElement, ...document.querySelectorAll('main, [data-scroll]')];
    return Math.max(
      ...scrollers.map(
        (element) => (element?.scrollHeight ?? 0) + (element?.getBoundingClientRect().top ?? 0),
      ),
    );
  });
  await resize(Math.min(Math.max(Math.ceil(content), 800), 6_000));
  await settle(window);
  await window.screenshot({ path: file });
  await resize(860);
}

export async function openPage(window: Page, name: (typeof PAGES)[number]['name']): Promise<void> {
  await goTo(window, name);
  await settle(window);
}

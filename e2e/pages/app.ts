import type { DemoOrg } from '../../src/demo-org';
import { expect, type Page } from '@playwright/test';

/** What a person does in the window, by the words on the screen. */

export interface Connection {
  name: string;
  url: string;
  consumerKey: string;
  consumerSecret: string;
}

export function connectionOf(org: DemoOrg, name = 'Acme'): Connection {
  return { name, url: org.url, consumerKey: org.consumerKey, consumerSecret: org.consumerSecret };
}

/** From the first-run page or the orgs page to the form of step 3. */
export async function openConnectForm(window: Page): Promise<void> {
  await window.getByRole('button', { name: 'Connect an org' }).first().click();
  await expect(window.getByLabel('Display name')).toBeVisible();
}

export async function fillConnection(window: Page, connection: Connection): Promise<void> {
  await window.getByLabel('Display name', { exact: true }).fill(connection.name);
  await window.getByLabel('Salesforce URL', { exact: true }).fill(connection.url);
  await window.getByLabel('Consumer key', { exact: true }).fill(connection.consumerKey);
  await window.getByLabel('Consumer secret', { exact: true }).fill(connection.consumerSecret);
}

export async function saveConnection(window: Page): Promise<void> {
  await window.getByRole('button', { name: 'Save', exact: true }).click();
  // It is there from the start, and can be clicked once the org is saved.
  await expect(window.getByRole('button', { name: 'Test Connectivity' }).first()).toBeEnabled();
}

export async function connect(window: Page, connection: Connection): Promise<void> {
  await openConnectForm(window);
  await fillConnection(window, connection);
  await saveConnection(window);
}

export async function testConnectivity(window: Page): Promise<void> {
  await window.getByRole('button', { name: 'Test Connectivity' }).first().click();
}

export async function collectNow(window: Page): Promise<void> {
  await window.getByRole('button', { name: 'Collect Now' }).first().click();
}

export type PageName =
  | 'Overview'
  | 'Users'
  | 'Licenses'
  | 'Changes'
  | 'API usage'
  | 'Findings'
  | 'Sign-ins'
  | 'Checks'
  | 'Known addresses'
  | 'Details'
  | 'Setup';

export async function goTo(window: Page, page: PageName): Promise<void> {
  // Some of the settings are named like a page.
  const pages = window.getByRole('navigation', { name: 'Main' });
  await pages.getByRole('link', { name: page, exact: true }).click();
  await expect(window.getByRole('heading', { level: 1, name: page })).toBeVisible();
}

export const SETTINGS_SECTIONS = [
  'Appearance',
  'Collecting',
  'Licenses',
  'Data & backups',
  'Export & merge',
  'Privacy',
  'Secrets',
  'Updates',
  'Diagnostics',
  'About',
] as const;

export async function openSettings(window: Page, section: (typeof SETTINGS_SECTIONS)[number]): Promise<void> {
  await window.getByRole('link', { name: 'Settings' }).click();
  const sections = window.getByRole('navigation', { name: 'Settings' });
  const link = sections.getByRole('link', { name: section, exact: true });
  await link.click();
  await expect(link).toHaveAttribute('aria-current', 'page');
}

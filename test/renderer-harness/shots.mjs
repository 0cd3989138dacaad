import { CARE_SHOTS } from './care-shots.mjs';
import { CERTIFICATE_SHOTS } from './certificate-shots.mjs';
import { COLLECTOR_SHOTS } from './collector-shots.mjs';
import { PORTFOLIO_SHOTS } from './portfolio-shots.mjs';

/** What to photograph. `act` brings the page into the wanted state. */
const org = (page, id = 'acme') => `#/org/${id}/${page}`;

export const SHOTS = [
  { name: 'welcome', query: { scenario: 'empty' } },
  { name: 'orgs', hash: '#/orgs' },
  { name: 'orgs-many', query: { scenario: 'many' }, hash: '#/orgs' },
  {
    name: 'orgs-menu',
    menu: true,
    hash: '#/orgs',
    act: async (page) => {
      await page.getByRole('button', { name: 'Actions for Acme UAT' }).click();
      await page.getByRole('menuitem', { name: 'Remove…' }).waitFor();
    },
  },
  {
    name: 'orgs-remove',
    hash: '#/orgs',
    act: async (page) => {
      await page.getByRole('button', { name: 'Actions for Acme UAT' }).click();
      await page.getByRole('menuitem', { name: 'Remove…' }).click();
      await page.getByRole('dialog').waitFor();
      await page.waitForTimeout(300);
    },
  },
  { name: 'details', hash: org('details'), full: true },
  { name: 'add-org', query: { scenario: 'empty' }, hash: '#/add-org', full: true },
  { name: 'setup', query: { scenario: 'fresh' }, hash: org('setup') },
  {
    name: 'setup-connected',
    query: { scenario: 'fresh' },
    hash: org('setup'),
    full: true,
    act: async (page) => {
      await page.getByRole('button', { name: 'Test Connectivity' }).click();
      await page.getByText('Connected!').waitFor();
    },
  },
  {
    name: 'setup-failed',
    query: { scenario: 'fresh', outcome: 'wrong-secret' },
    hash: org('setup'),
    full: true,
    act: async (page) => {
      await page.getByRole('button', { name: 'Test Connectivity' }).click();
      await page.getByText('Not connected').waitFor();
    },
  },
  ...CERTIFICATE_SHOTS,
  ...COLLECTOR_SHOTS,
  ...PORTFOLIO_SHOTS,
  ...CARE_SHOTS,
  { name: 'settings', hash: '#/settings', full: true },
  {
    name: 'vault',
    query: { scenario: 'locked' },
    act: async (page) => {
      await page.getByRole('button', { name: 'Try with demo data' }).click();
      await page.getByRole('dialog').waitFor();
      await page.waitForTimeout(300);
    },
  },
  { name: 'forced-to-dark', query: { scheme: 'dark' }, hash: '#/settings' },
  { name: 'forced-to-light', query: { scheme: 'light' }, hash: '#/settings' },
  {
    name: 'notification',
    query: { scenario: 'collecting', collectMs: '500' },
    hash: org('overview'),
    wait: 2000,
  },
  { name: 'overview', hash: org('overview'), wait: 1500, full: true },
  {
    name: 'overview-collecting',
    query: { scenario: 'collecting', collectMs: '20000' },
    hash: org('overview'),
    wait: 6000,
  },
  { name: 'overview-quota', query: { scenario: 'quota' }, hash: org('overview'), wait: 1500 },
  { name: 'overview-empty', query: { scenario: 'fresh' }, hash: org('overview'), wait: 1000 },
  { name: 'overview-loading', query: { scenario: 'loading' }, hash: org('overview') },
  { name: 'overview-error', query: { scenario: 'error' }, hash: org('overview') },
  { name: 'users', hash: org('users'), wait: 1200 },
  { name: 'licenses', hash: org('licenses'), wait: 1200, full: true },
  { name: 'usage', hash: org('usage'), wait: 1500, full: true },
];

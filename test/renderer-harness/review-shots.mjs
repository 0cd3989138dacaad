import { LICENSE_SHOTS } from './license-shots.mjs';
import { MAPS_SHOTS } from './maps-shots.mjs';
import { SEATS_SHOTS } from './seats-shots.mjs';
import { SECURITY_SHOTS } from './security-shots.mjs';

/** More of the review pages than `shots.mjs` has: their states, dialogs and large data. */
const org = (page, params = '') => `#/org/acme/${page}${params}`;

export const REVIEW_SHOTS = [
  { name: 'review-overview', hash: org('overview'), wait: 1200, full: true },
  { name: 'review-overview-fresh', query: { scenario: 'fresh' }, hash: org('overview'), wait: 900 },
  { name: 'review-overview-loading', query: { scenario: 'loading' }, hash: org('overview') },
  { name: 'review-overview-error', query: { scenario: 'error' }, hash: org('overview') },
  {
    name: 'review-overview-quota',
    query: { scenario: 'quota' },
    hash: org('overview'),
    wait: 1200,
    full: true,
  },
  {
    name: 'review-overview-table',
    hash: org('overview'),
    wait: 1200,
    act: (page) => page.getByRole('button', { name: 'Show as table' }).click(),
  },
  { name: 'review-users', hash: org('users'), wait: 1200 },
  { name: 'review-users-fresh', query: { scenario: 'fresh' }, hash: org('users'), wait: 900 },
  { name: 'review-users-loading', query: { scenario: 'loading' }, hash: org('users') },
  { name: 'review-users-error', query: { scenario: 'error' }, hash: org('users') },
  {
    name: 'review-users-none',
    hash: org('users'),
    wait: 900,
    act: async (page) => {
      await page.getByLabel('Search users').fill('nobody has this name');
      await page.getByText('No user matches').waitFor();
    },
  },
  {
    name: 'review-users-filter',
    hash: org('users', '?state=inactive'),
    wait: 900,
    act: async (page) => {
      await page.getByRole('button', { name: 'License', exact: true }).first().click();
      await page.getByRole('checkbox').first().waitFor();
      await page.waitForTimeout(250);
    },
  },
  {
    name: 'review-users-drawer',
    hash: org('users'),
    wait: 1000,
    act: async (page) => {
      await page.getByRole('row').nth(3).click();
      await page.getByText('Newest logins').waitFor();
      await page.waitForTimeout(350);
    },
  },
  {
    name: 'review-users-large',
    query: { users: '120000' },
    hash: org('users'),
    wait: 2500,
    act: async (page) => {
      await page.getByRole('row').nth(2).focus();
      await page.keyboard.press('End');
      await page.waitForTimeout(1500);
      const focused = await page.evaluate(() => document.activeElement?.getAttribute('aria-rowindex'));
      if (focused !== '120001') throw new Error(`End went to row ${focused}`);
    },
  },
  ...LICENSE_SHOTS,
  ...SEATS_SHOTS,
  ...SECURITY_SHOTS,
  ...MAPS_SHOTS,
  { name: 'review-usage', hash: org('usage'), wait: 1200, full: true },
  { name: 'review-usage-quota', query: { scenario: 'quota' }, hash: org('usage'), wait: 1200, full: true },
  { name: 'review-usage-fresh', query: { scenario: 'fresh' }, hash: org('usage'), wait: 900 },
  { name: 'review-usage-loading', query: { scenario: 'loading' }, hash: org('usage') },
  {
    name: 'review-usage-limit',
    hash: org('usage'),
    wait: 1000,
    act: async (page) => {
      await page
        .getByRole('button', { name: /^Show the history of/ })
        .first()
        .click();
      await page.getByText('Used over time').waitFor();
      await page.waitForTimeout(400);
    },
  },
];

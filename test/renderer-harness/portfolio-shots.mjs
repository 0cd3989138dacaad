/** The page over all orgs, and what of the settings belongs to it. */

const openDialog = async (page) => {
  await page.getByRole('button', { name: /exchange rates…/ }).click();
  await page.getByRole('dialog').waitFor();
  await page.getByRole('combobox', { name: 'Reporting currency' }).waitFor();
  await page.waitForTimeout(300);
};

export const PORTFOLIO_SHOTS = [
  { name: 'portfolio', hash: '#/portfolio', wait: 1200, full: true },
  { name: 'portfolio-many', query: { scenario: 'many' }, hash: '#/portfolio', wait: 2500, full: true },
  { name: 'portfolio-fresh', query: { scenario: 'fresh' }, hash: '#/portfolio' },
  { name: 'portfolio-empty', query: { scenario: 'empty' }, hash: '#/portfolio' },
  { name: 'portfolio-loading', query: { scenario: 'loading' }, hash: '#/portfolio' },
  { name: 'portfolio-error', query: { scenario: 'error' }, hash: '#/portfolio' },
  { name: 'portfolio-rates', hash: '#/portfolio', wait: 1200, act: openDialog },
  {
    name: 'portfolio-converted',
    hash: '#/portfolio',
    wait: 1200,
    full: true,
    act: async (page) => {
      await openDialog(page);
      await page.getByLabel('1 EUR in USD').fill('1.08');
      await page.getByRole('button', { name: 'Save', exact: true }).click();
      await page.getByRole('dialog').waitFor({ state: 'hidden' });
      await page.waitForTimeout(600);
    },
  },
  {
    name: 'settings-licensing',
    hash: '#/settings',
    act: async (page) => {
      await page.getByLabel('Decisions are signed as').scrollIntoViewIfNeeded();
      await page.getByLabel('Decisions are signed as').fill('Kim Rivera, IT');
    },
  },
  { name: 'settings-rates', hash: '#/settings', act: openDialog },
];

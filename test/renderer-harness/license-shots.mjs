/** The licenses page: its table, what can be tried and entered there, and the savings. */
const page = (params = '') => `#/org/acme/licenses${params}`;

/** However busy the machine: everything is drawn, to the last row. */
const drawn = async (page) => {
  await page.getByRole('rowheader', { name: 'All licenses' }).waitFor({ timeout: 30_000 });
  await page.getByRole('slider', { name: /Idle after/ }).waitFor({ timeout: 30_000 });
  await page.waitForTimeout(600);
};

export const LICENSE_SHOTS = [
  { name: 'licenses-table', hash: page(), act: drawn, full: true },
  { name: 'licenses-table-fresh', query: { scenario: 'fresh' }, hash: page(), wait: 900 },
  { name: 'licenses-table-loading', query: { scenario: 'loading' }, hash: page() },
  { name: 'licenses-table-error', query: { scenario: 'error' }, hash: page(), wait: 900 },
  { name: 'licenses-table-many', query: { licenses: '200' }, hash: page(), act: drawn, full: true },
  {
    name: 'licenses-what-if',
    hash: page(),
    act: async (page) => {
      await drawn(page);
      const slider = page.getByRole('slider', { name: /Idle after/ });
      await slider.focus();
      const before = await slider.getAttribute('aria-valuetext');
      for (let n = 0; n < 60; n++) await page.keyboard.press('ArrowLeft');
      if ((await slider.getAttribute('aria-valuetext')) === before)
        throw new Error('The slider did not move');
      await page.getByText('You are trying another definition').waitFor();
      await page.waitForTimeout(500);
    },
  },
  {
    name: 'licenses-definition',
    hash: page(),
    act: async (page) => {
      await drawn(page);
      await page.getByRole('button', { name: 'Change what counts as idle' }).click();
      const dialog = page.getByRole('dialog', { name: 'What counts as idle' });
      await dialog.waitFor();
      await dialog.getByText('Custom').click();
      await dialog.getByRole('textbox', { name: 'Days without a login' }).fill('45');
      await dialog.getByRole('switch', { name: 'External users have a threshold' }).check();
      await page.waitForTimeout(900);
    },
  },
  {
    name: 'licenses-definition-invalid',
    hash: page(),
    act: async (page) => {
      await drawn(page);
      await page.getByRole('button', { name: 'Change what counts as idle' }).click();
      await page.getByLabel('Grace period').fill('400');
      await page.getByText('Enter 0 to 365 days.').waitFor();
    },
  },
  {
    name: 'licenses-price',
    hash: page(),
    act: async (page) => {
      await drawn(page);
      const price = page.getByRole('button', { name: /price of/i }).first();
      await price.scrollIntoViewIfNeeded();
      await price.click();
      await page.getByLabel('Per seat').waitFor();
      await page.waitForTimeout(300);
    },
  },
  {
    name: 'licenses-price-book',
    hash: page(),
    act: async (page) => {
      await drawn(page);
      await page.getByRole('button', { name: 'Price book' }).click();
      const dialog = page.getByRole('dialog', { name: 'Price book' });
      await dialog.getByLabel('Select Salesforce Platform').check();
      await dialog.getByLabel('Select Customer Community Plus').check();
      await dialog.getByLabel('Contract ends on').fill('2027-06-30');
      await page.waitForTimeout(400);
    },
  },
  {
    name: 'licenses-price-book-saved',
    hash: page(),
    act: async (page) => {
      await drawn(page);
      await page.getByRole('button', { name: 'Price book' }).click();
      const dialog = page.getByRole('dialog', { name: 'Price book' });
      await dialog.getByLabel('Select all licenses shown').check();
      await dialog.getByLabel('Contract ends on').fill('2027-06-30');
      await dialog.getByRole('button', { name: /^Save for/ }).click();
      await page.getByText(/Prices of .* saved/).waitFor();
      await page.waitForTimeout(400);
    },
  },
  {
    name: 'licenses-price-book-many',
    query: { licenses: '200' },
    hash: page(),
    act: async (page) => {
      await drawn(page);
      await page.getByRole('button', { name: 'Price book' }).click();
      await page.getByRole('dialog', { name: 'Price book' }).waitFor();
      await page.waitForTimeout(900);
    },
  },
  {
    name: 'licenses-export',
    hash: page(),
    act: async (page) => {
      await drawn(page);
      await page.getByRole('button', { name: 'Export unused licenses (CSV)' }).click();
      await page.getByText('seats exported').waitFor();
      await page.waitForTimeout(400);
    },
  },
  { name: 'licenses-savings', hash: page('?tab=savings'), wait: 1200, full: true },
  {
    name: 'licenses-savings-manager',
    hash: page('?tab=savings'),
    wait: 1200,
    act: async (page) => {
      await page.getByText('Manager', { exact: true }).click();
      await page.waitForTimeout(500);
    },
  },
  { name: 'licenses-savings-loading', query: { scenario: 'loading' }, hash: page('?tab=savings') },
  { name: 'licenses-savings-error', query: { scenario: 'error' }, hash: page('?tab=savings'), wait: 900 },
  { name: 'licenses-savings-fresh', query: { scenario: 'fresh' }, hash: page('?tab=savings'), wait: 900 },
];

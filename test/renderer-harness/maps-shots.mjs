/** Where and when people sign in, known addresses, and what is known of a user. */
const org = (page, params = '') => `#/org/acme/${page}${params}`;

const mapDrawn = async (page) => {
  await page.getByRole('group', { name: /by country/ }).waitFor({ timeout: 30_000 });
  await page.getByText('in an hour of the week').waitFor({ timeout: 30_000 });
  await page.waitForTimeout(300);
};

export const MAPS_SHOTS = [
  { name: 'sign-ins', hash: org('sign-ins'), act: mapDrawn, full: true },
  { name: 'sign-ins-fresh', query: { scenario: 'fresh' }, hash: org('sign-ins'), wait: 900 },
  { name: 'sign-ins-loading', query: { scenario: 'loading' }, hash: org('sign-ins') },
  { name: 'sign-ins-error', query: { scenario: 'error' }, hash: org('sign-ins'), wait: 900 },
  {
    name: 'sign-ins-failures',
    hash: org('sign-ins'),
    full: true,
    act: async (page) => {
      await mapDrawn(page);
      await page.getByText('Failures', { exact: true }).first().click();
      await page.getByText('30 days').click();
      await page.waitForTimeout(700);
    },
  },
  {
    name: 'sign-ins-keyboard',
    hash: org('sign-ins'),
    act: async (page) => {
      await mapDrawn(page);
      await page.locator('[data-stop][tabindex="0"]').focus();
      for (let n = 0; n < 7; n++) await page.keyboard.press('ArrowRight');
      await page.getByText('Singapore').last().waitFor();
      const focused = await page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
      if (!focused?.startsWith('Singapore')) throw new Error(`The focus is on ${focused}`);
    },
  },
  {
    name: 'sign-ins-table',
    hash: org('sign-ins'),
    full: true,
    act: async (page) => {
      await mapDrawn(page);
      await page.getByRole('button', { name: 'Show as table' }).click();
      await page.getByRole('button', { name: 'Country' }).click();
      await page.waitForTimeout(200);
    },
  },
];

const opened = async (page) => {
  await page.getByRole('button', { name: 'Add list' }).click();
  await page.getByRole('dialog').waitFor();
  await page.waitForTimeout(350);
};

MAPS_SHOTS.push(
  { name: 'addresses', hash: org('addresses'), wait: 900, full: true },
  { name: 'addresses-empty', query: { scenario: 'unevaluated' }, hash: org('addresses'), wait: 900 },
  { name: 'addresses-loading', query: { scenario: 'loading' }, hash: org('addresses') },
  { name: 'addresses-error', query: { scenario: 'error' }, hash: org('addresses'), wait: 900 },
  {
    name: 'addresses-edit',
    hash: org('addresses'),
    wait: 900,
    act: async (page) => {
      await page.getByRole('button', { name: 'Edit Offices' }).click();
      await page.getByText('3 ranges.').waitFor();
      await page.waitForTimeout(350);
    },
  },
  {
    name: 'addresses-file',
    hash: org('addresses'),
    wait: 900,
    act: async (page) => {
      await opened(page);
      await page.getByRole('textbox', { name: 'Name' }).fill('Offices in Europe');
      await page.getByRole('textbox', { name: 'Addresses' }).fill('10.0.0.0/24 Lab\n10.0.0.999\nnowhere');
      await page.getByText('2 lines cannot be read').waitFor();
      await page.getByRole('button', { name: 'Add from a CSV file' }).click();
      await page.getByText('2 lines of the file left out').waitFor();
      await page.getByRole('button', { name: 'Save without 2 lines' }).waitFor();
      await page.waitForTimeout(600);
    },
  },
  {
    name: 'addresses-save',
    hash: org('addresses'),
    wait: 900,
    act: async (page) => {
      await opened(page);
      await page.getByRole('textbox', { name: 'Name' }).fill('Airport lounges');
      await page.getByRole('textbox', { name: 'Addresses' }).fill('10.0.0.0/24 Lab');
      await page.getByText('VPN', { exact: true }).last().click();
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByRole('rowheader', { name: 'Airport lounges' }).waitFor();
      await page.waitForTimeout(350);
    },
  },
  {
    name: 'addresses-remove',
    hash: org('addresses'),
    wait: 900,
    act: async (page) => {
      await page.getByRole('button', { name: 'Remove Blocked by the SOC' }).click();
      await page.getByRole('dialog').waitFor();
      await page.waitForTimeout(350);
    },
  },
);

const userTab = async (page, tab) => {
  await page.getByRole('row').nth(3).click();
  await page.getByRole('tab', { name: tab }).click();
};

MAPS_SHOTS.push(
  {
    name: 'user-timeline',
    hash: org('users'),
    wait: 1000,
    act: async (page) => {
      await userTab(page, 'Timeline');
      await page.getByText('Impossible Travel').waitFor();
      await page.waitForTimeout(350);
    },
  },
  {
    name: 'user-timeline-older',
    hash: org('users'),
    wait: 1000,
    act: async (page) => {
      await userTab(page, 'Timeline');
      await page.getByRole('button', { name: 'Show older' }).click();
      await page.getByText('That is all that is stored.').scrollIntoViewIfNeeded();
      await page.waitForTimeout(350);
    },
  },
  {
    name: 'user-hours',
    hash: org('users'),
    wait: 1000,
    act: async (page) => {
      await userTab(page, 'Hours');
      await page.getByText('in an hour of the week').waitFor();
      await page.waitForTimeout(350);
    },
  },
);

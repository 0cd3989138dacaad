/** What the collector shows: plan, pauses, the run log, changes, looking back, storage. */
const org = (page, params = '', id = 'acme') => `#/org/${id}/${page}${params}`;
const settle = (page) => page.waitForTimeout(400);

const scrollTo = async (page, locator) => {
  await locator.scrollIntoViewIfNeeded();
  await page.waitForTimeout(150);
};

const lookBack = async (page) => {
  await page.getByRole('combobox', { name: 'As of' }).click();
  await page.getByRole('option').nth(9).click();
  await page.getByText('You are looking back').waitFor();
  await page.waitForTimeout(900);
};

export const COLLECTOR_SHOTS = [
  {
    name: 'collect-plan',
    query: { scenario: 'collecting', collectMs: '20000' },
    hash: org('overview'),
    wait: 5000,
    act: async (page) => {
      await page.getByRole('button', { name: 'Show plan' }).click();
      await settle(page);
    },
  },
  {
    name: 'collect-tight',
    query: { scenario: 'tight', collectMs: '20000' },
    hash: org('overview'),
    wait: 5000,
  },
  {
    name: 'collect-paused-quota',
    query: { scenario: 'quota' },
    hash: org('overview'),
    wait: 900,
    act: async (page) => {
      await page.getByRole('button', { name: 'Why?' }).click();
      await settle(page);
    },
  },
  {
    name: 'collect-paused-answer',
    query: { scenario: 'quota' },
    hash: org('users'),
    wait: 900,
    act: async (page) => {
      await page.getByRole('button', { name: 'Collect Now' }).click();
      await page.getByText('found it still so').waitFor();
      await settle(page);
    },
  },
  {
    name: 'collect-paused-budget',
    query: { scenario: 'budget' },
    hash: org('licenses'),
    wait: 900,
    act: async (page) => {
      await page.getByRole('button', { name: 'Why?' }).click();
      await settle(page);
    },
  },
  {
    name: 'runlog-list',
    hash: org('details'),
    act: async (page) => {
      await scrollTo(page, page.getByRole('heading', { name: 'Remove' }));
    },
  },
  {
    name: 'runlog-detail',
    hash: org('details', '?run=41'),
    wait: 1200,
    act: async (page) => {
      await page.getByText('Plan and result').first().waitFor();
    },
  },
  { name: 'runlog-paused', hash: org('details', '?run=39'), wait: 1200 },
  { name: 'runlog-failed', hash: org('details', '?run=36'), wait: 1200 },
  { name: 'runlog-none', hash: org('details', '?run=7000'), wait: 1200 },
  { name: 'runlog-error', query: { scenario: 'error' }, hash: org('details', '?run=41'), wait: 1200 },
  { name: 'changes', hash: org('changes'), wait: 1200 },
  { name: 'changes-all', hash: org('changes', '?run=all'), wait: 1200 },
  {
    name: 'changes-filter',
    hash: org('changes'),
    wait: 1000,
    act: async (page) => {
      await page.getByRole('button', { name: 'Data', exact: true }).click();
      await page.getByRole('checkbox').first().waitFor();
      await settle(page);
    },
  },
  {
    name: 'changes-drawer',
    hash: org('changes', '?run=all'),
    wait: 1000,
    act: async (page) => {
      await page.getByText('Profile: Sales → Sales Manager').first().click();
      await page.getByRole('table', { name: 'Changed fields' }).waitFor();
      await settle(page);
    },
  },
  { name: 'changes-run-without', hash: org('changes', '?run=41'), wait: 1000 },
  {
    name: 'changes-no-match',
    hash: org('changes'),
    wait: 1000,
    act: async (page) => {
      await page.getByLabel('Search changes').fill('nothing is called this');
      await page.getByText('No change matches').waitFor();
    },
  },
  { name: 'changes-untracked', query: { scenario: 'untracked' }, hash: org('changes'), wait: 900 },
  { name: 'changes-unchanged', query: { scenario: 'unchanged' }, hash: org('changes'), wait: 900 },
  { name: 'changes-empty', query: { scenario: 'fresh' }, hash: org('changes'), wait: 900 },
  { name: 'changes-loading', query: { scenario: 'loading' }, hash: org('changes') },
  { name: 'changes-error', query: { scenario: 'error' }, hash: org('changes'), wait: 900 },
  {
    name: 'history-user',
    hash: org('users'),
    wait: 1000,
    act: async (page) => {
      await page.getByRole('row').nth(1).click();
      const history = page.getByRole('region', { name: 'History' });
      await history.waitFor();
      await settle(page);
      await scrollTo(page, page.getByRole('heading', { name: 'Newest logins' }));
    },
  },
  { name: 'lookback-overview', hash: org('overview'), wait: 1200, act: lookBack },
  { name: 'lookback-users', hash: org('users'), wait: 1200, act: lookBack },
  { name: 'lookback-licenses', hash: org('licenses'), wait: 1200, act: lookBack, full: true },
  {
    name: 'lookback-choices',
    hash: org('licenses'),
    wait: 1200,
    menu: true,
    act: async (page) => {
      await page.getByRole('combobox', { name: 'As of' }).click();
      await page.getByRole('option').nth(2).waitFor();
      await settle(page);
    },
  },
  {
    name: 'storage',
    hash: '#/settings/data',
    wait: 900,
    act: (page) => scrollTo(page, page.getByRole('heading', { name: 'Data folder' })),
  },
  {
    name: 'storage-confirm',
    hash: '#/settings/data',
    wait: 900,
    act: async (page) => {
      await page.getByRole('button', { name: 'Compact…' }).click();
      await page.getByRole('dialog').waitFor();
      await settle(page);
    },
  },
  {
    name: 'storage-done',
    hash: '#/settings/data',
    wait: 900,
    act: async (page) => {
      await page.getByRole('button', { name: 'Compact…' }).click();
      await page.getByRole('button', { name: 'Compact', exact: true }).click();
      await page.getByText('given back to the disk').last().waitFor();
      await settle(page);
    },
  },
  {
    name: 'storage-refused',
    query: { scenario: 'collecting', collectMs: '20000' },
    hash: '#/settings/data',
    wait: 900,
    act: async (page) => {
      await page.getByRole('button', { name: 'Compact…' }).click();
      await page.getByRole('button', { name: 'Compact', exact: true }).click();
      await page.getByText('A collection is running.').waitFor();
      await settle(page);
    },
  },
  {
    name: 'storage-error',
    query: { scenario: 'error' },
    hash: '#/settings/data',
    wait: 900,
    act: (page) => scrollTo(page, page.getByRole('heading', { name: 'Data folder' })),
  },
];

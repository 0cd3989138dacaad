/** Findings, checks and their settings, in all their states. */
const page = (name, params = '') => `#/org/acme/${name}${params}`;

const findings = async (page) => {
  await page.getByRole('table', { name: 'Findings' }).waitFor({ timeout: 30_000 });
  await page.getByRole('row').nth(1).waitFor({ timeout: 30_000 });
  await page.waitForTimeout(500);
};
const openFirst = async (page) => {
  await findings(page);
  await page.getByRole('row').nth(1).click();
  await page.getByRole('heading', { name: 'Evidence' }).waitFor();
  await page.waitForTimeout(350);
};

const checks = async (page) => {
  await page.getByRole('table', { name: 'Posture checks' }).waitFor({ timeout: 30_000 });
  await page.waitForTimeout(900);
};
const openCheck = (title) => async (page) => {
  await checks(page);
  await page.getByRole('button', { name: title, exact: true }).click();
  await page.getByRole('heading', { name: 'Settings' }).waitFor();
  await page.waitForTimeout(350);
};

export const SECURITY_SHOTS = [
  { name: 'findings', hash: page('findings'), act: findings },
  { name: 'findings-fresh', query: { scenario: 'fresh' }, hash: page('findings'), wait: 900 },
  { name: 'findings-unevaluated', query: { scenario: 'unevaluated' }, hash: page('findings'), wait: 900 },
  { name: 'findings-clean', query: { scenario: 'clean' }, hash: page('findings'), wait: 900 },
  { name: 'findings-loading', query: { scenario: 'loading' }, hash: page('findings') },
  { name: 'findings-error', query: { scenario: 'error' }, hash: page('findings'), wait: 900 },
  {
    name: 'findings-large',
    query: { findings: '100000' },
    hash: page('findings'),
    act: async (page) => {
      await findings(page);
      await page
        .getByText('By user')
        .or(page.getByText('User', { exact: true }))
        .first()
        .click();
      await page.getByRole('table', { name: 'Findings' }).evaluate((table) => table.scrollTo(0, 2_000_000));
      await page.waitForTimeout(1_200);
    },
  },
  {
    name: 'findings-none',
    hash: page('findings'),
    act: async (page) => {
      await findings(page);
      await page.getByLabel('Search findings').fill('nobody has this name');
      await page.getByText('No finding matches').waitFor();
    },
  },
  {
    name: 'findings-filtered',
    hash: page('findings', '?user=u&name=Amara%20Keller&status=all'),
    wait: 1_000,
  },
  {
    name: 'findings-group',
    hash: page('findings', '?status=all'),
    act: async (page) => {
      await findings(page);
      await page
        .getByRole('button', { name: /Inactive Users/ })
        .first()
        .click();
      await page.waitForTimeout(500);
      await page.getByRole('checkbox', { name: 'Select all rows' }).click();
    },
  },
  {
    name: 'findings-why',
    hash: page('findings'),
    act: async (page) => {
      await findings(page);
      await page.getByRole('button', { name: 'Which, and why' }).click();
      await page.waitForTimeout(200);
    },
  },
  { name: 'findings-drawer', hash: page('findings'), act: openFirst },
  {
    name: 'findings-drawer-evidence',
    hash: page('findings', '?check=password-spray&status=all'),
    act: async (page) => {
      await openFirst(page);
      await page.getByRole('heading', { name: 'Evidence' }).scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'findings-drawer-travel',
    hash: page('findings', '?check=impossible-travel&status=all'),
    act: async (page) => {
      await openFirst(page);
      await page.getByText('Why it matters').scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'findings-acknowledge',
    hash: page('findings'),
    act: async (page) => {
      await findings(page);
      await page.getByRole('row').nth(2).getByRole('checkbox').click();
      await page.getByRole('row').nth(4).getByRole('checkbox').click();
      await page.getByRole('button', { name: 'Acknowledge…' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Acknowledge' }).click();
      await page.waitForTimeout(350);
    },
  },
  {
    name: 'findings-mute',
    hash: page('findings', '?category=threat'),
    act: async (page) => {
      await openFirst(page);
      await page.getByRole('button', { name: 'Mute…' }).click();
      await page.getByLabel('Reason').waitFor();
      await page.waitForTimeout(350);
    },
  },
  {
    name: 'findings-mutes',
    hash: page('findings'),
    act: async (page) => {
      await findings(page);
      await page.getByRole('button', { name: /^Muted/ }).click();
      await page.getByRole('list', { name: 'What is muted' }).waitFor();
      await page.waitForTimeout(350);
    },
  },
  {
    name: 'findings-score',
    hash: page('findings'),
    act: async (page) => {
      await findings(page);
      await page.getByRole('button', { name: 'How it is made' }).click();
      await page.getByRole('table', { name: 'Parts of the score' }).waitFor();
      await page.waitForTimeout(700);
    },
  },
  {
    name: 'findings-export',
    menu: true,
    hash: page('findings'),
    act: async (page) => {
      await findings(page);
      await page.getByRole('button', { name: 'Export' }).click();
      await page.getByRole('menuitem', { name: /OCSF/ }).waitFor();
      await page.waitForTimeout(250);
    },
  },
  {
    name: 'findings-past',
    hash: page('findings'),
    act: async (page) => {
      await findings(page);
      await page.getByRole('link', { name: 'Users', exact: true }).click();
      await page.getByRole('combobox', { name: 'As of' }).click();
      await page.getByRole('option').nth(2).click();
      await page.getByRole('link', { name: 'Findings', exact: true }).click();
      await findings(page);
    },
  },
  { name: 'checks', hash: page('checks'), act: checks, full: true },
  { name: 'checks-loading', query: { scenario: 'loading' }, hash: page('checks') },
  { name: 'checks-error', query: { scenario: 'error' }, hash: page('checks'), wait: 900 },
  { name: 'checks-unevaluated', query: { scenario: 'unevaluated' }, hash: page('checks'), act: checks },
  {
    name: 'checks-missing',
    hash: page('checks'),
    act: async (page) => {
      await checks(page);
      await page.getByRole('button', { name: /^Not evaluated/ }).click();
      await page.waitForTimeout(300);
    },
  },
  { name: 'checks-drawer', hash: page('checks'), act: openCheck('Inactive Users') },
  {
    name: 'checks-drawer-list',
    hash: page('checks'),
    act: async (page) => {
      await openCheck('No Strong MFA')(page);
      await page.getByRole('combobox', { name: 'Methods that count as strong' }).click();
      await page.waitForTimeout(300);
    },
    menu: true,
  },
  { name: 'checks-drawer-missing', hash: page('checks'), act: openCheck('No MFA Configured') },
  {
    name: 'checks-preview',
    hash: page('checks'),
    act: async (page) => {
      await openCheck('Inactive Users')(page);
      await page.getByRole('textbox', { name: 'Not signed in for' }).fill('120');
      await page.getByText(/would be (gone|new)/).waitFor();
      await page.waitForTimeout(300);
    },
  },
  {
    name: 'checks-preview-working',
    query: { latency: '1500' },
    hash: page('checks'),
    act: async (page) => {
      await openCheck('Inactive Users')(page);
      await page.getByRole('textbox', { name: 'Not signed in for' }).fill('30');
      await page.getByText('Working out what would change').waitFor();
    },
  },
  {
    name: 'checks-invalid',
    hash: page('checks'),
    act: async (page) => {
      await openCheck('Inactive Users')(page);
      await page.getByRole('textbox', { name: 'Not signed in for' }).fill('99999');
      await page.waitForTimeout(300);
    },
  },
  {
    name: 'checks-leave',
    hash: page('checks'),
    act: async (page) => {
      await openCheck('Inactive Users')(page);
      await page.getByRole('textbox', { name: 'Not signed in for' }).fill('120');
      await page.keyboard.press('Escape');
      await page.getByText('Leave without saving?').waitFor();
      await page.waitForTimeout(300);
    },
  },
];

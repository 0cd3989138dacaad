/** Settings and what looks after the data: every section in its states. `query` as in harness.tsx. */
const settle = (page) => page.waitForTimeout(350);
const settings = (section) => `#/settings/${section}`;
const policy = { policy: 'strict' };

async function openPerson(page) {
  await page.getByRole('row').nth(3).click();
  await page.getByText('Newest logins').waitFor();
  await page
    .getByRole('button', { name: /^Actions for/ })
    .last()
    .click();
  await page.getByRole('menuitem', { name: 'Forget this person…' }).waitFor();
  await settle(page);
}

async function askToForget(page) {
  await openPerson(page);
  await page.getByRole('menuitem', { name: 'Forget this person…' }).click();
  await page.getByRole('dialog').last().waitFor();
  await settle(page);
}

async function restoreFromList(page) {
  await page
    .getByRole('button', { name: /^Restore the backup/ })
    .nth(1)
    .click();
  await page.getByRole('button', { name: 'Restore and restart' }).waitFor();
  await settle(page);
}

async function mergeFile(page) {
  await page.getByRole('button', { name: 'Choose a backup…' }).click();
  await page.getByRole('button', { name: 'Merge', exact: true }).waitFor();
  await settle(page);
}

const clickAndWait = (button, text) => async (page) => {
  await page.getByRole('button', { name: button }).click();
  await page.getByText(text).first().waitFor();
  await settle(page);
};

const SECTIONS = [
  'appearance',
  'collecting',
  'licenses',
  'data',
  'transfer',
  'privacy',
  'secrets',
  'updates',
  'diagnostics',
  'about',
];
const LOADED = ['data', 'updates', 'diagnostics'];

export const CARE_SHOTS = [
  ...SECTIONS.map((section) => ({ name: `care-${section}`, hash: settings(section), wait: 900, full: true })),
  ...SECTIONS.map((section) => ({
    name: `care-policy-${section}`,
    query: policy,
    hash: settings(section),
    wait: 900,
    full: true,
  })),
  ...LOADED.map((section) => ({
    name: `care-loading-${section}`,
    query: { scenario: 'loading' },
    hash: settings(section),
  })),
  ...LOADED.map((section) => ({
    name: `care-error-${section}`,
    query: { scenario: 'error' },
    hash: settings(section),
    wait: 900,
    full: true,
  })),
  {
    name: 'care-empty-data',
    query: { scenario: 'empty', backups: 'none' },
    hash: settings('data'),
    wait: 900,
    full: true,
  },
  { name: 'care-empty-privacy', query: { scenario: 'empty' }, hash: settings('privacy'), wait: 900 },
  {
    name: 'care-backup-problem',
    query: { backups: 'problem' },
    hash: settings('data'),
    wait: 900,
  },
  {
    name: 'care-backup-made',
    hash: settings('data'),
    wait: 900,
    act: clickAndWait('Back up now', 'The backup was made'),
  },
  {
    name: 'care-backup-running',
    query: { latency: '400' },
    hash: settings('data'),
    wait: 1500,
    act: clickAndWait('Back up now', 'Making a backup'),
  },
  {
    name: 'care-backup-remove',
    hash: settings('data'),
    wait: 900,
    act: async (page) => {
      await page
        .getByRole('button', { name: /^Remove the backup/ })
        .nth(1)
        .click();
      await page.getByText('This cannot be undone.').waitFor();
      await settle(page);
    },
  },
  { name: 'care-restore', hash: settings('data'), wait: 900, act: restoreFromList },
  {
    name: 'care-restore-older',
    query: { inspected: 'older-version' },
    hash: settings('data'),
    wait: 900,
    act: restoreFromList,
  },
  {
    name: 'care-restore-running',
    query: { latency: '300' },
    hash: settings('data'),
    wait: 1500,
    act: async (page) => {
      await restoreFromList(page);
      await page.getByRole('button', { name: 'Restore and restart' }).click();
      await page.getByText('Putting the backup in place').waitFor();
      await settle(page);
    },
  },
  {
    name: 'care-restore-refused',
    query: { scenario: 'collecting', collectMs: '30000' },
    hash: settings('data'),
    wait: 900,
    act: async (page) => {
      await restoreFromList(page);
      await page.getByRole('button', { name: 'Restore and restart' }).click();
      await page.getByText('A collection is running.').waitFor();
      await settle(page);
    },
  },
  {
    name: 'care-restore-broken',
    query: { fileDialog: 'broken-backup' },
    hash: settings('data'),
    wait: 900,
    act: clickAndWait('Restore from a file…', 'The file is not a backup'),
  },
  {
    name: 'care-integrity-sound',
    hash: settings('data'),
    wait: 900,
    full: true,
    act: clickAndWait('Check integrity', 'The database is sound'),
  },
  {
    name: 'care-integrity-damaged',
    query: { integrity: 'damaged' },
    hash: settings('data'),
    wait: 900,
    full: true,
    act: clickAndWait('Check integrity', 'The database is damaged'),
  },
  {
    name: 'care-move',
    hash: settings('data'),
    wait: 900,
    act: clickAndWait('Move the data folder…', 'Choose an empty folder'),
  },
  {
    name: 'care-exported',
    hash: settings('transfer'),
    wait: 900,
    act: clickAndWait('Export everything as Parquet', 'Everything was exported'),
  },
  { name: 'care-merge', hash: settings('transfer'), wait: 900, act: mergeFile },
  {
    name: 'care-merge-done',
    hash: settings('transfer'),
    wait: 900,
    act: async (page) => {
      await mergeFile(page);
      await page.getByRole('button', { name: 'Merge', exact: true }).click();
      await page.getByText('The backup was merged').waitFor();
      await settle(page);
    },
  },
  ...['current', 'newer', 'other-system', 'failed'].map((updates) => ({
    name: `care-updates-${updates}`,
    query: { updates, updateSource: 'https://updates.example.com/seatwatch/manifest.json' },
    hash: settings('updates'),
    wait: 900,
  })),
  {
    name: 'care-updates-downloaded',
    query: { updates: 'newer', updateSource: 'https://updates.example.com/seatwatch/manifest.json' },
    hash: settings('updates'),
    wait: 900,
    act: clickAndWait('Download', 'its signature is right'),
  },
  {
    name: 'care-updates-bad-source',
    hash: settings('updates'),
    wait: 900,
    act: async (page) => {
      await page.getByLabel('Update source').fill('http://updates.example.com');
      await page.keyboard.press('Tab');
      await page.getByText('must begin with https').waitFor();
    },
  },
  {
    name: 'care-crashes',
    query: { crashes: '4', metricsPort: '9464' },
    hash: settings('diagnostics'),
    wait: 900,
    full: true,
    act: (page) => page.getByRole('button', { name: 'Dismiss' }).click(),
  },
  {
    name: 'care-metrics-taken',
    query: { metricsPort: '9464', metricsTaken: '1' },
    hash: settings('diagnostics'),
    wait: 900,
    full: true,
  },
  {
    name: 'care-bundle-saved',
    hash: settings('diagnostics'),
    wait: 900,
    act: clickAndWait('Save support bundle…', 'The support bundle was saved'),
  },
  {
    name: 'care-left-out-ask',
    hash: settings('privacy'),
    wait: 900,
    act: async (page) => {
      await page
        .getByRole('button', { name: /^Collect again… / })
        .first()
        .click();
      await page.getByRole('dialog').waitFor();
      await settle(page);
    },
  },
  {
    name: 'care-left-out-done',
    hash: settings('privacy'),
    wait: 900,
    full: true,
    act: async (page) => {
      await page.getByLabel('Whose reference is it?').fill('005Fk0000000901IAA');
      await settle(page);
      await page.getByRole('button', { name: /^Collect again… / }).click();
      await page.getByRole('button', { name: 'Collect again', exact: true }).click();
      await page.getByText('This person is left out no longer').waitFor();
      await settle(page);
    },
  },
  {
    name: 'care-left-out-short',
    hash: settings('privacy'),
    wait: 900,
    full: true,
    act: async (page) => {
      await page.getByLabel('Whose reference is it?').fill('005Fk0000000901');
      await page.getByText('the short form').waitFor();
    },
  },
  {
    name: 'care-left-out-none',
    query: { leftOut: 'none' },
    hash: settings('privacy'),
    wait: 900,
    full: true,
  },
  { name: 'care-crash-banner', query: { crashes: '1' }, hash: '#/org/acme/overview', wait: 1200 },
  { name: 'care-user-menu', hash: '#/org/acme/users', wait: 1200, menu: true, act: openPerson },
  { name: 'care-forget', hash: '#/org/acme/users', wait: 1200, act: askToForget },
  {
    name: 'care-forgotten',
    hash: '#/org/acme/users',
    wait: 1200,
    act: async (page) => {
      await askToForget(page);
      await page.getByRole('button', { name: 'Forget this person', exact: true }).click();
      await page.getByText('was forgotten').waitFor();
      await settle(page);
    },
  },
  { name: 'care-policy-details', query: policy, hash: '#/org/acme/details', wait: 1000, full: true },
  { name: 'care-policy-findings', query: policy, hash: '#/org/acme/findings', wait: 1000 },
];

/** More for `shots.mjs`. */
const org = (page, id = 'acme') => `#/org/${id}/${page}`;

const addByCertificate = async (page) => {
  await page.getByRole('radio', { name: 'Certificate (JWT bearer)' }).click();
  await page.getByText('Check the trusted IP ranges').waitFor();
};
const unfold = async (page, title) => {
  await page.getByRole('button', { name: title, exact: true }).click();
  await page.waitForTimeout(250);
};
const MAKE_KEY = 'Make the key and save server.crt';
const makeKey = async (page) => {
  await addByCertificate(page);
  await unfold(page, MAKE_KEY);
  await page.getByRole('button', { name: 'Make a key and certificate' }).click();
  await page.getByRole('button', { name: 'Save server.crt…' }).waitFor();
};
const replace = (name) => async (page) => {
  await page.getByRole('button', { name }).first().click();
  await page.getByRole('dialog').getByRole('list').first().waitFor();
  await page.waitForTimeout(300);
};
const toUpload = async (page) => {
  await replace('Replace certificate…')(page);
  await page.getByRole('button', { name: 'Make a new key' }).click();
  await page.getByRole('button', { name: 'It is uploaded' }).waitFor();
  await page.waitForTimeout(250);
};
const toTest = async (page) => {
  await toUpload(page);
  await page.getByRole('button', { name: 'It is uploaded' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Test Connectivity' }).waitFor();
};
const tested = (words) => async (page) => {
  await toTest(page);
  await page.getByRole('dialog').getByRole('button', { name: 'Test Connectivity' }).click();
  await page.getByRole('dialog').getByText(words).waitFor();
  await page.waitForTimeout(250);
};

/** Signing in with a certificate: the checklist, the key, its end and its replacement. */
export const CERTIFICATE_SHOTS = [
  {
    name: 'jwt-checklist',
    query: { scenario: 'empty' },
    hash: '#/add-org',
    full: true,
    act: addByCertificate,
  },
  {
    name: 'jwt-permissions',
    query: { scenario: 'empty' },
    hash: '#/add-org',
    full: true,
    act: async (page) => {
      await addByCertificate(page);
      await unfold(page, 'Complete the permission set');
      await unfold(page, 'Check the trusted IP ranges');
    },
  },
  {
    name: 'jwt-app',
    query: { scenario: 'empty' },
    hash: '#/add-org',
    full: true,
    act: async (page) => {
      await addByCertificate(page);
      for (const title of [
        'Enable OAuth with the api scope',
        'Enable the JWT Bearer Flow',
        'Pre-authorize the user',
      ])
        await unfold(page, title);
    },
  },
  {
    name: 'jwt-key-before',
    query: { scenario: 'empty' },
    hash: '#/add-org',
    act: async (page) => {
      await addByCertificate(page);
      await unfold(page, MAKE_KEY);
      await page.getByRole('button', { name: 'Make a key and certificate' }).scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'jwt-key-after',
    query: { scenario: 'empty' },
    hash: '#/add-org',
    act: async (page) => {
      await makeKey(page);
      await page.getByRole('button', { name: 'Save server.crt…' }).click();
      await page.getByText('Saved as').waitFor();
      await page.getByText('Saved as').scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'jwt-key-pem',
    query: { scenario: 'empty' },
    hash: '#/add-org',
    full: true,
    act: async (page) => {
      await makeKey(page);
      await page.getByRole('button', { name: 'Show PEM' }).click();
      await page.getByText('BEGIN CERTIFICATE').waitFor();
    },
  },
  {
    name: 'jwt-key-replace',
    menu: true,
    query: { scenario: 'empty' },
    hash: '#/add-org',
    act: async (page) => {
      await makeKey(page);
      await page.getByRole('button', { name: 'Replace', exact: true }).click();
      await page.getByRole('menuitem', { name: 'Import a key…' }).waitFor();
    },
  },
  {
    name: 'jwt-key-refused',
    query: { scenario: 'empty', fileDialog: 'broken-key' },
    hash: '#/add-org',
    act: async (page) => {
      await addByCertificate(page);
      await unfold(page, MAKE_KEY);
      await page.getByRole('button', { name: 'Import a key…' }).click();
      await page.getByText('This is not a private key').waitFor();
      await page.getByText('This is not a private key').scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'jwt-no-key',
    query: { scenario: 'empty' },
    hash: '#/add-org',
    act: async (page) => {
      await addByCertificate(page);
      await page.getByLabel('Display name').fill('Acme');
      await page.getByLabel('Salesforce URL').fill('https://acme.my.salesforce.com');
      await page.getByLabel('Consumer key', { exact: true }).fill('3MVG9demoKEYdemoKEY');
      await page.getByLabel('Username').fill('seatwatch@acme.example');
      await page.getByRole('button', { name: 'Save', exact: true }).click();
      await page.getByText('Make or import the key first').waitFor();
    },
  },
  {
    name: 'jwt-vault',
    query: { scenario: 'locked' },
    hash: '#/add-org',
    act: async (page) => {
      await addByCertificate(page);
      await unfold(page, MAKE_KEY);
      await page.getByRole('button', { name: 'Make a key and certificate' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
      await page.getByText('The vault is locked').waitFor();
      await page.waitForTimeout(300);
      await page.getByText('The vault is locked').scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'jwt-setup-saved',
    query: { scenario: 'fresh', certificateDays: '400' },
    hash: `${org('setup')}?step=app.certificate`,
    full: true,
  },
  { name: 'jwt-details', query: { certificateDays: '400' }, hash: org('details'), full: true },
  {
    name: 'jwt-details-waiting',
    query: { certificateDays: '12', replacing: '1' },
    hash: org('details'),
    full: true,
  },
  { name: 'jwt-expiring', query: { certificateDays: '12.5' }, hash: org('overview'), wait: 1500 },
  { name: 'jwt-expired', query: { certificateDays: '-3.5' }, hash: org('overview'), wait: 1500 },
  { name: 'jwt-expired-details', query: { certificateDays: '-3.5' }, hash: org('details') },
  { name: 'jwt-orgs-expiring', query: { certificateDays: '12.5' }, hash: '#/orgs' },
  {
    name: 'jwt-orgs-expired',
    menu: true,
    query: { certificateDays: '-3.5' },
    hash: '#/orgs',
    act: async (page) => {
      await page.getByRole('button', { name: 'Actions for Acme Field Services' }).click();
      await page.getByRole('menuitem', { name: 'Replace certificate…' }).waitFor();
    },
  },
  {
    name: 'jwt-replace-1-key',
    query: { certificateDays: '12.5' },
    hash: org('overview'),
    wait: 1200,
    act: replace('Replace certificate…'),
  },
  { name: 'jwt-replace-2-upload', query: { certificateDays: '12.5' }, hash: org('details'), act: toUpload },
  {
    name: 'jwt-replace-2-discard',
    query: { certificateDays: '12.5', replacing: '1' },
    hash: org('details'),
    act: async (page) => {
      await replace('Continue the replacement…')(page);
      await page.getByRole('button', { name: 'Discard the new key…' }).click();
      await page.getByText('Discard the new key?').waitFor();
      await page.waitForTimeout(250);
    },
  },
  { name: 'jwt-replace-3-test', query: { certificateDays: '12.5' }, hash: org('details'), act: toTest },
  {
    name: 'jwt-replace-3-waiting',
    query: { certificateDays: '12.5', accepts: 'old' },
    hash: org('details'),
    act: tested('Waiting for Salesforce'),
  },
  {
    name: 'jwt-replace-3-failed',
    query: { certificateDays: '12.5', outcome: 'unknown-certificate' },
    hash: org('details'),
    act: tested('Not connected'),
  },
  {
    name: 'jwt-replace-4-done',
    query: { certificateDays: '12.5' },
    hash: org('details'),
    act: tested('Seatwatch signs in with the new key from now on'),
  },
];

import { expect, test } from '../../fixtures';
import { call } from '../../pages/bridge';
import {
  connect,
  connectionOf,
  fillConnection,
  openConnectForm,
  saveConnection,
  testConnectivity,
} from '../../pages/app';

test('a wrong secret is explained and can be replaced', async ({ launch, startOrg }) => {
  const org = await startOrg();
  const { window } = await launch();
  await connect(window, { ...connectionOf(org), consumerSecret: 'not-the-secret' });
  await testConnectivity(window);
  await expect(window.getByText(/invalid_client/).first()).toBeVisible();
  await expect(window.getByText('Connected!')).toHaveCount(0);
});

test('typing a login host is refused with the reason', async ({ launch, startOrg }) => {
  const org = await startOrg();
  const { window } = await launch();
  await openConnectForm(window);
  await fillConnection(window, { ...connectionOf(org), url: 'https://login.salesforce.com' });
  await window.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(window.getByText(/My Domain/).first()).toBeVisible();
  expect(await call(window, 'orgs.list')).toEqual([]);
  await window.getByLabel('Salesforce URL', { exact: true }).fill(org.url);
  await saveConnection(window);
});

const MISTAKES = [
  { error: 'no-run-as-user', words: /run as/i },
  { error: 'ip-restricted', words: /IP/ },
  { error: 'no-valid-scopes', words: /scope/i },
  { error: 'app-not-found', words: /propagat|10 minutes/i },
  { error: 'grant-type-not-supported', words: /Client Credentials Flow/i },
] as const;

for (const { error, words } of MISTAKES) {
  test(`the mistake "${error}" has its own explanation`, async ({ launch, startOrg }) => {
    const org = await startOrg();
    org.control({ tokenError: error });
    const { window } = await launch();
    await connect(window, connectionOf(org));
    await testConnectivity(window);
    await expect(window.getByText(words).first()).toBeVisible();
    await expect(window.getByText('Connected!')).toHaveCount(0);
  });
}

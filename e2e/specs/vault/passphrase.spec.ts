import { expect, test } from '../../fixtures';
import { connectionOf, fillConnection, openConnectForm, testConnectivity } from '../../pages/app';
import { call } from '../../pages/bridge';

test('without a protected keychain a passphrase locks the vault, also over a restart', async ({
  launch,
  startOrg,
}) => {
  test.setTimeout(120_000);
  const org = await startOrg();
  const first = await launch({ keychain: false });
  await openConnectForm(first.window);
  await fillConnection(first.window, connectionOf(org));
  await first.window.getByRole('button', { name: 'Save', exact: true }).click();
  const choose = first.window.getByRole('dialog', { name: 'Choose a vault passphrase' });
  await choose.getByLabel('Passphrase', { exact: true }).fill('correct horse battery');
  await choose.getByLabel('Repeat the passphrase').fill('correct horse battery');
  await choose.getByRole('button', { name: 'Create vault' }).click();
  // What was typed was not lost: the org is saved as soon as the vault is there.
  await expect.poll(async () => (await call<unknown[]>(first.window, 'orgs.list')).length).toBe(1);
  await first.close();

  const { window } = await launch({ keychain: false });
  await window.getByRole('link', { name: 'Setup' }).click();
  await testConnectivity(window);
  const unlock = window.getByRole('dialog', { name: 'Unlock the vault' });
  await unlock.getByLabel('Passphrase', { exact: true }).fill('not the passphrase');
  await unlock.getByRole('button', { name: 'Unlock' }).click();
  await expect(unlock.getByText(/does not open the vault/).first()).toBeVisible();
  await unlock.getByLabel('Passphrase', { exact: true }).fill('correct horse battery');
  await unlock.getByRole('button', { name: 'Unlock' }).click();
  await expect(window.getByRole('status').filter({ hasText: 'Connected!' }).first()).toBeVisible();
});

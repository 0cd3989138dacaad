import { generateKeyPairSync } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { generate } from 'selfsigned';
import { answerOpenDialog, expect, test } from '../../fixtures';
import { collectNow, goTo, openConnectForm, saveConnection, testConnectivity } from '../../pages/app';
import { call, onlyOrg, waitForRun } from '../../pages/bridge';
import {
  chooseCertificate,
  fillCertificateConnection,
  openReplacement,
  saveServerCrt,
} from '../../pages/certificate';

test('an admin connects an org with a certificate, collects, and replaces the certificate', async ({
  launch,
  startOrg,
  dataDir,
}) => {
  test.setTimeout(180_000);
  const org = await startOrg();
  const app = await launch();
  const { window } = app;

  // Without a key nothing is saved, and the form says where to get one.
  await openConnectForm(window);
  await chooseCertificate(window);
  await fillCertificateConnection(window, {
    name: 'Acme',
    url: org.url,
    consumerKey: org.consumerKey,
    username: org.runAsUsername,
  });
  await window.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(window.getByText('Make or import the key first')).toBeVisible();
  expect(await call(window, 'orgs.list')).toEqual([]);

  await window.getByRole('button', { name: 'Make a key and certificate' }).click();
  await expect(window.getByRole('button', { name: 'Save server.crt…' })).toBeFocused();
  const first = await saveServerCrt(app, window, path.join(dataDir, 'server.crt'));
  expect(first).toMatch(/^-----BEGIN CERTIFICATE-----/);
  await saveConnection(window);
  await expect(window.getByText('How Seatwatch signs in')).toHaveCount(0);

  // Salesforce does not know the certificate yet.
  await testConnectivity(window);
  await expect(window.getByText('Not connected').first()).toBeVisible();
  org.control({ certificates: [first] });
  await testConnectivity(window);
  await expect(window.getByRole('status').filter({ hasText: 'Connected!' }).first()).toBeVisible();
  await collectNow(window);
  const before = await waitForRun(window, 'complete');
  expect(before.auth).toBe('jwt-bearer');
  const { fingerprint } = before.certificates?.current ?? {};

  await goTo(window, 'Details');
  await expect(window.getByText(fingerprint ?? 'no certificate').first()).toBeVisible();
  const dialog = await openReplacement(window);
  await dialog.getByRole('button', { name: 'Make a new key' }).click();
  await expect(dialog.getByRole('heading', { name: 'Upload its certificate to Salesforce' })).toBeFocused();
  await dialog.getByRole('button', { name: 'Discard the new key…' }).click();
  await dialog.getByRole('button', { name: 'Keep it' }).click();
  await expect(dialog.getByRole('button', { name: 'Discard the new key…' })).toBeFocused();
  const second = await saveServerCrt(app, dialog, path.join(dataDir, 'next.crt'));
  expect(second).not.toBe(first);
  expect((await new AxeBuilder({ page: window }).setLegacyMode().analyze()).violations).toEqual([]);
  await dialog.getByRole('button', { name: 'It is uploaded' }).click();

  // It was not: the present key goes on working, and Seatwatch waits.
  await dialog.getByRole('button', { name: 'Test Connectivity' }).click();
  await expect(dialog.getByText('Waiting for Salesforce to accept the new certificate')).toBeVisible();
  expect((await onlyOrg(window)).certificates?.current.fingerprint).toBe(fingerprint);
  org.control({ certificates: [second] });
  await dialog.getByRole('button', { name: 'Test again' }).click();
  await expect(dialog.getByText('Seatwatch signs in with the new key from now on')).toBeVisible();
  const after = (await onlyOrg(window)).certificates;
  expect(after?.next).toBeNull();
  expect(after?.current.fingerprint).not.toBe(fingerprint);

  await dialog.getByRole('button', { name: 'Done' }).click();
  await collectNow(window);
  await expect
    .poll(async () => (await waitForRun(window, 'complete')).lastRun?.runId, { timeout: 120_000 })
    .toBeGreaterThan(before.lastRun?.runId ?? 0);
  // Keys are in the vault and nowhere else.
  expect(app.output()).not.toContain('PRIVATE KEY');
});

test('a certificate that ends soon is spoken of until it is replaced', async ({
  launch,
  startOrg,
  dataDir,
}) => {
  test.setTimeout(120_000);
  const org = await startOrg();
  const app = await launch();
  const { window, electron } = app;

  await openConnectForm(window);
  await chooseCertificate(window);
  const broken = path.join(dataDir, 'broken.pem');
  writeFileSync(broken, 'no key at all');
  await answerOpenDialog(electron, broken);
  await window.getByRole('button', { name: 'Import a key…' }).click();
  await expect(window.getByText('This is not a private key in PEM form.')).toBeVisible();

  // A key brought along, with a certificate that has a good 12 days left.
  const own = path.join(dataDir, 'own.pem');
  writeFileSync(own, await keyWithCertificate(12.5));
  await answerOpenDialog(electron, own);
  await window.getByRole('button', { name: 'Import a key…' }).click();
  const certificate = await saveServerCrt(app, window, path.join(dataDir, 'server.crt'));
  expect(readFileSync(own, 'utf8')).toContain(certificate.trim());
  org.control({ certificates: [certificate] });
  await fillCertificateConnection(window, {
    name: 'Acme',
    url: org.url,
    consumerKey: org.consumerKey,
    username: org.runAsUsername,
  });
  await saveConnection(window);

  for (const page of ['Overview', 'Details'] as const) {
    await goTo(window, page);
    await expect(window.getByText(/^The certificate expires on .+, in 12 days$/)).toBeVisible();
  }
  await window.getByRole('link', { name: 'Orgs', exact: true }).click();
  await expect(window.getByText('Certificate expires in 12 days')).toBeVisible();

  await goTo(window, 'Overview');
  const dialog = await openReplacement(window);
  await dialog.getByRole('button', { name: 'Make a new key' }).click();
  org.control({ certificates: [await saveServerCrt(app, dialog, path.join(dataDir, 'next.crt'))] });
  await dialog.getByRole('button', { name: 'It is uploaded' }).click();
  await dialog.getByRole('button', { name: 'Test Connectivity' }).click();
  await expect(dialog.getByText('Seatwatch signs in with the new key from now on')).toBeVisible();
  await dialog.getByRole('button', { name: 'Done' }).click();
  await expect(window.getByText(/^The certificate expires/)).toHaveCount(0);
});

/** A PEM file as other tools write it: key and self-signed certificate, with so many days left. */
async function keyWithCertificate(days: number): Promise<string> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  const { cert } = await generate([{ name: 'commonName', value: 'Our own' }], {
    algorithm: 'sha256',
    keyPair: { privateKey, publicKey },
    notBeforeDate: new Date(Date.now() - 700 * 86_400_000),
    notAfterDate: new Date(Date.now() + days * 86_400_000),
  });
  return `${privateKey}${cert.replaceAll('\r\n', '\n')}`;
}

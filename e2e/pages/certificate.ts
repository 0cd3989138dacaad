import { readFileSync } from 'node:fs';
import { expect, type Locator, type Page } from '@playwright/test';
import { answerSaveDialog, type RunningApp } from '../fixtures';

/** What a person does with keys and certificates in the window. */

/** On the checklist of an org being added: the way with a certificate, unfolded at its key. */
export async function chooseCertificate(window: Page): Promise<void> {
  await window.getByRole('radio', { name: 'Certificate (JWT bearer)' }).click();
  await window.getByRole('button', { name: 'Make the key and save server.crt', exact: true }).click();
}

/** Saves what the panel or dialog shows as server.crt, and gives its text back. */
export async function saveServerCrt(
  { electron }: RunningApp,
  place: Page | Locator,
  file: string,
): Promise<string> {
  await answerSaveDialog(electron, file);
  await place.getByRole('button', { name: 'Save server.crt…' }).click();
  await expect(place.getByText(`Saved as ${file}`)).toBeVisible();
  return readFileSync(file, 'utf8');
}

export interface CertificateConnection {
  name: string;
  url: string;
  consumerKey: string;
  username: string;
}

export async function fillCertificateConnection(
  window: Page,
  connection: CertificateConnection,
): Promise<void> {
  await window.getByLabel('Display name', { exact: true }).fill(connection.name);
  await window.getByLabel('Salesforce URL', { exact: true }).fill(connection.url);
  await window.getByLabel('Consumer key', { exact: true }).fill(connection.consumerKey);
  await window.getByLabel('Username', { exact: true }).fill(connection.username);
}

/** Opens the dialog from wherever its button is. */
export async function openReplacement(window: Page): Promise<Locator> {
  await window.getByRole('button', { name: 'Replace certificate…' }).first().click();
  const dialog = window.getByRole('dialog', { name: /^Replace certificate/ });
  await expect(dialog).toBeVisible();
  return dialog;
}

import { expect, type Locator, type Page } from '@playwright/test';

/** The pages of findings and checks, by the words on the screen. */

export const findingsTable = (window: Page): Locator => window.getByRole('table', { name: 'Findings' });

/** The rows that are on screen, without the header. */
export const findingRows = (window: Page): Locator =>
  findingsTable(window).locator('[role="row"][data-index]:not([data-loading])');

/** As many as the list says there are. */
export async function listedCount(window: Page): Promise<number> {
  const words = await window
    .getByRole('group', { name: 'Selected findings' })
    .getByRole('status')
    .innerText();
  return Number(words.replace(/[^\d]/g, ''));
}

/** Leaves only the findings of one check, by its name in the groups. */
export async function onlyCheck(window: Page, title: string): Promise<void> {
  const groups = window.getByRole('region', { name: 'Groups of findings' });
  const group = groups.getByRole('button', { name: title });
  await group.click();
  await expect(group).toHaveAttribute('aria-pressed', 'true');
  await expect(findingRows(window).first()).toContainText(title);
}

/** Opens the panel of the first finding on the list. */
export async function openFirst(window: Page): Promise<Locator> {
  await findingRows(window).first().click();
  const panel = window.getByRole('dialog');
  await expect(panel.getByRole('heading', { name: 'Evidence' })).toBeVisible();
  return panel;
}

/** Fills the dialog on top: a reason, and for good. */
export async function giveReason(window: Page, reason: string, submit: string): Promise<void> {
  const dialog = window.getByRole('dialog').last();
  await dialog.getByLabel('Reason').fill(reason);
  await dialog.getByRole('radio', { name: 'For good' }).check();
  await dialog.getByRole('button', { name: submit, exact: true }).click();
  await expect(window.getByLabel('Reason')).toHaveCount(0);
}

export async function closePanel(window: Page): Promise<void> {
  await window.keyboard.press('Escape');
  await expect(window.getByRole('dialog')).toHaveCount(0);
}

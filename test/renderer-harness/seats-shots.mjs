/** The lists of idle seats and of decisions, people on leave, and the dialogs around them. */
const org = (params) => `#/org/acme/licenses?${new URLSearchParams(params)}`;
const seats = (params = {}) => org({ tab: 'seats', ...params });
const decisions = org({ tab: 'decisions' });

const table = (page, name) => page.getByRole('table', { name });
const row = (page, n, name = 'Idle seats') => table(page, name).getByRole('row').nth(n);
const ticked = async (page, from = 2, to = 6) => {
  await row(page, from).locator('[data-pick]').click();
  await row(page, to)
    .locator('[data-pick]')
    .click({ modifiers: ['Shift'] });
  await page.getByText('seats selected').waitFor();
};
/** Rows are there, and drawn. */
const shown = async (page, name = 'Idle seats') => {
  await row(page, 2, name).waitFor();
  await page.waitForTimeout(400);
};
const settled = (page) => page.waitForTimeout(350);

export const SEATS_SHOTS = [
  { name: 'seats', hash: seats(), act: (page) => shown(page) },
  { name: 'seats-fresh', query: { scenario: 'fresh' }, hash: seats(), wait: 900 },
  { name: 'seats-loading', query: { scenario: 'loading' }, hash: seats() },
  { name: 'seats-error', query: { scenario: 'error' }, hash: seats(), wait: 900 },
  {
    name: 'seats-of-license',
    hash: seats({ kind: 'permissionSet', license: '0PLA' }),
    act: (page) => shown(page),
  },
  { name: 'seats-of-nobody', hash: seats({ by: 'department' }), act: (page) => shown(page) },
  {
    name: 'seats-none-match',
    hash: seats(),
    wait: 1200,
    act: async (page) => {
      await page.getByLabel('Search idle seats').fill('nobody has this name');
      await page.getByText('No seat matches').waitFor();
    },
  },
  {
    name: 'seats-people-filter',
    hash: seats(),
    wait: 1200,
    act: async (page) => {
      await page.getByRole('button', { name: 'People of' }).click();
      await page.getByRole('radiogroup', { name: 'Group' }).getByText('Manager').click();
      await page.getByRole('button', { name: /No manager/ }).waitFor();
      await settled(page);
    },
  },
  {
    name: 'seats-selected',
    hash: seats(),
    wait: 1200,
    act: async (page) => {
      await ticked(page);
      await row(page, 4).focus();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Space');
      await page.getByText('4 seats selected').waitFor();
    },
  },
  {
    name: 'seats-selected-right',
    hash: seats(),
    wait: 1200,
    act: async (page) => {
      await ticked(page);
      await table(page, 'Idle seats').evaluate((box) => box.scrollTo({ left: 2000 }));
      await settled(page);
    },
  },
  {
    name: 'seats-all-selected',
    hash: seats(),
    wait: 1200,
    act: async (page) => {
      await page.getByRole('button', { name: /^Select all / }).click();
      await page.getByText('seats selected').waitFor();
    },
  },
  {
    name: 'seats-decide',
    hash: seats(),
    wait: 1200,
    act: async (page) => {
      await ticked(page);
      await page.getByRole('button', { name: 'Ask manager', exact: true }).click();
      await page.getByLabel('Note').fill('Asked by mail on Monday.');
      await settled(page);
    },
  },
  {
    name: 'seats-decided',
    hash: seats(),
    wait: 1200,
    act: async (page) => {
      await ticked(page);
      await page.getByRole('button', { name: 'Reclaim', exact: true }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Reclaim', exact: true }).click();
      await page.getByText('5 seats to be reclaimed').waitFor();
      await settled(page);
    },
  },
  {
    name: 'seats-leave',
    hash: seats(),
    wait: 1200,
    act: async (page) => {
      await ticked(page, 2, 3);
      await page.getByRole('button', { name: 'Put on leave', exact: true }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Put on leave' }).click();
      await page.getByText('Say why').waitFor();
      await settled(page);
    },
  },
  {
    name: 'seats-export',
    menu: true,
    hash: seats(),
    wait: 1200,
    act: async (page) => {
      await page.getByRole('button', { name: 'Export', exact: true }).click();
      await page.getByRole('menuitem', { name: /Deactivate users/ }).waitFor();
      await settled(page);
    },
  },
  {
    name: 'seats-exported',
    hash: seats(),
    wait: 1200,
    act: async (page) => {
      await page.getByRole('button', { name: 'Export', exact: true }).click();
      await page.getByRole('menuitem', { name: /^Excel/ }).click();
      await page.getByText('seats exported').waitFor();
      await settled(page);
    },
  },
  {
    name: 'seats-mails',
    hash: seats(),
    wait: 1200,
    act: async (page) => {
      await page.getByRole('button', { name: 'Export', exact: true }).click();
      await page.getByRole('menuitem', { name: /Mails per manager/ }).click();
      await page.getByLabel('Message').waitFor();
      await settled(page);
    },
  },
  {
    name: 'seats-evidence',
    hash: seats(),
    wait: 1200,
    tall: true,
    act: async (page) => {
      await row(page, 3).click();
      await page.getByRole('button', { name: /^Mark as/ }).waitFor();
      await settled(page);
    },
  },
  {
    name: 'seats-evidence-end',
    hash: seats(),
    wait: 1200,
    act: async (page) => {
      await row(page, 3).click();
      await page.getByRole('button', { name: /^Mark as/ }).waitFor();
      await page.getByRole('heading', { name: 'Licenses held' }).scrollIntoViewIfNeeded();
      await settled(page);
    },
  },
  {
    name: 'seats-escape',
    hash: seats(),
    wait: 1200,
    act: async (page) => {
      await row(page, 3).focus();
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: /^Mark as/ }).waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      const focused = await page.evaluate(() => document.activeElement?.getAttribute('aria-rowindex'));
      if (focused !== '4') throw new Error(`The focus went to row ${focused}`);
    },
  },
  {
    // Escape closes the dialog on top, not the panel under it.
    name: 'seats-evidence-decide',
    hash: seats(),
    wait: 1200,
    act: async (page) => {
      await row(page, 3).click();
      const panel = page.getByRole('dialog').filter({ hasText: 'Newest stored login' });
      await panel.getByRole('button', { name: 'Keep', exact: true }).click();
      await page.getByLabel('Note').waitFor();
      await page.keyboard.press('Escape');
      await page.getByLabel('Note').waitFor({ state: 'detached' });
      await panel.getByRole('button', { name: 'Keep', exact: true }).click();
      await page.getByLabel('Note').fill('Needed for the audit.');
      await page.getByRole('dialog').getByRole('button', { name: 'Keep', exact: true }).last().click();
      await panel.getByText('Needed for the audit.').waitFor();
      await settled(page);
    },
  },
  {
    name: 'seats-past',
    hash: seats(),
    wait: 1200,
    act: async (page) => {
      await page.getByRole('combobox', { name: 'As of' }).click();
      await page.getByRole('option').nth(3).click();
      await page.getByText('You are looking back').waitFor();
      await page.waitForTimeout(600);
      await row(page, 2).locator('[data-pick]').click();
      await page.getByRole('button', { name: 'Reclaim' }).focus();
      await settled(page);
    },
  },
  {
    name: 'seats-large',
    query: { users: '340000' },
    hash: seats(),
    act: async (page) => {
      await row(page, 2).waitFor({ timeout: 120_000 });
      await page.waitForTimeout(5000);
      await row(page, 2).focus();
      await page.keyboard.press('End');
      await page.waitForTimeout(2500);
      const focused = await page.evaluate(() => document.activeElement?.getAttribute('aria-rowindex'));
      if (Number(focused) < 100_000) throw new Error(`End went to row ${focused}`);
    },
  },
  { name: 'decisions', hash: decisions, act: (page) => shown(page, 'Decisions') },
  { name: 'decisions-fresh', query: { scenario: 'fresh' }, hash: decisions, wait: 900 },
  { name: 'decisions-loading', query: { scenario: 'loading' }, hash: decisions },
  { name: 'decisions-error', query: { scenario: 'error' }, hash: decisions, wait: 900 },
  {
    name: 'decisions-selected',
    hash: decisions,
    wait: 1300,
    act: async (page) => {
      await row(page, 2, 'Decisions').locator('[data-pick]').click();
      await row(page, 4, 'Decisions').focus();
      await page.keyboard.press('Shift+Space');
      await page.getByText('3 decisions selected').waitFor();
    },
  },
  {
    name: 'decisions-details',
    hash: decisions,
    wait: 1300,
    act: async (page) => {
      await page.getByRole('button', { name: 'Outcome', exact: true }).last().click();
      await page
        .getByText(/^Gone since/)
        .first()
        .click();
      await page.getByRole('dialog').getByRole('button', { name: 'Clear decision' }).waitFor();
      await settled(page);
    },
  },
  {
    name: 'leave',
    hash: seats(),
    wait: 1200,
    act: async (page) => {
      await page.getByRole('button', { name: 'People on leave' }).click();
      await page.getByRole('list', { name: 'People on leave' }).waitFor();
      await settled(page);
    },
  },
  {
    // From the definition of idle.
    name: 'leave-linked',
    hash: seats(),
    wait: 1200,
    act: async (page) => {
      await page.getByRole('button', { name: 'Change what counts as idle' }).click();
      await page.getByRole('link', { name: 'Who is on leave' }).click();
      await page.getByRole('list', { name: 'People on leave' }).waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      if (page.url().includes('leave=list')) throw new Error('The address still opens the list');
    },
  },
  {
    name: 'leave-find',
    hash: seats(),
    wait: 1200,
    act: async (page) => {
      await page.getByRole('button', { name: 'People on leave' }).click();
      await page.getByRole('button', { name: 'Add a person' }).click();
      await page.getByLabel('Who is on leave?').fill('mei');
      await page
        .getByText(/^The first 20 of|users?$/)
        .first()
        .waitFor();
      await settled(page);
    },
  },
  {
    name: 'user-seats',
    hash: '#/org/acme/users',
    wait: 1200,
    act: async (page) => {
      await row(page, 3, 'Users').click();
      await page.getByRole('button', { name: /^Mark as/ }).waitFor();
      await settled(page);
    },
  },
];

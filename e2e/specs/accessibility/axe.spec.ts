import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from '../../fixtures';
import { collectNow, connect, connectionOf, goTo } from '../../pages/app';
import { call, waitForRun } from '../../pages/bridge';

/** Looking through a page takes seconds, on a busy machine many. */
const LONG = 120_000;

type Theme = 'light' | 'dark';

/** The themes differ in colors only, so that in the dark one nothing else is looked at again. */
async function expectClean(window: Page, where: string, theme: Theme): Promise<void> {
  // Electron has no way to open the extra page that axe's default mode wants.
  const axe = new AxeBuilder({ page: window }).setLegacyMode();
  if (theme === 'dark') axe.withRules(['color-contrast']);
  const { violations } = await axe.analyze();
  const told = violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`,
  );
  expect(told, `accessibility of ${where}`).toEqual([]);
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`every page is free of accessibility violations in the ${colorScheme} theme`, async ({
    launch,
    startOrg,
  }) => {
    test.setTimeout(2 * LONG);
    const org = await startOrg();
    const { window } = await launch();
    await call(window, 'app.updateSettings', { colorScheme });
    await expectClean(window, 'the first-run page', colorScheme);

    await connect(window, connectionOf(org));
    await expectClean(window, 'the setup checklist', colorScheme);
    await collectNow(window);
    await waitForRun(window, 'complete');
    const pages = [
      'Overview',
      'Users',
      'Licenses',
      'Changes',
      'API usage',
      'Findings',
      'Sign-ins',
      'Checks',
      'Known addresses',
      'Details',
      'Setup',
    ] as const;
    for (const page of pages) {
      await goTo(window, page);
      await window.waitForTimeout(300);
      await expectClean(window, page, colorScheme);
    }
    await goTo(window, 'Details');
    await window.getByRole('link', { name: 'show the log of this collection' }).first().click();
    await expect(window.getByRole('table', { name: 'Plan and result' })).toBeVisible();
    await window.waitForTimeout(300);
    await expectClean(window, 'the log of a collection', colorScheme);
    await window.keyboard.press('Escape');
    await expect(window.getByRole('dialog')).toBeHidden();
    await window.getByRole('link', { name: 'Settings' }).click();
    await expect(window.getByRole('table', { name: 'Data by org' })).toBeVisible();
    await expectClean(window, 'Settings', colorScheme);
  });

  test(`every view of the licenses is free of accessibility violations in the ${colorScheme} theme`, async ({
    launch,
    startOrg,
  }) => {
    test.setTimeout(2 * LONG);
    const org = await startOrg();
    const { window } = await launch();
    await call(window, 'app.updateSettings', { colorScheme });
    await connect(window, connectionOf(org));
    await collectNow(window);
    await waitForRun(window, 'complete');
    await goTo(window, 'Licenses');
    for (const tab of await window.getByRole('tab').all()) {
      await tab.click();
      await expect(window.locator('[aria-busy="true"]')).toHaveCount(0);
      await window.waitForTimeout(300);
      await expectClean(window, `the tab ${await tab.innerText()}`, colorScheme);
    }
    await window.getByRole('link', { name: 'All orgs' }).click();
    await expect(window.getByRole('heading', { level: 1, name: 'All orgs' })).toBeVisible();
    await expect(window.locator('[aria-busy="true"]')).toHaveCount(0);
    await expectClean(window, 'All orgs', colorScheme);
  });
}

import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from '../../fixtures';
import { collectNow, connect, connectionOf, goTo } from '../../pages/app';
import { call, waitForRun } from '../../pages/bridge';

/** Looking through every page takes minutes on a busy machine. */
test.describe.configure({ timeout: 15 * 60_000 });

/** How many transitions are under way. Runs in the window. */
const fading = (): number =>
  document.getAnimations().filter((animation) => animation instanceof CSSTransition).length;

/** Every rule in the light theme; the dark one differs in colors only, so nothing else is looked at again. */
async function expectClean(window: Page, where: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await call(window, 'app.updateSettings', { colorScheme });
    await expect(window.locator(`html[data-mantine-color-scheme="${colorScheme}"]`)).toBeAttached();
    // Colors of controls fade from one theme to the other; what turns or pulses has no end to wait for.
    await expect.poll(() => window.evaluate(fading)).toBe(0);
    // Electron has no way to open the extra page that axe's default mode wants.
    const axe = new AxeBuilder({ page: window }).setLegacyMode().options({ resultTypes: ['violations'] });
    if (colorScheme === 'dark') axe.withRules(['color-contrast']);
    const { violations } = await axe.analyze();
    const told = violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`,
    );
    expect(told, `accessibility of ${where} in the ${colorScheme} theme`).toEqual([]);
  }
}

test('every page is free of accessibility violations, in both themes', async ({ launch, startOrg }) => {
  const org = await startOrg();
  const { window } = await launch();
  await expectClean(window, 'the first-run page');

  await connect(window, connectionOf(org));
  await expectClean(window, 'the setup checklist');
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
    await expectClean(window, page);
  }
  await goTo(window, 'Details');
  await window.getByRole('link', { name: 'show the log of this collection' }).first().click();
  await expect(window.getByRole('table', { name: 'Plan and result' })).toBeVisible();
  await expectClean(window, 'the log of a collection');
  await window.keyboard.press('Escape');
  await expect(window.getByRole('dialog')).toBeHidden();
  await window.getByRole('link', { name: 'Settings' }).click();
  for (const section of await window.getByRole('navigation', { name: 'Settings' }).getByRole('link').all()) {
    await section.click();
    await expect(section).toHaveAttribute('aria-current', 'page');
    await expect(window.locator('[aria-busy="true"]')).toHaveCount(0);
    await expectClean(window, `the settings ${await section.innerText()}`);
  }

  await goTo(window, 'Licenses');
  for (const tab of await window.getByRole('tab').all()) {
    await tab.click();
    await expect(window.locator('[aria-busy="true"]')).toHaveCount(0);
    await expectClean(window, `the tab ${await tab.innerText()}`);
  }
  await window.getByRole('link', { name: 'All orgs' }).click();
  await expect(window.getByRole('heading', { level: 1, name: 'All orgs' })).toBeVisible();
  await expect(window.locator('[aria-busy="true"]')).toHaveCount(0);
  await expectClean(window, 'All orgs');
});

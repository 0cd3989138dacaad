import type { Page } from '@playwright/test';
import { openPage, settle } from './walk';

/** Steps of the checklist that the admin guide shows unfolded. */
const STEPS = [
  { title: 'Grant access to all users and logins', file: 'setup-permissions' },
  { title: 'Assign the run-as user', file: 'setup-run-as' },
] as const;

/** Each of these steps by itself, as high as what it says. */
export async function setupPictures(window: Page, picture: (name: string) => string): Promise<void> {
  await openPage(window, 'Setup');
  for (const { title, file } of STEPS) {
    const toggle = window.getByRole('button', { name: title });
    await toggle.click();
    await settle(window);
    await window
      .getByRole('listitem')
      .filter({ has: toggle })
      .screenshot({ path: picture(file) });
    await toggle.click();
  }
}

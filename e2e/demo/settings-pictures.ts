import { expect, type RunningApp } from '../fixtures';
import { openSettings, SETTINGS_SECTIONS } from '../pages/app';
import { call, waitForScheduledBackup } from '../pages/bridge';
import { fullPagePicture, settle, type Walk } from './walk';

/** Backups of several kinds, and a place to look for updates. Nobody is asked there: looking is off. */
export async function lookAfter({ app: { window } }: Walk): Promise<void> {
  await waitForScheduledBackup(window);
  await call(window, 'data.backUpNow');
  await call(window, 'app.updateSettings', {
    updateSource: 'https://software.example.com/seatwatch/latest.json',
    deciderName: 'Kim Lee',
  });
}

/** Every section of the settings at its full height, and what going back to a backup asks. */
export async function settingsPictures(app: RunningApp, picture: (name: string) => string): Promise<void> {
  const { window } = app;
  for (const section of SETTINGS_SECTIONS) {
    await openSettings(window, section);
    await settle(window);
    const [name = ''] = section.toLowerCase().split(' ');
    await fullPagePicture(app, picture(name));
  }
  await openSettings(window, 'Data & backups');
  await settle(window);
  await window
    .getByRole('button', { name: /^Restore the backup/ })
    .first()
    .click();
  await expect(window.getByRole('button', { name: 'Restore and restart' })).toBeVisible();
  await settle(window);
  await window.screenshot({ path: picture('restore') });
  await window.keyboard.press('Escape');
  await expect(window.getByRole('dialog')).toBeHidden();
}

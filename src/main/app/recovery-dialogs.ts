import { app, dialog, shell } from 'electron';
import type { RecoveryDialog } from './recovery';

/** Needs no window. */
export async function tellPerson(message: string, detail: string): Promise<void> {
  await dialog.showMessageBox({ type: 'info', title: 'Seatwatch', message, detail, buttons: ['OK'] });
}

/** The recovery's questions as native dialogs: there may be no window, and nothing to show in it. */
export function recoveryDialogs(): RecoveryDialog {
  return {
    async ask({ message, detail, choices }) {
      await app.whenReady();
      const { response } = await dialog.showMessageBox({
        ...{ type: 'error', title: 'Seatwatch', message, detail },
        buttons: choices.map(({ label }) => label),
        defaultId: 0,
        cancelId: choices.length - 1,
        noLink: true,
      });
      return choices[response]?.choice ?? 'quit';
    },
    tell: tellPerson,
    openFolder: async (folder) => void (await shell.openPath(folder)),
    moment: (iso) =>
      new Intl.DateTimeFormat(app.getLocale(), { dateStyle: 'medium', timeStyle: 'short' }).format(
        new Date(iso),
      ),
  };
}

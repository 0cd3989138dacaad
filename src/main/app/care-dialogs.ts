import path from 'node:path';
import { app, type BrowserWindow, dialog } from 'electron';
import type { CareDialogs } from '../ipc/handlers/data-backups';
import { tellPerson } from './recovery-dialogs';

const FILTERS = [{ name: 'Seatwatch backup', extensions: ['db'] }];

/** Where backups go and come from, and where the data folder moves to; null: dismissed. */
export function careDialogs(requireWindow: () => BrowserWindow): CareDialogs {
  return {
    async askForTarget(suggestedName) {
      const { canceled, filePath } = await dialog.showSaveDialog(requireWindow(), {
        title: 'Save a backup',
        defaultPath: path.join(app.getPath('documents'), suggestedName),
        filters: FILTERS,
      });
      return canceled || filePath === '' ? null : filePath;
    },
    async askForBackup() {
      const { canceled, filePaths } = await dialog.showOpenDialog(requireWindow(), {
        title: 'Choose a backup',
        filters: FILTERS,
        properties: ['openFile', 'dontAddToRecent'],
      });
      return canceled ? null : (filePaths[0] ?? null);
    },
    async askForFolder() {
      const { canceled, filePaths } = await dialog.showOpenDialog(requireWindow(), {
        title: 'Move the data folder',
        buttonLabel: 'Move here',
        properties: ['openDirectory', 'createDirectory', 'dontAddToRecent'],
      });
      return canceled ? null : (filePaths[0] ?? null);
    },
    async confirm(message, detail, action) {
      const { response } = await dialog.showMessageBox(requireWindow(), {
        type: 'warning',
        message,
        detail,
        buttons: ['Cancel', action],
        defaultId: 0,
        cancelId: 0,
      });
      return response === 1;
    },
    tell: tellPerson,
  };
}

import path from 'node:path';
import { app, type BrowserWindow, dialog } from 'electron';
import type { TransferDialogs } from '../ipc/handlers/data-transfer';

/** The native dialogs in which somebody says where an export of everything goes. */
export function transferDialogs(requireWindow: () => BrowserWindow): TransferDialogs {
  return {
    async askForExport(format, suggestedName) {
      if (format === 'sqlite') {
        const { canceled, filePath } = await dialog.showSaveDialog(requireWindow(), {
          title: 'Export everything',
          defaultPath: path.join(app.getPath('documents'), suggestedName),
          filters: [{ name: 'SQLite database', extensions: ['sqlite', 'db'] }],
        });
        return canceled || filePath === '' ? null : filePath;
      }
      const { canceled, filePaths } = await dialog.showOpenDialog(requireWindow(), {
        title: `Export everything into a new folder “${suggestedName}” in`,
        buttonLabel: 'Export here',
        defaultPath: app.getPath('documents'),
        properties: ['openDirectory', 'createDirectory', 'dontAddToRecent'],
      });
      return canceled ? null : (filePaths[0] ?? null);
    },
  };
}

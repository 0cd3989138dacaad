import path from 'node:path';
import { app, type BrowserWindow, dialog } from 'electron';
import type { ExportDialogs } from './license-exports';

const KINDS = {
  csv: { title: 'Export unused licenses', name: 'CSV (comma-separated values)' },
  xlsx: { title: 'Export unused licenses', name: 'Excel workbook' },
  pdf: { title: 'Save the summary', name: 'PDF' },
} as const;

/** The native dialogs in which somebody says where exports go; null: dismissed. */
export function exportDialogs(requireWindow: () => BrowserWindow): ExportDialogs {
  return {
    async askForFile(suggestedName, kind) {
      const { title, name } = KINDS[kind];
      const { canceled, filePath } = await dialog.showSaveDialog(requireWindow(), {
        title,
        defaultPath: path.join(app.getPath('documents'), suggestedName),
        filters: [{ name, extensions: [kind] }],
      });
      return canceled || filePath === '' ? null : filePath;
    },
    async askForFolder(title) {
      const { canceled, filePaths } = await dialog.showOpenDialog(requireWindow(), {
        title,
        buttonLabel: 'Save here',
        defaultPath: app.getPath('documents'),
        properties: ['openDirectory', 'createDirectory', 'dontAddToRecent'],
      });
      return canceled ? null : (filePaths[0] ?? null);
    },
  };
}

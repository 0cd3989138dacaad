import path from 'node:path';
import { app, type BrowserWindow, dialog } from 'electron';
import type { SecurityDialogs } from './security-files';

const KINDS = {
  csv: 'CSV (comma-separated values)',
  json: 'JSON',
  jsonl: 'JSON lines',
} as const;

/** The native dialogs of the security pages; null: dismissed. */
export function securityDialogs(requireWindow: () => BrowserWindow): SecurityDialogs {
  return {
    async askForFile(suggestedName, kind) {
      const { canceled, filePath } = await dialog.showSaveDialog(requireWindow(), {
        title: 'Export findings',
        defaultPath: path.join(app.getPath('documents'), suggestedName),
        filters: [{ name: KINDS[kind], extensions: [kind] }],
      });
      return canceled || filePath === '' ? null : filePath;
    },
    async askForAddresses() {
      const { canceled, filePaths } = await dialog.showOpenDialog(requireWindow(), {
        title: 'Import addresses',
        defaultPath: app.getPath('documents'),
        properties: ['openFile', 'dontAddToRecent'],
        filters: [
          { name: 'Lists of addresses', extensions: ['csv', 'txt', 'tsv'] },
          { name: 'All files', extensions: ['*'] },
        ],
      });
      return canceled ? null : (filePaths[0] ?? null);
    },
  };
}

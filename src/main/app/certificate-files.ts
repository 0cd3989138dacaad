import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { app, type BrowserWindow, dialog } from 'electron';
import { AppError } from '../../shared/model/errors';

/** A key with a chain of certificates takes some 10 kB; whatever is much larger is no PEM file. */
const MAX_BYTES = 256 * 1024;

/** The text of a PEM file that a person chooses; null: the dialog was dismissed. */
export async function askForPem(window: BrowserWindow): Promise<string | null> {
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    title: 'Import a private key',
    properties: ['openFile', 'dontAddToRecent'],
    filters: [
      { name: 'PEM', extensions: ['pem', 'key'] },
      { name: 'All files', extensions: ['*'] },
    ],
  });
  const [file] = filePaths;
  return canceled || file === undefined ? null : readPemFile(file);
}

/** Where to save the certificate; null: the dialog was dismissed. */
export async function askForCertificateFile(window: BrowserWindow): Promise<string | null> {
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    title: 'Save the certificate',
    defaultPath: path.join(app.getPath('downloads'), 'server.crt'),
    filters: [{ name: 'Certificate', extensions: ['crt', 'pem', 'cer'] }],
  });
  return canceled || filePath === '' ? null : filePath;
}

export async function readPemFile(file: string): Promise<string> {
  try {
    const { size } = await stat(file);
    if (size <= MAX_BYTES) return await readFile(file, 'utf8');
  } catch (error) {
    const { code = 'unknown reason' } = error as NodeJS.ErrnoException;
    throw new AppError({
      code: 'KEY_FILE_UNREADABLE',
      kind: 'usage',
      message: `The file ${path.basename(file)} cannot be read (${code}).`,
      fix: 'Check its permissions, or choose another file.',
    });
  }
  throw new AppError({
    code: 'INVALID_PRIVATE_KEY',
    kind: 'usage',
    message: 'This is not a private key in PEM form: the file is far too large.',
    fix: 'Choose a file that starts with “-----BEGIN PRIVATE KEY-----”.',
    subStep: 'app.certificate',
  });
}

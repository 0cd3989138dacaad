import { app, dialog, shell } from 'electron';
import type { AppErrorShape } from '../../shared/model/errors';

/** Says why the app cannot open, in a native dialog, and offers the folder. Deletes nothing. */
export async function showFatalError(error: AppErrorShape, dataDir: string): Promise<void> {
  await app.whenReady();
  const { response } = await dialog.showMessageBox({
    type: 'error',
    title: 'Seatwatch',
    message: error.message,
    detail: `${error.fix}\n\nData folder: ${dataDir}\nCode: ${error.code}`,
    buttons: ['Quit', 'Open Data Folder'],
    defaultId: 0,
    cancelId: 0,
  });
  if (response === 1) await shell.openPath(dataDir);
}

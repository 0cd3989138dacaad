import { mkdirSync } from 'node:fs';
import { app, crashReporter } from 'electron';

/**
 * Native crashes become minidumps in `folder` and go nowhere else. Must run before Electron is ready, and for
 * child processes before they start. A folder that cannot be made costs the dumps, not the start.
 */
export function startCrashReporter(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    app.setPath('crashDumps', folder);
    crashReporter.start({ uploadToServer: false });
  } catch {
    // Whatever is wrong with the data folder is told by what needs it.
  }
}

import { app } from 'electron';
import { toErrorShape } from '../../shared/model/errors';
import type { Log } from '../../core/ports';
import { showFatalError } from './fatal-error';

function words(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/**
 * What nobody caught goes to the log, redacted. After an uncaught exception nothing in main can be trusted
 * any more: the person is told and the app ends, instead of going on half alive behind Electron's own dialog.
 */
export function setupCrashHooks(log: Log, dataDir: string): void {
  process.on('unhandledRejection', (reason) => {
    log.error('unhandled rejection', { error: words(reason) });
  });
  process.on('uncaughtException', (error) => {
    log.error('uncaught exception', { error: words(error) });
    void showFatalError(toErrorShape(error), dataDir).finally(() => {
      app.exit(1);
    });
  });
  app.on('render-process-gone', (_event, _contents, details) => {
    log.error('the window process ended', { reason: details.reason, exitCode: details.exitCode });
  });
}

import { app, type WebContents } from 'electron';
import type { CrashStore } from '../../core/diagnostics/crashes';
import type { Log } from '../../core/ports';
import { toErrorShape } from '../../shared/model/errors';
import { showFatalError } from './fatal-error';
import { pageFault, type PageMessage, processGone } from './faults';

function words(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

export interface CrashHooks {
  log: Log;
  crashes: CrashStore;
  dataDir: string;
}

/**
 * What nobody caught goes to the log, redacted, and becomes a crash report. After an uncaught exception nothing in
 * main can be trusted any more: the person is told and the app ends, instead of going on half alive behind
 * Electron's own dialog.
 */
export function setupCrashHooks({ log, crashes, dataDir }: CrashHooks): void {
  catchMain('main', { log, crashes }, (error) => {
    void showFatalError(toErrorShape(error), dataDir).finally(() => {
      app.exit(1);
    });
  });
  watchProcesses(log, crashes);
}

/** The same for a headless command, where Electron's own dialog would wait for nobody. */
export function setupHeadlessCrashHooks(
  hooks: Pick<CrashHooks, 'log' | 'crashes'>,
  command: string,
  end: (error: unknown) => void,
): void {
  catchMain(command, hooks, end);
  watchProcesses(hooks.log, hooks.crashes);
}

function catchMain(
  name: string,
  { log, crashes }: Pick<CrashHooks, 'log' | 'crashes'>,
  end: (error: unknown) => void,
): void {
  process.on('unhandledRejection', (reason) => {
    log.error('unhandled rejection', { error: words(reason) });
    crashes.write({ process: name, kind: 'unhandled-rejection', error: reason });
  });
  process.on('uncaughtException', (error) => {
    log.error('uncaught exception', { error: words(error) });
    crashes.write({ process: name, kind: 'uncaught-exception', error });
    end(error);
  });
}

/** The window, the database, the demo org, the graphics process. */
function watchProcesses(log: Log, crashes: CrashStore): void {
  let quitting = false;
  app.on('will-quit', () => {
    quitting = true;
  });
  app.on('render-process-gone', (_event, _contents, { reason, exitCode }) => {
    log.error('the window process ended', { reason, exitCode });
    const crash = processGone({ type: 'Renderer', reason, exitCode }, quitting);
    if (crash !== null) crashes.write(crash);
  });
  app.on('child-process-gone', (_event, { type, reason, exitCode, name, serviceName }) => {
    const crash = processGone({ type, reason, exitCode, name: name ?? serviceName }, quitting);
    if (crash === null) return;
    log.error('a process ended', { process: crash.process, reason, exitCode });
    crashes.write(crash);
  });
  app.on('web-contents-created', (_event, contents) => {
    watchPage(contents, log, crashes);
  });
}

/**
 * Faults of the page that nobody caught, and those that its error boundary caught, arrive as messages of the page's
 * console: no call of the contract is needed for them, and none that a broken page would have to make.
 */
function watchPage(contents: WebContents, log: Log, crashes: CrashStore): void {
  // Electron 35 put the facts into the event; older ones pass them one by one.
  contents.on('console-message', (...args: unknown[]) => {
    const crash = pageFault(messageOf(args));
    if (crash === null) return;
    log.error('a fault in the window', { error: String(crash.error), ...crash.details });
    crashes.write(crash);
  });
}

function messageOf([event, level, message, line, source]: unknown[]): PageMessage {
  if (typeof message === 'string')
    return { level: level === 3 ? 'error' : 'other', message, line: Number(line), source: String(source) };
  const facts = event as { level?: string; message?: string; lineNumber?: number; sourceId?: string };
  return {
    level: facts.level === 'error' ? 'error' : 'other',
    message: facts.message ?? '',
    line: facts.lineNumber ?? 0,
    source: facts.sourceId ?? '',
  };
}

import { resolve } from 'node:path';
import type { TextSink } from '../core/export';
import { AppError } from '../shared/model/errors';
import type { HeadlessDeps, HeadlessServices, ServicesRequest } from './deps';

/** How long a writing command waits for another process to let go of the data directory. */
const LOCK_WAIT_MS = 5_000;

export interface GlobalOptions {
  dataDir?: string | undefined;
  json?: boolean | undefined;
  quiet?: boolean | undefined;
}

/** What every command works with. */
export interface Context {
  readonly deps: HeadlessDeps;
  readonly json: boolean;
  readonly quiet: boolean;
  readonly dataDir: string | undefined;
  /** Aborted by SIGINT and SIGTERM. */
  readonly signal: AbortSignal;
  /** Standard output, for streaming. */
  readonly sink: TextSink;
  print(text: string): Promise<void>;
  printJson(value: unknown): Promise<void>;
  /** A line for people on standard error; silenced by --quiet. */
  notice(text: string): Promise<void>;
  /** Opens the data directory for one piece of work and closes it again. */
  withServices<T>(
    mode: ServicesRequest['mode'],
    command: string,
    work: (services: HeadlessServices) => Promise<T>,
  ): Promise<T>;
}

export function createContext(deps: HeadlessDeps, options: GlobalOptions, signal: AbortSignal): Context {
  const json = options.json === true;
  const quiet = options.quiet === true;
  return {
    deps,
    json,
    quiet,
    dataDir: options.dataDir,
    signal,
    sink: deps.stdout,
    print: (text) => deps.stdout.write(text),
    printJson: (value) => deps.stdout.write(`${JSON.stringify(value, null, 2)}\n`),
    async notice(text) {
      if (!quiet) await deps.stderr.write(`${text}\n`).catch(() => undefined);
    },
    async withServices(mode, command, work) {
      const services = await deps.openServices({
        dataDir: options.dataDir,
        mode,
        command,
        waitMs: mode === 'write' ? LOCK_WAIT_MS : 0,
      });
      try {
        return await work(services);
      } finally {
        await services.close();
      }
    },
  };
}

export function usageError(message: string, fix: string, code = 'USAGE'): AppError {
  return new AppError({ code, kind: 'usage', message, fix });
}

export function canceled(): AppError {
  return new AppError({
    code: 'CANCELED',
    kind: 'canceled',
    message: 'Stopped before it was done.',
    fix: 'Run the command again.',
    retryable: true,
  });
}

/** Relative names are meant from where the command was typed. */
export function filePath(name: string): string {
  return resolve(name);
}

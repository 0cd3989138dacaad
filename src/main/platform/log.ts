import { chmodSync, statSync } from 'node:fs';
import logger from 'electron-log/node';
import { LOG_MAX_BYTES, rotateLog } from '../../core/diagnostics/log-files';
import { formatLogLine, LOG_LEVELS, type LogLevel } from '../../core/diagnostics/log-line';
import type { Log } from '../../core/ports';

const OWNER_ONLY = 0o600;
/** Lines after which the size of the file, to which other processes write as well, is looked at again. */
const LOOK_AGAIN_AFTER = 100;

export interface FileLog extends Log {
  readonly file: string;
}

export interface LogOptions {
  /** Who writes: "window", or a headless command of which the first word is kept. */
  process?: string;
  level?: LogLevel;
  maxBytes?: number;
}

/** SEATWATCH_LOG_LEVEL, else "info". */
export function logLevel(env: Readonly<Record<string, string | undefined>>): LogLevel {
  const wanted = env['SEATWATCH_LOG_LEVEL']?.trim().toLowerCase();
  return LOG_LEVELS.find((level) => level === wanted) ?? 'info';
}

/**
 * The log file, and nothing else: standard output belongs to the answer of a headless command. Every line is one
 * JSON object (core/diagnostics/log-line.ts) and passes the redactor. `file` must lie in a folder that exists.
 */
export function createLog(file: string, options: LogOptions = {}): FileLog {
  const { maxBytes = LOG_MAX_BYTES } = options;
  const instance = logger.create({ logId: file });
  // A log that cannot be written is reported to the console by electron-log, past the level: that would spoil the
  // answer. The shared default logger does that for all instances.
  for (const { transports } of [logger, instance]) {
    transports.console.level = false;
    transports.console.writeFn = () => undefined;
  }
  instance.transports.remote.level = false;
  if (instance.transports.ipc) instance.transports.ipc.level = false;
  const transport = instance.transports.file;
  transport.level = options.level ?? logLevel(process.env);
  transport.resolvePathFn = () => file;
  transport.maxSize = maxBytes;
  transport.writeOptions = { flag: 'a', mode: OWNER_ONLY, encoding: 'utf8' };
  // The line is written as it comes; the library's own transforms would format it a second time.
  transport.transforms = [({ data }) => [String(data[0])].join('')];
  transport.archiveLogFn = () => {
    try {
      rotateLog(file, { maxBytes });
    } catch {
      // It stays where it is and grows until somebody lets go of it; the next line tries again.
    }
  };
  closeToOthers(file);

  const who = (options.process ?? 'seatwatch').split(' ', 1)[0] ?? '';
  let lines = 0;
  const write = (level: LogLevel, message: string, details?: Record<string, unknown>): void => {
    if (++lines % LOOK_AGAIN_AFTER === 0) (transport.getFile() as unknown as { reset(): void }).reset();
    instance[level](
      formatLogLine({ at: Date.now(), level, message, details, process: who, pid: process.pid }),
    );
  };
  return {
    file,
    debug: (message, details) => write('debug', message, details),
    info: (message, details) => write('info', message, details),
    warn: (message, details) => write('warn', message, details),
    error: (message, details) => write('error', message, details),
  };
}

/** A file of an older version, or copied here, may be open to others. */
function closeToOthers(file: string): void {
  try {
    if ((statSync(file).mode & 0o077) !== 0) chmodSync(file, OWNER_ONLY);
  } catch {
    // Not there yet, or not ours.
  }
}

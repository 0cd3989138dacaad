// electron-log's Node build: it writes files, and opens no IPC channel of its own.
import logger from 'electron-log/node';
import { redactText, redactValue } from '../../core/export/redact';
import type { Log } from '../../core/ports';

const MAX_BYTES = 2 * 1024 * 1024;

export interface FileLog extends Log {
  readonly file: string;
}

/**
 * The log file, and nothing else: standard output belongs to the answer of a headless command. Every line passes
 * the redactor. `file` must lie in a folder that exists.
 */
export function createLog(file: string, level: 'debug' | 'info' = 'info'): FileLog {
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
  transport.level = level;
  transport.resolvePathFn = () => file;
  transport.maxSize = MAX_BYTES;
  transport.writeOptions = { flag: 'a', mode: 0o600, encoding: 'utf8' };
  transport.format = '{y}-{m}-{d}T{h}:{i}:{s}.{ms} [{level}] {text}';

  const line = (message: string, details?: Record<string, unknown>): string => {
    const text = redactText(message);
    return details === undefined ? text : `${text} ${stringify(redactValue(details))}`;
  };
  return {
    file,
    debug: (message, details) => instance.debug(line(message, details)),
    info: (message, details) => instance.info(line(message, details)),
    warn: (message, details) => instance.warn(line(message, details)),
    error: (message, details) => instance.error(line(message, details)),
  };
}

function stringify(value: unknown): string {
  return JSON.stringify(value, (_, item: unknown) => (typeof item === 'bigint' ? String(item) : item)) ?? '';
}

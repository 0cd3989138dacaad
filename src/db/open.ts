import { chmodSync, closeSync, existsSync, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import BetterSqlite, { type Database as Sqlite, type Options } from 'better-sqlite3';
import { classify } from './errors';

export interface OpenOptions {
  file: string;
  /** Path of better-sqlite3's native addon; needed where the JavaScript is bundled. */
  nativeBinding?: string | undefined;
  readOnly?: boolean | undefined;
}

/** Milliseconds to wait for another connection's short lock (a checkpoint, a backup) before SQLITE_BUSY. */
const BUSY_TIMEOUT_MS = 5_000;

/** Opens SQLite without our pragmas. For files that are not the database itself: locks, backups. */
export function openPlain(file: string, nativeBinding: string | undefined, options: Options = {}): Sqlite {
  return new BetterSqlite(file, nativeBinding === undefined ? options : { ...options, nativeBinding });
}

/** Creates the folder (0700) and an empty file (0600); SQLite gives -wal and -shm the file's own mode. */
function createPrivately(file: string): void {
  const folder = dirname(file);
  if (!existsSync(folder)) mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (!existsSync(file)) {
    closeSync(openSync(file, 'a', 0o600));
  } else if ((statSync(file).mode & 0o077) !== 0 && process.platform !== 'win32') {
    chmodSync(file, 0o600);
  }
}

/**
 * Opens the database file with the settings everything else relies on. Throws `AppError`s (damaged, full,
 * read-only ...); never deletes or replaces a file it cannot read.
 */
export function openDatabase(options: OpenOptions): Sqlite {
  const { file, readOnly = false } = options;
  let sqlite: Sqlite | undefined;
  try {
    if (!readOnly) createPrivately(file);
    sqlite = openPlain(file, options.nativeBinding, {
      readonly: readOnly,
      fileMustExist: readOnly,
      timeout: BUSY_TIMEOUT_MS,
    });
    if (!readOnly) {
      // Readers never wait for the writer, and a killed process loses nothing it acknowledged. Only a power
      // cut may lose the last commits; rows and checkpoint go together, so they are collected again.
      sqlite.pragma('journal_mode = WAL');
      sqlite.pragma('synchronous = NORMAL');
      // Logins of one page are spread over the whole index by user, so every commit touches thousands of its
      // pages. Checkpoints every 128 MB instead of 4 write each of them once instead of dozens of times
      // (nearly three times the rows per second, measured); the log shrinks again afterwards.
      sqlite.pragma('wal_autocheckpoint = 32768');
      sqlite.pragma('journal_size_limit = 67108864');
    }
    sqlite.pragma('foreign_keys = ON');
    sqlite.pragma('cache_size = -32768');
    sqlite.pragma('temp_store = MEMORY');
    // The first read of the file itself: rubbish shows here, not in the middle of a page.
    sqlite.prepare('SELECT count(*) FROM sqlite_master').get();
    return sqlite;
  } catch (error) {
    // An open handle would keep the file from being moved away on Windows.
    sqlite?.close();
    throw classify(error, file);
  }
}

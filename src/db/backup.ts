import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { AppError } from '../shared/model/errors';
import { classify, damaged } from './errors';
import { openPlain } from './open';
import { requireRoom, sizeWithLog } from './care/room';

export interface BackupOptions {
  /** The database to copy; may be in use by this and other processes. */
  source: string;
  target: string;
  nativeBinding?: string | undefined;
}

/** Pages copied per turn of the event loop; 1,000 of 4 kB keep other calls waiting some milliseconds only. */
const PAGES_PER_STEP = 1_000;

/**
 * Writes a consistent, verified, owner-only copy and returns its size in bytes. The target appears under
 * its name only when complete, and an older file there survives a failure.
 */
export async function backup(options: BackupOptions): Promise<number> {
  const { source, target, nativeBinding } = options;
  if (existsSync(target) && statSync(target).isDirectory()) throw notWritable(target);
  if (existsSync(target) && realpathSync(target) === realpathSync(source)) {
    throw new AppError({
      code: 'BACKUP_ONTO_ITSELF',
      kind: 'usage',
      message: 'A backup cannot be written over the database itself.',
      fix: 'Choose another file.',
    });
  }
  const temp = join(dirname(target), `.${basename(target)}.${process.pid}.${Date.now()}.tmp`);
  try {
    requireRoom({
      folder: dirname(target),
      bytes: 1.2 * sizeWithLog(source),
      what: `A backup in ${dirname(target)}`,
    });
    createTemp(temp, target);
    await copy(source, temp, nativeBinding);
    verify(temp, nativeBinding);
    sync(temp);
    chmodSync(temp, 0o600);
    renameSync(temp, target);
    sync(dirname(target));
    return statSync(target).size;
  } catch (error) {
    throw classify(error, target);
  } finally {
    for (const rest of ['', '-journal', '-wal', '-shm']) rmSync(temp + rest, { force: true });
  }
}

function createTemp(temp: string, target: string): void {
  try {
    closeSync(openSync(temp, 'wx', 0o600));
  } catch (cause) {
    throw notWritable(target, cause);
  }
}

function notWritable(target: string, cause?: unknown): AppError {
  return new AppError({
    code: 'BACKUP_NOT_WRITABLE',
    kind: 'usage',
    message: `The backup cannot be written to ${target}.`,
    fix: 'Name a file in a folder that exists and that your user may write.',
    cause,
  });
}

/**
 * The copy is made through a connection of its own that holds a read transaction: it sees one moment of
 * the database, so commits in between neither tear the copy nor make SQLite start it over.
 */
async function copy(source: string, temp: string, nativeBinding: string | undefined): Promise<void> {
  const reader = openPlain(source, nativeBinding, { readonly: true, fileMustExist: true, timeout: 5_000 });
  try {
    reader.exec('BEGIN');
    reader.prepare('SELECT count(*) FROM sqlite_master').get();
    await reader.backup(temp, { progress: () => PAGES_PER_STEP });
    reader.exec('COMMIT');
  } finally {
    reader.close();
  }
}

function verify(file: string, nativeBinding: string | undefined): void {
  const copied = openPlain(file, nativeBinding, { fileMustExist: true });
  try {
    // Out of WAL mode, so that the backup is one file.
    copied.pragma('journal_mode = DELETE');
    const problems = copied.pragma('quick_check', { simple: true });
    if (problems !== 'ok') throw damaged(file);
  } finally {
    copied.close();
  }
}

/** Has the system write a file, or what a folder says, to the disk itself. */
export function sync(path: string): void {
  // Windows cannot open a folder for syncing; its rename is journaled by NTFS.
  if (process.platform === 'win32' && statSync(path).isDirectory()) return;
  const handle = openSync(path, process.platform === 'win32' ? 'r+' : 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

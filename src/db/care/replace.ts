import { existsSync, linkSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Database as Sqlite } from 'better-sqlite3';
import { backupName, nameStamp } from '../../shared/model/backup-names';
import { AppError } from '../../shared/model/errors';
import { backup, sync } from '../backup';
import { classify } from '../errors';
import { openPlain } from '../open';
import { copyWithLog } from './copy';
import type { CareEnvironment } from './environment';
import { isGone } from './presence';
import { LOG_SUFFIXES, sizeWithLog } from './room';

export interface Replacement {
  dataDir: string;
  /** The database in `dataDir`. */
  current: string;
  /** A whole database in one file, in the same folder: it gets the name. */
  prepared: string;
  /** "backup": the present database is kept as one if it can be; "aside": its files are kept as they are. */
  keep: 'backup' | 'aside';
}

/**
 * Puts a prepared file in the place of the database and returns where the present one is kept (null: there was
 * none). The caller holds the directory. Killed at any instant, the old or the new database has the name, whole:
 *
 * 1. what is there is kept under another name;
 * 2. its log is folded into it and gone, so that no log of the old database can ever lie beside the new one (SQLite
 *    would apply it); from here on the old one is a single file;
 * 3. one rename.
 */
export async function replaceDatabase(
  { dataDir, current, prepared, keep }: Replacement,
  environment: CareEnvironment,
): Promise<string | null> {
  const { onStep } = environment;
  onStep?.('keep');
  const { kept, isSound } = await keepPresent(dataDir, current, keep, environment);
  onStep?.('fold');
  if (isSound) await foldLog(current, environment);
  // Of a damaged one the log is kept beside its copy.
  else for (const suffix of [...LOG_SUFFIXES, '-shm']) rmSync(current + suffix, { force: true });
  onStep?.('rename');
  renameSync(prepared, current);
  onStep?.('sync');
  sync(dataDir);
  return kept;
}

async function keepPresent(
  dataDir: string,
  current: string,
  keep: Replacement['keep'],
  environment: CareEnvironment,
): Promise<{ kept: string | null; isSound: boolean }> {
  if (sizeWithLog(current) === 0) return { kept: null, isSound: false };
  // Opening what is left of a database that is gone would take its log away.
  if (keep === 'backup' && !isGone(current)) {
    const folder = join(dataDir, 'backups');
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const target = join(folder, backupName('before-restore', environment.now?.() ?? Date.now()));
    try {
      await backup({ source: current, target, nativeBinding: environment.nativeBinding });
      return { kept: target, isSound: true };
    } catch (error) {
      if (!isDamage(error)) throw error;
    }
  }
  return { kept: setAside(dataDir, current, environment), isSound: false };
}

/** What keeps a database from being copied and would keep it from being used. */
function isDamage(error: unknown): boolean {
  return (
    error instanceof AppError &&
    ['DATABASE_DAMAGED', 'DATABASE_IO_ERROR', 'DATABASE_CANNOT_OPEN'].includes(error.code)
  );
}

/** The files under a second name, in a folder of their own. They keep the first one until it is given away. */
function setAside(dataDir: string, current: string, environment: CareEnvironment): string {
  const folder = join(dataDir, `damaged-${nameStamp(environment.now?.() ?? Date.now())}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const target = join(folder, 'seatwatch.db');
  try {
    for (const suffix of ['', ...LOG_SUFFIXES])
      if (existsSync(current + suffix)) linkSync(current + suffix, target + suffix);
  } catch {
    // File systems without hard links.
    for (const suffix of ['', ...LOG_SUFFIXES]) rmSync(target + suffix, { force: true });
    copyWithLog(current, target);
  }
  sync(folder);
  return target;
}

/** How long to wait for readers (a command, a backup) to finish. */
const READERS_MS = 10_000;

/** SQLite leaves its log only when nobody else has the file open. Throws DATABASE_BUSY. */
async function foldLog(current: string, { nativeBinding }: CareEnvironment): Promise<void> {
  const sqlite = openPlain(current, nativeBinding, { fileMustExist: true, timeout: READERS_MS });
  try {
    await leaveLogMode(sqlite, current);
  } finally {
    sqlite.close();
  }
}

/** Makes a database one file, on the disk. Throws DATABASE_BUSY while another connection has it open. */
export async function leaveLogMode(sqlite: Sqlite, file: string): Promise<void> {
  const deadline = Date.now() + READERS_MS;
  for (;;) {
    try {
      sqlite.pragma('wal_checkpoint(TRUNCATE)');
      if (sqlite.pragma('journal_mode = DELETE', { simple: true }) === 'delete') return;
      throw busy(file);
    } catch (error) {
      const known = classify(error, file);
      const isBusy = known instanceof AppError && known.code === 'DATABASE_BUSY';
      // SQLite does not always wait by itself: changing the mode of a file in use fails at once.
      if (!isBusy || Date.now() > deadline) throw known;
      await new Promise((done) => setTimeout(done, 100));
    }
  }
}

function busy(file: string): AppError {
  return new AppError({
    code: 'DATABASE_BUSY',
    kind: 'busy',
    message: `Another program keeps the database ${file} open.`,
    fix: 'Wait until other commands have finished, close database browsers, and try again. Nothing was changed.',
    retryable: true,
  });
}

/** A name for a file that becomes the database; what a killed process left of these is taken away again. */
export const preparedName = (dataDir: string): string => join(dataDir, `.prepared-${process.pid}.db`);

/** The caller holds the directory, so nobody is working on them. */
export function removePrepared(dataDir: string): void {
  for (const name of readdirSync(dataDir))
    if (/^\.prepared-\d+\.db/.test(name) && statSync(join(dataDir, name)).isFile())
      rmSync(join(dataDir, name), { force: true });
}

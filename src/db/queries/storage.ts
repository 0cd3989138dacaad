import { existsSync, readdirSync, statSync, statfsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { AppError } from '../../shared/model/errors';
import type { StorageReport } from '../../shared/model/storage';
import type { Connection } from '../connection';
import { classify } from '../errors';
import { openPlain } from '../open';
import { hasDanglingRuns } from './runs';
import { iso } from './time';

/** How much room collected data takes, by file and by org. */
export function storage(db: Connection): StorageReport {
  const orgs = db.all<{
    orgId: string;
    name: string;
    logins: number;
    users: number;
    oldestLogin: number | null;
    keepLoginsDays: number | null;
  }>(
    `SELECT o.uid AS orgId, o.name, o.keep_logins_days AS keepLoginsDays,
       (SELECT coalesce(sum(logins + failures), 0) FROM login_day WHERE org_id = o.id) AS logins,
       (SELECT count(*) FROM sf_user WHERE org_id = o.id) AS users,
       (SELECT min(login_time) FROM login WHERE org_id = o.id) AS oldestLogin
     FROM org o WHERE o.removed_at IS NULL ORDER BY o.name COLLATE NOCASE`,
  );
  return {
    file: db.file,
    sizeBytes: sizeOf(db.file),
    freeBytes: number(db, 'freelist_count') * number(db, 'page_size'),
    backupBytes: folderSize(join(dirname(db.file), 'backups')),
    diskFreeBytes: diskFree(db.file),
    orgs: orgs.map((org) => ({ ...org, oldestLogin: iso(org.oldestLogin) })),
  };
}

/** Room kept free on top of what compacting needs, so that it never fills a disk to the last byte. */
const MARGIN_BYTES = 32 * 1024 * 1024;

/**
 * Rewrites the database without its free pages and folds the write-ahead log back into it; returns the bytes
 * given back. SQLite first copies what is used into a temporary file, then through the log into the
 * database, so twice that room must be free. Readers in other processes go on with what they see; while one
 * does, the file may shrink only later. Throws ALREADY_COLLECTING while some run has no end, NOT_ENOUGH_ROOM.
 * `patienceMs`: how long to wait for such readers.
 */
export function compact(db: Connection, nativeBinding: string | undefined, patienceMs = 200): number {
  if (hasDanglingRuns(db)) throw alreadyCollecting();
  const before = sizeOf(db.file);
  const used = (number(db, 'page_count') - number(db, 'freelist_count')) * number(db, 'page_size');
  const free = diskFree(db.file);
  if (free !== null && free < 2 * used + MARGIN_BYTES)
    throw notEnoughRoom(db.file, 2 * used + MARGIN_BYTES, free);

  // A connection of its own: with the settings of the others the temporary copy would be held in memory.
  const sqlite = openPlain(db.file, nativeBinding, { fileMustExist: true, timeout: 5_000 });
  try {
    sqlite.pragma('temp_store = FILE');
    sqlite.pragma('synchronous = NORMAL');
    sqlite.exec('VACUUM');
    // A reader may go on for minutes; the next checkpoint after it shrinks the file as well.
    sqlite.pragma(`busy_timeout = ${String(patienceMs)}`);
    sqlite.pragma('wal_checkpoint(TRUNCATE)');
  } catch (error) {
    const known = classify(error, db.file);
    // The temporary copy may lie on another disk than the one measured.
    if (known instanceof AppError && known.code === 'DISK_FULL')
      throw notEnoughRoom(db.file, 2 * used + MARGIN_BYTES, diskFree(db.file), known);
    throw known;
  } finally {
    sqlite.close();
  }
  return Math.max(0, before - sizeOf(db.file));
}

function alreadyCollecting(): AppError {
  return new AppError({
    code: 'ALREADY_COLLECTING',
    kind: 'usage',
    message: 'The database cannot be compacted during a collection.',
    fix: 'Wait for the collection to end, or cancel it first.',
    retryable: true,
  });
}

function notEnoughRoom(file: string, needed: number, free: number | null, cause?: unknown): AppError {
  const left = free === null ? '' : ` of which ${megabytes(free)} are left`;
  return new AppError({
    code: 'NOT_ENOUGH_ROOM',
    kind: 'data',
    message: `Compacting ${file} needs about ${megabytes(needed)} of free disk space for a while${left}.`,
    fix: 'Free some disk space (also where temporary files go) and try again. Nothing was changed.',
    retryable: true,
    cause,
  });
}

const megabytes = (bytes: number): string => `${Math.ceil(bytes / 1_000_000).toLocaleString('en-US')} MB`;

function number(db: Connection, pragma: 'freelist_count' | 'page_count' | 'page_size'): number {
  return Number(db.sqlite.pragma(pragma, { simple: true }));
}

/** The database with its write-ahead log. */
function sizeOf(file: string): number {
  return [file, `${file}-wal`].reduce(
    (sum, path) => sum + (statSync(path, { throwIfNoEntry: false })?.size ?? 0),
    0,
  );
}

function folderSize(folder: string): number {
  if (!existsSync(folder)) return 0;
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, { name }) => sum + (statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0), 0);
}

/** Bytes this user may still write beside the file; null where the system does not say. */
function diskFree(file: string): number | null {
  try {
    const { bavail, bsize } = statfsSync(dirname(file));
    return bavail * bsize;
  } catch {
    return null;
  }
}

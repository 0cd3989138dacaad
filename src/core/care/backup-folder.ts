import { lstatSync, mkdirSync, readdirSync, type Stats, statSync } from 'node:fs';
import { join } from 'node:path';
import { backupName, describeBackup } from '../../shared/model/backup-names';
import type { BackupFile, BackupReason } from '../../shared/model/backups';
import { AppError } from '../../shared/model/errors';

export const backupsFolder = (dataDir: string): string => join(dataDir, 'backups');

/** The backups of a folder, newest first; none when there is no such folder. */
export function listBackups(folder: string): BackupFile[] {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch {
    return [];
  }
  return names
    .flatMap((name) => {
      const file = join(folder, name);
      const stats = statsOf(file);
      if (stats?.isFile() !== true) return [];
      const described = describeBackup({ name, modifiedAt: stats.mtimeMs });
      return described === null ? [] : [{ ...described, file, sizeBytes: stats.size }];
    })
    .sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
}

/** For its owner only. Throws BACKUP_NOT_WRITABLE. */
export function makeBackupsFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new AppError({
      code: 'BACKUP_NOT_WRITABLE',
      kind: 'usage',
      message: `The folder of the backups cannot be made: ${folder}.`,
      fix: 'Look what is in its place, and whether your user may write to the data folder.',
      cause,
    });
  }
}

/** A name that no backup has: after the clock was set back, one of the same moment may be there already. */
export function freePlace(
  folder: string,
  reason: BackupReason,
  now: number,
): { name: string; file: string; at: number } {
  for (let at = now; ; at++) {
    const name = backupName(reason, at);
    const file = join(folder, name);
    if (lstatSync(file, { throwIfNoEntry: false }) === undefined) return { name, file, at };
  }
}

/** Backups are written under such a name (`db/backup.ts`), and SQLite's journals beside them. */
const DRAFT = /^\..+\.db\.\d+\.\d+\.tmp(-journal|-wal|-shm)?$/;
/** One that is being written is younger: every page of it is a change. */
const ABANDONED_MS = 24 * 3_600_000;

/** What processes that were killed left of backups they had begun. */
export function abandonedDrafts(folder: string, now: number): { name: string; file: string }[] {
  return readdirSync(folder)
    .filter((name) => DRAFT.test(name))
    .map((name) => ({ name, file: join(folder, name) }))
    .filter(({ file }) => now - (statsOf(file)?.mtimeMs ?? now) > ABANDONED_MS);
}

/** Null for links that lead nowhere, in a circle, or to where this user may not look. */
function statsOf(file: string): Stats | null {
  try {
    return statSync(file);
  } catch {
    return null;
  }
}

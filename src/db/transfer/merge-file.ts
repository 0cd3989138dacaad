import { mkdtempSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { MergeReport } from '../../shared/model/backups';
import { copyWithLog, inspect } from '../care/inspect';
import { requireRoom, sizeWithLog } from '../care/room';
import { type Connection, createConnection } from '../connection';
import { classify } from '../errors';
import { migrate } from '../migrate';
import { openPlain } from '../open';
import { bringAccessUpToDate } from '../queries/access-upkeep';
import { duringCollection } from '../queries/forget/forget';
import { forgetLoginKeys } from '../queries/login-keys';
import { OTHER } from '../queries/merge/context';
import { mergeAttached } from '../queries/merge/merge';
import { hasDanglingRuns } from '../queries/runs';

export interface MergeFileOptions {
  migrationsFolder: string;
  nativeBinding?: string | undefined;
}

/**
 * Merges a backup of another Seatwatch, in one transaction, or only says what that would do: then it is done and
 * taken back. Works on a copy, which is brought up to date where an older version wrote it.
 */
export async function mergeFile(
  db: Connection,
  options: MergeFileOptions,
  file: string,
  isPreview: boolean,
): Promise<MergeReport> {
  if (hasDanglingRuns(db)) throw duringCollection();
  // What is wrong with the file, and whether a newer version wrote it.
  inspect(file, options);
  requireRoom({ folder: dirname(db.file), bytes: 2.5 * sizeWithLog(file), what: 'Merging the backup' });
  const folder = mkdtempSync(join(dirname(db.file), 'merging-'));
  try {
    const copy = join(folder, 'other.db');
    copyWithLog(file, copy);
    await bringUpToDate(copy, options);
    // The copy took its time.
    if (hasDanglingRuns(db)) throw duringCollection();
    return withAttached(db, copy, () => merge(db, isPreview));
  } catch (error) {
    throw classify(error, file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function bringUpToDate(
  copy: string,
  { migrationsFolder, nativeBinding }: MergeFileOptions,
): Promise<void> {
  const sqlite = openPlain(copy, nativeBinding, { timeout: 5_000 });
  try {
    await migrate({ sqlite, file: copy, migrationsFolder, nativeBinding, backUpFirst: false });
    bringAccessUpToDate(createConnection(sqlite, copy));
  } finally {
    sqlite.close();
  }
}

function withAttached<T>(db: Connection, copy: string, work: () => T): T {
  db.prepare(`ATTACH DATABASE ? AS ${OTHER}`).run(copy);
  try {
    return work();
  } finally {
    db.run(`DETACH DATABASE ${OTHER}`);
  }
}

function merge(db: Connection, isPreview: boolean): MergeReport {
  if (!isPreview) return db.sqlite.transaction(() => mergeAttached(db)).immediate();
  db.run('SAVEPOINT preview_merge');
  try {
    return mergeAttached(db);
  } finally {
    db.run('ROLLBACK TO preview_merge');
    db.run('RELEASE preview_merge');
    forgetLoginKeys(db);
  }
}

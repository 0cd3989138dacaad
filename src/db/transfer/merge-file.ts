import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { MergeReport } from '../../shared/model/backups';
import { copyWithLog } from '../care/copy';
import { inspect } from '../care/inspect';
import { requireRoom, sizeWithLog } from '../care/room';
import { type Connection, createConnection } from '../connection';
import { classify } from '../errors';
import { migrate } from '../migrate';
import { openPlain } from '../open';
import { bringAccessUpToDate } from '../queries/access-upkeep';
import { duringCollection } from '../queries/forget/forget';
import { forgetLoginKeys } from '../queries/login-keys';
import { OTHER } from '../queries/merge/context';
import { leaveOutIgnored } from '../queries/merge/ignored';
import { mergeAttached } from '../queries/merge/merge';
import { hasDanglingRuns } from '../queries/runs';
import { mergingFolder } from './leftovers';

export interface MergeFileOptions {
  migrationsFolder: string;
  nativeBinding?: string | undefined;
  /** Told before each step; tests end the process there. */
  onStep?: ((step: string) => void) | undefined;
}

/** Throws what stands against merging a file: what is wrong with it, a collection, or too little room. */
export function checkMerge(
  db: Connection,
  { migrationsFolder, nativeBinding }: MergeFileOptions,
  file: string,
): void {
  if (hasDanglingRuns(db)) throw duringCollection();
  // What is wrong with the file, and whether a newer version wrote it.
  inspect(file, { migrationsFolder, nativeBinding });
  requireRoom({ folder: dirname(db.file), bytes: 2.5 * sizeWithLog(file), what: 'Merging the backup' });
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
  const { onStep } = options;
  checkMerge(db, options, file);
  const folder = mergingFolder(db.file);
  try {
    const copy = join(folder, 'other.db');
    onStep?.('copy');
    copyWithLog(file, copy);
    onStep?.('bring up to date');
    await prepare(copy, db, options);
    const report = withAttached(db, copy, () => merge(db, isPreview, onStep));
    onStep?.('clean up');
    return report;
  } catch (error) {
    throw classify(error, file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function prepare(
  copy: string,
  db: Connection,
  { migrationsFolder, nativeBinding }: MergeFileOptions,
): Promise<void> {
  const sqlite = openPlain(copy, nativeBinding, { timeout: 5_000 });
  try {
    await migrate({ sqlite, file: copy, migrationsFolder, nativeBinding, backUpFirst: false });
    const other = createConnection(sqlite, copy);
    bringAccessUpToDate(other);
    leaveOutIgnored(other, db);
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

function merge(db: Connection, isPreview: boolean, onStep: MergeFileOptions['onStep']): MergeReport {
  const work = (): MergeReport => {
    // The copy took its time.
    if (hasDanglingRuns(db)) throw duringCollection();
    return mergeAttached(db, onStep);
  };
  if (!isPreview) return db.sqlite.transaction(work).immediate();
  db.run('SAVEPOINT preview_merge');
  try {
    return work();
  } finally {
    db.run('ROLLBACK TO preview_merge');
    db.run('RELEASE preview_merge');
    forgetLoginKeys(db);
  }
}

import { join } from 'node:path';
import type { Database as Sqlite } from 'better-sqlite3';
import type { RecoveryOptions } from '../../core/ports-care';
import type { BackupFile, IntegrityReport } from '../../shared/model/backups';
import { AppError } from '../../shared/model/errors';
import { classify, DAMAGE, missing } from '../errors';
import { openDatabase } from '../open';
import { DATABASE_FILE } from '../session';
import type { CareEnvironment } from './environment';
import { inspect } from './inspect';
import { isGone } from './presence';
import { sizeWithLog } from './room';

/** See `CareTasks.check`. */
export function check(dataDir: string, environment: CareEnvironment): IntegrityReport {
  const file = join(dataDir, DATABASE_FILE);
  const sqlite = openDatabase({ file, nativeBinding: environment.nativeBinding, readOnly: true });
  try {
    const problems = problemsOf(sqlite);
    return { checkedAt: new Date(environment.now?.() ?? Date.now()).toISOString(), problems };
  } catch (error) {
    throw classify(error, file);
  } finally {
    sqlite.close();
  }
}

/** Everything, also whether indexes and tables agree, which `quick_check` leaves out. */
function problemsOf(sqlite: Sqlite): string[] {
  const found = (sqlite.pragma('integrity_check(20)') as { integrity_check: string }[])
    .map((row) => row.integrity_check)
    .filter((line) => line !== 'ok');
  try {
    const orphans = sqlite.pragma('foreign_key_check') as { table: string; parent: string }[];
    const lines = new Set(orphans.map(({ table, parent }) => `${table} refers to missing rows of ${parent}`));
    return [...found, ...lines];
  } catch (error) {
    // Rows on a page that cannot be read cannot be compared: what is known by then is enough.
    if (found.length > 0) return found;
    throw error;
  }
}

/** What is wrong with the database of a folder; null: nothing. A folder that never had one has nothing wrong. */
export function problemOf(dataDir: string, environment: CareEnvironment): string | null {
  const file = join(dataDir, DATABASE_FILE);
  if (isGone(file)) return missing(file).message;
  if (sizeWithLog(file) === 0) return null;
  try {
    const { problems } = check(dataDir, environment);
    return problems.length === 0 ? null : problems.slice(0, 3).join('; ');
  } catch (error) {
    if (error instanceof AppError && DAMAGE.has(error.code)) return error.message;
    throw error;
  }
}

/** See `CareTasks.recoveryOptions`. */
export function recoveryOptions(
  dataDir: string,
  backups: readonly BackupFile[],
  environment: CareEnvironment,
): RecoveryOptions {
  const problem = problemOf(dataDir, environment);
  for (const backup of backups) {
    try {
      const { ids: _ids, ...content } = inspect(backup.file, environment);
      return { problem, backup, content };
    } catch (error) {
      // Damaged as well, not ours, or of a newer version: the next one.
      if (!(error instanceof AppError)) throw error;
    }
  }
  return { problem, backup: null, content: null };
}

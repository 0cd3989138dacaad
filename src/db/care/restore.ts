import { chmodSync, existsSync, mkdirSync, realpathSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { RestoreReport, RestoreRequest } from '../../core/ports-care';
import { AppError } from '../../shared/model/errors';
import { sync } from '../backup';
import { classify } from '../errors';
import { acquire } from '../lock';
import { migrate, needsMigration } from '../migrate';
import { openPlain } from '../open';
import { DATABASE_FILE } from '../session';
import { copyWithLog } from './copy';
import type { CareEnvironment } from './environment';
import { inspect, orgsOf, requireFile, requireOurs } from './inspect';
import { leaveLogMode, preparedName, removePrepared, replaceDatabase } from './replace';
import { requireRoom, sizeWithLog } from './room';

/** See `CareTasks.restore`. */
export async function restore(request: RestoreRequest, environment: CareEnvironment): Promise<RestoreReport> {
  const { dataDir } = request;
  const file = resolve(request.file);
  const current = join(dataDir, DATABASE_FILE);
  requireFile(file);
  if (existsSync(current) && realpathSync(file) === realpathSync(current)) throw ontoItself(file);
  if (!existsSync(dataDir)) mkdirSync(dataDir, { recursive: true, mode: 0o700 });

  const lock = await acquire({ ...request, nativeBinding: environment.nativeBinding });
  const prepared = preparedName(dataDir);
  try {
    removePrepared(dataDir);
    // Before anything is copied: a wrong file is told at once, in its own name.
    inspect(file, environment);
    requireRoom({
      folder: dataDir,
      // The copy, and the backup of what is there.
      bytes: 1.2 * (sizeWithLog(file) + sizeWithLog(current)),
      what: 'Restoring this backup',
    });
    environment.onStep?.('copy');
    copyWithLog(file, prepared);
    const { migrated, orgs } = await prepare(prepared, environment);
    const previous = await replaceDatabase({ dataDir, current, prepared, keep: 'backup' }, environment);
    return { file, previous, migrated, orgs };
  } catch (error) {
    throw classify(error, file);
  } finally {
    try {
      removePrepared(dataDir);
    } finally {
      lock.release();
    }
  }
}

/** Verifies the copy, brings it up to date, and leaves it as one file on the disk. */
export async function prepare(
  file: string,
  environment: CareEnvironment,
): Promise<Pick<RestoreReport, 'migrated' | 'orgs'>> {
  const { migrationsFolder, nativeBinding } = environment;
  const sqlite = openPlain(file, nativeBinding, { fileMustExist: true });
  try {
    requireOurs(sqlite, file, environment);
    const migrated = needsMigration(sqlite, migrationsFolder);
    environment.onStep?.('migrate');
    if (migrated) await migrate({ sqlite, file, migrationsFolder, nativeBinding, backUpFirst: false });
    await leaveLogMode(sqlite, file);
    return { migrated, orgs: orgsOf(sqlite) };
  } finally {
    sqlite.close();
    chmodSync(file, 0o600);
    sync(file);
  }
}

function ontoItself(file: string): AppError {
  return new AppError({
    code: 'RESTORE_ONTO_ITSELF',
    kind: 'usage',
    message: `${file} is the database in use.`,
    fix: 'Name a backup of it.',
  });
}

import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { DirectoryRequest } from '../../core/ports-care';
import { classify } from '../errors';
import { acquire } from '../lock';
import { migrate } from '../migrate';
import { openPlain } from '../open';
import { DATABASE_FILE } from '../session';
import type { CareEnvironment } from './environment';
import { prepare } from './restore';
import { preparedName, removePrepared, replaceDatabase } from './replace';

/** See `CareTasks.startEmpty`. */
export async function startEmpty(
  request: DirectoryRequest,
  environment: CareEnvironment,
): Promise<string | null> {
  const { dataDir } = request;
  const { migrationsFolder, nativeBinding } = environment;
  const current = join(dataDir, DATABASE_FILE);
  if (!existsSync(dataDir)) mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const lock = await acquire({ ...request, nativeBinding });
  const prepared = preparedName(dataDir);
  try {
    removePrepared(dataDir);
    const sqlite = openPlain(prepared, nativeBinding);
    try {
      await migrate({ sqlite, file: prepared, migrationsFolder, nativeBinding });
    } finally {
      sqlite.close();
    }
    await prepare(prepared, environment);
    return await replaceDatabase({ dataDir, current, prepared, keep: 'aside' }, environment);
  } catch (error) {
    throw classify(error, current);
  } finally {
    removePrepared(dataDir);
    lock.release();
  }
}

import path from 'node:path';
import { utilityProcess } from 'electron';
import type { Log } from '../../core/ports';
import type { CareTasks } from '../../core/ports-care';
import type { TransferTasks } from '../../core/ports-transfer';
import { createRemoteCare } from '../../db/care/client';

export interface CareProcessDeps {
  outDir: string;
  /** The folder `drizzle/` as shipped. */
  migrationsFolder: string;
  nativeBinding: string;
  log: Pick<Log, 'warn'>;
}

/** Restoring, checking, salvaging, moving, merging and forgetting, in database processes of their own. Opens nothing by itself. */
export function createCareProcesses({
  outDir,
  log,
  ...environment
}: CareProcessDeps): CareTasks & TransferTasks {
  return createRemoteCare(() => {
    const child = utilityProcess.fork(path.join(outDir, 'main', 'db-host.js'), [], {
      serviceName: 'Seatwatch database care',
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    child.stderr?.on('data', (chunk: Buffer) => {
      log.warn('the database care process says', { text: chunk.toString() });
    });
    return child;
  }, environment);
}

import type { CareTasks } from '../../core/ports-care';
import type { TransferTasks } from '../../core/ports-transfer';
import type { CareRequest } from '../messages';
import { check, recoveryOptions } from './check';
import type { CareEnvironment } from './environment';
import { inspect } from './inspect';
import { move, planMove } from './move';
import { restore } from './restore';
import { salvage } from './salvage';
import { createTransferTasks } from '../transfer/tasks';
import { startEmpty } from './start-empty';

/** The tasks where they are done; in the app a process is started for each (`client.ts` beside). */
export function createCareTasks(environment: CareEnvironment): CareTasks {
  return {
    inspect: async (file) => inspect(file, environment),
    check: async (dataDir) => check(dataDir, environment),
    restore: (request) => restore(request, environment),
    recoveryOptions: async (dataDir, backups) => recoveryOptions(dataDir, backups, environment),
    salvage: (request) => salvage(request, environment),
    startEmpty: (request) => startEmpty(request, environment),
    planMove: async (request) => planMove(request),
    move: (request) => move(request, environment),
  };
}

/** What a database process was started for. */
export function runCareTask({ task, args, migrationsFolder, nativeBinding }: CareRequest): Promise<unknown> {
  const environment = { migrationsFolder, nativeBinding: nativeBinding ?? undefined };
  const tasks: CareTasks & TransferTasks = {
    ...createCareTasks(environment),
    ...createTransferTasks(environment),
  };
  return (tasks[task] as (...values: unknown[]) => Promise<unknown>)(...args);
}

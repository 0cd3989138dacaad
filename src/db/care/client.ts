import type { CareTasks } from '../../core/ports-care';
import type { TransferTasks } from '../../core/ports-transfer';
import { AppError } from '../../shared/model/errors';
import type { DatabaseProcess } from '../client';
import type { CareRequest } from '../messages';

/**
 * The tasks, each done by a database process of its own: the work may take minutes, and holds nobody up. `start`
 * forks `database-host.ts`. Rejects with the process's own `AppError`, or DATABASE_PROCESS_GONE.
 */
export function createRemoteCare(
  start: () => DatabaseProcess,
  environment: Pick<CareRequest, 'migrationsFolder' | 'nativeBinding'>,
): CareTasks & TransferTasks {
  const run = (task: CareRequest['task'], args: unknown[]): Promise<unknown> =>
    new Promise((done, failed) => {
      const child = start();
      let outcome: (() => void) | null = null;
      child.on('message', (message) => {
        if (message.type === 'done') outcome = () => done(message.value);
        else if (message.type === 'failed') outcome = () => failed(AppError.fromShape(message.error));
        else return;
        child.postMessage({ type: 'close' });
      });
      // Not before the process has ended: until then it may hold files, and the folder.
      child.on('exit', (code) => {
        if (outcome === null) failed(gone(code));
        else outcome();
      });
      child.postMessage({ type: 'care', request: { task, args, ...environment } });
    });
  const remote: Record<CareRequest['task'], (...args: never[]) => Promise<unknown>> = {
    inspect: (...args) => run('inspect', args),
    check: (...args) => run('check', args),
    restore: (...args) => run('restore', args),
    recoveryOptions: (...args) => run('recoveryOptions', args),
    salvage: (...args) => run('salvage', args),
    startEmpty: (...args) => run('startEmpty', args),
    planMove: (...args) => run('planMove', args),
    move: (...args) => run('move', args),
    checkMerge: (...args) => run('checkMerge', args),
    previewMerge: (...args) => run('previewMerge', args),
    mergeFrom: (...args) => run('mergeFrom', args),
    previewForget: (...args) => run('previewForget', args),
    forgetPerson: (...args) => run('forgetPerson', args),
  };
  // The types of arguments and answers crossed as data, as with the database's own methods.
  return remote as unknown as CareTasks & TransferTasks;
}

function gone(code: number): AppError {
  return new AppError({
    code: 'DATABASE_PROCESS_GONE',
    kind: 'unexpected',
    message: `The database process ended unexpectedly (code ${code}).`,
    fix: 'Try again. The database is as it was before, or as it was to be; the log file tells more.',
    retryable: true,
  });
}

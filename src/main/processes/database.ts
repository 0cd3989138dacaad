import path from 'node:path';
import { utilityProcess } from 'electron';
import type { Database, Log } from '../../core/ports';
import type { TransferTasks } from '../../core/ports-transfer';
import { AppError } from '../../shared/model/errors';
import { connectDatabase, type RemoteSession } from '../../db/client';
import { DATABASE_METHODS, type OpenRequest } from '../../db/messages';
import { workBeside } from '../../db/transfer/beside';

/** A database process that keeps dying is a fault to report, not to hide. */
const MAX_RESTARTS = 3;

export interface DatabaseDeps {
  outDir: string;
  request: OpenRequest;
  log: Log;
  /** The process died and was started again, or (true) died too often. */
  onRestart: (gaveUp: boolean) => void;
  /** A question met damage in the file. */
  onDamaged?: (error: AppError) => void;
  /** Does long work in processes of its own, so that questions are answered meanwhile; otherwise it is done in turn. */
  beside?: TransferTasks;
}

export interface DatabaseConnection {
  db: Database;
  /** Waits for what is done beside. */
  close(): Promise<void>;
}

/**
 * Opens the database in its own process and keeps it open: a crashed process is started again a few
 * times. Calls in flight when it dies reject with DATABASE_PROCESS_GONE (retryable).
 */
export async function openDatabase({
  outDir,
  request,
  log,
  onRestart,
  onDamaged,
  beside,
}: DatabaseDeps): Promise<DatabaseConnection> {
  let restarts = 0;
  let closed = false;
  let session: Promise<RemoteSession> = connect();

  function connect(): Promise<RemoteSession> {
    const child = utilityProcess.fork(path.join(outDir, 'main', 'db-host.js'), [], {
      serviceName: 'Seatwatch database',
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    child.stderr?.on('data', (chunk: Buffer) => {
      log.warn('the database process says', { text: chunk.toString() });
    });
    const opening = connectDatabase(child, request);
    return opening.then((connected) => {
      connected.onCrash((code) => {
        log.error('the database process died', { code, restarts });
        if (closed) return;
        if (restarts >= MAX_RESTARTS) {
          onRestart(true);
          return;
        }
        restarts++;
        session = connect();
        session.then(
          () => {
            onRestart(false);
          },
          () => {
            onRestart(true);
          },
        );
      });
      return connected;
    });
  }

  await session;
  const db = Object.fromEntries(
    DATABASE_METHODS.map((name) => [
      name,
      async (...args: unknown[]) => {
        const current = await session;
        try {
          return await (current[name] as (...values: unknown[]) => Promise<unknown>)(...args);
        } catch (error) {
          if (error instanceof AppError && error.code === 'DATABASE_DAMAGED') onDamaged?.(error);
          throw error;
        }
      },
    ]),
  ) as unknown as Database;

  const working = beside === undefined ? null : workBeside(db, beside, request.dataDir);
  return {
    db: working?.db ?? db,
    async close() {
      // Whoever closes may go on to put another file in the place of this one.
      await working?.settled();
      closed = true;
      await session.then((current) => current.close()).catch(() => undefined);
    },
  };
}

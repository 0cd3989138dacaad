import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Database } from '../core/ports';
import { type DatabaseOptions, createDatabase, isOutdated } from './api';
import { isGone } from './care/presence';
import { removePrepared } from './care/replace';
import { missing } from './errors';
import { type DirectoryLock, acquire, tryAcquire } from './lock';
import type { OpenRequest } from './messages';
import { isErasing, sweepMergingFolders } from './transfer/leftovers';

export const DATABASE_FILE = 'seatwatch.db';

/** What the process gives that the database cannot know: formats of Salesforce's pages, and of files. */
export type HostParts = Pick<DatabaseOptions, 'readCsvPage' | 'writeRelations'>;

/** An open database together with the directory lock that goes with it. */
export interface Session {
  database: Database;
  close(): void;
}

/**
 * Opens the database of a data directory. "write" holds the directory until closed. "read" holds nothing,
 * but takes the lock for a moment when only a writer can make the file readable: to create it, to migrate
 * it, or to mark runs as interrupted whose process is gone.
 */
export async function openSession(request: OpenRequest, parts: HostParts = {}): Promise<Session> {
  const options: DatabaseOptions = {
    file: join(request.dataDir, DATABASE_FILE),
    migrationsFolder: request.migrationsFolder,
    nativeBinding: request.nativeBinding ?? undefined,
    ...parts,
    keepReady: request.keepReady,
  };
  const lockOptions = { ...request, nativeBinding: options.nativeBinding };

  if (request.mode === 'write') {
    const lock = await acquire(lockOptions);
    return openWithLock(options, lock);
  }
  if ((statSync(options.file, { throwIfNoEntry: false })?.size ?? 0) === 0 || isOutdated(options)) {
    const writer = await openWithLock(options, await acquire(lockOptions));
    writer.close();
  }
  const reader = await createDatabase({ ...options, readOnly: true });
  if (await reader.hasDanglingRuns()) {
    // Nobody holds the directory, so nobody is collecting: that run was killed.
    const lock = tryAcquire(lockOptions);
    if (lock !== null) {
      const writer = await openWithLock(options, lock);
      try {
        await writer.database.closeDanglingRuns(Date.now());
      } finally {
        writer.close();
      }
    }
  }
  return { database: reader, close: () => reader.close() };
}

async function openWithLock(options: DatabaseOptions, lock: DirectoryLock): Promise<Session> {
  try {
    if (isGone(options.file)) throw missing(options.file);
    const database = await createDatabase(options);
    await tidy(options.file, database);
    return {
      database,
      close() {
        // The file first: whoever gets the lock next must find it at rest.
        database.close();
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** What a merge, a restore, or forgetting somebody left behind whose process was killed. */
async function tidy(file: string, database: Database): Promise<void> {
  sweepMergingFolders(file);
  removePrepared(dirname(file));
  // Without the room for it, or while somebody reads, the next opening tries again.
  if (isErasing(file)) await database.compact().catch(() => undefined);
}

import type { Database } from '../../core/ports';
import type { TransferTasks } from '../../core/ports-transfer';
import { DATABASE_METHODS, writes } from '../messages';

/** A database whose long work is done in other processes, see `workBeside`. */
export interface BesideDatabase {
  db: Database;
  /** Resolves when no such work is in progress. */
  settled(): Promise<void>;
}

type Call = (...args: unknown[]) => Promise<unknown>;

/**
 * Merging and forgetting may take minutes, and the process of a database answers nothing while it works. They are
 * therefore left to processes of their own (`tasks`), one after the other. SQLite lets `db` read on meanwhile, as of
 * before; what writes waits here for its turn, instead of in the database process, where it would keep everybody
 * waiting. `db` must be the one that holds the data directory.
 */
export function workBeside(db: Database, tasks: TransferTasks, dataDir: string): BesideDatabase {
  /** The last work asked for; null: there is none. */
  let working: Promise<void> | null = null;
  const writing = new Set<Promise<unknown>>();

  async function write(method: Call, args: unknown[]): Promise<unknown> {
    while (working !== null) await working;
    const call = method(...args);
    writing.add(call);
    try {
      return await call;
    } finally {
      writing.delete(call);
    }
  }

  function alone<R>(work: () => Promise<R>): Promise<R> {
    const before = working;
    const mine = (async () => {
      await before;
      await Promise.allSettled(writing);
      // Looking back holds what the work changes; afterwards, so does what was asked meanwhile.
      await db.letGo();
      try {
        return await work();
      } finally {
        // A process that died meanwhile has nothing in memory, and is no reason to call the work a failure.
        await db.letGo().catch(() => undefined);
      }
    })();
    const end: Promise<void> = mine.then(
      () => undefined,
      () => undefined,
    );
    working = end;
    void end.then(() => {
      if (working === end) working = null;
    });
    return mine;
  }

  const inTurn = Object.fromEntries(
    DATABASE_METHODS.map((name) => {
      const method: Call = (...args) => (db[name] as Call)(...args);
      return [name, writes(name) ? (...args: unknown[]) => write(method, args) : method];
    }),
  ) as unknown as Database;
  return {
    db: {
      ...inTurn,
      // It only reads; but it reads a whole file.
      checkMerge: (file) => tasks.checkMerge(dataDir, file),
      previewMerge: (file) => alone(() => tasks.previewMerge(dataDir, file)),
      mergeFrom: (file) => alone(() => tasks.mergeFrom(dataDir, file)),
      previewForget: (...who) => alone(() => tasks.previewForget(dataDir, ...who)),
      forgetPerson: (...who) => alone(() => tasks.forgetPerson(dataDir, ...who)),
    },
    settled: async () => {
      while (working !== null) await working;
    },
  };
}

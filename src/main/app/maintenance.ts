/** Work on the data folder for which everything that uses it has to be closed. Afterwards the program starts again. */
export interface Maintenance {
  /**
   * Closes everything, does the work, and starts the program again, whether the work succeeded or not: there is
   * nothing left to go back to. Never resolves; while one work is in progress, another one is not begun.
   */
  run(work: () => Promise<Aftermath>): Promise<never>;
  /** Resolves when no work is in progress; quitting waits for it. */
  settled(): Promise<void>;
}

/** A folder in place of the one named on the command line; null: the same arguments. */
export type Aftermath = { dataDir: string } | null;

export interface MaintenanceDeps {
  /** Stops timers and collections, closes the database and everything else. */
  close: () => Promise<void>;
  /** Tells a person why the work failed. The database is as it was. */
  tellFailure: (error: unknown) => Promise<void>;
  restart: (aftermath: Aftermath) => void;
}

export function createMaintenance({ close, tellFailure, restart }: MaintenanceDeps): Maintenance {
  let running: Promise<void> | null = null;

  async function doIt(work: () => Promise<Aftermath>): Promise<void> {
    await close().catch(() => undefined);
    const aftermath = await work().catch(async (error: unknown) => {
      await tellFailure(error);
      return null;
    });
    restart(aftermath);
  }

  return {
    run(work) {
      running ??= doIt(work);
      return new Promise<never>(() => undefined);
    },
    settled: () => running ?? Promise.resolve(),
  };
}

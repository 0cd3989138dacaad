import type { Clock, Database, PageCommit } from '../ports';
import type { QuotaGuard } from '../quota/guard';

/** Sightings of the org's use are stored per minute; telling the database more often is waste. */
const USAGE_INTERVAL_MS = 10_000;

/**
 * Puts pages into the database, one behind the request for the next: while a page is being stored the
 * next one may travel, but never two, so memory stays bounded.
 */
export interface PageWriter {
  /** Waits for the page before, then starts to store this one. */
  store(page: PageCommit): Promise<void>;
  /** Waits until everything is stored, own calls and last sighting included. */
  drain(): Promise<void>;
}

export function createPageWriter(deps: {
  db: Database;
  clock: Clock;
  guard: QuotaGuard;
  orgId: string;
}): PageWriter {
  const { db, clock, guard, orgId } = deps;
  let pending: Promise<void> = Promise.resolve();
  let bookedCalls = 0;
  let lastUsageAt = Number.NEGATIVE_INFINITY;

  async function book(final: boolean): Promise<void> {
    const now = clock.now();
    const { made, used, max } = guard.state();
    const calls = made - bookedCalls;
    if (calls > 0) {
      bookedCalls = made;
      await db.addOwnCalls(orgId, now, calls);
    }
    if (used !== null && max !== null && (final || now - lastUsageAt >= USAGE_INTERVAL_MS)) {
      lastUsageAt = now;
      await db.recordUsage(orgId, now, used, max);
    }
  }

  return {
    async store(page) {
      await pending;
      pending = (async () => {
        await db.commitPage(page);
        await book(false);
      })();
      // Whoever stores or drains next learns of a failure; until then nobody awaits it.
      pending.catch(() => undefined);
    },
    async drain() {
      try {
        await pending;
      } finally {
        pending = Promise.resolve();
        await book(true);
      }
    },
  };
}

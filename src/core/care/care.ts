import { AppError } from '../../shared/model/errors';
import type { Org } from '../../shared/model/org';
import type { PurgeReport } from '../../shared/model/storage';
import type { Clock, Database, Log } from '../ports';
import { keptSince, type OrgWithNewest } from './keeping';
import { createRounds } from './rounds';

export interface CareDeps {
  db: Pick<Database, 'listOrgs' | 'historySpan' | 'countLoginsBefore' | 'purgeLogins' | 'compact'>;
  clock: Clock;
  log: Log;
  /** Whether any collection is under way. */
  isCollecting: () => boolean;
  /** Milliseconds that only rise, to measure batches by; for tests. */
  stopwatch?: () => number;
  tickMs?: number;
}

/** Looks after what was collected: removes what is older than an org's admin wants, and compacts the file. */
export interface Care {
  /** Looks at once, then every hour, until stopped. */
  start(): void;
  /** Removes nothing any more; resolves when the batch in hand is stored. */
  stop(): Promise<void>;
  /** Removes what is due: once a day, after a change of the keeping time, and for orgs noted as collected. */
  tick(): Promise<void>;
  /** A collection of this org was completed: sign-ins have grown older since the last look. */
  collected(orgId: string): void;
  /** What a keeping time would remove now; removes nothing. */
  preview(orgId: string, keepDays: number): Promise<PurgeReport>;
  /** Resolves with the bytes given back. Rejects with ALREADY_COLLECTING during a collection. */
  compact(): Promise<number>;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** What a batch may take, so that the pages of the window never wait long behind one (milliseconds). */
const BATCH_TARGET_MS = 25;
const FIRST_BATCH = 500;
const SMALLEST_BATCH = 50;
const LARGEST_BATCH = 5_000;
/** Between batches, for the questions that came in meanwhile. */
const PAUSE_MS = 25;

interface Done {
  at: number;
  keepDays: number;
}

export function createCare(deps: CareDeps): Care {
  const { db, clock, log } = deps;
  const stopwatch = deps.stopwatch ?? (() => performance.now());
  /** When each org was last gone through to the end. */
  const done = new Map<string, Done>();
  const rounds = createRounds({ clock, work: tryToWork, everyMs: deps.tickMs ?? HOUR_MS });
  let compacting = false;

  function isDue({ id, keepLoginsDays }: Org): boolean {
    const last = done.get(id);
    if (keepLoginsDays === null) return false;
    if (last?.keepDays !== keepLoginsDays) return true;
    const age = clock.now() - last.at;
    // Negative: the clock was set back, and nobody knows how long ago it was.
    return age >= DAY_MS || age < 0;
  }

  async function withNewest(orgs: readonly Org[]): Promise<OrgWithNewest[]> {
    return Promise.all(
      orgs.map(async ({ id, isDemo }) => {
        const { until } = await db.historySpan(id);
        return { id, isDemo, newestLogin: until === null ? null : Date.parse(until) };
      }),
    );
  }

  async function lookAfter(org: Org, keepDays: number, orgs: readonly Org[]): Promise<void> {
    const startedAt = clock.now();
    const before = keptSince(org, keepDays, await withNewest(orgs), startedAt);
    const finished = before === null || (await purge(org, before));
    if (finished) done.set(org.id, { at: startedAt, keepDays });
  }

  /** Small batches, as many as it takes. False: made way for a collection or the end of the program. */
  async function purge(org: Org, before: number): Promise<boolean> {
    let limit = FIRST_BATCH;
    let rows = 0;
    let longest = 0;
    let finished = false;
    while (!finished && mayWork()) {
      const began = stopwatch();
      const removed = await db.purgeLogins(org.id, before, limit);
      const took = stopwatch() - began;
      rows += removed;
      longest = Math.max(longest, took);
      finished = removed < limit;
      limit = nextLimit(limit, took);
      if (!finished) await clock.sleep(PAUSE_MS, rounds.signal()).catch(() => undefined);
    }
    if (rows > 0) {
      log.info('old sign-ins removed', {
        org: org.name,
        rows,
        before: new Date(before).toISOString(),
        longestBatchMs: Math.round(longest),
        finished,
      });
    }
    return finished;
  }

  const mayWork = (): boolean => !rounds.signal().aborted && !compacting && !deps.isCollecting();

  async function work(): Promise<void> {
    const orgs = await db.listOrgs();
    for (const id of done.keys()) if (!orgs.some((org) => org.id === id)) done.delete(id);
    for (const org of orgs) {
      if (org.keepLoginsDays === null || !isDue(org) || !mayWork()) continue;
      await lookAfter(org, org.keepLoginsDays, orgs);
    }
  }

  function tryToWork(): Promise<void> {
    return work().catch((error: unknown) => {
      log.warn('old sign-ins could not be removed', {
        error: error instanceof Error ? error.message : String(error),
      });
    });
  }

  return {
    start: () => rounds.start(),
    stop: () => rounds.stop(),
    tick: () => rounds.tick(),
    collected(orgId) {
      done.delete(orgId);
    },
    async preview(orgId, keepDays) {
      const now = clock.now();
      const orgs = await db.listOrgs();
      const before = keptSince({ id: orgId }, keepDays, await withNewest(orgs), now);
      const since = before ?? now - keepDays * DAY_MS;
      return {
        logins: before === null ? 0 : await db.countLoginsBefore(orgId, before),
        before: new Date(since).toISOString(),
      };
    },
    async compact() {
      if (deps.isCollecting()) {
        throw new AppError({
          code: 'ALREADY_COLLECTING',
          kind: 'usage',
          message: 'The database cannot be compacted during a collection.',
          fix: 'Wait for the collection to end, or cancel it first.',
          retryable: true,
        });
      }
      compacting = true;
      try {
        await rounds.settled();
        const began = stopwatch();
        const freedBytes = await db.compact();
        log.info('database compacted', { freedBytes, seconds: Math.round(stopwatch() - began) / 1000 });
        return freedBytes;
      } finally {
        compacting = false;
      }
    },
  };
}

/** Toward batches that take the time they may: at most twice as many rows as before, or a fraction of them. */
function nextLimit(limit: number, took: number): number {
  const factor = Math.min(2, Math.max(0.1, BATCH_TARGET_MS / Math.max(took, 0.1)));
  return Math.round(Math.min(LARGEST_BATCH, Math.max(SMALLEST_BATCH, limit * factor)));
}

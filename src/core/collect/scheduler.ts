import type { RunSummary } from '../../shared/model/run';
import type { Clock, Database, Log } from '../ports';
import { nextRunTime } from './schedule';

export interface SchedulerDeps {
  db: Database;
  clock: Clock;
  log: Log;
  /** Runs one collection to its end. */
  collect: (orgId: string) => Promise<RunSummary>;
  isCollecting: (orgId: string) => boolean;
  /** Setting "collect once a day". */
  daily: () => boolean;
  tickMs?: number;
}

export interface Scheduler {
  /** Ticks until stopped. */
  start(): void;
  /** No further collection begins; one under way is left to whoever owns it. */
  stop(): void;
  /** Looks once and runs what is due, one org after the other. */
  tick(): Promise<void>;
  /** Epoch ms; as of the last tick. */
  nextRunAt(orgId: string): number | null;
}

const TICK_MS = 60_000;
/** After a collection that could not even begin (vault locked, …). */
const RETRY_MS = 60 * 60_000;
const RUNS_LOOKED_AT = 12;

/**
 * Collects each org once a day and goes on with those that the quota stopped. It compares times on every
 * tick instead of setting long timers, so a computer that slept over the hour catches up when it wakes.
 */
export function createScheduler(deps: SchedulerDeps): Scheduler {
  const { db, clock, log } = deps;
  const plan = new Map<string, number>();
  const notBefore = new Map<string, number>();
  let stopper: AbortController | null = null;
  let ticking: Promise<void> | null = null;

  async function look(): Promise<string[]> {
    const orgs = await db.listOrgs();
    plan.clear();
    for (const org of orgs) {
      const runs = await db.listRuns(org.id, RUNS_LOOKED_AT);
      const at = nextRunTime({ org, runs, daily: deps.daily() });
      if (at !== null) plan.set(org.id, Math.max(at, notBefore.get(org.id) ?? 0));
    }
    return [...plan]
      .filter(([orgId, at]) => at <= clock.now() && !deps.isCollecting(orgId))
      .sort(([, a], [, b]) => a - b)
      .map(([orgId]) => orgId);
  }

  async function runDue(): Promise<void> {
    for (const orgId of await look()) {
      if (deps.isCollecting(orgId)) continue;
      try {
        await deps.collect(orgId);
        notBefore.delete(orgId);
      } catch (error) {
        notBefore.set(orgId, clock.now() + RETRY_MS);
        log.warn('scheduled collection did not begin', {
          orgId,
          error: error instanceof Error ? error.message : String(error),
        });
      }
      if (stopper?.signal.aborted === true) return;
    }
    await look();
  }

  function tick(): Promise<void> {
    ticking ??= runDue().finally(() => {
      ticking = null;
    });
    return ticking;
  }

  async function loop(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await tick().catch((error: unknown) => {
        log.warn('scheduler tick failed', { error: error instanceof Error ? error.message : String(error) });
      });
      await clock.sleep(deps.tickMs ?? TICK_MS, signal).catch(() => undefined);
    }
  }

  return {
    start() {
      if (stopper !== null) return;
      stopper = new AbortController();
      void loop(stopper.signal);
    },
    stop() {
      stopper?.abort(new Error('scheduler stopped'));
      stopper = null;
    },
    tick,
    nextRunAt: (orgId) => plan.get(orgId) ?? null,
  };
}

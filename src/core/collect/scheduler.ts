import type { Org } from '../../shared/model/org';
import type { RunSummary } from '../../shared/model/run';
import type { Clock, Database, Log } from '../ports';
import { isLoopbackHost } from '../salesforce/hosts';
import { nextRun, type PlannedRun, type ScheduledTrigger } from './schedule';

export interface SchedulerDeps {
  db: Pick<Database, 'listOrgs' | 'listRuns'>;
  clock: Clock;
  log: Log;
  /** Runs one collection to its end. */
  collect: (orgId: string, trigger: ScheduledTrigger) => Promise<RunSummary>;
  isCollecting: (orgId: string) => boolean;
  /** Setting "collect once a day". */
  daily: () => boolean;
  /** False: certainly no network; what is due waits for it instead of failing. */
  isOnline?: () => boolean;
  /** Some org's next run is another one than before. */
  onPlanned?: () => void;
  tickMs?: number;
}

export interface Scheduler {
  /** Ticks until stopped. */
  start(): void;
  /** No further collection begins; one under way is left to whoever owns it. */
  stop(): void;
  /** Looks once and runs what is due, one org after the other. Also for when the computer wakes up. */
  tick(): Promise<void>;
  /** Looks without running anything: a collection ended, an org or a setting changed. */
  refresh(): Promise<void>;
  /** Epoch ms, never in the past: what is due and could not begin yet does so from now on. As of the last look. */
  nextRunAt(orgId: string): number | null;
}

const TICK_MS = 60_000;
/** After a collection that could not even begin (vault locked, …). */
const RETRY_MS = 60 * 60_000;
const RUNS_LOOKED_AT = 12;

type Plan = ReadonlyMap<string, PlannedRun & { org: Org }>;

/**
 * Collects each org once a day and goes on with those that the quota stopped. It compares times on every
 * tick instead of setting long timers, so a computer that slept over the hour catches up when it wakes, and
 * one whose clock was set forth or back by days neither collects in a loop nor stops collecting.
 */
export function createScheduler(deps: SchedulerDeps): Scheduler {
  const { db, clock, log } = deps;
  let plan: Plan = new Map();
  /** When a collection could not begin: not before an hour after that. */
  const refusedAt = new Map<string, number>();
  let offline = false;
  let stopper: AbortController | null = null;
  let stopped = false;
  let ticking: Promise<void> | null = null;

  async function look(): Promise<void> {
    const next = new Map<string, PlannedRun & { org: Org }>();
    for (const org of await db.listOrgs()) {
      const runs = await db.listRuns(org.id, RUNS_LOOKED_AT);
      const planned = nextRun({ org, runs, daily: deps.daily(), now: clock.now() });
      if (planned !== null) next.set(org.id, { ...planned, org, at: Math.max(planned.at, earliest(org.id)) });
    }
    const changed = timesOf(next) !== timesOf(plan);
    plan = next;
    if (changed) deps.onPlanned?.();
  }

  function earliest(orgId: string): number {
    const at = refusedAt.get(orgId);
    if (at === undefined) return 0;
    // The clock was set back since: the hour to wait cannot be measured any more.
    if (at > clock.now()) refusedAt.delete(orgId);
    return at > clock.now() ? 0 : at + RETRY_MS;
  }

  function due(): (PlannedRun & { org: Org })[] {
    return [...plan.values()].filter(({ at }) => at <= clock.now()).sort((a, b) => a.at - b.at);
  }

  function canReach(org: Org): boolean {
    const online = deps.isOnline?.() ?? true;
    if (online === offline) log.info(online ? 'back online' : 'offline: collections wait for the network');
    offline = !online;
    return online || isOnThisComputer(org);
  }

  /** Looked at anew after each collection: hours may have passed, and the next org may be paused or done by now. */
  async function runDue(): Promise<void> {
    await look();
    const tried = new Set<string>();
    for (;;) {
      const next = due().find(({ org }) => !tried.has(org.id));
      if (next === undefined || stopped) return;
      tried.add(next.org.id);
      if (deps.isCollecting(next.org.id) || !canReach(next.org)) continue;
      await collect(next.org.id, next.trigger);
      await look();
    }
  }

  async function collect(orgId: string, trigger: ScheduledTrigger): Promise<void> {
    try {
      await deps.collect(orgId, trigger);
      refusedAt.delete(orgId);
    } catch (error) {
      refusedAt.set(orgId, clock.now());
      log.warn('scheduled collection did not begin', { orgId, error: words(error) });
    }
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
        log.warn('scheduler tick failed', { error: words(error) });
      });
      await clock.sleep(deps.tickMs ?? TICK_MS, signal).catch(() => undefined);
    }
  }

  return {
    start() {
      if (stopper !== null) return;
      stopped = false;
      stopper = new AbortController();
      void loop(stopper.signal);
    },
    stop() {
      stopped = true;
      stopper?.abort(new Error('scheduler stopped'));
      stopper = null;
    },
    tick,
    refresh: look,
    nextRunAt(orgId) {
      const at = plan.get(orgId)?.at;
      return at === undefined ? null : Math.max(at, clock.now());
    },
  };
}

/** As the built-in demo org is. */
function isOnThisComputer({ url }: Org): boolean {
  return URL.canParse(url) && isLoopbackHost(new URL(url).hostname);
}

function timesOf(plan: Plan): string {
  return JSON.stringify([...plan].map(([orgId, { at, trigger }]) => [orgId, at, trigger]));
}

function words(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

import { AppError } from '../../shared/model/errors';
import type { RunSummary, RunTrigger } from '../../shared/model/run';
import type { Collector } from '../../core/services';
import type { Log } from '../../core/ports';
import type { Emit } from '../ipc/register';

/** How often at most the window hears of progress. */
const PROGRESS_INTERVAL_MS = 200;

export interface Collections {
  /** Starts a collection and resolves with its run id as soon as it exists. */
  start(orgId: string): Promise<{ runId: number }>;
  /** Runs a collection to its end, for the scheduler. */
  run(orgId: string, trigger: RunTrigger): Promise<RunSummary>;
  /** Whether any collection is under way. */
  any(): boolean;
  cancel(orgId: string): void;
  /** Cancels and waits until the rows in hand are stored. */
  stop(orgId: string): Promise<void>;
  /** Stops everything and waits until the rows in hand are stored; called before quitting. */
  cancelAll(): Promise<void>;
}

interface Running {
  abort: AbortController;
  done: Promise<RunSummary>;
  started: Promise<{ runId: number }>;
}

export interface CollectionsDeps {
  collector: Collector;
  emit: Emit;
  log: Log;
  /** A run came to its end, in whatever state. */
  onEnded?: (ended: EndedRun) => void;
}

export interface EndedRun {
  orgId: string;
  run: RunSummary;
  trigger: RunTrigger;
}

/** Collections as the window sees them: started, followed by events, canceled. */
export function createCollections(deps: CollectionsDeps): Collections {
  const { collector, emit, log } = deps;
  const running = new Map<string, Running>();

  function begin(orgId: string, trigger: RunTrigger): Running {
    if (running.has(orgId)) {
      throw new AppError({
        code: 'ALREADY_COLLECTING',
        kind: 'usage',
        message: 'A collection of this org is already running.',
        fix: 'Wait for it to end, or cancel it first.',
      });
    }
    const abort = new AbortController();
    let announce: (value: { runId: number }) => void = () => undefined;
    let refuse: (error: unknown) => void = () => undefined;
    const started = new Promise<{ runId: number }>((resolve, reject) => {
      announce = resolve;
      refuse = reject;
    });
    started.catch(() => undefined);
    let lastSent = 0;
    const done = collector
      .collect(orgId, {
        trigger,
        signal: abort.signal,
        onProgress: (progress) => {
          announce({ runId: progress.runId });
          const now = Date.now();
          if (now - lastSent < PROGRESS_INTERVAL_MS && progress.phase === 'collecting') return;
          lastSent = now;
          emit('collect.progressed', progress);
        },
      })
      .then(
        (run) => {
          announce({ runId: run.runId });
          emit('collect.ended', { orgId, run });
          return run;
        },
        (error: unknown) => {
          refuse(error);
          throw error;
        },
      )
      .finally(() => {
        running.delete(orgId);
        emit('orgs.changed', {});
      });
    done
      .then((run) => deps.onEnded?.({ orgId, run, trigger }))
      .catch((error: unknown) => {
        log.warn('collection did not start', {
          orgId,
          error: error instanceof Error ? error.message : String(error),
        });
      });
    const entry = { abort, done, started };
    running.set(orgId, entry);
    emit('orgs.changed', {});
    return entry;
  }

  return {
    start: async (orgId) => begin(orgId, 'manual').started,
    run: async (orgId, trigger) => begin(orgId, trigger).done,
    any: () => running.size > 0,
    cancel: (orgId) => running.get(orgId)?.abort.abort(new Error('canceled')),
    stop: async (orgId) => {
      const entry = running.get(orgId);
      entry?.abort.abort(new Error('canceled'));
      await entry?.done.catch(() => undefined);
    },
    cancelAll: async () => {
      const all = [...running.values()];
      for (const entry of all) entry.abort.abort(new Error('the app is quitting'));
      await Promise.allSettled(all.map((entry) => entry.done));
    },
  };
}

import type { CollectPlan, CollectProgress } from '../../shared/model/run';
import type { QuotaState } from '../quota/guard';

/** At most five reports a second. */
const INTERVAL_MS = 200;
/** The rate is that of the last few seconds, so that it follows what happens now. */
const RATE_WINDOW_MS = 5_000;

export interface ProgressTracker {
  current(): CollectProgress;
  phase(phase: CollectProgress['phase'], activity: string): void;
  /** Rows of a page were read. */
  rows(count: number): void;
  /** Rows a stream still has for this run; null: not known. */
  expect(stream: string, rows: number | null): void;
  /** The run's plan, as soon as there is one. */
  planned(plan: CollectPlan): void;
}

export interface ProgressDeps {
  orgId: string;
  runId: number;
  startedAt: number;
  now: () => number;
  quota: () => QuotaState;
  streams: readonly string[];
  report: (progress: CollectProgress) => void;
}

export function createProgress(deps: ProgressDeps): ProgressTracker {
  const { now } = deps;
  const expected = new Map<string, number>();
  let phase: CollectProgress['phase'] = 'connecting';
  let activity = 'Connecting';
  let rowsDone = 0;
  let plan: CollectPlan | null = null;
  let lastReport = Number.NEGATIVE_INFINITY;
  let samples: { at: number; rows: number }[] = [];

  function rate(): number {
    const at = now();
    samples = samples.filter((sample) => at - sample.at < RATE_WINDOW_MS);
    const rows = samples.reduce((sum, sample) => sum + sample.rows, 0);
    const span = Math.min(RATE_WINDOW_MS, Math.max(1_000, at - deps.startedAt));
    return Math.round(rows / (span / 1_000));
  }

  function current(): CollectProgress {
    const quota = deps.quota();
    const known = deps.streams.every((stream) => expected.has(stream));
    const total = [...expected.values()].reduce((sum, rows) => sum + rows, 0);
    return {
      orgId: deps.orgId,
      runId: deps.runId,
      phase,
      activity,
      rowsDone,
      // New rows keep arriving while we read; the goal is never behind us.
      rowsExpected: known ? Math.max(total, rowsDone) : null,
      rowsPerSecond: rate(),
      callsMade: quota.made,
      orgUsed: quota.used,
      orgMax: quota.max,
      startedAt: new Date(deps.startedAt).toISOString(),
      plan,
    };
  }

  function report(always: boolean): void {
    const at = now();
    if (!always && at - lastReport < INTERVAL_MS) return;
    lastReport = at;
    deps.report(current());
  }

  return {
    current,
    phase(next, words) {
      const changed = next !== phase;
      phase = next;
      activity = words;
      report(changed);
    },
    rows(count) {
      rowsDone += count;
      samples.push({ at: now(), rows: count });
      report(false);
    },
    expect(stream, rows) {
      expected.set(stream, rows ?? 0);
    },
    planned(made) {
      plan = made;
      report(true);
    },
  };
}

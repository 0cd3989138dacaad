import type { Org } from '../../shared/model/org';
import type { RunSummary } from '../../shared/model/run';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Orgs and installations must not all knock at the same minute. */
const JITTER_MS = 20 * MINUTE;

export interface ScheduleInput {
  org: Pick<Org, 'id' | 'paused'>;
  /** Newest first. */
  runs: readonly RunSummary[];
  /** "Collect once a day" is on. */
  daily: boolean;
}

/**
 * When an org is collected next; null: not by itself. An org that nobody ever collected by hand is left
 * alone: connecting one must not start to spend its quota. A collection stopped by the quota goes on even
 * when the daily one is off, because a person asked for it.
 */
export function nextRunTime({ org, runs, daily }: ScheduleInput): number | null {
  const [last] = runs;
  if (last === undefined || org.paused) return null;
  if (last.state === 'paused-quota' && last.resumeAt !== null) return Date.parse(last.resumeAt);
  if (!daily) return null;
  const startedAt = Date.parse(last.startedAt);
  const jitter = jitterFor(`${org.id}:${String(last.runId)}`);
  if (last.state !== 'failed') return startedAt + DAY + jitter;
  // Trouble often passes within the hour; what stays is tried less and less, so that wrong credentials
  // do not look like an attack.
  const passed = runs.findIndex((run) => run.state !== 'failed');
  const failures = passed === -1 ? runs.length : passed;
  return startedAt + Math.min(DAY, HOUR * 2 ** (failures - 1)) + jitter;
}

/** Stable for one run of one org, so that the time shown does not dance about. */
export function jitterFor(seed: string): number {
  let hash = 2_166_136_261;
  for (let i = 0; i < seed.length; i += 1) hash = Math.imul(hash ^ seed.charCodeAt(i), 16_777_619);
  return (hash >>> 0) % JITTER_MS;
}

import type { Org } from '../../shared/model/org';
import type { RunSummary, RunTrigger } from '../../shared/model/run';

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
  /** Epoch ms. */
  now: number;
}

export type ScheduledTrigger = Extract<RunTrigger, 'schedule' | 'resume'>;

export interface PlannedRun {
  /** Epoch ms. */
  at: number;
  trigger: ScheduledTrigger;
}

/** Nothing is ever planned further ahead than this: a day and the jitter, or the quota's next day. */
const FARTHEST_MS = 2 * DAY;

/**
 * When an org is collected next, and why; null: not by itself. An org that nobody ever collected by hand is
 * left alone: connecting one must not start to spend its quota. A collection that was stopped with a moment
 * to go on at does so even when the daily one is off, because a person asked for it.
 *
 * Everything is counted from what the last run wrote down, by this computer's clock. What lies further ahead
 * than anything is ever planned was written while the clock ran ahead, and it has been set right since: the
 * org is due at once, and the run made now leaves times to count from again.
 */
export function nextRun({ org, runs, daily, now }: ScheduleInput): PlannedRun | null {
  const [last] = runs;
  if (last === undefined || org.paused) return null;
  const resumeAt = last.state.startsWith('paused-') ? last.resumeAt : null;
  if (resumeAt === null && !daily) return null;
  const at = resumeAt === null ? nextStart(org.id, last, runs) : Date.parse(resumeAt);
  return { at: at > now + FARTHEST_MS ? now : at, trigger: resumeAt === null ? 'schedule' : 'resume' };
}

function nextStart(orgId: string, last: RunSummary, runs: readonly RunSummary[]): number {
  const jitter = jitterFor(`${orgId}:${String(last.runId)}`);
  return Date.parse(last.startedAt) + (last.state === 'failed' ? retryAfter(runs) : DAY) + jitter;
}

/**
 * Trouble often passes within the hour; what stays is tried less and less, so that wrong credentials do not
 * look like an attack.
 */
function retryAfter(runs: readonly RunSummary[]): number {
  const passed = runs.findIndex((run) => run.state !== 'failed');
  const failures = passed === -1 ? runs.length : passed;
  return Math.min(DAY, HOUR * 2 ** (failures - 1));
}

/** Stable for one run of one org, so that the time shown does not dance about. */
export function jitterFor(seed: string): number {
  let hash = 2_166_136_261;
  for (let i = 0; i < seed.length; i += 1) hash = Math.imul(hash ^ seed.charCodeAt(i), 16_777_619);
  return (hash >>> 0) % JITTER_MS;
}

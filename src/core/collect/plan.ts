import type { RunSummary } from '../../shared/model/run';
import type { Checkpoint } from '../ports';
import type { StreamDefinition } from './streams/definition';

/** How a stream is read in this run. */
export interface StreamPlan {
  /** Continue the pass of an earlier run here; null: ask anew. */
  cursor: string | null;
  /** Ask for rows from this time on (before the overlap); null: for everything. */
  since: number | null;
  /** Number of the pass; the time a full pass began, so that its age is known later. */
  pass: number;
  watermark: number | null;
  /** Compare the number of rows afterwards: vanished rows do not show among the changed ones. */
  verifyCount: boolean;
}

/** Salesforce keeps a cursor for 2 days; ours is not used near that end. */
const CURSOR_LIFE_MS = 36 * 3_600_000;
/** Rows of one page: up to here reading everything costs the same single request. */
const ONE_PAGE = 2_000;
/** A full pass now and then repairs whatever "changed since" cannot see. */
const FULL_PASS_EVERY_MS = 7 * 86_400_000;

/** What was read more recently than this is not read again by a run that continues another. */
const FRESH_MS = 3_600_000;

/** When the collection began that a new run continues; null when the last one was complete. Newest run first. */
export function continuedSince(earlier: readonly Pick<RunSummary, 'state' | 'startedAt'>[]): number | null {
  let since: number | null = null;
  for (const { state, startedAt } of earlier) {
    if (state === 'complete') break;
    since = Date.parse(startedAt);
  }
  return since;
}

/**
 * Whether the collection that this run continues has just read a stream to its end. Without this, a run with
 * a small budget would spend it on what the run before has read already, and never get further.
 */
export function justRead(checkpoint: Checkpoint | undefined, since: number | null, now: number): boolean {
  if (since === null || checkpoint?.complete !== true) return false;
  const age = now - checkpoint.updatedAt;
  return checkpoint.updatedAt >= since && age >= 0 && age < FRESH_MS;
}

/**
 * Whether a run may begin without asking for the limits: when the one before ended within the hour because
 * its budget was spent. A budget of a single request would otherwise go to the limits every time.
 */
export function limitsKnown(
  [previous]: readonly Pick<RunSummary, 'state' | 'endedAt' | 'apiCalls'>[],
  now: number,
): boolean {
  if (previous?.state !== 'paused-budget' || previous.endedAt === null || previous.apiCalls.orgMax === null)
    return false;
  const age = now - Date.parse(previous.endedAt);
  return age >= 0 && age < FRESH_MS;
}

export interface PlanInput {
  stream: StreamDefinition;
  checkpoint: Checkpoint | undefined;
  /** Fields that may be read. */
  fields: readonly string[];
  storedRows: number;
  now: number;
}

export function planStream(input: PlanInput): StreamPlan {
  const { checkpoint, now } = input;
  if (checkpoint === undefined || checkpoint.complete || checkpoint.cursor === null) return planAnew(input);
  const age = now - checkpoint.updatedAt;
  if (age < 0 || age > CURSOR_LIFE_MS) return planAnew(input);
  return { ...checkpoint, since: null, verifyCount: false };
}

/** Everything from the beginning, under a new number so that rows not seen again can be told. */
export function planFullPass({ checkpoint, now }: PlanInput): StreamPlan {
  const pass = Math.max(now, (checkpoint?.pass ?? 0) + 1);
  return { cursor: null, since: null, pass, watermark: null, verifyCount: false };
}

/** The plan without a cursor: the pass of before is given up where it stopped. */
export function planAnew(input: PlanInput): StreamPlan {
  const { stream, checkpoint, fields, storedRows, now } = input;
  const watermark = checkpoint?.watermark ?? null;
  const full = planFullPass(input);
  if (checkpoint === undefined || watermark === null) return full;
  if (stream.mode === 'append') return { ...full, since: watermark, watermark };
  const changesSuffice =
    stream.mode === 'changes' &&
    checkpoint.complete &&
    storedRows > ONE_PAGE &&
    now - checkpoint.pass < FULL_PASS_EVERY_MS &&
    stream.clocks.some((clock) => fields.includes(clock));
  return changesSuffice
    ? { ...full, since: watermark, watermark, pass: checkpoint.pass, verifyCount: true }
    : full;
}

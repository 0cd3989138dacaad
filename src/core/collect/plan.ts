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

import type { RunSummary } from '../../shared/model/run';
import type { Checkpoint } from '../ports';
import { parsePlace } from './place';
import { OVERLAP_MS } from './soql';
import type { StreamDefinition } from './streams/definition';

/** How a stream is read in this run. */
export interface StreamPlan {
  /** Continue the pass of an earlier run here; null: ask anew. */
  cursor: string | null;
  /** Ask for rows from this time on (before the overlap); null: for everything. */
  since: number | null;
  /** Read backwards from here, newest first; null: forward. */
  until: number | null;
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
export const FULL_PASS_EVERY_MS = 7 * 86_400_000;

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
  /** Epoch ms of the newest row stored; null: none. Missing: not known. */
  newest?: number | null;
  now: number;
}

/** Clocks are a little wrong everywhere; more than this is no row's time. */
const AHEAD_MS = 86_400_000;

/**
 * How far a stream has been read. A place ahead of the clock may be the end of a window that was empty because
 * the clock was set wrong that day: rows since the newest one stored would never be asked for.
 */
function watermarkOf({ checkpoint, newest, now }: PlanInput): number | null {
  const watermark = checkpoint?.watermark ?? null;
  if (watermark === null || newest === undefined || watermark <= now + AHEAD_MS) return watermark;
  return newest === null ? null : Math.min(watermark, newest);
}

/** The same for the part that is read on, while history is still to be read backwards. */
export function forwardJustRead(
  checkpoint: Checkpoint | undefined,
  since: number | null,
  now: number,
): boolean {
  if (checkpoint === undefined) return false;
  const { doneAt, cursor, back } = parsePlace(checkpoint);
  if (back === null || doneAt === null || cursor !== null) return justRead(checkpoint, since, now);
  return justRead({ ...checkpoint, complete: true, updatedAt: doneAt }, since, now);
}

export function planStream(input: PlanInput): StreamPlan {
  const { checkpoint, now } = input;
  if (checkpoint === undefined || checkpoint.complete) return planAnew(input);
  const { cursor, cursorAt } = parsePlace(checkpoint);
  if (cursor === null || !isFresh(cursorAt, now)) return planAnew(input);
  const { watermark, pass } = checkpoint;
  return { cursor, since: null, until: null, pass, watermark, verifyCount: false };
}

function isFresh(cursorAt: number, now: number): boolean {
  const age = now - cursorAt;
  return age >= 0 && age <= CURSOR_LIFE_MS;
}

/** Everything from the beginning, under a new number so that rows not seen again can be told. */
export function planFullPass({ checkpoint, now }: PlanInput): StreamPlan {
  const before = checkpoint?.pass ?? 0;
  // Numbers need only differ. One from a clock that was far ahead must not make the next ones look young.
  const pass = before - now >= FULL_PASS_EVERY_MS ? now : Math.max(now, before + 1);
  return { cursor: null, since: null, until: null, pass, watermark: null, verifyCount: false };
}

/** The plan without a cursor: the pass of before is given up where it stopped. */
export function planAnew(input: PlanInput): StreamPlan {
  const { stream, checkpoint, fields, storedRows, now } = input;
  const watermark = watermarkOf(input);
  const full = planFullPass(input);
  if (stream.mode === 'append') {
    return watermark === null
      ? { ...full, since: beginning(input) }
      : { ...full, since: watermark, watermark };
  }
  if (checkpoint === undefined || watermark === null) return full;
  const changesSuffice =
    stream.mode === 'changes' &&
    checkpoint.complete &&
    storedRows > ONE_PAGE &&
    Math.abs(now - checkpoint.pass) < FULL_PASS_EVERY_MS &&
    stream.clocks.some((clock) => fields.includes(clock));
  return changesSuffice
    ? { ...full, since: watermark, watermark, pass: checkpoint.pass, verifyCount: true }
    : full;
}

/** Where reading on begins as long as nothing is stored; null: with the first row there is. */
function beginning({ stream, checkpoint, now }: PlanInput): number | null {
  const back = checkpoint === undefined ? null : parsePlace(checkpoint).back;
  if (back !== null) return back.until + OVERLAP_MS;
  const reach = stream.recent ?? stream.since;
  return reach === undefined ? null : now - reach;
}

/**
 * The other half of a stream that is read from now on backwards; null: its history is stored, or it has none.
 * Two questions cost no more pages than one, because their first pages travel together: see `Question`.
 */
export function planBack(input: PlanInput, forward: StreamPlan): StreamPlan | null {
  const { stream, checkpoint, now } = input;
  const back = checkpoint === undefined ? null : parsePlace(checkpoint).back;
  const plan = { ...forward, since: null, verifyCount: false };
  if (back !== null) {
    const cursor = isFresh(back.at, now) ? back.cursor : null;
    return { ...plan, cursor, until: back.until };
  }
  const first = forward.cursor === null && forward.watermark === null;
  if (!first || forward.since === null || stream.mode !== 'append' || stream.recent === undefined)
    return null;
  return { ...plan, cursor: null, until: forward.since - OVERLAP_MS };
}

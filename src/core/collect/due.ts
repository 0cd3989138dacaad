import { counted } from '../../shared/model/counted';
import type { Checkpoint } from '../ports';
import { FULL_PASS_EVERY_MS, justRead } from './plan';
import { parsePlace } from './place';
import type { StreamDefinition } from './streams/definition';

export interface DueInput {
  stream: StreamDefinition;
  checkpoint: Checkpoint | undefined;
  /** When the collection began that this run continues; null: it begins one. */
  since: number | null;
  now: number;
  /** As a number, e.g. 67. */
  apiVersion: number;
}

/** Why a stream is left out of a run, in words; null: it is read. */
export function skipNote({ stream, checkpoint, since, now, apiVersion }: DueInput): string | null {
  if (stream.minVersion !== undefined && apiVersion < stream.minVersion) {
    return `Salesforce has it from API version ${stream.minVersion.toFixed(1)} on.`;
  }
  if (justRead(checkpoint, since, now)) return 'Read already by the collection that this run continues.';
  if (stream.refreshEvery !== undefined && isYounger(checkpoint, stream.refreshEvery, now)) {
    return `Read less than ${hours(stream.refreshEvery)} ago.`;
  }
  return null;
}

/**
 * Whether a stream that changes only through Setup has stayed as it was: the audit trail shows nothing newer
 * than what it showed when the stream was last read. Both times are Salesforce's, so clocks do not matter.
 * `newest` is the newest entry there is, epoch ms; null: not known.
 */
export function unchangedInSetup(
  stream: StreamDefinition,
  checkpoint: Checkpoint | undefined,
  newest: number | null,
  now: number,
): boolean {
  if (stream.follows === undefined || checkpoint === undefined || newest === null) return false;
  const { upTo } = parsePlace(checkpoint);
  return upTo !== null && newest <= upTo && isYounger(checkpoint, FULL_PASS_EVERY_MS, now);
}

/** Read to the end, less than `ms` ago. A time to come (the clock was set back) says nothing. */
function isYounger(checkpoint: Checkpoint | undefined, ms: number, now: number): boolean {
  if (checkpoint?.complete !== true) return false;
  const age = now - checkpoint.updatedAt;
  return age >= 0 && age < ms;
}

function hours(ms: number): string {
  const whole = Math.round(ms / 3_600_000);
  return whole < 48 ? counted(whole, 'hour') : counted(Math.round(whole / 24), 'day');
}

import { AppError, toErrorShape } from '../../shared/model/errors';
import type { RunError, RunState, RunSummary } from '../../shared/model/run';
import { QuotaPause } from '../quota/pause';
import { firstResume, nextResume } from '../quota/resume';
import type { RunWarning } from './run-context';

export interface Ending {
  state: RunState;
  resumeAt: number | null;
  error: RunError | null;
}

export interface EndingInput {
  /** What ended the run early; undefined when it read everything. */
  thrown: unknown;
  failures: readonly AppError[];
  warnings: readonly RunWarning[];
  /** Requests this run made. */
  made: number;
  now: number;
  /** Earlier runs, newest first. */
  earlier: readonly RunSummary[];
  /** When enough of our own daily budget is free again; null: there is no such budget. */
  budgetFreeAt: number | null;
}

/** How a run ended, from what happened in it. */
export function endingOf(input: EndingInput): Ending {
  const { thrown, failures, warnings } = input;
  if (thrown !== undefined) return endingOfThrown(thrown, input);
  const [failure] = failures;
  if (failure !== undefined) return { state: 'failed', resumeAt: null, error: runError(failure) };
  return { state: 'complete', resumeAt: null, error: warningError(warnings) };
}

function endingOfThrown(thrown: unknown, input: EndingInput): Ending {
  if (thrown instanceof QuotaPause) {
    if (thrown.reason === 'budget') return { state: 'paused-budget', resumeAt: null, error: null };
    // A budget of ours like the one of a run, but one that frees itself: the scheduler goes on by `resumeAt`,
    // and the code tells the two apart.
    if (thrown.reason === 'day-budget') {
      return { state: 'paused-budget', resumeAt: input.budgetFreeAt, error: runError(thrown) };
    }
    // Used, maximum and threshold of the summary explain the plain case by themselves, but not why it stopped
    // well below the line.
    const error = thrown.reason === 'threshold' && !stoppedForOthers(thrown) ? null : runError(thrown);
    return { state: 'paused-quota', resumeAt: resumeAt(input), error };
  }
  if (thrown instanceof AppError && thrown.kind === 'canceled') {
    return { state: 'interrupted', resumeAt: null, error: null };
  }
  return { state: 'failed', resumeAt: null, error: runError(thrown) };
}

function stoppedForOthers({ numbers: { used, line, reserve } }: QuotaPause): boolean {
  return used !== null && line !== null && used < line && reserve > 0;
}

/** A run of at most this many requests was only a look whether the quota is free again. */
const LOOK_CALLS = 1;

export function resumeAt({ made, now, earlier }: Pick<EndingInput, 'made' | 'now' | 'earlier'>): number {
  const [previous] = earlier;
  if (previous?.state !== 'paused-quota' || made > LOOK_CALLS) return firstResume(now);
  const planned = previous.resumeAt === null ? null : Date.parse(previous.resumeAt);
  // Looked earlier than planned (by hand): the plan stands.
  if (planned !== null && planned > now) return planned;
  return nextResume(now, plannedBefore(earlier));
}

/**
 * How many times a moment to go on was set since the collection was stopped: once when it stopped, and
 * once by every look in vain. Looks taken early, by hand, set none and so do not lengthen the wait.
 */
function plannedBefore(earlier: readonly RunSummary[]): number {
  const moments = new Set<string | null>();
  for (const run of earlier) {
    if (run.state !== 'paused-quota') break;
    moments.add(run.resumeAt);
    if (run.apiCalls.made > LOOK_CALLS) break;
  }
  return moments.size;
}

function runError(thrown: unknown): RunError {
  const { code, message, fix } = toErrorShape(thrown);
  return { code, message, fix };
}

/** A complete run has one place to say that something was not readable: the error beside it. */
function warningError(warnings: readonly RunWarning[]): RunError | null {
  const [first] = warnings;
  if (first === undefined) return null;
  const message = [...new Set(warnings.map((warning) => warning.message))].join(' ');
  const fix = [...new Set(warnings.map((warning) => warning.fix))].join(' ');
  return { code: first.code, message, fix };
}

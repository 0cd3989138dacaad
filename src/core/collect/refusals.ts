import type { AppError } from '../../shared/model/errors';
import { backoffMs } from '../salesforce/backoff';
import { NOT_PERMITTED_CODES } from '../salesforce/rest-errors';
import type { RunContext, RunWarning } from './run-context';
import type { StreamDefinition } from './streams/definition';

/** What to do with a stream whose query Salesforce refused. */
export type Refusal = 'again' | 'not-permitted' | 'failed';

/** Passing faults inside a composite are tried this often. */
const TRANSIENT_TRIES = 3;

/**
 * Decides what a refusal means. Unknown fields are dropped and remembered; after a second one the object
 * is described, so that an org that lacks many costs one request instead of one per field.
 */
export function createRefusals(context: RunContext): {
  judge(stream: StreamDefinition, error: AppError): Promise<Refusal>;
} {
  const fieldRefusals = new Map<string, number>();
  const transient = new Map<string, number>();

  const count = (map: Map<string, number>, key: string): number => {
    const next = (map.get(key) ?? 0) + 1;
    map.set(key, next);
    return next;
  };

  async function dropFields(stream: StreamDefinition, error: AppError): Promise<boolean> {
    const times = count(fieldRefusals, stream.name);
    let dropped = context.fields.refuse(stream, error);
    // An unknown name, or one more after the first: see what there is instead of guessing on.
    if (dropped.length === 0 || times === 2) {
      const description = await context.client.describe(stream.object, context.signal);
      dropped = [...dropped, ...context.fields.compare(stream, description)];
    }
    if (dropped.length === 0) return false;
    context.log.warn('fields left out: not in this org, or not for its run-as user', {
      object: stream.object,
      fields: dropped,
    });
    await context.db.saveDroppedFields(context.org.id, stream.object, context.fields.dropped(stream.object));
    return true;
  }

  return {
    async judge(stream, error) {
      if (error.code === 'INVALID_FIELD')
        return (await dropFields(stream, error)) ? 'again' : 'not-permitted';
      if (NOT_PERMITTED_CODES.has(error.code)) return 'not-permitted';
      if (error.retryable && error.kind === 'unreachable') {
        const tries = count(transient, stream.name);
        if (tries < TRANSIENT_TRIES) {
          await context.clock.sleep(backoffMs(tries, Math.random), context.signal);
          return 'again';
        }
      }
      return 'failed';
    },
  };
}

/** Notes that a stream cannot be read; for an essential one that is a failure. */
export function noteNotPermitted(context: RunContext, stream: StreamDefinition, error: AppError): void {
  context.log.warn('object not readable', { object: stream.object, code: error.code });
  if (stream.essential) {
    context.failures.push(error);
    return;
  }
  context.warnings.push(notReadable(stream, error.code));
}

export function notReadable(stream: StreamDefinition, code: string): RunWarning {
  const { permission, subStep } = stream.needs;
  return {
    code,
    message: `${stream.title} could not be read: the run-as user may not see ${stream.object}.`,
    fix: `Give the user the permission “${permission}” and collect again.`,
    subStep,
  };
}

import { AppError } from '../../shared/model/errors';
import { QuotaPause } from '../quota/pause';
import { backoffMs } from '../salesforce/backoff';
import { NOT_PERMITTED_CODES } from '../salesforce/rest-errors';
import type { RunContext, RunWarning } from './run-context';
import type { StreamDefinition } from './streams/definition';

/** Errors that end the run at once, whatever the stream. */
export function endsRun(error: unknown): boolean {
  if (!(error instanceof AppError) || error instanceof QuotaPause) return true;
  if (error.kind === 'canceled' || error.kind === 'paused' || error.kind === 'data') return true;
  // A dead line or refused credentials will be no better for the next stream.
  return error.kind === 'credentials' || (error.kind === 'unreachable' && error.code !== 'QUERY_TIMEOUT');
}

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

  /** Drops what a description does not list; nothing when Salesforce will not describe the object. */
  async function dropUndescribed(stream: StreamDefinition): Promise<string[]> {
    try {
      const description = await context.client.describe(stream.object, context.signal);
      return context.fields.compare(stream, description);
    } catch (error) {
      if (!(error instanceof AppError) || !NOT_PERMITTED_CODES.has(error.code)) throw error;
      context.log.info('object not described', { object: stream.object, code: error.code });
      return [];
    }
  }

  async function dropFields(stream: StreamDefinition, error: AppError): Promise<boolean> {
    const times = count(fieldRefusals, stream.name);
    let dropped = context.fields.refuse(stream, error);
    // An unknown name, or one more after the first: see what there is instead of guessing on.
    if (dropped.length === 0 || times === 2) {
      dropped = [...dropped, ...(await dropUndescribed(stream))];
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

/**
 * Notes that a stream cannot be read: for an essential one that is a failure, for an optional one a line in the
 * run's log, otherwise a warning. Objects that lack the same permission share one.
 */
export function noteNotPermitted(context: RunContext, stream: StreamDefinition, error: AppError): void {
  const { log, failures, meter, warnings } = context;
  log.warn('object not readable', { object: stream.object, code: error.code });
  if (stream.essential) {
    failures.push(error);
    return;
  }
  const { code, message, fix } = notReadable([stream], error.code);
  meter.failed(stream, new AppError({ code, kind: 'credentials', message: `${message} ${fix}`, fix }));
  if (stream.optional === true) return;
  const { permission } = stream.needs;
  const same = warnings.findIndex(({ unreadable }) => unreadable?.[0]?.needs.permission === permission);
  const streams = [...(warnings[same]?.unreadable ?? []), stream];
  const warning: RunWarning = { ...notReadable(streams, error.code), unreadable: streams };
  if (same === -1) warnings.push(warning);
  else warnings[same] = warning;
}

const list = new Intl.ListFormat('en', { type: 'conjunction' });

/** What to say about objects that need the same permission; at least one of them. */
export function notReadable(streams: readonly StreamDefinition[], code: string): RunWarning {
  const titles = streams.map(({ title }, i) => (i === 0 ? title : title.replace(/^[A-Z](?=[a-z])/, lower)));
  const needs = streams[0]?.needs;
  return {
    code,
    message: `${list.format(titles)} could not be read: the run-as user may not see ${list.format(streams.map(({ object }) => object))}.`,
    fix: `Give the user the permission “${needs?.permission ?? ''}” and collect again.`,
    subStep: needs?.subStep ?? null,
  };
}

const lower = (letter: string): string => letter.toLowerCase();

/**
 * Some objects answer a user without the permission with the own rows and no error (`ownRowsOnly`). When nobody
 * else's rows came, the run's log says so: it would be taken for the truth about the org.
 */
export function noteOwnRowsOnly({ meter }: Pick<RunContext, 'meter'>, stream: StreamDefinition): void {
  const { permission } = stream.needs;
  meter.failed(
    stream,
    new AppError({
      code: 'OWN_ROWS_ONLY',
      kind: 'credentials',
      message: `Salesforce gave only the run-as user’s own rows of ${stream.object}. Everybody’s need the permission “${permission}”.`,
      fix: `Give the user the permission “${permission}” and collect again.`,
    }),
  );
}

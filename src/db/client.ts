import { createBirpc } from 'birpc';
import type { Database } from '../core/ports';
import { AppError } from '../shared/model/errors';
import {
  DATABASE_METHODS,
  type FromHost,
  type OpenRequest,
  type RemoteDatabase,
  type RpcReply,
  type ToHost,
} from './messages';

/** What is needed of Electron's `UtilityProcess`. */
export interface DatabaseProcess {
  postMessage(message: ToHost): void;
  on(event: 'message', listener: (message: FromHost) => void): unknown;
  on(event: 'exit', listener: (code: number) => void): unknown;
  kill(): unknown;
}

export interface RemoteSession extends Database {
  /** Lets pending calls finish (for 10 seconds), closes the file and ends the process. Safe to call twice. */
  close(): Promise<void>;
  /** Tells when the process ended without having been closed. Called at most once. */
  onCrash(listener: (code: number) => void): void;
}

/** A process that does not answer "close" by then is ended; the file stays sound all the same. */
const CLOSE_TIMEOUT_MS = 10_000;

function processGone(code: number): AppError {
  return new AppError({
    code: 'DATABASE_PROCESS_GONE',
    kind: 'unexpected',
    message: `The database process ended unexpectedly (code ${code}).`,
    fix: 'Try again. Everything stored before is intact; the log file tells more (Help > Show Log).',
    retryable: true,
  });
}

function closedAlready(): AppError {
  return new AppError({
    code: 'DATABASE_CLOSED',
    kind: 'canceled',
    message: 'The database is closed.',
    fix: '',
  });
}

/** A promise with its ends outside (Promise.withResolvers is younger than our oldest runtime). */
function deferred() {
  let resolve: () => void = () => undefined;
  let reject: (error: Error) => void = () => undefined;
  const promise = new Promise<void>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}

/**
 * Opens the database in a process just forked from `database-host.ts` and returns it as if it were here. Rejects
 * with the host's `AppError` (data directory in use, newer, damaged ...) after ending the process.
 */
export async function connectDatabase(child: DatabaseProcess, request: OpenRequest): Promise<RemoteSession> {
  let state: 'opening' | 'open' | 'closing' | 'gone' = 'opening';
  let gone: AppError = closedAlready();
  let deliver: ((data: unknown) => void) | null = null;
  const crashListeners: ((code: number) => void)[] = [];
  const opened = deferred();
  const ended = deferred();

  // A report over a whole history may take long, and the host dying is noticed below: no time limit.
  const rpc = createBirpc<RemoteDatabase>(
    {},
    {
      post: (data: unknown) => child.postMessage({ type: 'rpc', data }),
      on: (listener) => {
        deliver = listener;
      },
      timeout: -1,
    },
  );

  const end = (error: AppError): void => {
    gone = error;
    state = 'gone';
    opened.reject(error);
    ended.resolve();
    rpc.$close(error);
  };

  child.on('message', (message) => {
    switch (message.type) {
      case 'ready':
        state = 'open';
        opened.resolve();
        break;
      case 'failed':
        end(AppError.fromShape(message.error));
        child.postMessage({ type: 'close' });
        break;
      case 'rpc':
        deliver?.(message.data);
        break;
      case 'closed':
        if (state !== 'gone') end(closedAlready());
        break;
      case 'done':
        // The answer to a task (care/client.ts); a session is never asked for one.
        break;
    }
  });
  child.on('exit', (code) => {
    if (state === 'gone') return;
    const expected = state === 'closing';
    end(expected ? closedAlready() : processGone(code));
    if (!expected) for (const listener of crashListeners) listener(code);
  });

  child.postMessage({ type: 'open', request });
  await opened.promise;

  const pending = new Set<Promise<unknown>>();
  const call = async (name: keyof Database, args: unknown[]): Promise<unknown> => {
    if (state !== 'open') throw state === 'gone' ? gone : closedAlready();
    const request = rpc.$callRaw({ method: name, args }) as Promise<unknown>;
    pending.add(request);
    let reply: RpcReply<unknown>;
    try {
      reply = (await request) as RpcReply<unknown>;
    } catch (error) {
      // birpc rejects what is pending with an error of its own when the line is closed.
      throw isGone() ? gone : error;
    } finally {
      pending.delete(request);
    }
    if (reply.ok) return reply.value;
    throw AppError.fromShape(reply.error);
  };
  const isGone = (): boolean => state === 'gone';

  const database = Object.fromEntries(
    DATABASE_METHODS.map((name) => [name, (...args: unknown[]) => call(name, args)]),
  ) as unknown as Database;

  return {
    ...database,
    async close() {
      const timer = setTimeout(() => {
        child.kill();
        end(closedAlready());
      }, CLOSE_TIMEOUT_MS);
      if (state === 'open') {
        state = 'closing';
        void Promise.allSettled(pending).then(() => {
          if (!isGone()) child.postMessage({ type: 'close' });
        });
      }
      await ended.promise;
      clearTimeout(timer);
    },
    onCrash(listener) {
      crashListeners.push(listener);
    },
  };
}

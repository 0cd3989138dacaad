import { createBirpc } from 'birpc';
import type { Database } from '../core/ports';
import { toErrorShape } from '../shared/model/errors';
import type { HostParts } from './session';
import { runCareTask } from './care/tasks';
import { DATABASE_METHODS, type FromHost, type RemoteDatabase, type ToHost } from './messages';
import { type Session, openSession } from './session';

/** The database process's end of the line to its parent, whatever carries it. */
export interface ParentLink {
  post(message: FromHost): void;
  listen(listener: (message: ToHost) => void): void;
  /** A fault of our own, with its stack, for the log. */
  report(error: unknown): void;
  exit(code: number): void;
}

/** Answers a parent until it says "close": opens the database it names, then serves every method of it. */
export function serve(link: ParentLink, parts: HostParts = {}): { close(): void } {
  let session: Session | null = null;
  let asked = false;
  let closing = false;
  let deliver: ((data: unknown) => void) | null = null;

  const close = (): void => {
    if (closing) return;
    closing = true;
    let code = 0;
    try {
      session?.close();
    } catch (error) {
      link.report(error);
      code = 1;
    }
    link.post({ type: 'closed' });
    link.exit(code);
  };

  const open = async (message: Extract<ToHost, { type: 'open' }>): Promise<void> => {
    try {
      const opened = await openSession(message.request, parts);
      if (closing) {
        opened.close();
        return;
      }
      session = opened;
      createBirpc<object, RemoteDatabase>(remote(opened.database, link), {
        post: (data: unknown) => link.post({ type: 'rpc', data }),
        on: (listener) => {
          deliver = listener;
        },
      });
      link.post({ type: 'ready' });
    } catch (error) {
      const shape = toErrorShape(error);
      if (shape.kind === 'unexpected') link.report(error);
      link.post({ type: 'failed', error: shape });
    }
  };

  const care = async ({ request }: Extract<ToHost, { type: 'care' }>): Promise<void> => {
    try {
      link.post({ type: 'done', value: await runCareTask(request) });
    } catch (error) {
      const shape = toErrorShape(error);
      if (shape.kind === 'unexpected') link.report(error);
      link.post({ type: 'failed', error: shape });
    }
  };

  link.listen((message) => {
    if (message.type === 'care') {
      if (!asked) void care(message);
      asked = true;
    }
    if (message.type === 'open') {
      if (!asked) void open(message);
      asked = true;
    }
    if (message.type === 'rpc') deliver?.(message.data);
    if (message.type === 'close') close();
  });
  return { close };
}

/** The database with replies that survive the border: values and errors both as plain data. */
function remote(database: Database, link: ParentLink): RemoteDatabase {
  const methods: Record<keyof Database, (...args: never[]) => Promise<unknown>> = { ...database };
  const encode =
    (name: keyof Database) =>
    async (...args: never[]): Promise<unknown> => {
      try {
        return { ok: true, value: await methods[name](...args) };
      } catch (error) {
        const shape = toErrorShape(error);
        if (shape.kind === 'unexpected') link.report(error);
        return { ok: false, error: shape };
      }
    };
  // The only place where the types of all methods at once are beyond the compiler.
  return Object.fromEntries(DATABASE_METHODS.map((name) => [name, encode(name)])) as RemoteDatabase;
}

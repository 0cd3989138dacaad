import { EventEmitter } from 'node:events';
import { afterEach, expect, it, vi } from 'vitest';
import { AppError } from '../shared/model/errors';
import { type DatabaseProcess, connectDatabase } from './client';
import type { FromHost, OpenRequest, ToHost } from './messages';

const request: OpenRequest = {
  dataDir: '/nowhere',
  migrationsFolder: '/nowhere',
  nativeBinding: null,
  mode: 'write',
  command: 'test',
  waitMs: 0,
};

/** A process that answers "open" as told (null: not at all) and never answers a call. */
function silentProcess(reply: FromHost | null = { type: 'ready' }) {
  const events = new EventEmitter();
  const sent: ToHost[] = [];
  const kill = vi.fn();
  const child: DatabaseProcess = {
    postMessage(message) {
      sent.push(message);
      if (message.type === 'open' && reply !== null) queueMicrotask(() => events.emit('message', reply));
    },
    on: (event: 'message' | 'exit', listener: (value: never) => void) =>
      events.on(event, listener as (value: unknown) => void),
    kill,
  };
  return { child, events, sent, kill };
}

afterEach(() => {
  vi.useRealTimers();
});

it('rejects every pending call when the process dies, and tells the listener once', async () => {
  const { child, events } = silentProcess();
  const db = await connectDatabase(child, request);
  const crashed = vi.fn();
  db.onCrash(crashed);
  const calls = [db.listOrgs(), db.health()];
  events.emit('exit', 134);
  events.emit('exit', 134);
  for (const call of calls)
    await expect(call).rejects.toMatchObject({ code: 'DATABASE_PROCESS_GONE', retryable: true });
  await expect(db.listOrgs()).rejects.toBeInstanceOf(AppError);
  expect(crashed).toHaveBeenCalledExactlyOnceWith(134);
});

it('rejects with the reason when the process cannot open, and sends it home', async () => {
  const error = {
    code: 'DATABASE_NEWER',
    kind: 'data',
    message: 'm',
    fix: 'f',
    retryable: false,
    subStep: null,
  } as const;
  const { child, sent } = silentProcess({ type: 'failed', error });
  await expect(connectDatabase(child, request)).rejects.toMatchObject({ code: 'DATABASE_NEWER', fix: 'f' });
  expect(sent.at(-1)).toEqual({ type: 'close' });
});

it('rejects when the process dies before it is open', async () => {
  const { child, events } = silentProcess(null);
  const connecting = connectDatabase(child, request);
  queueMicrotask(() => events.emit('exit', 1));
  await expect(connecting).rejects.toMatchObject({ code: 'DATABASE_PROCESS_GONE' });
});

it('ends a process that does not close in time, and gives up what it was asked', async () => {
  vi.useFakeTimers();
  const { child, kill } = silentProcess();
  const db = await connectDatabase(child, request);
  const stuck = db.listOrgs();
  const outcome = expect(stuck).rejects.toMatchObject({ code: 'DATABASE_CLOSED' });
  const closing = db.close();
  await vi.advanceTimersByTimeAsync(60_000);
  await closing;
  await outcome;
  expect(kill).toHaveBeenCalledOnce();
});

import { expect, it, vi } from 'vitest';
import { AppError } from '../../../shared/model/errors';
import { createTaskStore } from './task-store';

const canceled = new AppError({ code: 'CANCELED', kind: 'canceled', message: 'Stopped.', fix: '' });

/** Work that ends when told to. */
function heldWork() {
  const ends: ((value: string | null) => void)[] = [];
  const work = vi.fn((_: number) => new Promise<string | null>((resolve) => void ends.push(resolve)));
  return { work, end: (value: string | null) => ends.shift()?.(value) };
}

it('says what runs, then what came out', async () => {
  const { work, end } = heldWork();
  const store = createTaskStore(work);
  const run = store.getState().run(7);
  expect(store.getState()).toMatchObject({ running: { input: 7 }, result: null });
  end('made');
  expect(await run).toBe('made');
  expect(store.getState()).toMatchObject({ running: null, result: 'made', error: null });
});

it('does one at a time', async () => {
  const { work, end } = heldWork();
  const store = createTaskStore(work);
  const first = store.getState().run(1);
  expect(await store.getState().run(2)).toBeNull();
  end('first');
  await first;
  expect(work).toHaveBeenCalledExactlyOnceWith(1);
});

it('forgets the last outcome when it starts again, and a closed file dialog is none', async () => {
  const { work, end } = heldWork();
  const store = createTaskStore(work);
  const first = store.getState().run(1);
  end('made');
  await first;
  const second = store.getState().run(2);
  expect(store.getState().result).toBeNull();
  end(null);
  await second;
  expect(store.getState()).toMatchObject({ running: null, result: null, error: null });
});

it('keeps why it failed until the next try, but not that it was canceled', async () => {
  const fault = new AppError({ code: 'DISK_FULL', kind: 'data', message: 'Full.', fix: 'Make room.' });
  const work = vi.fn(async (): Promise<string> => Promise.reject(fault));
  const store = createTaskStore<void, string>(work);
  await store.getState().run();
  expect(store.getState()).toMatchObject({ running: null, error: { code: 'DISK_FULL' } });
  store.getState().clear();
  expect(store.getState().error).toBeNull();
  work.mockRejectedValueOnce(canceled);
  await store.getState().run();
  expect(store.getState().error).toBeNull();
});

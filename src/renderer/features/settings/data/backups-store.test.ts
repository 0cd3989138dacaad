import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createFakeBridge, type FakeBridgeOptions } from '../../../../../test/fakes/bridge';
import { createApi } from '../../../api/client';
import { createBackupsStore } from './backups-store';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function setUp(options: FakeBridgeOptions = {}) {
  const bridge = createFakeBridge({ latencyMs: 1, users: 5, ...options });
  return { bridge, store: createBackupsStore(createApi(bridge)) };
}
const settle = () => vi.advanceTimersByTimeAsync(200);
const called = (bridge: { calls: { method: string }[] }, method: string) =>
  bridge.calls.filter((call) => call.method === method).length;

it('lists the backups, and those of an empty folder', async () => {
  const { store } = setUp();
  void store.getState().load();
  expect(store.getState().list).toMatchObject({ data: null, loading: true });
  await settle();
  expect(store.getState().list.data?.files[0]?.reason).toBe('scheduled');
  const empty = setUp({ backups: 'none' });
  void empty.store.getState().load();
  await settle();
  expect(empty.store.getState().list.data?.files).toEqual([]);
});

it('makes a backup once, however often it is asked for, and then lists it', async () => {
  const { bridge, store } = setUp();
  void store.getState().backUpNow();
  void store.getState().backUpNow();
  expect(store.getState().busy).toBe('back-up');
  await settle();
  expect(called(bridge, 'data.backUpNow')).toBe(1);
  expect(store.getState()).toMatchObject({ busy: null, outcome: { kind: 'backed-up' } });
  expect(store.getState().list.data?.files[0]?.reason).toBe('manual');
});

it('says nothing when the person closes the file dialog', async () => {
  const { store } = setUp({ fileDialog: 'dismiss' });
  void store.getState().saveCopy();
  await settle();
  expect(store.getState()).toMatchObject({ busy: null, outcome: null });
});

it('removes a backup from the list', async () => {
  const { store } = setUp();
  void store.getState().load();
  await settle();
  const gone = store.getState().list.data?.files[2];
  if (!gone) throw new Error('The fake has no third backup.');
  void store.getState().remove(gone);
  await settle();
  expect(store.getState().outcome).toEqual({ kind: 'removed', backup: gone });
  expect(store.getState().list.data?.files).not.toContainEqual(gone);
});

it('says why something failed, and looks at the folder again', async () => {
  const { bridge, store } = setUp({ scenario: 'error' });
  void store.getState().backUpNow();
  await settle();
  expect(store.getState().outcome).toMatchObject({
    kind: 'failed',
    error: { code: 'DATABASE_UNREACHABLE' },
  });
  expect(called(bridge, 'data.backups')).toBe(1);
  expect(store.getState().list.error?.code).toBe('DATABASE_UNREACHABLE');
});

import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createFakeBridge, type FakeBridgeOptions } from '../../../../../test/fakes/bridge';
import { createApi } from '../../../api/client';
import { createRestoreStore } from './restore-store';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function setUp(options: FakeBridgeOptions = {}) {
  const bridge = createFakeBridge({ latencyMs: 1, users: 5, ...options });
  return { bridge, store: createRestoreStore(createApi(bridge)) };
}
const settle = () => vi.advanceTimersByTimeAsync(200);

it('shows what is in a backup before anything is replaced', async () => {
  const { bridge, store } = setUp();
  void store.getState().inspect(null);
  expect(store.getState().step).toBe('inspecting');
  await settle();
  expect(store.getState()).toMatchObject({ step: 'asking', error: null });
  expect(store.getState().content?.orgs.length).toBeGreaterThan(0);
  expect(bridge.calls.map((call) => call.method)).toEqual(['data.inspectBackup']);
});

it('restores what was shown, and cannot be closed from then on', async () => {
  const { bridge, store } = setUp();
  void store.getState().inspect(null);
  await settle();
  void store.getState().restore();
  store.getState().close();
  expect(store.getState().step).toBe('restoring');
  await settle();
  store.getState().close();
  expect(store.getState().step).toBe('restarting');
  expect(bridge.calls.at(-1)?.method).toBe('data.restoreInspected');
});

it('does not restore what was not looked into', async () => {
  const { bridge, store } = setUp({ fileDialog: 'broken-backup' });
  void store.getState().restore();
  void store.getState().inspect(null);
  await settle();
  expect(store.getState()).toMatchObject({ step: 'asking', content: null, error: { code: 'NOT_A_BACKUP' } });
  void store.getState().restore();
  await settle();
  expect(bridge.calls.map((call) => call.method)).toEqual(['data.inspectBackup']);
});

it('closes when the person chooses no file', async () => {
  const { store } = setUp({ fileDialog: 'dismiss' });
  void store.getState().inspect(null);
  await settle();
  expect(store.getState().step).toBe('closed');
});

it('stays open with the reason when restoring is refused', async () => {
  const { store } = setUp({ scenario: 'collecting', collectMs: 60_000 });
  await settle();
  void store.getState().inspect(null);
  await settle();
  void store.getState().restore();
  await settle();
  expect(store.getState()).toMatchObject({ step: 'asking', error: { code: 'ALREADY_COLLECTING' } });
  expect(store.getState().content).not.toBeNull();
});

it('drops what is found out after it was closed', async () => {
  const { store } = setUp();
  void store.getState().inspect(null);
  store.getState().close();
  await settle();
  expect(store.getState()).toMatchObject({ step: 'closed', content: null });
});

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createFakeBridge, type FakeBridgeOptions } from '../../../../../test/fakes/bridge';
import type { UpdateStatus } from '../../../../shared/model/updates';
import { createApi } from '../../../api/client';
import { fileWords, findingOf, mayBeTampered, sourceHost, sourceProblem } from './update-words';
import { createUpdatesStore } from './updates-store';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function setUp(options: FakeBridgeOptions = {}) {
  const bridge = createFakeBridge({
    latencyMs: 1,
    users: 5,
    settings: { updateSource: 'https://updates.example.com/m.json' },
    ...options,
  });
  return { bridge, store: createUpdatesStore(createApi(bridge)) };
}
const settle = () => vi.advanceTimersByTimeAsync(200);

describe('the store', () => {
  it('does not look by itself', async () => {
    const { bridge, store } = setUp({ updates: 'newer' });
    void store.getState().load();
    await settle();
    expect(store.getState().status.data?.available?.version).toBe('0.2.0');
    expect(bridge.calls.map((call) => call.method)).toEqual(['system.updates']);
  });

  it('looks when asked, once at a time', async () => {
    const { bridge, store } = setUp();
    void store.getState().look();
    void store.getState().look();
    expect(store.getState().busy).toBe('look');
    await settle();
    expect(store.getState().busy).toBeNull();
    expect(store.getState().status.data?.checkedAt).not.toBeNull();
    expect(bridge.calls.map((call) => call.method)).toEqual(['system.checkForUpdates']);
  });

  it('fetches, and says where, or why not', async () => {
    const newer = setUp({ updates: 'newer' });
    void newer.store.getState().download();
    const other = setUp({ updates: 'other-system' });
    void other.store.getState().download();
    await settle();
    expect(newer.store.getState().downloaded).toMatch(/\.deb$/);
    expect(other.store.getState()).toMatchObject({
      downloaded: null,
      busy: null,
      error: { code: 'UPDATE_NOT_FOR_THIS_SYSTEM' },
    });
  });
});

describe('words', () => {
  const status: UpdateStatus = {
    current: '0.1.0',
    source: 'https://updates.example.com/m.json',
    automatic: false,
    checkedAt: '2026-03-03T09:12:00Z',
    available: null,
    problem: null,
  };
  const available = {
    version: '0.2.0',
    releasedAt: '',
    notes: '',
    fileName: 'a.deb',
    sizeBytes: 118_400_000,
  };

  it('tells the states apart', () => {
    expect(findingOf(status)).toBe('current');
    expect(findingOf({ ...status, checkedAt: null })).toBe('never');
    expect(findingOf({ ...status, source: '', checkedAt: null })).toBe('no-source');
    expect(findingOf({ ...status, problem: { code: 'X', message: '', fix: '' } })).toBe('failed');
    expect(findingOf({ ...status, available })).toBe('newer');
  });

  it('takes a wrong signature for more than a failed look', () => {
    expect(['UPDATE_NOT_TRUSTED', 'UPDATE_NOT_FOUND'].map((code) => mayBeTampered({ code }))).toEqual([
      true,
      false,
    ]);
  });

  it('keeps a known newer version on screen when a later look fails', () => {
    expect(findingOf({ ...status, available, problem: { code: 'X', message: '', fix: '' } })).toBe('newer');
  });

  it.each([
    ['', null],
    ['  https://updates.example.com/m.json ', null],
    ['updates.example.com', 'whole address'],
    ['http://updates.example.com', 'https://'],
    ['file:///tmp/m.json', 'https://'],
    ['http://127.0.0.1:8080/m.json', null],
    ['http://localhost/m.json', null],
    ['http://localhost.example.com/m.json', 'https://'],
    ['https://kim:secret@updates.example.com', 'password'],
  ])('judges the source %j', (text, words) => {
    const problem = sourceProblem(text);
    if (words === null) expect(problem).toBeNull();
    else expect(problem).toContain(words);
  });

  it('names the host and the file', () => {
    expect(sourceHost(status.source)).toBe('updates.example.com');
    expect(sourceHost('')).toBeNull();
    expect(fileWords(available)).toBe('a.deb, 118 MB');
    expect(fileWords({ ...available, fileName: null })).toBeNull();
  });
});

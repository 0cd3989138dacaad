import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createFakeBridge, type FakeBridgeOptions } from '../../../../../test/fakes/bridge';
import { EverythingFormat } from '../../../../shared/model/backups';
import { createApi } from '../../../api/client';
import { createMergeStore } from './merge-store';
import {
  addedRows,
  changesAnything,
  exportedWords,
  FORMATS,
  mergedWords,
  outcomeLabel,
} from './transfer-words';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function setUp(options: FakeBridgeOptions = {}) {
  const bridge = createFakeBridge({ latencyMs: 1, users: 5, ...options });
  return { bridge, store: createMergeStore(createApi(bridge)) };
}
const settle = () => vi.advanceTimersByTimeAsync(200);

describe('merging', () => {
  it('counts what it would do before it does it', async () => {
    const { bridge, store } = setUp();
    void store.getState().choose();
    await settle();
    expect(store.getState().step).toBe('asking');
    expect(store.getState().report?.orgs.map(outcomeLabel)).toContain('New here');
    expect(bridge.calls.map((call) => call.method)).toEqual(['data.inspectBackup', 'data.previewMerge']);
    const merging = store.getState().merge();
    await settle();
    expect(await merging).toBe(false);
    expect(store.getState().step).toBe('done');
    store.getState().close();
    expect(store.getState().step).toBe('closed');
  });

  it('goes on while it is not looked at, and comes back with how it ended', async () => {
    const { store } = setUp();
    void store.getState().choose();
    await settle();
    const merging = store.getState().merge();
    store.getState().close();
    expect(store.getState()).toMatchObject({ step: 'merging', hidden: true });
    void store.getState().choose();
    expect(store.getState().step).toBe('merging');
    await settle();
    expect(await merging).toBe(true);
    expect(store.getState()).toMatchObject({ step: 'done', hidden: false });

    store.getState().close();
    void store.getState().choose();
    await settle();
    const seen = store.getState().merge();
    store.getState().close();
    store.getState().show();
    await settle();
    expect(await seen).toBe(false);
  });

  it('closes when no file was chosen, and tells why a file is none', async () => {
    const dismissed = setUp({ fileDialog: 'dismiss' });
    void dismissed.store.getState().choose();
    const broken = setUp({ fileDialog: 'broken-backup' });
    void broken.store.getState().choose();
    await settle();
    expect(dismissed.store.getState().step).toBe('closed');
    expect(broken.store.getState()).toMatchObject({ step: 'asking', error: { code: 'NOT_A_BACKUP' } });
    void broken.store.getState().merge();
    await settle();
    expect(broken.bridge.calls.some((call) => call.method === 'data.mergeInspected')).toBe(false);
  });

  it('stays open with the reason when it is refused', async () => {
    const { store } = setUp({ scenario: 'collecting', collectMs: 60_000 });
    await settle();
    void store.getState().choose();
    await settle();
    void store.getState().merge();
    await settle();
    expect(store.getState()).toMatchObject({ step: 'asking', error: { code: 'ALREADY_COLLECTING' } });
  });
});

describe('words', () => {
  it('offers every format', () => {
    expect(FORMATS.map(({ format }) => format).sort()).toEqual([...EverythingFormat.options].sort());
  });
  it('adds up what is new', () => {
    expect(addedRows({ loginHistory: 20, runs: 3 })).toBe(23);
    const org = { name: 'Acme', url: 'https://acme', outcome: 'merged' as const, added: {}, updated: 0 };
    expect(changesAnything({ orgs: [org] })).toBe(false);
    expect(changesAnything({ orgs: [{ ...org, updated: 1 }] })).toBe(true);
    expect(changesAnything({ orgs: [{ ...org, added: { runs: 1 } }] })).toBe(true);
    expect(changesAnything({ orgs: [{ ...org, outcome: 'new' }] })).toBe(true);
  });
  it('says in one line what came', () => {
    const org = { name: 'Acme', url: 'https://acme', outcome: 'merged' as const, added: {}, updated: 0 };
    const logins = { ...org, added: { loginHistory: 1_200 } };
    expect(mergedWords({ orgs: [logins] })).toBe('1,200 rows added.');
    expect(mergedWords({ orgs: [logins, { ...org, outcome: 'new', updated: 1 }] })).toBe(
      '1 org and 1,200 rows added. 1 newer row taken.',
    );
    expect(mergedWords({ orgs: [{ ...org, updated: 2 }] })).toBe('2 newer rows taken.');
  });
  it('says how large the export is', () => {
    expect(exportedWords({ path: '/x', files: 1, bytes: 1_284_000_000 })).toBe('1 file, 1.3 GB');
  });
});

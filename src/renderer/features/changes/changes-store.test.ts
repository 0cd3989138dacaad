import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Api } from '../../../shared/contract';
import type { ChangesPage, RowChange } from '../../../shared/model/changes';
import { AppError } from '../../../shared/model/errors';
import { rowAt } from '../../ui/table-slices';
import {
  createChangesStore,
  hasFilters,
  kindCount,
  kindsOf,
  NO_FILTERS,
  scopeFromParam,
  SEARCH_DELAY_MS,
  streamOptions,
  type ChangesStoreOptions,
} from './changes-store';

const change = (id: number, runId: number): RowChange => ({
  id,
  runId,
  at: '2026-11-21T09:00:00Z',
  stream: 'users',
  streamTitle: 'Users',
  rowId: `005${id}`,
  kind: 'changed',
  label: `User ${id}`,
  userId: `005${id}`,
  userName: `User ${id}`,
  fields: [],
});
const page = (rows: RowChange[]): ChangesPage => ({
  total: rows.length,
  rows,
  counts: rows.length > 0 ? [{ stream: 'users', title: 'Users', kind: 'changed', count: rows.length }] : [],
  trackedSince: '2026-11-03T09:00:00Z',
});

function setUp(options: Partial<ChangesStoreOptions> = {}) {
  // Run 40 is the newest that changed anything.
  const changes = vi.fn<Api['review']['changes']>(({ runId }) =>
    Promise.resolve(page(runId === 41 ? [] : [change(9, 40), change(8, 40)])),
  );
  const asOfChoices = vi.fn<Api['review']['asOfChoices']>(() =>
    Promise.resolve([{ at: '2026-11-22T09:00:00Z', runId: 41 }]),
  );
  const review = { changes, asOfChoices } as unknown as Api['review'];
  return { changes, asOfChoices, store: createChangesStore({ review }, { orgId: 'o', ...options }) };
}
const settle = () => vi.advanceTimersByTimeAsync(0);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('createChangesStore', () => {
  it('shows the newest run that changed something', async () => {
    const { store, changes } = setUp();
    store.getState().reload();
    await settle();
    expect(changes.mock.calls.map(([input]) => [input.runId, input.limit])).toEqual([
      [undefined, 1],
      [40, 100],
    ]);
    expect(store.getState()).toMatchObject({ runId: 40, trackedSince: '2026-11-03T09:00:00Z' });
    expect(store.getState().choices).toHaveLength(1);
    expect(rowAt(store.getState().list, 1)?.id).toBe(8);
  });

  it('looks the newest run up once, however many slices and filters', async () => {
    const { store, changes } = setUp();
    store.getState().reload();
    await settle();
    store.getState().setFilters({ kinds: ['added'] });
    await settle();
    expect(changes.mock.calls.filter(([input]) => input.limit === 1)).toHaveLength(1);
    // A new collection may be newer.
    store.getState().reload();
    await settle();
    expect(changes.mock.calls.filter(([input]) => input.limit === 1)).toHaveLength(2);
  });

  it('asks for one run or all of them without a look-up', async () => {
    const { store, changes } = setUp({ scope: 41 });
    store.getState().reload();
    await settle();
    store.getState().setScope('all');
    await settle();
    expect(changes.mock.calls.map(([input]) => input.runId)).toEqual([41, null]);
    expect(store.getState()).toMatchObject({ scope: 'all', runId: null });
  });

  it('passes the filters on, and the search when typing pauses', async () => {
    const { store, changes } = setUp({ scope: 'all', person: { id: '0059', name: 'Ada' } });
    store.getState().setFilters({ streams: ['users'], kinds: ['removed'] });
    store.getState().setSearch(' ad ');
    await vi.advanceTimersByTimeAsync(SEARCH_DELAY_MS);
    expect(changes.mock.lastCall?.[0]).toMatchObject({
      runId: null,
      streams: ['users'],
      kinds: ['removed'],
      userId: '0059',
      search: 'ad',
      offset: 0,
    });
    store.getState().clearFilters();
    expect(store.getState().filters).toEqual(NO_FILTERS);
  });

  it('tries the look-up again after it failed', async () => {
    const { store, changes } = setUp();
    changes.mockRejectedValueOnce(
      new AppError({ code: 'GONE', kind: 'data', message: 'Gone.', fix: 'Retry.' }),
    );
    store.getState().reload();
    await settle();
    expect(store.getState().list.error).toMatchObject({ code: 'GONE' });
    store.getState().reload();
    await settle();
    expect(store.getState().list).toMatchObject({ error: null, total: 2 });
  });

  it('works without the choices', async () => {
    const { store, asOfChoices } = setUp();
    asOfChoices.mockRejectedValueOnce(new Error('no'));
    store.getState().reload();
    await settle();
    expect(store.getState()).toMatchObject({ choices: [], list: { error: null, total: 2 } });
  });

  it('keeps the titles of streams that a filter hides', async () => {
    const { store } = setUp({ scope: 'all' });
    store.getState().reload();
    await settle();
    expect(streamOptions(store.getState())).toEqual([{ value: 'users', label: 'Users', count: 2 }]);
    store.getState().setScope(41);
    await settle();
    expect(streamOptions(store.getState())).toEqual([{ value: 'users', label: 'Users', count: undefined }]);
    expect(kindCount(store.getState().counts, 'changed')).toBeUndefined();
  });
});

it('reads the address', () => {
  expect(['all', '41', '0', '-1', '4.5', 'x', undefined].map(scopeFromParam)).toEqual([
    'all',
    41,
    ...Array.from({ length: 5 }, () => 'newest'),
  ]);
  expect(kindsOf(['added', 'nonsense'])).toEqual(['added']);
});

it('knows whether anything is filtered', () => {
  expect(hasFilters(NO_FILTERS)).toBe(false);
  expect(hasFilters({ ...NO_FILTERS, person: { id: 'a', name: 'A' } })).toBe(true);
  expect(hasFilters({ ...NO_FILTERS, search: ' ' })).toBe(false);
});

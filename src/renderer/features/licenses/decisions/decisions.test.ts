import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Api } from '../../../../shared/contract';
import { IdleRule } from '../../../../shared/model/idle-rule';
import type { DecisionRow } from '../../../../shared/model/reclaim';
import { outcomeWords } from './decision-words';
import {
  createDecisionsStore,
  DECISION_SEARCH_DELAY_MS,
  hasDecisionFilters,
  NO_DECISION_FILTERS,
} from './decisions-store';

const row = (userId: string, change: Partial<DecisionRow> = {}): DecisionRow => ({
  kind: 'user',
  licenseId: 'L',
  license: 'Salesforce',
  userId,
  name: `User ${userId}`,
  username: `${userId}@acme.example`,
  department: null,
  manager: null,
  managerEmail: null,
  decision: 'reclaim',
  note: '',
  decidedBy: 'Kim',
  decidedAt: '2026-11-01T00:00:00Z',
  reason: 'inactive',
  daysIdle: 100,
  isIdle: true,
  outcome: 'open',
  reclaimedAt: null,
  annualPrice: 1980,
  currency: 'USD',
  savedSoFar: 0,
  ...change,
});
const ref = (userId: string) => ({ kind: 'user', id: 'L', userId });

function setUp(rows: readonly DecisionRow[], total = rows.length) {
  const decisions = vi.fn<Api['licenses']['decisions']>(({ offset = 0, limit = 100 }) =>
    Promise.resolve({ total, rows: rows.slice(offset, offset + limit) }),
  );
  const licenses = { decisions } as unknown as Api['licenses'];
  return { decisions, store: createDecisionsStore({ licenses }, { orgId: 'o' }) };
}
const settle = () => vi.advanceTimersByTimeAsync(0);
const RULE = IdleRule.parse({ inactiveDays: 90, exceptions: true });

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('createDecisionsStore', () => {
  it('asks for the newest decisions first, and by what is filtered', async () => {
    const { store, decisions } = setUp([row('a')]);
    store.getState().reload();
    store.getState().setSearch(' kim ');
    store.getState().setFilters({ outcomes: ['open'], decisions: ['ask', 'keep'] });
    await vi.advanceTimersByTimeAsync(DECISION_SEARCH_DELAY_MS * 2);
    expect(decisions.mock.calls).toHaveLength(2);
    expect(decisions.mock.lastCall?.[0]).toEqual({
      orgId: 'o',
      decisions: ['ask', 'keep'],
      outcomes: ['open'],
      search: 'kim',
      sort: 'decidedAt',
      descending: true,
      offset: 0,
      limit: 100,
    });
  });

  it('chooses what is ticked, or everything on the list', async () => {
    const { store } = setUp([row('a'), row('b'), row('c')]);
    store.getState().reload();
    await settle();
    expect(await store.getState().chosen()).toEqual([ref('a'), ref('b'), ref('c')]);
    await store.getState().pick(1, false);
    expect(await store.getState().chosen()).toEqual([ref('b')]);
    store.getState().pickAll();
    expect(await store.getState().chosen()).toHaveLength(3);
  });

  it('exports exactly these seats, those among them that are idle, by the org’s own definition', async () => {
    const rows = [row('a'), row('b', { isIdle: false, outcome: 'reclaimed' }), row('c')];
    const { store } = setUp(rows);
    store.getState().reload();
    await settle();
    expect(await store.getState().exportQuery(RULE)).toMatchObject({
      only: [ref('a'), ref('c')],
      rule: { ...RULE, includeFree: true },
      asOf: null,
      search: '',
    });
    await store.getState().pick(2, false);
    expect((await store.getState().exportQuery(RULE)).only).toEqual([ref('c')]);
  });

  it('says so when none of them is idle any more', async () => {
    const { store } = setUp([row('a', { isIdle: false })]);
    store.getState().reload();
    await settle();
    await expect(store.getState().exportQuery(RULE)).rejects.toMatchObject({ code: 'NOTHING_TO_EXPORT' });
  });

  it('does not take a part of a longer list for all of it', async () => {
    const { store } = setUp([row('a')], 5_001);
    store.getState().reload();
    await settle();
    await expect(store.getState().exportQuery(RULE)).rejects.toMatchObject({ code: 'TOO_MANY_PICKED' });
  });

  it('forgets ticks when the list becomes another one', async () => {
    const { store } = setUp([row('a'), row('b')]);
    store.getState().reload();
    await settle();
    await store.getState().pick(0, false);
    store.getState().clearFilters();
    expect(store.getState().selection).toMatchObject({ kind: 'some', rows: new Map() });
  });
});

it('says what became of a decision', () => {
  const words = (change: Partial<DecisionRow>) => outcomeWords(row('a', change), 'utc').label;
  expect(words({})).toBe('Still held');
  expect(words({ isIdle: false })).toBe('In use again');
  expect(words({ outcome: 'reclaimed', reclaimedAt: '2026-11-12T08:00:00Z', isIdle: false })).toBe(
    'Gone since Nov 12, 2026',
  );
  expect(words({ outcome: 'returned' })).toBe('Came back');
  expect(words({ decision: 'keep' })).toBe('Idle');
  expect(words({ decision: 'ask', isIdle: false })).toBe('Not idle now');
});

it('knows whether anything is filtered', () => {
  expect(hasDecisionFilters(NO_DECISION_FILTERS)).toBe(false);
  expect(hasDecisionFilters({ ...NO_DECISION_FILTERS, outcomes: ['open'] })).toBe(true);
});

import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createFakeBridge } from '../../../../../test/fakes/bridge';
import type { LeaveEntry } from '../../../../shared/model/reclaim';
import { createApi } from '../../../api/client';
import { createLeaveStore, LEAVE_SEARCH_DELAY_MS, PEOPLE_OFFERED, sortedLeave } from './leave-store';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function setUp() {
  const bridge = createFakeBridge({ latencyMs: 1, users: 300 });
  const store = createLeaveStore(createApi(bridge), { orgId: 'acme', inactiveDays: 90 });
  const asked = (method: string) => bridge.calls.filter((call) => call.method === method);
  return { store, asked };
}
const soon = () => vi.advanceTimersByTimeAsync(50);

it('finds people once typing pauses, a few of them, and forgets them with the words', async () => {
  const { store, asked } = setUp();
  store.getState().setSearch('a');
  store.getState().setSearch('an');
  await vi.advanceTimersByTimeAsync(LEAVE_SEARCH_DELAY_MS);
  await soon();
  expect(asked('review.users').map(({ input }) => input)).toEqual([
    { orgId: 'acme', asOf: null, search: 'an', inactiveDays: 90, limit: PEOPLE_OFFERED },
  ]);
  expect(store.getState().found?.data?.people.length).toBeGreaterThan(0);
  store.getState().setSearch('  ');
  expect(store.getState().found).toBeNull();
  await vi.advanceTimersByTimeAsync(LEAVE_SEARCH_DELAY_MS * 2);
  expect(asked('review.users')).toHaveLength(1);
});

it('adds people and ends their leave', async () => {
  const { store } = setUp();
  const loading = store.getState().load();
  await soon();
  await loading;
  const before = store.getState().list.data?.length ?? 0;
  store.getState().setSearch('an');
  await vi.advanceTimersByTimeAsync(LEAVE_SEARCH_DELAY_MS);
  await soon();
  const known = new Set(store.getState().list.data?.map(({ userId }) => userId));
  const person = store.getState().found?.data?.people.find(({ id }) => !known.has(id));
  if (!person) throw new Error('Nobody was found');

  const adding = store.getState().add([person], { reason: 'Sabbatical', until: '2027-01-31T22:59:59.999Z' });
  await soon();
  await adding;
  expect(store.getState()).toMatchObject({ search: '', found: null });
  expect(store.getState().list.data).toHaveLength(before + 1);
  expect(store.getState().list.data?.find(({ userId }) => userId === person.id)).toMatchObject({
    reason: 'Sabbatical',
    until: '2027-01-31T22:59:59.999Z',
  });

  const ending = store.getState().end([{ userId: person.id }]);
  await soon();
  await ending;
  expect(store.getState().list.data).toHaveLength(before);
});

it('lists what ends soonest first, then what is open, then what is over', () => {
  const entry = (userId: string, until: string | null, isExpired = false): LeaveEntry => ({
    userId,
    name: userId,
    username: userId,
    reason: 'Leave',
    until,
    isExpired,
    by: 'Kim',
    at: '2026-01-01T00:00:00Z',
  });
  const entries = [
    entry('over long ago', '2026-02-01T00:00:00Z', true),
    entry('open', null),
    entry('later', '2027-05-01T00:00:00Z'),
    entry('over', '2026-10-01T00:00:00Z', true),
    entry('soon', '2026-12-01T00:00:00Z'),
  ];
  expect(sortedLeave(entries).map(({ userId }) => userId)).toEqual([
    'soon',
    'later',
    'open',
    'over',
    'over long ago',
  ]);
});

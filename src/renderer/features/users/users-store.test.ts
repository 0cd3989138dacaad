import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Api } from '../../../shared/contract';
import { AppError } from '../../../shared/model/errors';
import type { UserDetail, UsersPage, UserTableRow } from '../../../shared/model/users';
import { rowAt } from '../../ui/table-slices';
import { createUsersStore, hasFilters, NO_FILTERS, SEARCH_DELAY_MS } from './users-store';
import { idleWords, loginPlace, statesFromParam } from './user-words';

const user = (id: string): UserTableRow => ({
  id,
  username: `${id}@acme.example`,
  name: `User ${id}`,
  email: null,
  isActive: true,
  isFrozen: false,
  profile: null,
  userType: null,
  license: null,
  createdAt: '2026-01-01T00:00:00Z',
  lastLoginAt: null,
  daysSinceLogin: null,
  logins30d: 0,
  failedLogins30d: 0,
  state: 'active',
});
const page = (rows: UserTableRow[]): UsersPage => ({
  asOf: '2026-11-20T00:00:00Z',
  total: rows.length,
  all: 9,
  rows,
  facets: { licenses: ['Salesforce'], profiles: ['Sales User'] },
});

function setUp() {
  const users = vi.fn<Api['review']['users']>(() => Promise.resolve(page([user('a')])));
  const detail = vi.fn<Api['review']['user']>(() => Promise.resolve(null));
  const review = { users, user: detail } as unknown as Api['review'];
  const store = createUsersStore(
    { review },
    { orgId: 'o', inactiveDays: 90, filters: { states: ['frozen'] } },
  );
  return { store, users, detail };
}
const settle = () => vi.advanceTimersByTimeAsync(0);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('createUsersStore', () => {
  it('asks for the first slice with the preset filter', async () => {
    const { store, users } = setUp();
    store.getState().reload();
    await settle();
    expect(users).toHaveBeenCalledExactlyOnceWith({
      orgId: 'o',
      asOf: null,
      search: '',
      states: ['frozen'],
      licenses: [],
      profiles: [],
      inactiveDays: 90,
      sort: 'name',
      descending: false,
      offset: 0,
      limit: 100,
    });
    expect(store.getState()).toMatchObject({
      all: 9,
      asOf: '2026-11-20T00:00:00Z',
      facets: { licenses: ['Salesforce'] },
    });
    expect(rowAt(store.getState().list, 0)?.id).toBe('a');
  });

  it('waits until typing pauses', async () => {
    const { store, users } = setUp();
    store.getState().setSearch('a');
    await vi.advanceTimersByTimeAsync(SEARCH_DELAY_MS - 1);
    store.getState().setSearch(' an ');
    await vi.advanceTimersByTimeAsync(SEARCH_DELAY_MS - 1);
    expect(users).not.toHaveBeenCalled();
    expect(store.getState().filters.search).toBe(' an ');
    await vi.advanceTimersByTimeAsync(1);
    expect(users).toHaveBeenCalledOnce();
    expect(users.mock.calls[0]?.[0].search).toBe('an');
  });

  it('asks once when a filter is set while typing', async () => {
    const { store, users } = setUp();
    store.getState().setSearch('ann');
    store.getState().setFilters({ licenses: ['Salesforce'] });
    await vi.advanceTimersByTimeAsync(SEARCH_DELAY_MS * 2);
    expect(users).toHaveBeenCalledOnce();
    expect(users.mock.calls[0]?.[0]).toMatchObject({ search: 'ann', licenses: ['Salesforce'] });
  });

  it('drops an answer to filters that were changed since', async () => {
    const { store, users } = setUp();
    let slow: (value: UsersPage) => void = () => undefined;
    users.mockImplementationOnce(() => new Promise((resolve) => (slow = resolve)));
    store.getState().setFilters({ states: ['inactive'] });
    store.getState().clearFilters();
    await settle();
    slow(page([user('stale'), user('rows')]));
    await settle();
    expect(store.getState().list.total).toBe(1);
    expect(store.getState().filters).toEqual(NO_FILTERS);
  });

  it('shows one user and drops the answer for another that was opened before', async () => {
    const { store, detail } = setUp();
    let slow: (value: UserDetail) => void = () => undefined;
    detail.mockImplementationOnce(() => new Promise((resolve) => (slow = resolve)));
    store.getState().open(user('a'));
    detail.mockResolvedValueOnce({ user: user('b'), licenses: [], recentLogins: [] });
    store.getState().open(user('b'));
    await settle();
    slow({ user: user('a'), licenses: [], recentLogins: [] });
    await settle();
    expect(store.getState().opened?.detail.data?.user.id).toBe('b');
    store.getState().close();
    expect(store.getState().opened).toBeNull();
  });

  it('keeps the error and tries again', async () => {
    const { store, users } = setUp();
    users.mockRejectedValueOnce(
      new AppError({ code: 'GONE', kind: 'data', message: 'Gone.', fix: 'Restart.' }),
    );
    store.getState().reload();
    await settle();
    expect(store.getState().list.error).toMatchObject({ code: 'GONE', fix: 'Restart.' });
    store.getState().reload();
    await settle();
    expect(store.getState().list).toMatchObject({ error: null, total: 1 });
  });

  it('looks back: the list and the open user are asked for as of then', async () => {
    const { store, users, detail } = setUp();
    store.getState().open(user('a'));
    await settle();
    store.getState().setAsOf(null);
    expect(users).not.toHaveBeenCalled();
    store.getState().setAsOf('2026-11-01T00:00:00Z');
    await settle();
    expect(users.mock.lastCall?.[0].asOf).toBe('2026-11-01T00:00:00Z');
    expect(detail.mock.calls.map(([input]) => input.asOf)).toEqual([null, '2026-11-01T00:00:00Z']);
  });

  it('reloads only when the number of days changed', async () => {
    const { store, users } = setUp();
    store.getState().setInactiveDays(90);
    expect(users).not.toHaveBeenCalled();
    store.getState().setInactiveDays(30);
    await settle();
    expect(users.mock.calls[0]?.[0].inactiveDays).toBe(30);
  });
});

it('knows whether anything is filtered', () => {
  expect(hasFilters(NO_FILTERS)).toBe(false);
  expect(hasFilters({ ...NO_FILTERS, search: '  ' })).toBe(false);
  expect(hasFilters({ ...NO_FILTERS, profiles: ['x'] })).toBe(true);
});

it('reads states from the address and ignores others', () => {
  expect(statesFromParam('inactive,bogus,frozen')).toEqual(['inactive', 'frozen']);
  expect(statesFromParam(undefined)).toEqual([]);
});

it('writes idle days and places', () => {
  expect([null, 0, 1, 92].map(idleWords)).toEqual(['never', 'within a day', '1 day ago', '92 days ago']);
  expect(loginPlace({ city: 'Lyon', countryIso: 'FR' })).toBe('Lyon, FR');
  expect(loginPlace({ city: null, countryIso: null })).toBe('');
});

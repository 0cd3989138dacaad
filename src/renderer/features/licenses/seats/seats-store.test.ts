import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Api } from '../../../../shared/contract';
import { AppError } from '../../../../shared/model/errors';
import { IdleRule } from '../../../../shared/model/idle-rule';
import type { SeatsPage, SeatTableRow } from '../../../../shared/model/licenses';
import { createSeatsStore, hasSeatFilters, NO_SEAT_FILTERS, SEAT_SEARCH_DELAY_MS } from './seats-store';
import { makeSeat } from '../../../../../test/builders/seat-row';

const RULE = IdleRule.parse({ inactiveDays: 60 });
const page = (rows: SeatTableRow[], change: Partial<SeatsPage> = {}): SeatsPage => ({
  asOf: '2026-11-20T00:00:00Z',
  total: rows.length,
  rows,
  annual: [{ currency: 'USD', amount: 1980 * rows.length }],
  ...change,
});

function setUp(options: Partial<Parameters<typeof createSeatsStore>[1]> = {}) {
  const seats = vi.fn<Api['review']['seats']>(() =>
    Promise.resolve(page([makeSeat('a'), makeSeat('b'), makeSeat('b', { licenseId: 'M' })])),
  );
  const review = { seats } as unknown as Api['review'];
  const store = createSeatsStore({ review }, { orgId: 'o', rule: RULE, ...options });
  return { store, seats };
}
const settle = () => vi.advanceTimersByTimeAsync(0);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('createSeatsStore', () => {
  it('asks by the rule on screen and with the filters of the address', async () => {
    const { store, seats } = setUp({
      asOf: '2026-11-01T00:00:00Z',
      preset: {
        license: { kind: 'permissionSet', id: 'L' },
        group: { by: 'manager', value: '005M', label: 'Kim' },
      },
    });
    store.getState().reload();
    await settle();
    expect(seats).toHaveBeenCalledExactlyOnceWith({
      orgId: 'o',
      asOf: '2026-11-01T00:00:00Z',
      rule: RULE,
      license: { kind: 'permissionSet', id: 'L' },
      kinds: [],
      reasons: [],
      decisions: [],
      // Not the name: only what it is looked up by.
      group: { by: 'manager', value: '005M' },
      only: null,
      search: '',
      sort: 'lastLoginAt',
      descending: false,
      offset: 0,
      limit: 100,
    });
    expect(store.getState()).toMatchObject({
      list: { total: 3 },
      annual: [{ currency: 'USD', amount: 5940 }],
    });
  });

  it('follows links to other seats, and only these', async () => {
    const { store, seats } = setUp({ preset: { license: null, group: null } });
    store.getState().setFilters({ reasons: ['frozen'] });
    store.getState().follow({ license: null, group: null });
    await settle();
    expect(seats).toHaveBeenCalledTimes(1);
    store.getState().follow({ license: null, group: { by: 'country', value: null, label: null } });
    await settle();
    expect(seats.mock.lastCall?.[0]).toMatchObject({ group: { by: 'country', value: null }, reasons: [] });
  });

  it('waits until typing pauses, and forgets ticks of a list that changes', async () => {
    const { store, seats } = setUp();
    store.getState().reload();
    await settle();
    await store.getState().pick(0, false);
    store.getState().setSearch(' kim ');
    await vi.advanceTimersByTimeAsync(SEAT_SEARCH_DELAY_MS - 1);
    expect(seats).toHaveBeenCalledTimes(1);
    expect(store.getState().picked()).not.toBeNull();
    await vi.advanceTimersByTimeAsync(1);
    expect(seats.mock.lastCall?.[0].search).toBe('kim');
    expect(store.getState().picked()).toBeNull();
  });

  it('keeps ticks in another order', async () => {
    const { store } = setUp();
    store.getState().reload();
    await settle();
    await store.getState().pick(1, false);
    store.getState().setSort({ column: 'name', descending: true });
    await settle();
    expect(store.getState().picked()).toEqual({ seats: [{ kind: 'user', id: 'L', userId: 'b' }] });
  });

  it('names ticked seats one by one, or as the question that lists them', async () => {
    const { store } = setUp();
    store.getState().reload();
    await settle();
    expect(store.getState().picked()).toBeNull();
    store.getState().setFilters({ decisions: ['none'] });
    await settle();
    store.getState().pickAll();
    expect(store.getState().picked()).toMatchObject({
      query: { decisions: ['none'], rule: RULE, only: null },
    });
    expect(await store.getState().pickedPeople()).toEqual(['a', 'b']);
    await store.getState().pick(0, false);
    expect(store.getState().picked()).toEqual({
      seats: [
        { kind: 'user', id: 'L', userId: 'b' },
        { kind: 'user', id: 'M', userId: 'b' },
      ],
    });
    expect(await store.getState().pickedPeople()).toEqual(['b']);
  });

  it('shows the open seat as it is after a decision, and keeps it when it is idle no more', async () => {
    const { store, seats } = setUp();
    store.getState().reload();
    await settle();
    store.getState().open(makeSeat('a'));
    seats.mockImplementation((query) =>
      Promise.resolve(query.only ? page([makeSeat('a', { decision: 'keep' })]) : page([makeSeat('b')])),
    );
    store.getState().reload();
    await settle();
    expect(seats.mock.calls.map(([query]) => query.only).filter(Boolean)).toEqual([
      [{ kind: 'user', id: 'L', userId: 'a' }],
    ]);
    expect(store.getState().opened?.decision).toBe('keep');
    seats.mockImplementation(() => Promise.resolve(page([])));
    store.getState().reload();
    await settle();
    expect(store.getState().opened?.decision).toBe('keep');
  });

  it('asks again for another rule or moment, not for the same one', async () => {
    const { store, seats } = setUp();
    store.getState().setRule({ ...RULE });
    store.getState().setAsOf(null);
    expect(seats).not.toHaveBeenCalled();
    store.getState().open(makeSeat('a'));
    store.getState().setRule({ ...RULE, inactiveDays: 30 });
    store.getState().setAsOf('2026-11-01T00:00:00Z');
    await settle();
    expect(seats.mock.lastCall?.[0]).toMatchObject({
      rule: { inactiveDays: 30 },
      asOf: '2026-11-01T00:00:00Z',
    });
    expect(store.getState().opened).toBeNull();
  });

  it('keeps the error and tries again', async () => {
    const { store, seats } = setUp();
    seats.mockRejectedValueOnce(
      new AppError({ code: 'GONE', kind: 'data', message: 'Gone.', fix: 'Restart.' }),
    );
    store.getState().reload();
    await settle();
    expect(store.getState().list.error).toMatchObject({ code: 'GONE' });
    store.getState().reload();
    await settle();
    expect(store.getState().list).toMatchObject({ error: null, total: 3 });
  });
});

it('knows whether anything is filtered', () => {
  expect(hasSeatFilters(NO_SEAT_FILTERS)).toBe(false);
  expect(hasSeatFilters({ ...NO_SEAT_FILTERS, search: ' ' })).toBe(false);
  expect(hasSeatFilters({ ...NO_SEAT_FILTERS, reasons: ['frozen'] })).toBe(true);
  expect(hasSeatFilters({ ...NO_SEAT_FILTERS, group: { by: 'country', value: null, label: null } })).toBe(
    true,
  );
});

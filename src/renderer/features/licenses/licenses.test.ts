import { describe, expect, it, vi } from 'vitest';
import type { Api } from '../../../shared/contract';
import type { LicenseTableRow } from '../../../shared/model/licenses';
import {
  firstRows,
  freeSeatCost,
  groupLicenses,
  shownLicenses,
  totalsOf,
  unpricedIdleSeats,
} from './license-groups';
import { explainDifference, parseCurrency, parseDays, statusRemark } from './license-words';
import { createLicensesStore } from './licenses-store';
import { createSeatsStore } from './seats-store';

const license = (change: Partial<LicenseTableRow> & { name: string }): LicenseTableRow => ({
  kind: 'user',
  developerName: change.name,
  id: change.name,
  total: 100,
  used: 80,
  free: 20,
  assignedActive: 80,
  unused: 10,
  neverLoggedIn: 2,
  monthlyPrice: null,
  currency: null,
  annualWaste: null,
  status: 'Active',
  expiresAt: null,
  paidPerSeat: true,
  ...change,
});
const priced = (name: string, currency: string, annualWaste: number, change: Partial<LicenseTableRow> = {}) =>
  license({ name, monthlyPrice: 10, currency, annualWaste, ...change });

describe('groups and sums', () => {
  it('give their first rows over all groups, and say how many there are', () => {
    const rows = ['A', 'B', 'C'].map((name) => license({ name }));
    const groups = groupLicenses([...rows, license({ name: 'D', kind: 'package' })], {
      column: 'name',
      descending: false,
    });
    const first = (most: number) =>
      firstRows(groups, most).map((group) => [group.rows.map(({ name }) => name).join(''), group.count]);
    expect(first(2)).toEqual([
      ['AB', 3],
      ['', 1],
    ]);
    expect(first(4)).toEqual([
      ['ABC', 3],
      ['D', 1],
    ]);
  });

  it('groups by kind in a fixed order and sorts inside', () => {
    const rows = [
      license({ name: 'B', unused: 1 }),
      license({ name: 'P', kind: 'package' }),
      license({ name: 'A', unused: 5 }),
    ];
    const groups = groupLicenses(rows, { column: 'unused', descending: true });
    expect(groups.map((g) => [g.kind, g.rows.map((r) => r.name)])).toEqual([
      ['user', ['A', 'B']],
      ['package', ['P']],
    ]);
  });

  it('puts unlimited licenses last in both directions', () => {
    const rows = [
      license({ name: 'U', total: null, free: null }),
      license({ name: 'S', total: 5 }),
      license({ name: 'L' }),
    ];
    const order = (descending: boolean) =>
      groupLicenses(rows, { column: 'total', descending })[0]?.rows.map((r) => r.name);
    expect(order(true)).toEqual(['L', 'S', 'U']);
    expect(order(false)).toEqual(['S', 'L', 'U']);
  });

  it('adds money per currency and never counts overuse as free seats', () => {
    const rows = [
      priced('A', 'USD', 1200),
      priced('B', 'EUR', 5000),
      priced('C', 'USD', 300, { free: -4, used: 104 }),
      license({ name: 'D' }),
    ];
    expect(totalsOf(rows)).toEqual({
      total: 400,
      used: 344,
      free: 60,
      unused: 40,
      neverLoggedIn: 8,
      waste: [
        { currency: 'EUR', amount: 5000 },
        { currency: 'USD', amount: 1500 },
      ],
    });
    expect(freeSeatCost(rows)).toEqual([
      { currency: 'USD', amount: 2400 },
      { currency: 'EUR', amount: 2400 },
    ]);
    expect(unpricedIdleSeats(rows)).toBe(10);
  });

  it('hides what nobody pays per seat for until asked', () => {
    const rows = [
      license({ name: 'Paid' }),
      license({ name: 'Chatter Free', paidPerSeat: false, unused: 0 }),
    ];
    expect(shownLicenses(rows, { includeFree: false }).map((r) => r.name)).toEqual(['Paid']);
    expect(shownLicenses(rows, { includeFree: true })).toHaveLength(2);
  });
});

describe('words', () => {
  it('explains a difference between the two counts', () => {
    expect(explainDifference(license({ name: 'same' }))).toBeNull();
    expect(explainDifference({ kind: 'user', used: 1200, assignedActive: 1 })).toEqual({
      counts: 'Salesforce counts 1,200 used. Seatwatch found 1 active user holding it.',
      why: expect.stringContaining('deactivated since') as string,
    });
    expect(explainDifference({ kind: 'permissionSet', used: 5, assignedActive: 3 })?.why).toContain(
      'still hold',
    );
    expect(explainDifference({ kind: 'user', used: 3, assignedActive: 5 })?.why).toContain('assigned since');
  });

  it('remarks on statuses that matter', () => {
    expect(statusRemark({ status: 'Active', paidPerSeat: true })).toBeNull();
    expect(statusRemark({ status: 'Expired', paidPerSeat: false })?.label).toBe('Expired');
    expect(statusRemark({ status: null, paidPerSeat: false })?.label).toBe('Not paid per seat');
  });

  it('reads days and currencies as typed', () => {
    expect(['45', ' 7 ', 3650, '0', '', 'x', 3651, 1.5].map(parseDays)).toEqual([
      45,
      7,
      3650,
      null,
      null,
      null,
      null,
      null,
    ]);
    expect([' eur', 'USD', 'US', '12$'].map(parseCurrency)).toEqual(['EUR', 'USD', null, null]);
  });
});

function setUp() {
  const review = {
    licenses: vi.fn<Api['review']['licenses']>(() =>
      Promise.resolve({ asOf: '2026-11-20T00:00:00Z', licenses: [priced('A', 'EUR', 1200)] }),
    ),
    setPrice: vi.fn<Api['review']['setPrice']>(() => Promise.resolve()),
    exportUnused: vi.fn<Api['review']['exportUnused']>(() =>
      Promise.resolve({ file: '/tmp/x.csv', rows: 3 }),
    ),
    seats: vi.fn<Api['review']['seats']>(() => Promise.resolve({ asOf: null, total: 0, rows: [] })),
  };
  return { review, api: { review: review as unknown as Api['review'] } };
}

describe('createLicensesStore', () => {
  it('starts with the org’s own number of days and asks again when the rule changes', async () => {
    const { review, api } = setUp();
    const store = createLicensesStore(api, { orgId: 'o', inactiveDays: 60 });
    await store.getState().load();
    store.getState().setRule({ includeFree: true });
    expect(review.licenses.mock.calls.map(([input]) => input.rule)).toEqual([
      { inactiveDays: 60, graceDays: 7, includeFree: false },
      { inactiveDays: 60, graceDays: 7, includeFree: true },
    ]);
    expect(store.getState().lastCurrency).toBe('EUR');
  });

  it('looks back, once per moment', async () => {
    const { review, api } = setUp();
    const store = createLicensesStore(api, { orgId: 'o', inactiveDays: 60 });
    store.getState().setAsOf(null);
    expect(review.licenses).not.toHaveBeenCalled();
    store.getState().setAsOf('2026-11-01T00:00:00Z');
    await vi.waitFor(() => expect(store.getState().table.loading).toBe(false));
    expect(review.licenses.mock.calls.map(([input]) => input.asOf)).toEqual(['2026-11-01T00:00:00Z']);
  });

  it('saves a price and shows what follows from it', async () => {
    const { review, api } = setUp();
    const store = createLicensesStore(api, { orgId: 'o', inactiveDays: 90 });
    await store.getState().setPrice(license({ name: 'A' }), 99.5, 'CHF');
    expect(review.setPrice).toHaveBeenCalledWith({
      orgId: 'o',
      kind: 'user',
      licenseId: 'A',
      monthlyPrice: 99.5,
      currency: 'CHF',
    });
    expect(review.licenses).toHaveBeenCalledOnce();
  });

  it('exports once at a time, all licenses or one', async () => {
    const { review, api } = setUp();
    const store = createLicensesStore(api, { orgId: 'o', inactiveDays: 90 });
    const first = store.getState().exportUnused();
    expect(await store.getState().exportUnused()).toBeNull();
    expect(await first).toEqual({ file: '/tmp/x.csv', rows: 3 });
    await store.getState().exportUnused(license({ name: 'A', kind: 'package' }));
    expect(review.exportUnused.mock.calls.map(([input]) => input.license)).toEqual([
      null,
      { kind: 'package', id: 'A' },
    ]);
    expect(store.getState().exporting).toBe(false);
  });
});

it('asks for the seats of one license under the rule on screen', async () => {
  const { review, api } = setUp();
  const rule = { inactiveDays: 30, graceDays: 7, includeFree: true };
  const asOf = '2026-11-01T00:00:00Z';
  const store = createSeatsStore(api, {
    orgId: 'o',
    rule,
    asOf,
    license: { kind: 'permissionSet', id: 'L' },
  });
  store.getState().setSort({ column: 'annualSaving', descending: true });
  await vi.waitFor(() => expect(store.getState().list.total).toBe(0));
  expect(review.seats).toHaveBeenCalledExactlyOnceWith({
    orgId: 'o',
    asOf,
    rule,
    license: { kind: 'permissionSet', id: 'L' },
    search: '',
    sort: 'annualSaving',
    descending: true,
    offset: 0,
    limit: 100,
  });
});

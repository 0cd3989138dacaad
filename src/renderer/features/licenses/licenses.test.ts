import { describe, expect, it } from 'vitest';
import type { LicenseTableRow } from '../../../shared/model/licenses';
import {
  firstRows,
  freeSeatCost,
  groupLicenses,
  isUnlisted,
  shownLicenses,
  totalsOf,
  unpricedIdleSeats,
} from './license-groups';
import { makeLicense, pricedLicense } from '../../../../test/builders/license-rows';
import { seatsParams, seatsRoute, tabOf, tabRoute } from './license-tabs';
import { explainDifference, reasonsInWords, statusRemark } from './license-words';

const names = (rows: readonly LicenseTableRow[] | undefined) => rows?.map(({ name }) => name);

describe('groups and sums', () => {
  it('give their first rows over all groups, and say how many there are', () => {
    const rows = ['A', 'B', 'C'].map((name) => makeLicense({ name }));
    const groups = groupLicenses([...rows, makeLicense({ name: 'D', kind: 'package' })], {
      column: 'name',
      descending: false,
    });
    const first = (most: number) =>
      firstRows(groups, most).map((group) => [names(group.rows)?.join(''), group.count]);
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
      makeLicense({ name: 'F', kind: 'feature' }),
      makeLicense({ name: 'B', unused: 1 }),
      makeLicense({ name: 'P', kind: 'package' }),
      makeLicense({ name: 'A', unused: 5 }),
    ];
    const groups = groupLicenses(rows, { column: 'unused', descending: true });
    expect(groups.map((group) => [group.kind, names(group.rows)])).toEqual([
      ['user', ['A', 'B']],
      ['package', ['P']],
      ['feature', ['F']],
    ]);
  });

  it('can keep the order of other numbers', () => {
    const settled = [makeLicense({ name: 'A', unused: 5 }), makeLicense({ name: 'B', unused: 9 })];
    const tried = settled.map((row, n) => ({ ...row, unused: n === 0 ? 50 : 9 }));
    const [group] = groupLicenses(tried, { column: 'unused', descending: true }, settled);
    expect(group?.rows.map(({ name, unused }) => [name, unused])).toEqual([
      ['B', 9],
      ['A', 50],
    ]);
    expect(group?.totals.unused).toBe(59);
  });

  it('puts unlimited licenses last in both directions', () => {
    const rows = [
      makeLicense({ name: 'U', total: null, free: null }),
      makeLicense({ name: 'S', total: 5 }),
      makeLicense({ name: 'L' }),
    ];
    const order = (descending: boolean) =>
      names(groupLicenses(rows, { column: 'total', descending })[0]?.rows);
    expect(order(true)).toEqual(['L', 'S', 'U']);
    expect(order(false)).toEqual(['S', 'L', 'U']);
  });

  it('sorts licenses paid by logins by their logins, and keeps those out of the sums of seats', () => {
    const rows = [
      makeLicense({ name: 'Seats', total: 500, used: 80, free: 420 }),
      makeLicense({
        name: 'Logins',
        metering: 'logins',
        total: 20_000,
        used: 3_000,
        free: 17_000,
        logins: { entitlement: 2_000, used: 2_100 },
      }),
    ];
    const by = (column: 'total' | 'used' | 'free') =>
      names(groupLicenses(rows, { column, descending: true })[0]?.rows);
    expect([by('total'), by('used'), by('free')]).toEqual([
      ['Logins', 'Seats'],
      ['Logins', 'Seats'],
      ['Seats', 'Logins'],
    ]);
    expect(totalsOf(rows)).toMatchObject({ total: 500, used: 80, free: 420 });
  });

  it('adds money per currency and never counts overuse as free seats', () => {
    const rows = [
      pricedLicense('A', 'USD', 1200),
      pricedLicense('B', 'EUR', 5000),
      pricedLicense('C', 'USD', 300, { free: -4, used: 104 }),
      makeLicense({ name: 'D' }),
    ];
    expect(totalsOf(rows)).toEqual({
      total: 400,
      used: 344,
      assignedActive: 320,
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

  it('costs free seats by the price as entered, not by a rounded month', () => {
    const price = { amount: 100, per: 'year', currency: 'USD', contractEnd: null } as const;
    expect(freeSeatCost([makeLicense({ name: 'A', price, monthlyPrice: 8.33, currency: 'USD' })])).toEqual([
      { currency: 'USD', amount: 2000 },
    ]);
  });

  it('hides what nobody pays per seat for until asked; logins are paid for', () => {
    const rows = [
      makeLicense({ name: 'Paid' }),
      makeLicense({ name: 'Chatter Free', paidPerSeat: false, unused: 0 }),
      makeLicense({ name: 'Login', paidPerSeat: false, unused: 0, metering: 'logins' }),
    ];
    expect(names(shownLicenses(rows, { includeFree: false }))).toEqual(['Paid', 'Login']);
    expect(shownLicenses(rows, { includeFree: true })).toHaveLength(3);
  });

  it('knows when nobody is listed who holds it', () => {
    expect(isUnlisted(makeLicense({ name: 'A', used: 5, assignedActive: 0 }))).toBe(true);
    expect(isUnlisted(makeLicense({ name: 'A', used: 5, assignedActive: 0, heldByDeactivated: 1 }))).toBe(
      false,
    );
    expect(isUnlisted(makeLicense({ name: 'A', used: 0, assignedActive: 0 }))).toBe(false);
  });
});

describe('a difference between the two counts', () => {
  const explain = (change: Partial<LicenseTableRow>) =>
    explainDifference(makeLicense({ name: 'A', ...change }), (iso) => `<${iso}>`);

  it('is none when they agree, and none where logins are counted', () => {
    expect(explain({})).toBeNull();
    expect(explain({ metering: 'logins', used: 3 })).toBeNull();
  });

  it('says both numbers', () => {
    expect(explain({ used: 1200, assignedActive: 1 })?.counts).toBe(
      'Salesforce counts 1,200 used. Seatwatch found 1 active user holding it.',
    );
  });

  it('blames deactivated users first, alone when they are all of it', () => {
    expect(explain({ kind: 'permissionSet', used: 82, heldByDeactivated: 2 })?.why).toEqual([
      '2 deactivated users still hold it: this is the whole difference.',
    ]);
    const why = explain({ kind: 'permissionSet', used: 90, heldByDeactivated: 1 })?.why ?? [];
    expect(why[0]).toBe('1 deactivated user still holds it; Salesforce may count that seat.');
    expect(why).toContain('Some holders may be hidden from the run-as user.');
  });

  it('says when Salesforce counted and what changed since', () => {
    const at = '2026-11-21T03:00:00.000Z';
    expect(explain({ used: 83, usedUpdatedAt: at, changedSince: 4 })?.why).toEqual([
      `Salesforce counted on <${at}>. 4 seats given or taken since explain it.`,
    ]);
    expect(explain({ used: 79, usedUpdatedAt: at, changedSince: 1 })?.why).toEqual([
      `Salesforce counted on <${at}>. 1 seat given or taken since explains it.`,
    ]);
    expect(explain({ used: 90, usedUpdatedAt: at, changedSince: 1 })?.why).toEqual([
      `Salesforce counted on <${at}>; 1 seat given or taken since.`,
      'Some holders may be hidden from the run-as user, such as users of Salesforce itself.',
    ]);
    expect(explain({ used: 70, usedUpdatedAt: at, changedSince: 0 })?.why).toEqual([
      `Salesforce counted on <${at}>; Seatwatch saw no seat change since.`,
    ]);
    expect(explain({ used: 70, usedUpdatedAt: at, changedSince: null })?.why).toEqual([
      `Salesforce counted on <${at}>; what has changed since is not in its number yet.`,
    ]);
    expect(explain({ used: 70 })?.why[0]).toContain('about once a day');
  });

  it('of feature licenses is one of days', () => {
    const metric = { at: '2026-11-20', total: 100, assigned: 70, active: 60 };
    expect(explain({ kind: 'feature', used: 70, metric })?.why).toEqual([
      'Salesforce counts feature licenses once a day; its number is of <2026-11-20>.',
    ]);
  });

  it('cannot be told where nobody is listed', () => {
    expect(explain({ kind: 'package', assignedActive: 0 })?.why[0]).toContain('lists nobody');
  });
});

describe('words', () => {
  it('remark on statuses that matter', () => {
    const remark = (change: Partial<LicenseTableRow>) =>
      statusRemark(makeLicense({ name: 'A', ...change }))?.label;
    expect(remark({})).toBeUndefined();
    expect(remark({ status: 'Expired', paidPerSeat: false })).toBe('Expired');
    expect(remark({ status: 'Trial', paidPerSeat: false })).toBe('Trial');
    expect(remark({ status: null, paidPerSeat: false })).toBe('Not paid per seat');
    expect(remark({ paidPerSeat: false, metering: 'logins' })).toBe('Paid by logins');
  });

  it('say why seats are idle, most first', () => {
    const reasons = { 'user-deactivated': 0, frozen: 3, 'never-logged-in': 1, inactive: 1200 };
    expect(reasonsInWords(reasons)).toBe('1,200 inactive, 3 frozen, 1 never logged in');
  });
});

describe('the address', () => {
  it('names the tab, the first being none', () => {
    expect(tabRoute('o', 'table')).toMatchObject({ page: 'licenses', params: {} });
    expect(tabRoute('o', 'trend')).toMatchObject({ params: { tab: 'trend' } });
    expect([tabOf({}), tabOf({ tab: 'trend' }), tabOf({ tab: 'nonsense' })]).toEqual([
      'table',
      'trend',
      'table',
    ]);
  });

  it('keeps what seats are filtered by', () => {
    const filters = [
      { license: { kind: 'feature', id: 'MarketingUser' }, group: null },
      { license: null, group: { by: 'department', value: 'R&D / 2', label: 'R&D / 2' } },
      { license: null, group: { by: 'manager', value: '005x', label: 'Ana López' } },
      { license: null, group: { by: 'country', value: null, label: 'No country' } },
    ] as const;
    for (const filter of filters) {
      const route = seatsRoute('o', filter);
      if (route.name !== 'org') throw new Error('Not a page of an org');
      expect(tabOf(route.params)).toBe('seats');
      expect(seatsParams(route.params)).toEqual(filter);
    }
    expect(seatsParams({ kind: 'nonsense', license: 'x', by: 'age' })).toEqual({
      license: null,
      group: null,
    });
  });
});

import { describe, expect, it } from 'vitest';
import { makeLicense } from '../../../../test/builders/license-rows';
import type { SeatPrice } from '../../../shared/model/prices';
import {
  dateOf,
  daysUntil,
  endingInWords,
  endingSoon,
  endInWords,
  isSoon,
  parseContractEnd,
} from './contract-end';
import { changedPrices, commonPrice, sameEndForAll } from './price-changes';
import { readDraft } from './price-fields';

const price = (change: Partial<SeatPrice> = {}): SeatPrice => ({
  amount: 100,
  per: 'month',
  currency: 'USD',
  contractEnd: '2027-01-31',
  ...change,
});
const row = (name: string, own: SeatPrice | null) => makeLicense({ name, price: own });
const LAST = { per: 'month', currency: 'USD', contractEnd: null } as const;

describe('prices of several licenses', () => {
  it('have in common what is the same everywhere', () => {
    expect(commonPrice([])).toEqual({});
    expect(commonPrice([row('A', price())])).toEqual(price());
    expect(commonPrice([row('A', price()), row('B', price({ amount: 5, contractEnd: null }))])).toEqual({
      per: 'month',
      currency: 'USD',
    });
    expect(commonPrice([row('A', null), row('B', price())])).toEqual({});
    expect(commonPrice([row('A', price()), row('B', null)])).toEqual({});
  });

  it('change in the parts that were touched only', () => {
    const rows = [
      row('A', price()),
      row('B', price({ amount: 5, per: 'year', currency: 'EUR', contractEnd: null })),
    ];
    expect(changedPrices(rows, { contractEnd: '2028-06-30' }, LAST)).toEqual({
      prices: [
        { license: { kind: 'user', id: 'A' }, price: price({ contractEnd: '2028-06-30' }) },
        {
          license: { kind: 'user', id: 'B' },
          price: { amount: 5, per: 'year', currency: 'EUR', contractEnd: '2028-06-30' },
        },
      ],
      unpriced: 0,
    });
    expect(
      changedPrices(rows, { contractEnd: null }, LAST).prices.map((one) => one.price.contractEnd),
    ).toEqual([null, null]);
  });

  it('leave out those without a price unless one is given', () => {
    const rows = [row('A', null), row('B', price())];
    expect(changedPrices(rows, { contractEnd: '2028-06-30' }, LAST)).toMatchObject({
      prices: [{ license: { id: 'B' } }],
      unpriced: 1,
    });
    expect(changedPrices(rows, { amount: 0 }, LAST)).toMatchObject({
      prices: [
        { license: { id: 'A' }, price: { amount: 0, per: 'month', currency: 'USD', contractEnd: null } },
        { license: { id: 'B' }, price: price({ amount: 0 }) },
      ],
      unpriced: 0,
    });
  });

  it('take over one contract’s end where it differs', () => {
    const rows = [
      row('A', price()),
      row('B', price()),
      row('C', price({ contractEnd: null })),
      row('D', null),
    ];
    expect(sameEndForAll(rows, { kind: 'user', id: 'A' }, '2027-01-31').map((one) => one.license.id)).toEqual(
      ['C'],
    );
    expect(sameEndForAll(rows, { kind: 'package', id: 'A' }, null).map((one) => one.license.id)).toEqual([
      'A',
      'B',
    ]);
  });

  it('are read as typed', () => {
    const draft = { amount: 12.5, per: 'year', currency: ' eur', contractEnd: '' } as const;
    expect(readDraft(draft)).toEqual({ amount: 12.5, per: 'year', currency: 'EUR', contractEnd: null });
    expect(readDraft({ amount: '', per: '', currency: 'E', contractEnd: '2027-02-30' })).toEqual({
      amount: null,
      per: null,
      currency: null,
      contractEnd: undefined,
    });
  });
});

describe('the end of a contract', () => {
  it('is counted in calendar days, also over a change of clocks', () => {
    expect(daysUntil('2026-11-22', '2026-11-22')).toBe(0);
    expect(daysUntil('2027-03-29', '2027-03-27')).toBe(2);
    expect(daysUntil('2026-10-25', '2026-10-26')).toBe(-1);
    expect(daysUntil('2028-03-01', '2028-02-28')).toBe(2);
  });

  it('begins with today in this computer’s zone', () => {
    const evening = new Date(2026, 10, 22, 23, 30).getTime();
    const morning = new Date(2026, 10, 22, 0, 30).getTime();
    expect([dateOf(evening), dateOf(morning)]).toEqual(['2026-11-22', '2026-11-22']);
  });

  it('is near from 90 days on', () => {
    expect([91, 90, 0, -5].map(isSoon)).toEqual([false, true, true, true]);
    expect([90, 1, 0, -1, -30].map(endInWords)).toEqual([
      'ends in 90 days',
      'ends in 1 day',
      'ends today',
      'ended 1 day ago',
      'ended 30 days ago',
    ]);
  });

  it('is announced with Salesforce’s own ends when near and not over', () => {
    const rows = [
      makeLicense({
        name: 'A',
        price: price({ contractEnd: '2027-01-31' }),
        expiresAt: '2027-01-15T00:00:00.000Z',
      }),
      makeLicense({ name: 'B', price: price({ contractEnd: '2026-11-21' }) }),
      makeLicense({
        name: 'C',
        price: price({ contractEnd: '2028-01-01' }),
        expiresAt: '2026-11-01T00:00:00.000Z',
      }),
    ];
    const soon = endingSoon(rows, '2026-11-22');
    expect(soon).toEqual({ contracts: 1, expiring: 1, next: '2027-01-15' });
    expect(endingInWords(soon)).toBe(
      'Within 90 days: the contract of 1 license ends, 1 license expires; the first on Jan 15, 2027.',
    );
    expect(endingInWords(endingSoon(rows, '2020-01-01'))).toBe('');
  });

  it('is a date of the calendar or none', () => {
    expect(['', '2028-02-29', '2027-02-29', '31.1.2027', '2027-1-1'].map(parseContractEnd)).toEqual([
      null,
      '2028-02-29',
      undefined,
      undefined,
      undefined,
    ]);
  });
});

import { describe, expect, it } from 'vitest';
import type { PortfolioOrg } from '../../../shared/model/license-trend';
import type { CurrencyAmount } from '../../../shared/model/prices';
import {
  amountWords,
  daysUntil,
  endWords,
  FIRST_SORTING,
  introWords,
  listWords,
  shareWords,
  sorted,
  sortingAfter,
  unpricedOrgs,
  unpricedWords,
  type Column,
} from './portfolio-words';

const usd = (amount: number, missing: CurrencyAmount[] = []) => ({ currency: 'USD', amount, missing });
const org = (name: string, changes: Partial<PortfolioOrg> = {}): PortfolioOrg => ({
  orgId: name,
  name,
  edition: null,
  isSandbox: false,
  asOf: '2026-06-30T12:00:00.000Z',
  inactiveDays: 90,
  paid: 0,
  used: 0,
  idle: 0,
  idleSeats: 0,
  unpricedIdleSeats: 0,
  waste: usd(0),
  free: usd(0),
  saved: usd(0),
  contractEnd: null,
  ...changes,
});

describe('sorted', () => {
  const orgs = [
    org('beta', { paid: 5, waste: usd(10), contractEnd: '2027-01-31' }),
    org('New', { asOf: null, paid: 99, waste: usd(99) }),
    org('Alpha', { paid: 20, waste: usd(10), contractEnd: '2026-12-31' }),
    org('Gamma', { paid: 5, waste: usd(30) }),
  ];
  const names = (by: Column, descending: boolean) => sorted(orgs, { by, descending }).map(({ name }) => name);

  it('has the dearest first, equal ones by name, and those without data last', () => {
    expect(sorted(orgs, FIRST_SORTING).map(({ name }) => name)).toEqual(['Gamma', 'Alpha', 'beta', 'New']);
    expect(names('paid', false)).toEqual(['beta', 'Gamma', 'Alpha', 'New']);
    expect(names('paid', true)).toEqual(['Alpha', 'beta', 'Gamma', 'New']);
  });

  it('sorts names as people do, whatever is known of the org', () => {
    expect(names('name', false)).toEqual(['Alpha', 'beta', 'Gamma', 'New']);
    expect(names('name', true)).toEqual(['New', 'Gamma', 'beta', 'Alpha']);
  });

  it('has the next contract first, and orgs without one after them in both directions', () => {
    expect(names('contractEnd', false)).toEqual(['Alpha', 'beta', 'Gamma', 'New']);
    expect(names('contractEnd', true)).toEqual(['beta', 'Alpha', 'Gamma', 'New']);
  });

  it('turns round with a second click, and starts at the end worth a look', () => {
    expect(sortingAfter(FIRST_SORTING, 'waste')).toEqual({ by: 'waste', descending: false });
    expect(sortingAfter(FIRST_SORTING, 'idle')).toEqual({ by: 'idle', descending: true });
    expect(sortingAfter(FIRST_SORTING, 'name')).toEqual({ by: 'name', descending: false });
    expect(sortingAfter(FIRST_SORTING, 'contractEnd')).toEqual({ by: 'contractEnd', descending: false });
  });
});

describe('amountWords', () => {
  const eur = { currency: 'EUR', amount: 1260 };
  const gbp = { currency: 'GBP', amount: 5 };

  it('sets amounts that could not be converted beside the sum', () => {
    expect(amountWords(usd(1200, [eur, gbp]))).toEqual({ main: '$1,200', others: ['+ €1,260', '+ £5'] });
  });

  it('says nothing of dollars where there are none', () => {
    expect(amountWords(usd(0, [eur, gbp]))).toEqual({ main: '€1,260', others: ['+ £5'] });
    expect(amountWords(usd(0))).toEqual({ main: '$0', others: [] });
  });
});

it('puts shares, missing prices and lists into words', () => {
  expect([shareWords(340, 1240), shareWords(1, 1000), shareWords(0, 10), shareWords(0, 0)]).toEqual([
    '27% of those paid',
    '0.1% of those paid',
    '0% of those paid',
    null,
  ]);
  expect(unpricedWords(org('a', { unpricedIdleSeats: 1200 }))).toBe('1,200 without a price');
  expect(unpricedWords(org('a'))).toBeNull();
  expect(listWords(['EUR'])).toBe('EUR');
  expect(listWords(['EUR', 'GBP'])).toBe('EUR and GBP');
});

it('names orgs without prices, those with most seats first', () => {
  const orgs = [org('a'), org('b', { unpricedIdleSeats: 2 }), org('c', { unpricedIdleSeats: 7 })];
  expect(unpricedOrgs(orgs).map(({ name }) => name)).toEqual(['c', 'b']);
});

it('says how many orgs there are and how many are empty', () => {
  const empty = org('b', { asOf: null });
  expect(introWords({ orgs: [org('a'), empty] })).toBe(
    '2 orgs connected, 1 of them without data yet. Each is judged by its own definition of idle.',
  );
  expect(introWords({ orgs: [org('a')] })).toBe(
    '1 org connected. It is judged by its own definition of idle.',
  );
  expect(introWords({ orgs: [empty] })).toBe('1 org connected, nothing collected yet.');
});

describe('contract ends', () => {
  const now = Date.UTC(2026, 5, 30, 23, 59);
  it('count whole UTC days', () => {
    expect(
      ['2026-06-30', '2026-07-01', '2026-06-29', '2027-06-30'].map((date) => daysUntil(date, now)),
    ).toEqual([0, 1, -1, 365]);
  });

  it('are remarked on while there is still something to do', () => {
    expect(
      ['2026-06-29', '2026-06-30', '2026-07-01', '2026-07-12', '2027-06-30'].map((date) =>
        endWords(date, now),
      ),
    ).toEqual([null, 'today', 'in 1 day', 'in 12 days', null]);
  });
});

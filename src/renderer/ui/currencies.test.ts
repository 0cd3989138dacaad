import { describe, expect, it } from 'vitest';
import { crossRates, entered, parseCurrency, rateLines } from './currencies';

const at = '2026-06-30T12:00:00.000Z';

describe('rateLines', () => {
  it('has a line for every currency in use but the one amounts are shown in', () => {
    const rates = [{ currency: 'EUR', rate: 1.08, at }];
    expect(rateLines(rates, ['GBP', 'EUR', 'USD'], 'USD')).toEqual([
      { currency: 'EUR', rate: 1.08, at },
      { currency: 'GBP', rate: '', at: null },
    ]);
  });
});

describe('crossRates', () => {
  const before = {
    currency: 'USD',
    lines: [
      { currency: 'EUR', rate: 1.25, at },
      { currency: 'GBP', rate: 1.5, at },
      { currency: 'JPY', rate: '', at: null },
    ],
  };
  const blank = (...currencies: string[]) => currencies.map((currency) => ({ currency, rate: '', at: null }));

  it('works out what is known of another currency, and leaves the rest open', () => {
    expect(crossRates(blank('GBP', 'JPY', 'USD'), before, 'EUR').map(({ rate }) => rate)).toEqual([
      1.2,
      '',
      0.8,
    ]);
  });

  it('never changes a rate that was entered', () => {
    const kept = [{ currency: 'USD', rate: 0.9, at }];
    expect(crossRates(kept, before, 'EUR')).toEqual(kept);
  });

  it('guesses nothing without a rate between the two', () => {
    expect(crossRates(blank('EUR', 'USD'), before, 'JPY')).toEqual(blank('EUR', 'USD'));
  });
});

it('takes only positive numbers for rates and only three letters for currencies', () => {
  const rates = ['', 0, -1, 1.5, '1.5'].map((rate) => entered({ currency: 'EUR', rate, at: null }));
  expect(rates).toEqual([null, null, null, 1.5, null]);
  expect([' eur', 'US', '12$'].map(parseCurrency)).toEqual(['EUR', null, null]);
});

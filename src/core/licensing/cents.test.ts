import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cents, converted, fromCents } from './cents';

describe('cents', () => {
  it.each([
    [1.005, 1, 101], // as typed, though the double is a little less
    [10.005, 3, 3002],
    [0.1, 3, 30],
    [19.99, 12, 23_988],
    [0.005, 1, 1],
    [0, 500, 0],
    [10_000_000, 200_000, 200_000_000_000_000],
  ])('%d times %d', (amount, times, expected) => {
    expect(cents(amount, times)).toBe(expected);
  });

  it('of amounts in whole cents are exact, however many seats', () => {
    const amount = fc.integer({ min: 0, max: 1_000_000_000 });
    const seats = fc.integer({ min: 0, max: 1_000_000 });
    fc.assert(
      fc.property(amount, seats, (whole, times) => {
        fc.pre(whole * times <= Number.MAX_SAFE_INTEGER);
        expect(cents(fromCents(whole), times)).toBe(whole * times);
      }),
    );
  });
});

describe('converted', () => {
  it.each([
    [100, 1.1, 110],
    [-100, 1.1, -110],
    [1, 0.5, 1], // half up
    [-1, 0.5, -1],
    [1_000_000, 0.0064, 6_400],
    [123_456, 1, 123_456],
  ])('%d at %d', (amount, rate, expected) => {
    expect(converted(amount, rate)).toBe(expected);
  });

  it('is never off by more than half a cent', () => {
    const amount = fc.integer({ min: 0, max: 1_000_000_000 });
    const rate = fc.double({ min: 1e-6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(amount, rate, (whole, one) => {
        const exact = whole * one;
        expect(Math.abs(converted(whole, one) - exact)).toBeLessThanOrEqual(
          0.5 + exact * 1e-12 + whole * 1e-12,
        );
      }),
    );
  });
});

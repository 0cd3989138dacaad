import { describe, expect, it } from 'vitest';
import { logShare, shade, ticks } from './shade';

describe('shades', () => {
  it('tell one from none, and the most from everything else', () => {
    expect(logShare(0, 100)).toBe(0);
    expect(logShare(1, 100_000)).toBeGreaterThan(0.05);
    expect(logShare(100_000, 100_000)).toBe(1);
    expect(logShare(5, 0)).toBe(0);
    expect(shade(0, 'main')).toBe('var(--sw-track)');
    expect(shade(1, 'bad')).toBe('color-mix(in oklab, var(--sw-series-bad) 100.0%, var(--sw-track))');
    expect(shade(0.01, 'main')).not.toBe(shade(0, 'main'));
  });

  it.each([
    [0, []],
    [1, [1]],
    [2, [1, 2]],
    [16, [1, 16]],
    [851, [1, 10, 100, 851]],
    [73_080, [1, 10, 100, 1000, 73_080]],
    [9_000_000, [1, 100, 10_000, 9_000_000]],
  ])('of up to %i are explained with %j', (most, expected) => {
    expect(ticks(most)).toEqual(expected);
  });
});

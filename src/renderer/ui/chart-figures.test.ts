import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gaugeTone } from './chart-gauge';
import { niceScale, samplePeaks } from './chart-sample';
import { tickLabel, timeTicks } from './chart-time';

const DAY = 86_400_000;

describe('samplePeaks', () => {
  it('keeps both ends, the order and the highest value', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 1, maxLength: 3000 }),
        (values) => {
          const points = values.map((value, at) => ({ at, value }));
          const sampled = samplePeaks(points, (point) => point.value);
          expect(sampled.length).toBeLessThanOrEqual(300);
          expect(sampled[0]).toBe(points[0]);
          expect(sampled.at(-1)).toBe(points.at(-1));
          expect(Math.max(...sampled.map((p) => p.value))).toBe(Math.max(...values));
          expect(sampled.map((p) => p.at)).toEqual([...sampled.map((p) => p.at)].sort((a, b) => a - b));
        },
      ),
    );
  });

  it('leaves short series alone', () => {
    expect(samplePeaks([3, 1, 2], (n) => n)).toEqual([3, 1, 2]);
    expect(samplePeaks([], (n: number) => n)).toEqual([]);
  });
});

describe('niceScale', () => {
  it('ends above the peak in few round steps', () => {
    expect(niceScale(79_500)).toEqual([0, 25_000, 50_000, 75_000, 100_000]);
    expect(niceScale(0)).toEqual([0, 1]);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000_000 }), (peak) => {
        const ticks = niceScale(peak);
        expect(ticks.at(-1)).toBeGreaterThanOrEqual(peak);
        expect(ticks.length).toBeLessThanOrEqual(7);
        expect(ticks.every((tick) => Number.isInteger(tick))).toBe(true);
      }),
    );
  });
});

describe('timeTicks', () => {
  it('puts hours on a day and midnights on longer spans', () => {
    const from = Date.UTC(2026, 10, 20, 3, 17);
    const hours = timeTicks(from, from + DAY, 'utc');
    expect(hours.length).toBeGreaterThan(3);
    expect(hours.every((at) => at % 3_600_000 === 0)).toBe(true);
    const days = timeTicks(from, from + 30 * DAY, 'utc');
    expect(days.length).toBeLessThanOrEqual(8);
    expect(days.every((at) => at % DAY === 0 && at >= from)).toBe(true);
  });

  it('has nothing for a single moment', () => {
    expect(timeTicks(5, 5, 'utc')).toEqual([]);
  });

  it('labels by span', () => {
    const at = Date.UTC(2026, 10, 20, 15, 0);
    expect(tickLabel(at, DAY, 'utc', 'en-US')).toBe('3:00 PM');
    expect(tickLabel(at, 7 * DAY, 'utc', 'en-US')).toBe('Nov 20');
  });
});

it('warns before the line is reached', () => {
  expect(gaugeTone(20, 75)).toBe('ok');
  expect(gaugeTone(64, 75)).toBe('warn');
  expect(gaugeTone(75, 75)).toBe('bad');
});

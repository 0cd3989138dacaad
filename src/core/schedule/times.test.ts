import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeTimes, INTERVALS, nextTime, parseTime, timesOf } from './times';

const anyTime = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`);
const DAY = 86_400_000;

describe('parseTime', () => {
  it.each([
    ['04:30', '04:30'],
    ['4:30', '04:30'],
    [' 23:59 ', '23:59'],
    ['24:00', null],
    ['12:60', null],
    ['12', null],
    ['', null],
    ['12:00:00', null],
  ])('%j is %j', (text, time) => {
    expect(parseTime(text)).toBe(time);
  });
});

describe('timesOf', () => {
  it('of several times a day keeps the one that was named', () => {
    expect(timesOf('04:30', '6h')).toEqual({ minute: 30, hours: [4, 10, 16, 22], days: null });
    expect(timesOf('23:15', '1h').hours).toEqual(Array.from({ length: 24 }, (_, hour) => hour));
    expect(timesOf('22:00', '12h').hours).toEqual([10, 22]);
    expect(timesOf('22:00', 'weekday')).toEqual({ minute: 0, hours: [22], days: [1, 2, 3, 4, 5] });
    expect(timesOf('22:00', 'sunday').days).toEqual([0]);
  });

  it('has words', () => {
    expect(INTERVALS.map((every) => describeTimes('04:30', every)).slice(0, 4)).toEqual([
      'every day at 04:30',
      'Monday to Friday at 04:30',
      'every Sunday at 04:30',
      'every Monday at 04:30',
    ]);
    expect(describeTimes('04:30', '1h')).toBe('every hour, counted from 04:30');
    expect(describeTimes('04:30', '12h')).toBe('every 12 hours, counted from 04:30');
  });
});

describe('nextTime', () => {
  // Where clocks change; restored, because files of tests share a process.
  let before: string | undefined;
  beforeAll(() => {
    before = process.env['TZ'];
    process.env['TZ'] = 'Europe/Berlin';
  });
  afterAll(() => {
    process.env['TZ'] = before;
  });

  it('is the next moment that fits, never now or before', () => {
    fc.assert(
      fc.property(
        anyTime,
        fc.constantFrom(...INTERVALS),
        fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2027, 0, 1) }),
        (at, every, now) => {
          const times = timesOf(at, every);
          const next = nextTime(times, now);
          expect(next).toBeGreaterThan(now);
          expect(next - now).toBeLessThanOrEqual(7 * DAY + 3_600_000);
          const moment = new Date(next);
          expect(times.days === null || times.days.includes(moment.getDay())).toBe(true);
          // A time that daylight saving skips becomes the one an hour later.
          expect(moment.getMinutes()).toBe(times.minute);
        },
      ),
    );
  });

  it('stays at the time on the wall when the clocks change', () => {
    const times = timesOf('04:30', 'day');
    // The night to 29 March 2026: CET to CEST.
    expect(new Date(nextTime(times, Date.parse('2026-03-28T12:00:00Z'))).toISOString()).toBe(
      '2026-03-29T02:30:00.000Z',
    );
    expect(new Date(nextTime(times, Date.parse('2026-03-27T12:00:00Z'))).toISOString()).toBe(
      '2026-03-28T03:30:00.000Z',
    );
  });
});

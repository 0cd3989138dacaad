import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { QUARTER_MS } from '../../../shared/model/sign-in-map';
import { hourOfWeekIn } from './zone-hours';

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** What the clock on a wall there says, asked anew for every moment. */
function onTheWall(timeZone: string, at: number): number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    hourCycle: 'h23',
  });
  const parts = format.formatToParts(at);
  const part = (type: string) => parts.find((p) => p.type === type)?.value ?? '';
  return WEEKDAYS.indexOf(part('weekday')) * 24 + Number(part('hour'));
}

const ZONES = [
  'UTC',
  'Europe/Berlin',
  'America/Los_Angeles',
  // Quarters of an hour, half hours of summer time, the date line, a day that was left out.
  'Asia/Kathmandu',
  'America/St_Johns',
  'Australia/Lord_Howe',
  'Pacific/Chatham',
  'Pacific/Apia',
  'Africa/Casablanca',
];

describe('hours of the week in a time zone', () => {
  it('are those on the wall there, at any quarter of an hour', () => {
    const quarter = fc.integer({
      min: Date.UTC(2005, 0) / QUARTER_MS,
      max: Date.UTC(2030, 0) / QUARTER_MS,
    });
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), fc.array(quarter, { maxLength: 20 }), (zone, quarters) => {
        const hourOf = hourOfWeekIn(zone);
        for (const each of quarters) expect(hourOf(each)).toBe(onTheWall(zone, each * QUARTER_MS));
      }),
    );
  });

  it.each([
    ['Europe/Berlin', '2026-03-29'],
    ['Europe/Berlin', '2026-10-25'],
    ['America/Los_Angeles', '2026-11-01'],
    ['Australia/Lord_Howe', '2026-04-04'],
    ['Pacific/Apia', '2011-12-30'],
  ])('are right on each quarter of the days around a change: %s, %s', (zone, day) => {
    const hourOf = hourOfWeekIn(zone);
    const from = Date.parse(`${day}T00:00:00Z`) / QUARTER_MS - 96;
    for (let quarter = from; quarter < from + 4 * 96; quarter++)
      expect([quarter, hourOf(quarter)]).toEqual([quarter, onTheWall(zone, quarter * QUARTER_MS)]);
  });

  it('refuse a zone nobody knows', () => {
    expect(() => hourOfWeekIn('Mars/Olympus')).toThrow(RangeError);
  });
});

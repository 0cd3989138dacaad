import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { dateProblem, dayOf, endOfDay } from './calendar-days';

afterEach(() => vi.unstubAllEnvs());

const inZone = (zone: string) => vi.stubEnv('TZ', zone);

describe('the end of a day', () => {
  it.each([
    ['UTC', '2026-11-30', '2026-11-30T23:59:59.999Z'],
    ['Europe/Berlin', '2026-11-30', '2026-11-30T22:59:59.999Z'],
    ['America/Los_Angeles', '2026-11-30', '2026-12-01T07:59:59.999Z'],
    ['Pacific/Kiritimati', '2026-12-31', '2026-12-31T09:59:59.999Z'],
    ['Asia/Kolkata', '2028-02-29', '2028-02-29T18:29:59.999Z'],
    // The days on which the clocks change: 23 and 25 hours long.
    ['Europe/Berlin', '2026-03-29', '2026-03-29T21:59:59.999Z'],
    ['Europe/Berlin', '2026-10-25', '2026-10-25T22:59:59.999Z'],
    ['America/New_York', '2026-03-08', '2026-03-09T03:59:59.999Z'],
    ['America/New_York', '2026-11-01', '2026-11-02T04:59:59.999Z'],
    // Clocks that go back at midnight: the last hour of the day comes twice, and the second one ends it.
    ['America/Havana', '2026-10-31', '2026-11-01T03:59:59.999Z'],
    ['Atlantic/Azores', '2026-10-24', '2026-10-24T23:59:59.999Z'],
    // Clocks that go forward at midnight: the next day begins at one.
    ['America/Santiago', '2026-09-05', '2026-09-06T03:59:59.999Z'],
    ['Africa/Cairo', '2026-04-23', '2026-04-23T21:59:59.999Z'],
  ])('in %s on %s is %s', (zone, date, end) => {
    inZone(zone);
    expect(endOfDay(date, 'local')).toBe(end);
  });

  it('does not follow the computer when times are shown in UTC', () => {
    inZone('America/Los_Angeles');
    expect(endOfDay('2026-11-30', 'utc')).toBe('2026-11-30T23:59:59.999Z');
  });

  it.each(['', '2026-02-30', '2027-02-29', '30.11.2026', '2026-13-01', '2026-11-30T00:00', '0000-01-01'])(
    'is not known of %j',
    (date) => {
      expect(endOfDay(date, 'local')).toBeNull();
      expect(endOfDay(date, 'utc')).toBeNull();
    },
  );

  it.each([
    'UTC',
    'Europe/Berlin',
    'America/New_York',
    'America/Havana',
    'America/Santiago',
    'Africa/Cairo',
    'Asia/Beirut',
    'Australia/Lord_Howe',
    'Pacific/Chatham',
    'Pacific/Kiritimati',
    'Asia/Kathmandu',
  ])('is the last moment of that day, whatever day it is, in %s', (zone) => {
    inZone(zone);
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2015-01-01'), max: new Date('2040-12-31'), noInvalidDate: true }),
        fc.constantFrom('local' as const, 'utc' as const),
        (any, shown) => {
          const date = dayOf(any, shown);
          const end = new Date(endOfDay(date, shown) ?? NaN);
          expect(dayOf(end, shown)).toBe(date);
          expect(dayOf(new Date(end.getTime() + 1), shown)).not.toBe(date);
          expect(end.getTime()).toBeGreaterThanOrEqual(any.getTime());
        },
      ),
    );
  });
});

it('says what is wrong with a date', () => {
  inZone('Europe/Berlin');
  const now = new Date('2026-11-22T23:30:00Z'); // the 23rd in Berlin
  expect(dateProblem('', 'local', now)).toBe('Choose a date.');
  expect(dateProblem('2026-11-22', 'local', now)).toBe('This day is over.');
  expect(dateProblem('2026-11-23', 'local', now)).toBeNull();
  expect(dateProblem('2026-11-22', 'utc', now)).toBeNull();
});

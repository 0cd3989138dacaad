import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDate, parseDateTime, soqlDateTime } from './datetime';
import { mayReceiveToken } from './hosts';
import { toId18 } from './salesforce-id';

describe('ids', () => {
  it.each([
    ['00530000009M943', '00530000009M943AAC'],
    ['0018000000MX7v4', '0018000000MX7v4AAD'],
    ['00D000000000062', '00D000000000062EAA'],
    ['001A000001EjmqT', '001A000001EjmqTIAR'],
  ])('%s', (short, long) => {
    expect(toId18(short)?.startsWith(long)).toBe(true);
    expect(toId18(toId18(short))).toBe(toId18(short));
  });

  it.each([null, undefined, 5, '', '005', '0053000000-9M94', 'x'.repeat(16), 'x'.repeat(19)])(
    '%s is none',
    (value) => {
      expect(toId18(value)).toBeNull();
    },
  );

  it('tells ids apart that differ in case only', () => {
    const char = fc.constantFrom(...'ABCXYZabcxyz0189');
    const short = fc.string({ unit: char, minLength: 15, maxLength: 15 });
    fc.assert(
      fc.property(short, short, (a, b) => {
        expect(toId18(a)).toHaveLength(18);
        expect(toId18(a)?.toLowerCase() === toId18(b)?.toLowerCase()).toBe(a === b);
        expect(toId18(a)?.toLowerCase() === toId18(a.toUpperCase())?.toLowerCase()).toBe(
          a === a.toUpperCase(),
        );
      }),
    );
  });
});

describe('date-times', () => {
  it('reads both dialects alike', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date(0), max: new Date('2199-12-31'), noInvalidDate: true }), (date) => {
        const zulu = date.toISOString();
        expect(parseDateTime(zulu)).toBe(date.getTime());
        expect(parseDateTime(zulu.replace('Z', '+0000'))).toBe(date.getTime());
        expect(parseDateTime(soqlDateTime(date.getTime()))).toBe(date.getTime());
      }),
    );
  });

  it.each([
    ['2026-01-31T09:15:00Z', Date.UTC(2026, 0, 31, 9, 15)],
    ['2026-01-31T09:15:00.5Z', Date.UTC(2026, 0, 31, 9, 15, 0, 500)],
    ['2026-01-31T10:15:00.000+01:00', Date.UTC(2026, 0, 31, 9, 15)],
    ['2026-01-31T04:15:00.000-0500', Date.UTC(2026, 0, 31, 9, 15)],
    ['2026-02-30T00:00:00.000Z', null],
    ['2026-01-31T24:00:00.000Z', null],
    ['2026-01-31T09:60:00.000Z', null],
    ['2026-01-31T09:15:0a.000Z', null],
    ['2026-01-31T09-15:00.000Z', null],
    ['2026-01-3xT09:15:00.000Z', null],
    ['2026-01-31T09:15:00.000', null],
    ['2026-01-31 09:15:00Z', null],
    ['yesterday', null],
    [5, null],
    [null, null],
  ])('%s', (value, ms) => {
    expect(parseDateTime(value)).toBe(ms);
  });

  it('reads dates', () => {
    expect(parseDate('2026-01-31')).toBe(Date.UTC(2026, 0, 31));
    expect(parseDate('2026-13-01')).toBeNull();
    expect(parseDate('2026-01-31T09:15:00.000+0000')).toBe(Date.UTC(2026, 0, 31, 9, 15));
  });
});

describe('where a token may go', () => {
  const acme = 'https://acme.my.salesforce.com';
  it.each([
    [acme, acme, true],
    [acme, 'https://na139.salesforce.com', true],
    [acme, 'http://acme.my.salesforce.com', false],
    [acme, 'https://salesforce.com.evil.example', false],
    [acme, 'https://evilsalesforce.com', false],
    [acme, 'https://acme.my.salesforce.com@evil.example', false],
    [acme, 'https://acme.my.salesforce.com:8443', false],
    [acme, 'http://127.0.0.1:8080', false],
    ['http://127.0.0.1:8080', 'http://localhost:9090', true],
    ['http://127.0.0.1:8080', acme, false],
    [acme, 'nonsense', false],
  ])('from %s to %s: %s', (login, target, allowed) => {
    expect(mayReceiveToken(login, target)).toBe(allowed);
  });
});

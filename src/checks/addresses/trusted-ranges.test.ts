import { describe, expect, it } from 'vitest';
import { knownAddresses } from './known-addresses';

describe('what the org itself trusts', () => {
  const known = knownAddresses(
    [],
    [
      { start: '203.0.113.10', end: '203.0.113.30' },
      { start: '10.0.255.250', end: '10.1.0.5' },
      { start: '2001:db8::1', end: '2001:db8::ff' },
    ],
  );
  const isTrusted = (address: string) => known.of(address).purposes.has('trusted');

  it.each([
    ['203.0.113.9', false],
    ['203.0.113.10', true],
    ['203.0.113.30', true],
    ['203.0.113.31', false],
    // Across a byte: neither a network nor a number alone would do.
    ['10.0.255.249', false],
    ['10.1.0.0', true],
    ['10.1.0.6', false],
    ['2001:db8::10', true],
    ['2001:db8::100', false],
    // IPv4 in IPv6 clothes is IPv4.
    ['::ffff:203.0.113.20', true],
    ['Salesforce.com IP', false],
  ])('%s: %s', (address, expected) => {
    expect(isTrusted(address)).toBe(expected);
  });

  it('is no list', () => {
    expect(known.of('203.0.113.20').lists).toEqual([]);
    expect(known.has('trusted')).toBe(true);
    expect(known.has('office')).toBe(false);
    expect(knownAddresses([], [{ start: 'nothing', end: '10.0.0.1' }]).has('trusted')).toBe(false);
  });

  it('changes what is remembered with the addresses', () => {
    const other = knownAddresses([], [{ start: '203.0.113.10', end: '203.0.113.31' }]);
    expect(other.fingerprint).not.toBe(knownAddresses([]).fingerprint);
    expect(other.fingerprint).not.toBe(known.fingerprint);
  });
});

import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { describe, expect, it } from 'vitest';
import type { AddressList, AddressPurpose } from '../../shared/model/addresses';
import { isPrivateAddress, knownAddresses, networkOf, normalizeCidr, parseAddress } from './known-addresses';
import { rounds } from '../../../test/builders/rounds';

describe('an address', () => {
  it.each([
    [' 203.0.113.7 ', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['2001:DB8:0:0::1', '2001:db8::1'],
    ['::', '::'],
  ])('“%s” is %s', (text, expected) => {
    expect(parseAddress(text)?.toString()).toBe(expected);
  });

  it.each([
    // Numbers, octal and hexadecimal notations mean different things to different programs.
    '10',
    '3405803783',
    '0x7f.0.0.1',
    '010.0.0.1',
    '203.0.113',
    '203.0.113.256',
    '203.0.113.7.1',
    'fe80::1%eth0',
    '2001:db8',
    'Salesforce.com IP',
    '',
  ])('“%s” is none', (text) => {
    expect(parseAddress(text)).toBeNull();
  });
});

describe('a range in one form', () => {
  it.each([
    ['198.51.100.7', '198.51.100.7/32'],
    ['198.51.100.7/24', '198.51.100.0/24'],
    ['198.51.100.7/255.255.255.0', '198.51.100.0/24'],
    ['198.51.100.0/0', '0.0.0.0/0'],
    ['2001:db8::1', '2001:db8::1/128'],
    ['2001:db8:ffff::1/33', '2001:db8:8000::/33'],
    ['::ffff:198.51.100.7', '198.51.100.7/32'],
    ['::ffff:198.51.100.7/120', '198.51.100.0/24'],
    ['::ffff:198.51.100.7/90', '::ffc0:0:0/90'],
    ['10.0.0.0 - 10.0.0.255', '10.0.0.0/24'],
    ['10.0.0.4-10.0.0.4', '10.0.0.4/32'],
    ['2001:db8::-2001:db8::ffff', '2001:db8::/112'],
    ['0.0.0.0-255.255.255.255', '0.0.0.0/0'],
  ])('%s: %s', (text, expected) => {
    expect(normalizeCidr(text)).toBe(expected);
    expect(normalizeCidr(expected)).toBe(expected);
  });

  it.each([
    '10/8',
    '10.0.0.0/33',
    '10.0.0.0/-1',
    '10.0.0.0/',
    '10.0.0.0/8/8',
    '10.0.0.0/255.0.255.0',
    '2001:db8::/129',
    '10.0.0.1-10.0.0.6',
    '10.0.0.255-10.0.0.0',
    '10.0.0.0-2001:db8::',
    '10.0.0.0-',
    '10.0.0.0-10.0.0.1-10.0.0.2',
    'office',
  ])('%s: none', (text) => {
    expect(normalizeCidr(text)).toBeNull();
  });
});

it.each([
  ['203.0.113.77', '203.0.113.0/24'],
  ['::ffff:203.0.113.77', '203.0.113.0/24'],
  ['2001:db8:1:2::3', '2001:db8:1::/48'],
  ['Salesforce.com IP', 'Salesforce.com IP'],
])('the network of %s is %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});

it.each([
  ['10.1.2.3', true],
  ['192.168.0.1', true],
  ['127.0.0.1', true],
  ['::1', true],
  ['fd00::1', true],
  ['Salesforce.com IP', true],
  ['8.8.8.8', false],
  ['2a00:1450::1', false],
])('%s says nothing about a place: %s', (address, expected) => {
  expect(isPrivateAddress(address)).toBe(expected);
});

const octets = (length: number) =>
  fc.array(fc.constantFrom(0, 1, 127, 128, 255), { minLength: length, maxLength: length });
/** Bytes of few kinds, so that addresses lie in each other's ranges. */
const bytes = fc.oneof(
  octets(4),
  octets(2).map((ends) => [0x20, 1, 0x0d, 0xb8, ...new Array<number>(10).fill(0), ...ends]),
);
const range = bytes.chain((of) => fc.record({ of: fc.constant(of), bits: fc.nat(of.length * 8) }));
const text = (of: readonly number[]) => ipaddr.fromByteArray([...of]).toString();
const bit = (of: readonly number[], i: number) => ((of[i >> 3] ?? 0) >> (7 - (i & 7))) & 1;

const listOf = (purpose: AddressPurpose, name: string, cidrs: readonly string[]): AddressList => ({
  id: 1,
  orgId: null,
  name,
  purpose,
  ranges: cidrs.map((cidr) => ({ cidr, note: '' })),
  changedBy: 'ada',
  changedAt: '2026-06-30T12:00:00.000Z',
});

describe('known addresses', () => {
  it('are those whose bits say so', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(range, { maxLength: 6 }), { maxLength: 4 }),
        fc.array(bytes, { minLength: 1, maxLength: 10 }),
        (lists, addresses) => {
          const purposes = ['office', 'vpn', 'carrier', 'denied'] as const;
          const known = knownAddresses(
            lists.map((ranges, i) =>
              listOf(
                purposes[i] ?? 'office',
                `list ${i}`,
                ranges.map(({ of, bits }) => `${text(of)}/${bits}`),
              ),
            ),
          );
          for (const address of addresses) {
            const expected = lists.flatMap((ranges, i) => {
              const isIn = ranges.some(
                ({ of, bits }) =>
                  of.length === address.length &&
                  Array.from({ length: bits }, (_, n) => n).every((n) => bit(of, n) === bit(address, n)),
              );
              return isIn ? [i] : [];
            });
            const { lists: names, purposes: found } = known.of(text(address));
            expect(names).toEqual(expected.map((i) => `list ${i}`));
            expect([...found]).toEqual(expected.map((i) => purposes[i]));
          }
        },
      ),
      { numRuns: rounds(300) },
    );
  });

  it('know IPv4 in the clothes of IPv6, on both sides', () => {
    const known = knownAddresses([listOf('vpn', 'VPN', ['::ffff:203.0.113.0/120'])]);
    expect(known.of('203.0.113.9').lists).toEqual(['VPN']);
    expect(known.of('::ffff:203.0.113.9').lists).toEqual(['VPN']);
    expect(known.of('203.0.114.9').lists).toEqual([]);
    expect(known.of('Salesforce.com IP').purposes.size).toBe(0);
  });

  it('name a list once, and lists of the same name both', () => {
    const known = knownAddresses([
      listOf('office', 'A', ['10.0.0.0/8', '10.1.0.0/16', '10.1.2.3']),
      listOf('vpn', 'A', ['10.1.0.0/16']),
      listOf('denied', 'Empty', []),
    ]);
    expect(known.of('10.1.2.3')).toEqual({ purposes: new Set(['office', 'vpn']), lists: ['A', 'A'] });
    expect(known.of('10.2.0.1').lists).toEqual(['A']);
    expect([known.has('office'), known.has('denied'), known.has('carrier')]).toEqual([true, false, false]);
  });

  it('cost as little to ask when there are twenty thousand ranges', () => {
    const many = knownAddresses([
      listOf(
        'office',
        'Many',
        Array.from({ length: 20_000 }, (_, i) => `10.${i >> 8}.${i & 255}.0/${24 + (i % 8)}`),
      ),
    ]);
    // Comparing each address with each range would take longer than a test may.
    let found = 0;
    for (let i = 0; i < 100_000; i++)
      found += many.of(`10.${i % 100}.${(i >> 8) & 255}.${i & 255}`).lists.length;
    expect(found).toBeGreaterThan(1000);
  });
});

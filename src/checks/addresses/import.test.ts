import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { describe, expect, it } from 'vitest';
import { addressOf, parseAddress, valueOf } from './address';
import { blocksBetween } from './blocks';
import { importAddresses } from './import';
import { normalizeCidr } from './known-addresses';
import { rounds } from '../../../test/builders/rounds';

const imported = (text: string) =>
  importAddresses(text).ranges.map(({ cidr, note }) => `${cidr} ${note}`.trim());
const refused = (text: string) => importAddresses(text).refused.map(({ line, why }) => `${line}: ${why}`);

describe('plain lines', () => {
  it('hold an address, a block or a range each, with or without a note', () => {
    const text = [
      '# Addresses of the company',
      '',
      '203.0.113.7',
      '  203.0.113.0/24   Berlin office  ',
      '198.51.100.0/24 # VPN, both ends',
      '2001:db8::/32',
      '10.0.0.0 - 10.0.0.255 Lab',
      '10.1.0.1–10.1.0.6',
      '192.0.2.9 - second floor',
      '172.16.0.0/255.240.0.0',
    ].join('\n');
    expect(importAddresses(text)).toMatchObject({ refused: [], duplicates: 0 });
    expect(imported(text)).toEqual([
      '203.0.113.7/32',
      '203.0.113.0/24 Berlin office',
      '198.51.100.0/24 VPN, both ends',
      '2001:db8::/32',
      '10.0.0.0/24 Lab',
      '10.1.0.1/32',
      '10.1.0.2/31',
      '10.1.0.4/31',
      '10.1.0.6/32',
      '192.0.2.9/32 second floor',
      '172.16.0.0/12',
    ]);
  });

  it('end as on any system, and may begin with a mark of the byte order', () => {
    for (const end of ['\n', '\r\n', '\r']) {
      const text = `\uFEFF203.0.113.7${end}${end}nonsense${end}198.51.100.7${end}`;
      expect(imported(text)).toEqual(['203.0.113.7/32', '198.51.100.7/32']);
      expect(refused(text)).toEqual(['3: “nonsense” is no address, no CIDR block and no range.']);
    }
  });
});

describe('tables', () => {
  it.each([
    ['cidr,note', '203.0.113.0/24,"Berlin, Mitte"', '203.0.113.0/24 Berlin, Mitte'],
    ['Description;IP Address', 'Berlin;203.0.113.7', '203.0.113.7/32 Berlin'],
    ['Start IP\tEnd IP\tLocation', '10.0.0.0\t10.0.0.255\tLab', '10.0.0.0/24 Lab'],
    ['note,start,end', 'One,10.0.0.9,', '10.0.0.9/32 One'],
    ['id,RANGE,owner,note', '7,10.0.0.0-10.0.0.1,ada,Two', '10.0.0.0/31 Two'],
    ['"ip","description"', '"2001:db8::1","Six"', '2001:db8::1/128 Six'],
    // No header: what is no address is the note, and two addresses are a start and an end.
    ['Lyon,203.0.113.7', 'Berlin,203.0.113.8', '203.0.113.7/32 Lyon'],
    ['203.0.113.7,first', '', '203.0.113.7/32 first'],
    ['10.0.0.0,10.0.0.255,Lab', '', '10.0.0.0/24 Lab'],
  ])('%s / %s', (first, second, expected) => {
    const text = `${first}\n${second}\n`;
    expect(refused(text)).toEqual([]);
    expect(imported(text)[0]).toBe(expected);
  });

  it('tell the line a cell of several lines begins on', () => {
    const text = 'cidr,note\n10.0.0.1,"one\ntwo\nthree"\nwrong,x\n10.0.0.2,y\n';
    expect(imported(text)).toEqual(['10.0.0.1/32 one\ntwo\nthree', '10.0.0.2/32 y']);
    expect(refused(text)).toEqual(['5: “wrong” is no address, no CIDR block and no range.']);
  });

  it('are read with a quote that is never closed', () => {
    const text = '10.0.0.1,"HQ\n10.0.0.2,12" rack\n10.0.0.3,Lab';
    expect(imported(text)).toEqual(['10.0.0.1/32 "HQ', '10.0.0.2/32 12" rack', '10.0.0.3/32 Lab']);
  });
});

it.each([
  ['203.0.113.256', 'is no IPv4 address'],
  ['010.0.0.1', 'without zeros in front'],
  ['203.0.113.0/33', '“/33” is no length of a prefix: 0 to 32 bits.'],
  ['2001:db8::/200', '0 to 128 bits'],
  ['10.0.0.9-10.0.0.1', 'The range ends before it begins.'],
  ['10.0.0.9-2001:db8::', 'begins with IPv4 and ends with IPv6'],
  ['10.0.0.0/8,10.1.0.0/16', 'more than one'],
  ['10.0.0.1,10.0.0.2,10.0.0.3', 'more than one'],
  ['cidr\tnote\n10.0.0.1,10.0.0.9', 'more than one'],
  ['Berlin,203.0.113.999', '“203.0.113.999” is no IPv4 address'],
  ['cidr,note\n,Berlin', 'There is no address in the line.'],
])('%s is refused: %s', (text, why) => {
  const result = importAddresses(text);
  expect(result.ranges).toEqual([]);
  expect(result.refused.map((each) => each.why)).toEqual([expect.stringContaining(why)]);
});

it('lines that say the same are counted, and the first note stays', () => {
  const text = '10.0.0.0/24\n10.0.0.77/24 Lab\n10.0.0.0-10.0.0.255 Other\n10.0.0.0/25 part of it';
  expect(importAddresses(text)).toEqual({
    ranges: [
      { cidr: '10.0.0.0/24', note: 'Lab' },
      { cidr: '10.0.0.0/25', note: 'part of it' },
    ],
    refused: [],
    duplicates: 2,
  });
});

it('nothing is nothing', () => {
  for (const text of ['', '\uFEFF', '\n\n', '# only\r\n# comments', ' , ,\n'])
    expect(importAddresses(text)).toEqual({ ranges: [], refused: [], duplicates: 0 });
});

const bytesOf = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const address = fc
  .oneof(bytesOf(4), bytesOf(16))
  // Addresses of IPv4 in IPv6 clothes are others when read.
  .map((bytes) => ipaddr.fromByteArray([...bytes]).toString());
const note = fc.string({ unit: 'grapheme', maxLength: 20 }).map((text) =>
  text
    .replaceAll('\0', ' ')
    .replace(/[\r\n]/g, ' ')
    .trim(),
);

describe('properties', () => {
  it('every line is a range, a duplicate or refused, wherever it stands', () => {
    const line = fc.oneof(
      address.map((text) => ({ text, good: true })),
      fc.tuple(address, fc.nat(32)).map(([text, bits]) => ({ text: `${text}/${bits}`, good: true })),
      fc.constantFrom('x', '300.1.1.1', '10.0.0.0/99', '1').map((text) => ({ text, good: false })),
      fc.constantFrom('', '   ', '# comment').map((text) => ({ text, good: null })),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 30 }), fc.constantFrom('\n', '\r\n'), (lines, end) => {
        const result = importAddresses(lines.map(({ text }) => text).join(end));
        const good = lines.filter((each) => each.good === true);
        expect(result.refused.map((each) => each.line)).toEqual(
          lines.flatMap((each, i) => (each.good === false ? [i + 1] : [])),
        );
        expect(result.ranges.length + result.duplicates).toBe(good.length);
        expect(new Set(result.ranges.map(({ cidr }) => cidr))).toEqual(
          new Set(good.map(({ text }) => normalizeCidr(text))),
        );
        for (const { cidr } of result.ranges) expect(normalizeCidr(cidr)).toBe(cidr);
      }),
    );
  });

  it('a table written by any program is read as it was meant', () => {
    const quote = (text: string) => `"${text.replaceAll('"', '""')}"`;
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.tuple(address, note), {
          selector: ([text]) => normalizeCidr(text),
          minLength: 1,
          maxLength: 12,
        }),
        fc.constantFrom(',', ';', '\t'),
        fc.boolean(),
        (table, separator, noteFirst) => {
          const row = (cidr: string, text: string) =>
            (noteFirst ? [text, cidr] : [cidr, text]).join(separator);
          const text = [
            row('cidr', 'note'),
            ...table.map(([cidr, words]) => row(quote(cidr), quote(words))),
          ].join('\r\n');
          expect(importAddresses(text)).toEqual({
            // A note that begins a line with # would be a comment there.
            ranges: table
              .filter(([, words]) => !(noteFirst && words.startsWith('#')))
              .map(([cidr, words]) => ({ cidr: normalizeCidr(cidr), note: words })),
            refused: [],
            duplicates: 0,
          });
        },
      ),
    );
  });

  it('a range becomes blocks that hold its addresses, each once, and no others', () => {
    const ends = fc
      .tuple(
        fc.constantFrom<32 | 128>(32, 128),
        fc.nat(100_000),
        fc.nat(3000),
        fc.constantFrom(0n, 1n, 1n << 20n),
      )
      .map(([size, first, count, more]) => ({
        size,
        first: BigInt(first),
        last: BigInt(first + count) + more,
      }));
    fc.assert(
      fc.property(ends, ({ size, first, last }) => {
        const blocks = blocksBetween(addressOf(first, size), addressOf(last, size));
        let next = first;
        for (const block of blocks) {
          expect(block.value).toBe(next);
          next = block.value + (1n << BigInt(size - block.bits));
        }
        expect(next).toBe(last + 1n);
        // No two neighbors could be one.
        expect(blocks.length).toBeLessThanOrEqual(2 * size - 2);
      }),
    );
  });

  it('no text is too odd', () => {
    const pieces = [
      '"',
      ',',
      ';',
      '\t',
      '\n',
      '\r',
      '#',
      '-',
      '.',
      ':',
      '/',
      '10.0.0.',
      '1',
      'f::',
      ' ',
      '\0',
      'ä',
      '\uFEFF',
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 60 }), (parts) => {
        for (const { cidr } of importAddresses(parts.join('')).ranges) expect(normalizeCidr(cidr)).toBe(cidr);
      }),
      { numRuns: rounds(1000) },
    );
  });

  it('an address is the number it stands for', () => {
    fc.assert(
      fc.property(address, (text) => {
        const parsed = parseAddress(text);
        expect(
          parsed === null ? null : addressOf(valueOf(parsed), parsed.kind() === 'ipv4' ? 32 : 128).toString(),
        ).toBe(parsed?.toString());
      }),
    );
  });
});

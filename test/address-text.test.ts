import fc from 'fast-check';
import { expect, it } from 'vitest';
import { importAddresses } from '../src/checks/addresses/import';
import { rangesAsText } from '../src/renderer/features/addresses/address-words';
import { rounds } from './builders/rounds';

const note = fc
  .oneof(
    fc.string({ unit: 'grapheme', maxLength: 30 }),
    fc
      .array(fc.constantFrom('"', ',', ';', '#', '10.0.0.1', 'note', '-', '\t', '\n', ' '), { maxLength: 8 })
      .map((parts) => parts.join('')),
  )
  .map((text) => text.replaceAll('\0', ''));

it('a list that is opened for editing and saved unchanged stays as it is', () => {
  const list = fc.uniqueArray(
    fc.record({ cidr: fc.nat(60_000).map((n) => `10.${n >> 8}.${n & 255}.0/24`), note }),
    { selector: ({ cidr }) => cidr, maxLength: 20 },
  );
  fc.assert(
    fc.property(list, (ranges) => {
      expect(importAddresses(rangesAsText(ranges))).toEqual({
        ranges: ranges.map((range) => ({ ...range, note: range.note.replace(/\s+/g, ' ').trim() })),
        refused: [],
        duplicates: 0,
      });
    }),
    { numRuns: rounds(500) },
  );
});

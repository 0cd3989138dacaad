import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCsvLines } from './csv-lines';
import { rounds } from '../../../../test/builders/rounds';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

function read(pieces: readonly Uint8Array[]): string[][] {
  const rows: string[][] = [];
  const csv = createCsvLines(() => (values) => {
    rows.push(values);
  });
  for (const piece of pieces) csv.push(piece);
  csv.end();
  return rows;
}

/** Every way Salesforce may write a value: quoted, or bare where nothing forces quotes. */
const write = (value: string, quoted: boolean): string =>
  quoted || /[",\n\r]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;

/** Cuts bytes at the given places, also in the middle of a character. */
function cut(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const at = [...new Set(places.map((place) => place % (bytes.length + 1)))].sort((a, b) => a - b);
  return [0, ...at].map((from, i) => bytes.slice(from, [...at, bytes.length][i]));
}

const value = fc.oneof(
  { weight: 3, arbitrary: fc.string({ unit: fc.constantFrom('a', ' ', ',', '"', '\n', '\r', 'é', '😀') }) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme' }) },
);

describe('a result page in pieces', () => {
  it('gives the same records wherever it is cut', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(value, value, value), { maxLength: 12 }),
        fc.array(fc.nat(500), { maxLength: 12 }),
        fc.boolean(),
        fc.boolean(),
        (rows, places, quoted, lastLineEnd) => {
          const header = ['Id', 'Status', 'LoginGeo.City'].map((name) => write(name, quoted)).join(',');
          const lines = rows.map((row) => row.map((cell) => write(cell, quoted)).join(','));
          const text = [header, ...lines].join('\n') + (lastLineEnd || rows.length === 0 ? '\n' : '');
          expect(read(cut(encode(text), places))).toEqual(rows);
        },
      ),
      { numRuns: rounds(500) },
    );
  });

  it('is empty when there is only the line of names', () => {
    expect(read([encode('"Id","Name"\n')])).toEqual([]);
    expect(read([encode('"Id","Name"')])).toEqual([]);
  });

  it('hands a row over as soon as it is complete', () => {
    let rows = 0;
    const csv = createCsvLines(() => () => {
      rows += 1;
    });
    csv.push(encode('Id,Name\n'));
    for (let i = 1; i <= 1_000; i += 1) {
      csv.push(encode(`${String(i)},x\n`));
      expect(rows).toBe(i);
    }
    csv.end();
    expect(rows).toBe(1_000);
  });

  it.each([
    ['nothing', '', 'EMPTY_ANSWER'],
    ['a web page', '<html>\n<b>sorry</b>\n</html>\n', 'HTML_ANSWER'],
    ['an error in JSON', '[{"errorCode":"X"}]', 'TRUNCATED_ANSWER'],
    ['a value cut in the middle', 'Id,Name\n1,"An', 'TRUNCATED_ANSWER'],
    ['a value cut behind a line end of its own', 'Id,Name\n1,"An\n', 'TRUNCATED_ANSWER'],
    ['a first value cut behind a line end of its own', 'Id,Name\n"1\n', 'TRUNCATED_ANSWER'],
    ['a last value cut within a longer one', 'Id,Name\n1,"a""', 'TRUNCATED_ANSWER'],
    ['a record cut between values', 'Id,Name\n1', 'TRUNCATED_ANSWER'],
    ['more values than names', 'Id,Name\n"1","2","3"\n', 'TRUNCATED_ANSWER'],
    ['a name cut in the middle', '"Id","Na', 'TRUNCATED_ANSWER'],
  ])('refuses %s', (_, text, code) => {
    expect(() => read([encode(text)])).toThrow(expect.objectContaining({ code }) as Error);
  });
});

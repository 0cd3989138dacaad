import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCsvRecords } from './bulk-csv';
import type { SfRecord } from './envelopes';

function read(pieces: readonly string[]): SfRecord[] {
  const csv = createCsvRecords();
  return [...pieces.flatMap((piece) => csv.push(piece)), ...csv.end()];
}

/** Every way Salesforce may write a value: quoted, or bare where nothing forces quotes. */
const write = (value: string, quoted: boolean): string =>
  quoted || /[",\n\r]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;

/** Cuts text at the given places. */
function cut(text: string, places: readonly number[]): string[] {
  const at = [...new Set(places.map((place) => place % (text.length + 1)))].sort((a, b) => a - b);
  return [0, ...at].map((from, i) => text.slice(from, [...at, text.length][i]));
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
          const expected = rows.map(([id, status, city]) => ({
            Id: id === '' ? null : id,
            Status: status === '' ? null : status,
            LoginGeo: city === '' ? null : { City: city },
          }));
          // A record without any value at all has nothing to show in either dialect.
          fc.pre(rows.every((row) => row.some((cell) => cell !== '')));
          expect(read(cut(text, places))).toEqual(expected);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('nests parents as REST does, and leaves out those without a value', () => {
    const text =
      '"Id","LoginGeo.City","LoginGeo.Latitude","A.B.C"\n' +
      '"1","Bern","46.9","x"\n' +
      '"2","","46.9",""\n' +
      '"3","","",""\n';
    expect(read([text])).toEqual([
      { Id: '1', LoginGeo: { City: 'Bern', Latitude: '46.9' }, A: { B: { C: 'x' } } },
      { Id: '2', LoginGeo: { City: null, Latitude: '46.9' }, A: null },
      { Id: '3', LoginGeo: null, A: null },
    ]);
  });

  it('is empty when there is only the line of names', () => {
    expect(read(['"Id","Name"\n'])).toEqual([]);
    expect(read(['"Id","Name"'])).toEqual([]);
  });

  it('keeps no more than the beginning of the next record', () => {
    const csv = createCsvRecords();
    csv.push('Id,Name\n');
    for (let i = 0; i < 1_000; i += 1) expect(csv.push(`${String(i)},x\n`)).toHaveLength(1);
    expect(csv.end()).toEqual([]);
  });

  it.each([
    ['nothing', '', 'EMPTY_ANSWER'],
    ['a web page', '<html>\n<b>sorry</b>\n</html>\n', 'HTML_ANSWER'],
    ['an error in JSON', '[{"errorCode":"X"}]', 'TRUNCATED_ANSWER'],
    ['a value cut in the middle', 'Id,Name\n1,"An', 'TRUNCATED_ANSWER'],
    ['a record cut between values', 'Id,Name\n1', 'TRUNCATED_ANSWER'],
    ['more values than names', 'Id,Name\n1,2,3\n', 'TRUNCATED_ANSWER'],
    ['a name cut in the middle', '"Id","Na', 'TRUNCATED_ANSWER'],
  ])('refuses %s', (_, text, code) => {
    expect(() => read([text])).toThrow(expect.objectContaining({ code }) as Error);
  });
});

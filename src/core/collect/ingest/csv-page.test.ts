import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SfRecord } from '../../salesforce/envelopes';
import { STREAMS } from '../streams';
import { createCsvPage } from './csv-page';
import { loginRows } from './login-rows';
import { rounds } from '../../../../test/builders/rounds';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const page = (columns: readonly string[], rows: readonly (readonly string[])[]): Uint8Array =>
  encode([columns, ...rows].map((row) => `${row.map((cell) => `"${cell}"`).join()}\n`).join(''));

const USER = '005000000000001AAA';
const OTHER = '005000000000002AAA';

/** What REST would give for the same values. */
function recordOf(columns: readonly string[], values: readonly string[]): SfRecord {
  const record: SfRecord = {};
  for (const [i, column] of columns.entries()) {
    const value = values[i] === '' ? null : values[i];
    const [head = '', tail] = column.split('.');
    if (tail === undefined) record[head] = value;
    else record[head] = { ...(record[head] as object | undefined), [tail]: value };
  }
  return record;
}

describe('rows of a login', () => {
  const columns = STREAMS.loginHistory.fields.map(({ path }) => path);
  const cell = fc.oneof(
    {
      weight: 3,
      arbitrary: fc.constantFrom('', 'Success', '198.51.100.7', '46.9', 'N/A', ' x ', 'null', 'é'),
    },
    { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 8 }) },
  );
  const ids = fc.constantFrom(USER, '005000000000001', '', 'no id', ' 005000000000002AAA ');
  const times = fc.oneof(
    fc
      .date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
      .map((date) => `${date.toISOString().slice(0, 19)}.000Z`),
    fc.constantFrom(
      '2026-02-30T10:00:00.000Z',
      '2026-02-28T24:00:00.000Z',
      '2026-02-28T23:60:00.000Z',
      '2026-02-28T23:00:61.000Z',
      '2026-02-28T1x:00:00.000Z',
      '2026-02-28T10-00-00.000Z',
      '2026-02-28T10:00:00.123Z',
      '2026-02-28T10:00:00.000+0000',
      '2026-02-28',
      '',
    ),
  );

  it('are what the stream’s own map makes of them, whatever columns there are', () => {
    fc.assert(
      fc.property(
        fc.subarray(columns),
        fc.array(fc.tuple(ids, ids, times, fc.array(cell, { minLength: 30, maxLength: 30 })), {
          maxLength: 8,
        }),
        (chosen, rows) => {
          const toRow = loginRows(chosen);
          for (const [id, user, time, cells] of rows) {
            const values = chosen.map((column, i) =>
              column === 'Id'
                ? id
                : column === 'UserId'
                  ? user
                  : column === 'LoginTime'
                    ? time
                    : (cells[i] ?? ''),
            );
            expect(toRow(values)).toEqual(STREAMS.loginHistory.map(recordOf(chosen, values)));
          }
        },
      ),
      { numRuns: rounds(300) },
    );
  });
});

describe('a page of a stream', () => {
  it('gives rows as they become complete, and what it learned in passing', () => {
    const csv = createCsvPage('loginHistory');
    const bytes = page(
      ['Id', 'UserId', 'LoginTime', 'Status'],
      [
        ['0Ya000000000001AAA', USER, '2026-01-02T03:04:05.000Z', 'Success'],
        ['0Ya000000000002AAA', OTHER, '2026-01-01T03:04:05.000Z', ''],
        ['', OTHER, '2026-01-03T00:00:00.000Z', ''],
      ],
    );
    const rows = [...csv.push(bytes.slice(0, 120)), ...csv.push(bytes.slice(120)), ...csv.end(3)];
    expect(rows).toHaveLength(2);
    expect(csv.facts()).toMatchObject({
      records: 3,
      skipped: 1,
      newest: Date.UTC(2026, 0, 2, 3, 4, 5),
      people: [USER, OTHER],
    });
  });

  it('nests parents as REST does', () => {
    const csv = createCsvPage('users');
    const columns = ['Id', 'Username', 'IsActive', 'CreatedDate', 'LastLoginDate', 'SystemModstamp'];
    const rows = csv.push(
      page(columns, [
        [
          USER,
          'a@b',
          'true',
          '2026-01-01T00:00:00.000Z',
          '2026-02-01T00:00:00.000Z',
          '2026-03-01T00:00:00.000Z',
        ],
        [OTHER, 'c@d', 'false', '2026-01-01T00:00:00.000Z', '', '2026-01-01T00:00:00.000Z'],
      ]),
    );
    expect(rows).toMatchObject([
      { id: USER, isActive: true, department: null },
      { id: OTHER, isActive: false, lastLoginAt: null },
    ]);
    expect(csv.facts()).toMatchObject({
      activeUsers: 1,
      newest: Date.UTC(2026, 2, 1),
      lastLogins: [{ userId: USER, at: Date.UTC(2026, 1, 1) }],
    });
  });

  it('with others than the promised number of records is cut short', () => {
    const bytes = page(['Id', 'Name'], [['00e000000000001AAA', 'Sales']]);
    for (const [promised, fine] of [
      [1, true],
      [null, true],
      [2, false],
      [0, false],
    ] as const) {
      const csv = createCsvPage('profiles');
      csv.push(bytes);
      if (fine) expect(csv.end(promised)).toEqual([]);
      else
        expect(() => csv.end(promised)).toThrow(
          expect.objectContaining({ code: 'TRUNCATED_ANSWER' }) as Error,
        );
    }
  });
});

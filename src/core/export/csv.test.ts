import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { BOM, type Cell, type Column, csvHead, csvLines, isFormula, writeCsv, writeJsonArray } from './csv';
import { limitColumns, loginColumns, snakeCase, userColumns } from './columns';
import { unusedLicenseColumns } from './unused-licenses';
import { rounds } from '../../../test/builders/rounds';

type Row = Cell[];
const columns = (count: number): Column<Row>[] =>
  Array.from({ length: count }, (_, index) => ({ name: `c${index}`, value: (row) => row[index] ?? null }));

async function* pages<T>(...all: T[][]): AsyncGenerator<T[]> {
  yield* all;
}

function memory(): { text: string; write(text: string): Promise<void> } {
  return {
    text: '',
    async write(text) {
      this.text += text;
    },
  };
}

describe('CSV', () => {
  it('has a BOM, CRLF, quotes where needed and nothing for null', () => {
    expect(csvHead(columns(2))).toBe(`${BOM}c0,c1\r\n`);
    expect(csvLines(columns(5), [['a,b', 'say "hi"', 'two\r\nlines', null, true]])).toBe(
      '"a,b","say ""hi""","two\r\nlines",,true\r\n',
    );
    expect(csvLines(columns(1), [])).toBe('');
  });

  it.each([
    '=1+1',
    '+1',
    '-1',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    '\n=1',
    ' =1',
    '\u00a0=1',
    '\ufeff=1',
    '\0=1',
    '＝1',
    '＋1',
    '－1',
    '＠x',
    '\tplain',
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("https://x/?"&A1)',
  ])('neutralizes %j', (text) => {
    const line = csvLines(columns(1), [[text]]);
    expect(line.startsWith('"\'')).toBe(true);
    expect(Papa.parse<string[]>(line).data[0]?.[0]).toBe(`'${text}`);
  });

  it('leaves numbers, dates and ordinary text as they are', () => {
    const row = [-5, 3.25, '2026-01-31T00:00:00.000Z', 'a=b', "it's", 'user@example.com', ''];
    expect(csvLines(columns(7), [row])).toBe(
      "-5,3.25,2026-01-31T00:00:00.000Z,a=b,it's,user@example.com,\r\n",
    );
  });

  it('parses back to what was written, and no cell starts a formula', () => {
    const cell = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.string(),
      fc.constantFrom('=', '+', '-', '@', '\t', '\r', '\n', '"', ',', ' ', '\r\n', "'"),
      fc
        .tuple(fc.constantFrom('=', '+', ' =', '\t', '"=', '\r\n='), fc.string())
        .map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { minLength: 1 }), (rows) => {
        const text = csvHead(columns(3)) + csvLines(columns(3), rows);
        const parsed = Papa.parse<string[]>(text.slice(BOM.length), { delimiter: ',', newline: '\r\n' }).data;
        expect(parsed.pop()).toEqual(['']);
        expect(parsed.slice(1)).toEqual(
          rows.map((row) => row.map((one) => (isFormula(one) ? `'${one}` : one))),
        );
        for (const line of parsed.slice(1)) for (const one of line) expect(isFormula(one)).toBe(false);
      }),
      { numRuns: rounds(500) },
    );
  });

  it('is written page by page', async () => {
    const sink = memory();
    expect(await writeCsv(sink, columns(1), pages([['a']], [], [['b'], ['c']]))).toBe(3);
    expect(sink.text).toBe(`${BOM}c0\r\na\r\nb\r\nc\r\n`);
    const empty = memory();
    expect(await writeCsv(empty, columns(1), pages())).toBe(0);
    expect(empty.text).toBe(`${BOM}c0\r\n`);
  });
});

describe('JSON arrays', () => {
  it('are valid for none, one and many pages', async () => {
    for (const all of [[], [[1]], [[1], [], [2, 3]]]) {
      const sink = memory();
      const count = await writeJsonArray(sink, (n) => ({ n }), pages(...all));
      expect(JSON.parse(sink.text)).toEqual(all.flat().map((n) => ({ n })));
      expect(count).toBe(all.flat().length);
    }
  });
});

describe('columns', () => {
  it('of unused licenses are the contract, in its order', () => {
    expect(unusedLicenseColumns.map((column) => column.name).join(',')).toBe(
      'org,license_kind,license,user_id,username,name,email,profile,created_at,last_login_at,days_since_login,reason,monthly_price,currency,annual_saving' +
        ',detail,department,manager,manager_email,country,logins_30d,logins_90d,logins_180d,access,licenses_held,decision,decision_note,decided_by,decided_at',
    );
  });

  it('are the JSON names in snake_case', () => {
    expect(snakeCase('failedLogins30d')).toBe('failed_logins_30d');
    expect(userColumns.map((column) => column.name).join(',')).toBe(
      'id,username,name,email,is_active,is_frozen,profile,user_type,license,created_at,last_login_at,days_since_login,logins_30d,failed_logins_30d',
    );
    expect(loginColumns.map((column) => column.name).slice(-3)).toEqual([
      'api_version',
      'tls_protocol',
      'auth_method_reference',
    ]);
    expect(limitColumns.map((column) => column.name)).toEqual([
      'name',
      'max',
      'remaining',
      'used',
      'used_percent',
    ]);
  });
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { text } from '../../catalog/fields';
import { loginHistory } from '../../catalog/objects/logins';
import type { OutputColumn } from '../../soql/compile';
import { CsvWriter, DELIMITERS, LINE_ENDINGS } from './csv';
import { parseCsv } from './test-bulk';

const column = (name: string): OutputColumn => ({
  path: ['Parent', name],
  field: text(name, 255),
  object: loginHistory,
  sql: '',
});

const wild = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom('"', '\n', '\r', ',', ';', '\t', '|', '^', '`', ' ', 'x', '\\', "'") }),
);

test('whatever the values, delimiter and line ending, a CSV reader gets them back', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...(Object.keys(DELIMITERS) as (keyof typeof DELIMITERS)[])),
      fc.constantFrom(...(Object.keys(LINE_ENDINGS) as (keyof typeof LINE_ENDINGS)[])),
      fc.boolean(),
      fc.array(fc.tuple(fc.option(wild), fc.option(wild)), { maxLength: 20 }),
      (columnDelimiter, lineEnding, bareNulls, rows) => {
        const dialect = { columnDelimiter, lineEnding, bareNulls };
        const writer = new CsvWriter([column('A'), column('B')], '5g0', dialect);
        expect(parseCsv(writer.header() + writer.rows(rows), dialect)).toEqual(
          rows.map(([a, b]) => ({ 'Parent.A': a ?? '', 'Parent.B': b ?? '' })),
        );
      },
    ),
  );
});

test('rows written together or one by one are the same text', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.option(wild))), (rows) => {
      const writer = new CsvWriter([column('A')], '5g0', {
        columnDelimiter: 'COMMA',
        lineEnding: 'LF',
        bareNulls: false,
      });
      expect(rows.map((row) => writer.rows([row])).join('')).toBe(writer.rows(rows));
    }),
  );
});

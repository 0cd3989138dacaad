import Papa from 'papaparse';
import type { Row } from '../../../src/demo-org/test-client';

/** A row of a table: what the query named, e.g. `Profile.Name`, and its value as text; nothing is `''`. */
export type FlatRow = Record<string, string>;

/** Records as a table of text, one column per named field: what every CSV of the same query has to say. */
export function asTable(records: readonly Row[], columns: readonly string[]): FlatRow[] {
  return records.map((record) =>
    Object.fromEntries(columns.map((column) => [column, asText(valueAt(record, column.split('.')))])),
  );
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  const [name, ...rest] = path;
  if (name === undefined || value === null) return value;
  const record = value as Row;
  if (!(name in record)) throw new Error(`there is no ${path.join('.')} in ${JSON.stringify(value)}`);
  return valueAt(record[name], rest);
}

function asText(value: unknown): string {
  if (value === null) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new Error(`not a plain value: ${JSON.stringify(value)}`);
}

/** A CSV with a header line; throws when it is not well-formed. */
export function parseCsv(text: string): FlatRow[] {
  const { data, errors } = Papa.parse<FlatRow>(text, { header: true, skipEmptyLines: false });
  // A closing line end reads as one more, empty line.
  const last = data.at(-1);
  if (last && Object.values(last).join('') === '' && text.endsWith('\n')) data.pop();
  const [error] = errors.filter(({ row }) => row === undefined || row < data.length);
  if (error) throw new Error(`${error.message} in row ${error.row ?? '?'}`);
  return data;
}

/** Nested records without the `attributes` that name each record's type and address. */
export function withoutAttributes(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutAttributes);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).filter(([name]) => name !== 'attributes');
  return Object.fromEntries(entries.map(([name, inner]) => [name, withoutAttributes(inner)]));
}

/** Rows in an order of their own, for answers whose order is free. */
export function sortedBy<T extends Record<string, unknown>>(rows: readonly T[], column: string): T[] {
  return [...rows].sort((a, b) => (String(a[column]) < String(b[column]) ? -1 : 1));
}

/** What the CSV of Bulk API 2.0 says of records read over REST: date-times end with `Z` instead of `+0000`. */
export function asBulkTable(records: readonly Row[], columns: readonly string[]): FlatRow[] {
  return asTable(records, columns).map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([name, text]) => [
        name,
        text.replace(/^(\d{4}-\d\d-\d\dT[\d:.]+)\+0000$/, '$1Z'),
      ]),
    ),
  );
}

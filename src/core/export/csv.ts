import Papa from 'papaparse';

export type Cell = string | number | boolean | null;

export interface Column<Row> {
  /** Header, snake_case. */
  name: string;
  value: (row: Row) => Cell;
}

/** Tells Excel that the file is UTF-8. */
export const BOM = '\uFEFF';
const NEWLINE = '\r\n';

/**
 * Text that a spreadsheet would run: formulas (also in full width, also behind blanks, which some programs strip),
 * and a leading tab, carriage return or line feed, behind which a formula can hide.
 */
const FORMULA = /^[\s\0]*[=+\-@＝＋－＠]|^[\t\r\n]/;

export function isFormula(text: string): boolean {
  return FORMULA.test(text);
}

function unparse(rows: Cell[][]): string {
  // Numbers, and so the few negative ones, are left alone by escapeFormulae; text gets an apostrophe in front.
  return Papa.unparse(rows, { newline: NEWLINE, escapeFormulae: FORMULA, header: false }) + NEWLINE;
}

/** BOM and header line. */
export function csvHead<Row>(columns: readonly Column<Row>[]): string {
  return BOM + unparse([columns.map((column) => column.name)]);
}

/** Complete lines for one page of rows (RFC 4180, CRLF); empty for no rows. */
export function csvLines<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  if (rows.length === 0) return '';
  return unparse(rows.map((row) => columns.map((column) => column.value(row))));
}

/** Where text goes: a file, standard output, a test's memory. */
export interface TextSink {
  write(text: string): Promise<void>;
}

/** Writes page after page, so that the size of the whole never matters. Resolves with the number of rows. */
export async function writeCsv<Row>(
  sink: TextSink,
  columns: readonly Column<Row>[],
  pages: AsyncIterable<readonly Row[]>,
): Promise<number> {
  await sink.write(csvHead(columns));
  let count = 0;
  for await (const rows of pages) {
    if (rows.length === 0) continue;
    await sink.write(csvLines(columns, rows));
    count += rows.length;
  }
  return count;
}

/** The same for a JSON array, one element per line. */
export async function writeJsonArray<Row>(
  sink: TextSink,
  toJson: (row: Row) => unknown,
  pages: AsyncIterable<readonly Row[]>,
): Promise<number> {
  let count = 0;
  for await (const rows of pages) {
    if (rows.length === 0) continue;
    const lines = rows.map((row) => JSON.stringify(toJson(row)));
    await sink.write(`${count === 0 ? '[\n' : ',\n'}${lines.join(',\n')}`);
    count += rows.length;
  }
  await sink.write(count === 0 ? '[]\n' : '\n]\n');
  return count;
}

/** The same with one JSON object a line and nothing around them, as systems that collect events read it. */
export async function writeJsonLines<Row>(
  sink: TextSink,
  toJson: (row: Row) => unknown,
  pages: AsyncIterable<readonly Row[]>,
): Promise<number> {
  let count = 0;
  for await (const rows of pages) {
    if (rows.length === 0) continue;
    await sink.write(rows.map((row) => `${JSON.stringify(toJson(row))}\n`).join(''));
    count += rows.length;
  }
  return count;
}

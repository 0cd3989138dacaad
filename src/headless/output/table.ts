import CliTable from 'cli-table3';
import type { Cell } from '../../core/export';

const BLANK = { top: '', 'top-mid': '', 'top-left': '', 'top-right': '' };
/** Columns apart by two blanks and nothing else: easy to read, easy to cut. */
const PLAIN = {
  ...BLANK,
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
};
const WIDEST = 48;

/** Control characters in a stored name could rewrite the terminal's screen. */
export function printable(value: Cell): string {
  if (value === null) return '-';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return String(value).replace(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/gu, '\uFFFD');
}

export interface TableColumn<Row> {
  head: string;
  value: (row: Row) => Cell;
  align?: 'left' | 'right';
}

/**
 * Prints rows page by page. The first page decides the widths, so that a table of millions of rows needs no more
 * memory than one page; what is longer later is cut.
 */
export function createTable<Row>(columns: readonly TableColumn<Row>[]): (rows: readonly Row[]) => string {
  let widths: number[] | null = null;
  return (rows) => {
    const cells = rows.map((row) => columns.map((column) => printable(column.value(row))));
    const head = widths === null ? [columns.map((column) => column.head)] : [];
    widths ??= columns.map((column, index) =>
      Math.min(WIDEST, Math.max(column.head.length, ...cells.map((line) => (line[index] ?? '').length))),
    );
    const table = new CliTable({
      chars: PLAIN,
      style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [], compact: true },
      colWidths: widths,
      colAligns: columns.map((column) => column.align ?? 'left'),
    });
    table.push(...head, ...cells);
    return lines(table.toString());
  };
}

/** Names and values below each other. */
export function factSheet(facts: readonly (readonly [string, Cell])[]): string {
  const table = new CliTable({
    chars: PLAIN,
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [], compact: true },
  });
  table.push(...facts.map(([name, value]) => [name, printable(value)]));
  return lines(table.toString());
}

function lines(text: string): string {
  const trimmed = text.split('\n').map((line) => line.trimEnd());
  return `${trimmed.join('\n')}\n`;
}

export function count(value: number): string {
  return value.toLocaleString('en-US');
}

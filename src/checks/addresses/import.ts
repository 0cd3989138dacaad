import Papa from 'papaparse';
import type { AddressImport, AddressRange } from '../../shared/model/addresses';
import { readCell } from './import-cell';

/** Longer lines are cut in what is told about them. */
const SHOWN_LENGTH = 200;

/**
 * Reads addresses out of a text: a CSV file with or without a header (separated by comma, semicolon or tab), or
 * one address, CIDR block or range to a line, with a note behind it. Empty lines and those that begin with # are
 * passed over. A range that is not one block becomes the fewest blocks that hold it.
 *
 * Columns of a header, in any order: cidr (or ip, address, network, range), or start and end; note (or
 * description, name, location). Other columns are left out. Without a header, what is no address is the note.
 */
export function importAddresses(text: string): AddressImport {
  const ranges = new Map<string, string>();
  const refused: AddressImport['refused'] = [];
  let duplicates = 0;
  let read: RowReader | null = null;
  for (const { line, cells } of rowsOf(text)) {
    if (read === null) {
      read = headerReader(cells);
      if (read !== null) continue;
      read = readPlain;
    }
    const row = read(cells);
    if ('why' in row) {
      const shown = cells.join(', ');
      refused.push({
        line,
        text: shown.length > SHOWN_LENGTH ? `${shown.slice(0, SHOWN_LENGTH)}…` : shown,
        why: row.why,
      });
      continue;
    }
    if (row.blocks.every((block) => ranges.has(block))) duplicates += 1;
    for (const block of row.blocks) ranges.set(block, ranges.get(block) || row.note);
  }
  return {
    ranges: [...ranges].map(([cidr, note]): AddressRange => ({ cidr, note })),
    refused,
    duplicates,
  };
}

interface Line {
  /** From 1. */
  line: number;
  /** Trimmed, at least one of them not empty. */
  cells: string[];
}

type Row = { blocks: string[]; note: string } | { why: string };
type RowReader = (cells: readonly string[]) => Row;

/** Lines that say something. A quoted cell may go over several lines; the first one counts. */
function rowsOf(text: string): Line[] {
  const plain = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  const delimiter = delimiterOf(plain);
  // A quote that is never closed would swallow the rest of the file.
  return parse(plain, delimiter, '"') ?? parse(plain, delimiter, '\u0000') ?? [];
}

/** Null when quotes do not match. */
function parse(text: string, delimiter: string, quoteChar: string): Line[] | null {
  const lines: Line[] = [];
  let broken = false;
  let line = 1;
  let counted = 0;
  Papa.parse<string[]>(text, {
    delimiter,
    newline: '\n',
    quoteChar,
    step({ data, errors, meta }) {
      broken ||= errors.some(({ type }) => type === 'Quotes');
      const cells = data.map((cell) => cell.trim());
      if (cells.some((cell) => cell !== '') && cells[0]?.startsWith('#') !== true)
        lines.push({ line, cells });
      for (
        let at = text.indexOf('\n', counted);
        at !== -1 && at < meta.cursor;
        at = text.indexOf('\n', counted)
      ) {
        counted = at + 1;
        line += 1;
      }
    },
  });
  return broken ? null : lines;
}

const DELIMITERS = ['\t', ';', ','] as const;
/** So many lines tell what separates the cells of all. */
const LOOKED_AT = 50;

/** What stands in most lines; of two, the one rarer in notes. */
function delimiterOf(text: string): string {
  const lines = text
    .split('\n', 4 * LOOKED_AT)
    .filter((line) => line.trim() !== '' && !line.trimStart().startsWith('#'))
    .slice(0, LOOKED_AT);
  let [best, most] = [',', 0];
  for (const delimiter of DELIMITERS) {
    const count = lines.filter((line) => line.includes(delimiter)).length;
    if (count > most) [best, most] = [delimiter, count];
  }
  return best;
}

const NAMES: Readonly<Record<'range' | 'start' | 'end' | 'note', ReadonlySet<string>>> = {
  range: new Set(
    'cidr,cidrblock,ip,ipaddress,ipaddresses,address,addresses,sourceip,ipcidr,network,subnet,range,iprange,block,prefix'.split(
      ',',
    ),
  ),
  start: new Set(
    'start,startip,ipstart,startaddress,ipstartaddress,from,first,fromip,firstip,begin'.split(','),
  ),
  end: new Set('end,endip,ipend,endaddress,ipendaddress,to,last,toip,lastip'.split(',')),
  note: new Set('note,notes,description,comment,comments,remark,remarks,label,name,location,site'.split(',')),
};

/** Null: the line is no header. */
function headerReader(cells: readonly string[]): RowReader | null {
  const names = cells.map((cell) => cell.toLowerCase().replace(/[^a-z]/g, ''));
  const where = (kind: keyof typeof NAMES) =>
    names.flatMap((name, column) => (NAMES[kind].has(name) ? [column] : []));
  const [range] = where('range');
  const [start] = where('start');
  const [end] = where('end');
  const notes = where('note');
  if (range === undefined && start === undefined) return null;
  // "203.0.113.0/24,first" is no header.
  if (cells.some((cell) => !('why' in readCell(cell)))) return null;
  return (row) => {
    const cell = (column: number | undefined) => (column === undefined ? '' : (row[column] ?? ''));
    const [first, last] = [cell(start), cell(end)];
    const whole = cell(range);
    const address = whole !== '' ? whole : last === '' ? first : `${first} - ${last}`;
    if (address === '') return { why: 'There is no address in the line.' };
    const read = readCell(address);
    if ('why' in read) return read;
    return { blocks: read.blocks, note: joined([...notes.map(cell), read.note]) };
  };
}

/** Without a header: the cell that is an address, or two that are a start and an end; the others are the note. */
const readPlain: RowReader = (cells) => {
  const read = cells.map(readCell);
  const found = read.flatMap((cell, column) => ('why' in cell ? [] : [{ ...cell, column }]));
  const others = (...columns: number[]) => cells.filter((_, column) => !columns.includes(column));
  const [one, two, three] = found;
  if (one === undefined) {
    // Rather about the cell that looks most like an address than about a note.
    const best = read.find((cell) => 'why' in cell && cell.isAlmost) ?? read.find((_, i) => cells[i] !== '');
    return best !== undefined && 'why' in best
      ? { why: best.why }
      : { why: 'There is no address in the line.' };
  }
  if (two === undefined) return { blocks: one.blocks, note: joined([one.note, ...others(one.column)]) };
  const isPair = three === undefined && one.isSingle && two.isSingle && one.note + two.note === '';
  if (!isPair) return { why: 'There is more than one address or block in the line.' };
  const between = readCell(`${cells[one.column] ?? ''} - ${cells[two.column] ?? ''}`);
  if ('why' in between) return { why: between.why };
  return { blocks: between.blocks, note: joined(others(one.column, two.column)) };
};

const joined = (notes: readonly string[]): string => notes.filter((note) => note !== '').join(', ');

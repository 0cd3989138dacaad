import Papa from 'papaparse';
import type { SfRecord } from './envelopes';
import { unreadable } from './http';

/** Turns the text of one result page, piece by piece, into records of the shape that REST gives. */
export interface CsvRecords {
  /** Records that are complete with this piece. Throws `unreadable` for anything but a result page. */
  push(piece: string): SfRecord[];
  /** The last record, when no line end follows it. Throws `unreadable` when the page is cut short. */
  end(): SfRecord[];
}

/** Names of columns: "Id", "LoginGeo.City". Neither HTML nor JSON looks like that. */
const COLUMN = /^[A-Za-z]\w*(?:\.[A-Za-z]\w*)*$/;
/** No record comes near; without a limit a body without line ends would be kept in memory whole. */
const MAX_RECORD_CHARS = 16 * 1024 * 1024;

/** Where a record's values stand in a row: the column's number, or the parent record they belong to. */
type Shape = Map<string, number | Shape>;

/**
 * For jobs made with contentType CSV, columnDelimiter COMMA and lineEnding LF. Every page begins with a
 * line of column names; an empty value is null; everything else is text (numbers, booleans and date-times
 * too, see `collect/streams/fields.ts`). Keeps nothing but the beginning of an unfinished record.
 */
export function createCsvRecords(): CsvRecords {
  // The class under papaparse's own streamers. Unlike those it works in step with whoever feeds it.
  const parser = new Papa.Parser({ delimiter: ',', newline: '\n', quoteChar: '"' });
  let rest = '';
  let columns = 0;
  let shape: Shape | null = null;

  function parse(input: string, last: boolean): SfRecord[] {
    const { data, errors, meta } = parser.parse(input, 0, !last) as Papa.ParseResult<string[]>;
    if (errors.length > 0) throw unreadable('cut');
    rest = input.slice(meta.cursor);
    if (rest.length > MAX_RECORD_CHARS) throw unreadable('cut');
    const rows = data.values();
    if (shape === null) {
      const { value: names } = rows.next();
      if (names === undefined) return [];
      if (!names.every((name) => COLUMN.test(name))) throw unreadable(input);
      shape = shapeOf(names);
      columns = names.length;
    }
    const records: SfRecord[] = [];
    for (const row of rows) {
      // What a stray line end at the end of the page looks like, unless an empty value is a whole row.
      if (row.length === 1 && row[0] === '' && columns > 1) continue;
      if (row.length !== columns) throw unreadable('cut');
      records.push(recordOf(shape, row) ?? {});
    }
    return records;
  }

  return {
    push: (piece) => parse(rest + piece, false),
    end() {
      const records = rest === '' ? [] : parse(rest, true);
      if (shape === null) throw unreadable('');
      return records;
    },
  };
}

function shapeOf(columns: readonly string[]): Shape {
  const root: Shape = new Map();
  for (const [i, column] of columns.entries()) {
    const path = column.split('.');
    const name = path.pop() ?? column;
    let parent = root;
    for (const step of path) {
      const known = parent.get(step);
      const next = typeof known === 'object' ? known : new Map<string, number | Shape>();
      parent.set(step, next);
      parent = next;
    }
    parent.set(name, i);
  }
  return root;
}

/** A parent of which every value is empty is null, as REST would have it. */
function recordOf(shape: Shape, row: readonly string[]): SfRecord | null {
  const record: SfRecord = {};
  let empty = true;
  for (const [name, part] of shape) {
    const value = typeof part === 'number' ? textOrNull(row[part]) : recordOf(part, row);
    if (value !== null) empty = false;
    record[name] = value;
  }
  return empty ? null : record;
}

function textOrNull(value: string | undefined): string | null {
  return value === undefined || value === '' ? null : value;
}

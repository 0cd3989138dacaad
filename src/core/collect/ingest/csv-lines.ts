import { isAscii } from 'node:buffer';
import Papa from 'papaparse';
import { inferSchema, initParser, type Parser } from 'udsv';
import { unreadable } from '../../salesforce/http';

/** Names of columns: "Id", "LoginGeo.City". Neither HTML nor JSON looks like that. */
const COLUMN = /^[A-Za-z]\w*(?:\.[A-Za-z]\w*)*$/;
/** No line of names comes near; what is longer is no result page. */
const MAX_HEADER_CHARS = 64 * 1024;
/** No record comes near; without a limit a body without line ends would be kept in memory whole. */
const MAX_RECORD_BYTES = 16 * 1024 * 1024;
const LINE_FEED = 10;
const PROBE = 'probe';

/** Takes one row: the values in the order of the columns, '' for none. The array is the taker's own. */
export type TakeLine = (values: string[]) => void;

/** Bytes of a result page in, rows out. */
export interface CsvLines {
  /** Throws `unreadable` (retryable) for anything but a result page. */
  push(bytes: Uint8Array): void;
  /** The end of the page. Throws `unreadable` when it is cut short. */
  end(): void;
}

/**
 * For jobs made with contentType CSV, columnDelimiter COMMA and lineEnding LF: a line of column names on
 * every page, then one line per row. uDSV reads it (a fifth of papaparse's time here, and parsing is half the
 * work of a bulk page), but takes well-formed text for granted; what it would let pass is looked at here:
 * the names, rows with too many values, and a page that ends within a row. At least two columns.
 */
export function createCsvLines(onColumns: (columns: readonly string[]) => TakeLine): CsvLines {
  const decode = createDecoder();
  let head = '';
  let parser: Parser | null = null;
  let width = 0;
  let take: TakeLine = () => undefined;
  /** Bytes since the last line feed. */
  let tailBytes = 0;

  /** Set while the end is being probed. */
  let probed: string[][] | null = null;

  const each = (values: string[]): boolean => {
    if (probed !== null) probed.push(values);
    else if (values.length === width) take(values);
    else throw unreadable('cut');
    return true;
  };

  function begin(line: string): Parser {
    const columns = columnsOf(line);
    if (columns === null) throw unreadable(head);
    width = columns.length;
    take = onColumns(columns);
    return initParser(inferSchema(`${line}\n`, { col: ',', row: '\n', encl: '"', trim: false }));
  }

  function feed(text: string): void {
    if (text === '') return;
    if (parser !== null) {
      parser.chunk(text, parser.stringArrs, each);
      return;
    }
    head += text;
    const lineEnd = head.indexOf('\n');
    if (lineEnd === -1 && head.length <= MAX_HEADER_CHARS) return;
    if (lineEnd === -1) throw unreadable(head);
    parser = begin(head.slice(0, lineEnd));
    parser.chunk(head, parser.stringArrs, each);
    head = '';
  }

  function remember(bytes: Uint8Array): void {
    const lineEnd = bytes.lastIndexOf(LINE_FEED);
    tailBytes = lineEnd === -1 ? tailBytes + bytes.length : bytes.length - lineEnd - 1;
    if (tailBytes > MAX_RECORD_BYTES) throw unreadable('cut');
  }

  /**
   * The last row, where no line end follows it, may be half a row. One value more is put behind it: a whole
   * row then has just that value too many.
   */
  function lastRow(at: Parser): void {
    probed = [];
    at.chunk(`,"${PROBE}"\n`, at.stringArrs, each);
    const [row, ...more] = probed;
    probed = null;
    if (row === undefined || more.length > 0) throw unreadable('cut');
    const bare = `,"${PROBE}"`;
    const last = row[width - 1] ?? '';
    if (row.length === width + 1 && row[width] === PROBE) row.pop();
    // Behind a value without quotes it is taken for a part of that value.
    else if (row.length === width && last.endsWith(bare)) row[width - 1] = last.slice(0, -bare.length);
    else throw unreadable('cut');
    take(row);
  }

  /** A row of our own comes out as it went in only where a row may begin, so not within quotes. */
  function isBetweenRows(at: Parser): boolean {
    probed = [];
    const values = Array.from({ length: width }, (_, i) => `probe ${String(i)}`);
    at.chunk(`${values.map((value) => `"${value}"`).join()}\n`, at.stringArrs, each);
    return JSON.stringify(probed) === JSON.stringify([values]);
  }

  return {
    push(bytes) {
      if (bytes.length === 0) return;
      remember(bytes);
      feed(decode(bytes));
    },
    end() {
      feed(decode(null));
      if (parser === null) {
        // Names without a line end behind them are an empty page as well.
        begin(head);
        return;
      }
      if (tailBytes > 0) lastRow(parser);
      if (!isBetweenRows(parser)) throw unreadable('cut');
    },
  };
}

/** UTF-8 to text, piece by piece; null: the end. Most pieces are plain ASCII, which takes a quarter of the time. */
function createDecoder(): (bytes: Uint8Array | null) => string {
  const decoder = new TextDecoder('utf-8', { fatal: false });
  /** The last piece ended within a character. */
  let isHalf = false;
  return (bytes) => {
    if (bytes === null) return decoder.decode();
    if (!isHalf && isAscii(bytes))
      return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
    isHalf = (bytes.at(-1) ?? 0) >= 0x80;
    return decoder.decode(bytes, { stream: true });
  };
}

function columnsOf(line: string): string[] | null {
  const { data, errors } = Papa.parse<string[]>(line, { delimiter: ',', newline: '\n' });
  const [names] = data;
  return errors.length === 0 && names?.every((name) => COLUMN.test(name)) === true ? names : null;
}

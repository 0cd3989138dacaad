import type { OutputColumn } from '../../soql/compile';
import { localizedText } from '../../soql/localized';
import { fieldValue, type Stored } from '../../soql/records';

/** Column delimiters a job may ask for (Bulk API 2.0 guide, Create a Query Job). */
export const DELIMITERS = {
  BACKQUOTE: '`',
  CARET: '^',
  COMMA: ',',
  PIPE: '|',
  SEMICOLON: ';',
  TAB: '\t',
} as const;

export const LINE_ENDINGS = { LF: '\n', CRLF: '\r\n' } as const;

export interface CsvDialect {
  columnDelimiter: keyof typeof DELIMITERS;
  lineEnding: keyof typeof LINE_ENDINGS;
  /** An empty field is nothing at all between its delimiters instead of two quotes. */
  bareNulls: boolean;
}

/** Every value stands in quotes, quotes inside it are doubled; line breaks inside it stay as they are. */
const quoted = (text: string): string => `"${text.includes('"') ? text.replaceAll('"', '""') : text}"`;

/** Text of a value: as REST shows it, except that date-times end with `Z` instead of `+0000`. */
function cellText(column: OutputColumn, value: Stored | undefined, instance: string): string | null {
  if (value === null || value === undefined) return null;
  const localized = column.localized ? localizedText(column.field, value) : undefined;
  if (localized !== undefined) return localized;
  if (column.field.type === 'datetime' && typeof value === 'number') return new Date(value).toISOString();
  const shown = fieldValue(column.field, value, instance);
  return shown === null ? null : String(shown);
}

/** Writes lines of a result, each with its line ending. */
export class CsvWriter {
  readonly #delimiter: string;
  readonly #lineEnding: string;
  readonly #empty: string;

  constructor(
    readonly columns: readonly OutputColumn[],
    readonly instance: string,
    dialect: CsvDialect,
  ) {
    this.#delimiter = DELIMITERS[dialect.columnDelimiter];
    this.#lineEnding = LINE_ENDINGS[dialect.lineEnding];
    this.#empty = dialect.bareNulls ? '' : '""';
  }

  /** Parent fields keep their path: `LoginGeo.City`. */
  header(): string {
    return (
      this.columns.map((column) => quoted(column.path.join('.'))).join(this.#delimiter) + this.#lineEnding
    );
  }

  rows(rows: readonly (readonly Stored[])[]): string {
    let out = '';
    for (const row of rows) {
      this.columns.forEach((column, i) => {
        if (i > 0) out += this.#delimiter;
        const text = cellText(column, row[i], this.instance);
        out += text === null ? this.#empty : quoted(text);
      });
      out += this.#lineEnding;
    }
    return out;
  }
}

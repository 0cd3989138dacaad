import type { Command } from 'commander';
import {
  type Column,
  type FileSink,
  type TextSink,
  writeCsv,
  writeJsonArray,
  writeJsonLines,
  writeToFile,
} from '../../core/export';
import { counted } from '../../shared/model/counted';
import { oneOf, valueOption } from '../command';
import { type Context, filePath, usageError } from '../context';
import { createTable, type TableColumn } from './table';

const FORMATS = ['table', 'csv', 'json'] as const;
/** One JSON object a line, in the words of a schema that systems collecting events know. */
const LINE_FORMATS = ['ocsf', 'ecs'] as const;
const ALL_FORMATS = [...FORMATS, ...LINE_FORMATS, 'xlsx'] as const;
export type LineFormat = (typeof LINE_FORMATS)[number];
export type Format = (typeof ALL_FORMATS)[number];
type TextFormat = Exclude<Format, 'xlsx'>;

export interface FormatOptions {
  format?: Format;
  out?: string;
}

/** `workbook`: the command has a list that can be an Excel workbook, too. `lines`: one of events. */
export function addFormatOptions(command: Command, { workbook = false, lines = false } = {}): Command {
  const formats = ALL_FORMATS.filter((format) => {
    if (format === 'xlsx') return workbook;
    return lines || !isLineFormat(format);
  });
  const names = workbook
    ? 'table, csv, json or, with --out, xlsx'
    : lines
      ? 'table, csv, json, ocsf or ecs'
      : 'table, csv or json';
  return command
    .addOption(
      valueOption(
        '--format <format>',
        `${names} (default: table, or what the name of FILE says)`,
        oneOf(formats),
      ),
    )
    .option('--out <file>', 'write to FILE, readable by its owner only, instead of standard output');
}

const isLineFormat = (format: Format): format is LineFormat => LINE_FORMATS.some((one) => one === format);

/** `--format`, else `--json`, else the file's name, else a table. */
export function chooseFormat(
  context: Context,
  { format, out }: FormatOptions,
  { workbook = false } = {},
): Format {
  // One JSON document on standard output is a promise; with --out the answer itself goes elsewhere.
  if (context.json && out === undefined && format !== undefined && format !== 'json')
    throw usageError(
      `The options --json and --format ${format} contradict each other.`,
      'Leave one of them out, or write to a file with --out.',
    );
  if (format !== undefined) return format;
  if (out === undefined) return context.json ? 'json' : 'table';
  const ending = /\.(csv|json|xlsx)$/i.exec(out)?.[1]?.toLowerCase();
  if (ending === 'csv' || ending === 'json' || (ending === 'xlsx' && workbook)) return ending;
  return context.json ? 'json' : 'table';
}

export interface RowSet<Row> {
  pages: AsyncIterable<readonly Row[]>;
  csv: readonly Column<Row>[];
  table: readonly TableColumn<Row>[];
  /** One element of the JSON array. */
  toJson: (row: Row) => unknown;
  /** The JSON document instead of an array of rows (for answers with a head of their own). */
  document?: () => Promise<unknown>;
  /** One line in each of these formats. */
  lines?: Record<LineFormat, (row: Row) => unknown>;
  /** First line of the table. */
  title: string;
  /** Writes the same as an Excel workbook; resolves with the number of rows. */
  workbook?: (sink: FileSink, pages: AsyncIterable<readonly Row[]>) => Promise<number>;
}

/** Writes the rows in the format asked for, to standard output or to a file. */
export async function writeRows<Row>(
  context: Context,
  options: FormatOptions,
  set: RowSet<Row>,
): Promise<void> {
  const { workbook } = set;
  const format = chooseFormat(context, options, { workbook: workbook !== undefined });
  const pages = untilAborted(set.pages, context.signal);
  if (options.out === undefined) {
    if (format === 'xlsx')
      throw usageError('An Excel workbook cannot go to standard output.', 'Name a file with --out FILE.');
    await writeIn(format, context.sink, set, pages);
    return;
  }
  const file = filePath(options.out);
  const rows = await writeToFile(file, async (sink) => {
    if (format !== 'xlsx') return writeIn(format, sink, set, pages);
    if (workbook !== undefined) return workbook(sink, pages);
    throw usageError('Only a list of seats can be an Excel workbook.', 'Add --unused, or choose csv.');
  });
  if (context.json) await context.printJson({ file, format, rows });
  else await context.notice(`${counted(rows, 'row')} written to ${file}.`);
}

async function writeIn<Row>(
  format: TextFormat,
  sink: TextSink,
  set: RowSet<Row>,
  pages: AsyncIterable<readonly Row[]>,
): Promise<number> {
  if (format === 'csv') return writeCsv(sink, set.csv, pages);
  if (format === 'json') {
    if (!set.document) return writeJsonArray(sink, set.toJson, pages);
    await sink.write(`${JSON.stringify(await set.document(), null, 2)}\n`);
    let rows = 0;
    for await (const page of pages) rows += page.length;
    return rows;
  }
  if (isLineFormat(format)) {
    if (set.lines === undefined) throw new Error(`This list cannot be written as ${format}.`);
    return writeJsonLines(sink, set.lines[format], pages);
  }
  await sink.write(`${set.title}\n\n`);
  const table = createTable(set.table);
  let rows = 0;
  for await (const page of pages) {
    if (page.length === 0) continue;
    await sink.write(table(page));
    rows += page.length;
  }
  await sink.write(rows === 0 ? 'Nothing to show.\n' : `\n${counted(rows, 'row')}\n`);
  return rows;
}

async function* untilAborted<Row>(
  pages: AsyncIterable<readonly Row[]>,
  signal: AbortSignal,
): AsyncGenerator<readonly Row[]> {
  for await (const page of pages) {
    signal.throwIfAborted();
    yield page;
  }
}

/** A page that is already in memory. */
export async function* onePage<Row>(rows: readonly Row[]): AsyncGenerator<readonly Row[]> {
  yield rows;
}

export function titleOf(org: string, asOf: string | null): string {
  return asOf === null ? `${org}: no data yet (run: seatwatch collect)` : `${org}, as of ${asOf}`;
}

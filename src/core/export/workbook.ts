import { setImmediate as nextTurn } from 'node:timers/promises';
import writeExcelFile, { type Cell as SheetCell, type Row } from 'write-excel-file/node';
import { convertDateToSerialNumber, getCellAddress, sanitizeTextContent } from 'write-excel-file/utility';
import { AppError } from '../../shared/model/errors';
import type { IdleRule } from '../../shared/model/idle-rule';
import { UnusedSeat } from '../../shared/model/licenses';
import { snakeCase } from './columns';
import type { FileSink } from './file-sink';
import { describeRule } from './rule-words';
import { countTotals, type SeatTotals, type TotalsCounter } from './totals';
import { createZipWriter, filesOf } from './workbook-zip';

// The library keeps a whole workbook in memory and makes it in one go: 50,000 seats took 1 GB and some 20 s
// without a break. So it only makes the shell (styles, header, second sheet); the rows of seats are written
// into it as they come.

/** Rows Excel takes on one sheet, the header among them (Excel specifications and limits). */
const MAX_SHEET_ROWS = 1_048_576;
/** Characters Excel takes in one cell; a longer one makes it refuse the file. */
const MAX_CELL = 32_767;
/** So many rows are made in some 10 ms; afterwards others get their turn. */
const ROWS_AT_ONCE = 400;

const SEATS_FILE = 'xl/worksheets/sheet1.xml';
/** What says how many seats there were, and so comes last. */
const TOTALS_FILES = ['xl/worksheets/sheet2.xml', 'xl/sharedStrings.xml'];
const TIME_FORMAT = 'yyyy-mm-dd hh:mm';
const MONEY_FORMAT = '#,##0.00';

type Field = keyof UnusedSeat;
const FIELDS: readonly Field[] = UnusedSeat.keyof().options;
const TIMES: readonly Field[] = ['createdAt', 'lastLoginAt', 'decidedAt'];
const MONEY: readonly Field[] = ['monthlyPrice', 'annualSaving'];
const LAST_COLUMN = getCellAddress(0, FIELDS.length - 1).replace(/\d+$/, '');

/** In characters. */
const WIDTH = 16;
const WIDTHS: Partial<Record<Field, number>> = {
  license: 28,
  userId: 21,
  username: 34,
  name: 26,
  email: 34,
  profile: 26,
  managerEmail: 30,
  licensesHeld: 60,
  decisionNote: 40,
};

/** What the second sheet says about the list. */
export interface WorkbookInfo {
  org: string;
  /** ISO 8601 UTC; null: no data yet. */
  asOf: string | null;
  rule: IdleRule;
}

/** Throws TOO_MANY_ROWS for what Excel could not open. */
export function requireFits(seats: number): void {
  if (seats < MAX_SHEET_ROWS) return;
  const figure = (value: number): string => value.toLocaleString('en-US');
  throw new AppError({
    code: 'TOO_MANY_ROWS',
    kind: 'usage',
    message: `The list has ${figure(seats)} rows; an Excel sheet takes ${figure(MAX_SHEET_ROWS - 1)} below its header.`,
    fix: 'Export a CSV file instead, or narrow the list down first.',
  });
}

/**
 * Text as the file format wants it: `_x0041_` would be read as "A", so its underscore is written in that form
 * itself (ECMA-376, ST_Xstring), and a line break is a line feed.
 */
function sheetText(text: string): string {
  const written = text.replace(/\r\n?/g, '\n').replace(/_(?=x[0-9a-f]{4}_)/gi, '_x005F_');
  return written.length > MAX_CELL ? `${written.slice(0, MAX_CELL - 1)}…` : written;
}

const textCell = (value: string): SheetCell => ({ type: String, value: sheetText(value) });
const numberCell = (value: number): SheetCell => ({ type: Number, value });
const moneyCell = (value: number): SheetCell => ({ type: Number, value, format: MONEY_FORMAT });
const timeCell = (ms: number): SheetCell => ({ type: Date, value: new Date(ms), format: TIME_FORMAT });

/** The workbook without its seats; a row in their place shows which of its styles are those of times and money. */
async function makeShell(
  info: WorkbookInfo,
  { seats, annual, unpriced }: SeatTotals,
): Promise<Map<string, string>> {
  const head: Row = FIELDS.map((field) => ({
    type: String,
    value: snakeCase(field),
    fontWeight: 'bold',
    backgroundColor: '#e9ecef',
  }));
  const rule = describeRule(info.rule).map((line, at) => [
    textCell(at === 0 ? 'Idle means' : ''),
    textCell(line),
  ]);
  const about: Row[] = [
    [textCell('Org'), textCell(info.org)],
    [textCell('As of (UTC)'), info.asOf === null ? textCell('no data yet') : timeCell(Date.parse(info.asOf))],
    ...rule,
    [textCell('Seats on the list'), numberCell(seats)],
    ...annual.map(({ currency, amount }) => [textCell(`Price per year, ${currency}`), moneyCell(amount)]),
    [textCell('Seats without a price'), numberCell(unpriced)],
    [textCell('Times'), textCell('All times are UTC.')],
  ];
  const bytes = await writeExcelFile([
    {
      sheet: 'Unused licenses',
      data: [head, [timeCell(0), moneyCell(0)]],
      stickyRowsCount: 1,
      columns: FIELDS.map((field) => ({ width: WIDTHS[field] ?? WIDTH })),
    },
    { sheet: 'About', data: about, columns: [{ width: 28 }, { width: 110 }] },
  ]).toBuffer();
  const decoder = new TextDecoder();
  return new Map([...filesOf(bytes)].map(([name, content]) => [name, decoder.decode(content)]));
}

interface SheetFrame {
  /** Everything up to and with the header row. */
  before: string;
  after: string;
  timeStyle: string;
  moneyStyle: string;
}

/** Cuts the row of samples out of the sheet. Throws when the library writes something else than expected. */
function frameOf(sheet: string): SheetFrame {
  const found =
    /^(?<before>.*<row r="1"[^>]*>.*?<\/row>)<row r="2"[^>]*><c r="A2" s="(?<time>\d+)">.*?<\/c><c r="B2" s="(?<money>\d+)">.*?<\/row><\/sheetData>(?<after>.*)$/s.exec(
      sheet,
    );
  const { before, after, time, money } = found?.groups ?? {};
  if (before === undefined || after === undefined || time === undefined || money === undefined)
    throw new Error('the sheet is not written as expected');
  return { before, after, timeStyle: time, moneyStyle: money };
}

function rowXml(seat: UnusedSeat, row: number, { timeStyle, moneyStyle }: SheetFrame): string {
  let cells = '';
  for (const [column, field] of FIELDS.entries()) {
    const value = seat[field];
    if (value === null || value === '') continue;
    const place = `<c r="${getCellAddress(row, column)}"`;
    if (typeof value === 'number')
      cells += `${place}${MONEY.includes(field) ? ` s="${moneyStyle}"` : ''}><v>${String(value)}</v></c>`;
    else if (TIMES.includes(field))
      cells += `${place} s="${timeStyle}"><v>${String(convertDateToSerialNumber(new Date(value)))}</v></c>`;
    // Text as text, whatever it looks like: only an <f> element is a formula.
    else
      cells += `${place} t="inlineStr"><is><t xml:space="preserve">${sanitizeTextContent(sheetText(value))}</t></is></c>`;
  }
  return `<row r="${String(row + 1)}">${cells}</row>`;
}

async function* sheetXml(
  frame: SheetFrame,
  pages: AsyncIterable<readonly UnusedSeat[]>,
  totals: TotalsCounter,
): AsyncGenerator<string> {
  yield frame.before;
  let row = 1;
  for await (const page of pages) {
    requireFits(row - 1 + page.length);
    for (let from = 0; from < page.length; from += ROWS_AT_ONCE) {
      let xml = '';
      for (const seat of page.slice(from, from + ROWS_AT_ONCE)) {
        totals.add(seat);
        xml += rowXml(seat, row++, frame);
      }
      yield xml;
      await nextTurn();
    }
  }
  // Buttons in the header that filter and sort.
  yield `</sheetData><autoFilter ref="A1:${LAST_COLUMN}${String(row)}"/>${frame.after}`;
}

/**
 * Writes an Excel workbook of seats as they come: numbers and times (UTC) as such, everything else as text; a
 * second sheet says what list it is. Resolves with the number of seats. Rejects with TOO_MANY_ROWS.
 */
export async function writeSeatWorkbook(
  sink: Pick<FileSink, 'write'>,
  pages: AsyncIterable<readonly UnusedSeat[]>,
  info: WorkbookInfo,
): Promise<number> {
  const totals = countTotals();
  const zip = createZipWriter((bytes) => sink.write(bytes));
  const draft = await makeShell(info, totals.result());
  for (const [name, content] of draft)
    if (name !== SEATS_FILE && !TOTALS_FILES.includes(name)) await zip.file(name, [content]);
  await zip.file(SEATS_FILE, sheetXml(frameOf(draft.get(SEATS_FILE) ?? ''), pages, totals));
  // Made once more with what the seats came to; the header's texts have the same places in both.
  const shell = await makeShell(info, totals.result());
  for (const name of TOTALS_FILES) await zip.file(name, [shell.get(name) ?? '']);
  await zip.finish();
  return totals.result().seats;
}

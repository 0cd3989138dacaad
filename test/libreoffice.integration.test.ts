import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import Papa from 'papaparse';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  isFormula,
  snakeCase,
  unusedLicenseColumns,
  writeToFile,
  writeUnusedLicensesCsv,
} from '../src/core/export';
import { writeSeatWorkbook } from '../src/core/export/workbook';
import { IdleRule } from '../src/shared/model/idle-rule';
import { SeatsQuery, type SeatTableRow, type UnusedSeat } from '../src/shared/model/licenses';
import { seatTableRow } from './builders/export-rows';

// A real LibreOffice opens what is exported: a formula is one when a spreadsheet program says so.

const found = spawnSync('soffice', ['--version'], { encoding: 'utf8' });
const isThere = found.status === 0;

const NASTY = [
  "=cmd|' /C calc'!A0",
  '=1+1',
  '+1+1',
  '-1+1',
  '@SUM(1,1)',
  '=HYPERLINK("http://127.0.0.1/?"&A1,"click")',
  '=WEBSERVICE("http://127.0.0.1/")',
  '\t=1+1',
  ' =1+1',
  '＝1+1',
  '＋1',
  '＠SUM(1)',
  'say "hi", twice',
  'two\nlines',
  'semi;colon, comma',
  "it's",
  "'quoted",
  'Zoë 李小龍 😀 नमस्ते',
  '<b>&amp;</b>',
  '_x0041_',
];
/** A CSV has no types: spreadsheets read these as a number, a date and so on. A workbook keeps them. */
const GUESSED = ['1E5', '007', '3/4', 'TRUE'];

const seats: SeatTableRow[] = [...NASTY, ...GUESSED].map((name, index) =>
  seatTableRow({
    name,
    userId: `005000000000${String(index).padStart(3, '0')}AAA`,
    license: name,
    department: name,
    decisionNote: name,
    lastLoginAt: index % 2 === 0 ? null : '2025-12-31T12:00:00.000Z',
    daysSinceLogin: index % 2 === 0 ? null : 60 + index,
    monthlyPrice: index % 3 === 0 ? null : 12.5,
    annualSaving: index % 3 === 0 ? null : 150,
    currency: index % 3 === 0 ? null : 'EUR',
  }),
);

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'seatwatch-office-'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true, maxRetries: 5 }));

/** Converts a file by the real program, with a profile that is nobody's. Returns the new file's text. */
function convert(file: string, to: string, importAs?: string): string {
  const out = mkdtempSync(path.join(dir, 'out-'));
  const { status, stdout, stderr } = spawnSync(
    'soffice',
    [
      `-env:UserInstallation=${pathToFileURL(path.join(dir, 'profile')).href}`,
      '--headless',
      '--norestore',
      ...(importAs === undefined ? [] : [`--infilter=${importAs}`]),
      '--convert-to',
      to,
      '--outdir',
      out,
      file,
    ],
    { encoding: 'utf8', env: { ...process.env, HOME: dir } },
  );
  expect(status, stdout + stderr).toBe(0);
  // Named after the sheet as well when one was chosen.
  const [made = ''] = readdirSync(out);
  return readFileSync(path.join(out, made), 'utf8');
}

// Separator, quote, UTF-8, from line 1, …, cells as they are stored; the last says which sheet.
const AS_CSV = 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,1';
const UTF8 = 'CSV:44,34,76,1';
/** Import that tries hard: every cell's kind is guessed, and formulas are evaluated. */
const EAGER = 'CSV:44,34,76,1,,0,false,true,false,false,false,0,true';

const formulasIn = (sheet: string): (string | undefined)[] =>
  [...sheet.matchAll(/table:formula="([^"]*)"/g)].map(([, formula]) => formula);
const rowsOf = (csv: string): string[][] =>
  Papa.parse<string[]>(csv.replace(/^\uFEFF/, ''), { skipEmptyLines: true }).data;

async function csvFile(): Promise<string> {
  const file = path.join(dir, 'unused.csv');
  const db = {
    seats: async ({ offset, limit }: SeatsQuery) => ({
      asOf: null,
      total: seats.length,
      rows: seats.slice(offset, offset + limit),
    }),
  };
  await writeToFile(file, (sink) =>
    writeUnusedLicensesCsv(sink, db, SeatsQuery.parse({ orgId: 'org-1', rule: {} })),
  );
  return file;
}

async function xlsxFile(): Promise<string> {
  const file = path.join(dir, 'unused.xlsx');
  async function* pages() {
    yield seats;
  }
  const info = { org: '=Acme', asOf: '2026-03-01T10:00:00.000Z', rule: IdleRule.parse({}) };
  await writeToFile(file, (sink) => writeSeatWorkbook(sink, pages(), info));
  return file;
}

const heads = unusedLicenseColumns.map(({ name }) => name);
const at = (field: keyof UnusedSeat): number => heads.indexOf(snakeCase(field));
const TEXTS = ['name', 'license', 'department', 'decisionNote'] as const;

describe.skipIf(!isThere)(`LibreOffice${isThere ? '' : ' (skipped: there is no soffice here)'}`, () => {
  it('would find a live formula: an unguarded CSV has some', () => {
    const file = path.join(dir, 'unguarded.csv');
    writeFileSync(file, 'name\n=1+1\n');
    expect(formulasIn(convert(file, 'fods', EAGER))).toEqual(['of:=1+1']);
  });

  it('opens the CSV with the right columns and no live formula', async () => {
    const file = await csvFile();
    // As the import dialog proposes after looking at the byte order mark, as eagerly as can be, and unasked
    // (which reads another character set, but finds formulas all the same).
    for (const importAs of [UTF8, EAGER, undefined])
      expect(formulasIn(convert(file, 'fods', importAs))).toEqual([]);
    const [head, ...rows] = rowsOf(convert(file, AS_CSV, UTF8));
    expect(head).toEqual(heads);
    expect(rows).toHaveLength(seats.length);
    for (const [index, seat] of seats.entries()) {
      // What could be a formula has an apostrophe in front; nothing else is changed.
      for (const field of GUESSED.includes(seat.name) ? [] : TEXTS) {
        const text = seat[field] ?? '';
        expect(rows[index]?.[at(field)]).toBe(isFormula(text) ? `'${text}` : text);
      }
      expect(rows[index]?.[at('userId')]).toBe(seat.userId);
      expect(Number(rows[index]?.[at('monthlyPrice')] ?? 0)).toBe(seat.monthlyPrice ?? 0);
    }
  });

  it('opens the workbook with every value intact and typed, and no live formula', async () => {
    const file = await xlsxFile();
    const sheet = convert(file, 'fods');
    expect(formulasIn(sheet)).toEqual([]);
    expect([...sheet.matchAll(/table:name="([^"]*)"/g)].map(([, name]) => name)).toEqual(
      expect.arrayContaining(['Unused licenses', 'About']),
    );
    // Times and numbers are such, and can be sorted and added up.
    expect(new Set(sheet.match(/office:date-value="2025-12-31[^"]*"/g))).toEqual(
      new Set(['office:date-value="2025-12-31T12:00:00"']),
    );
    expect(/office:value-type="float" office:value="12.5"/.test(sheet)).toBe(true);

    const [head, ...rows] = rowsOf(convert(file, AS_CSV));
    expect(head).toEqual(heads);
    expect(rows).toHaveLength(seats.length);
    for (const [index, seat] of seats.entries()) {
      for (const field of TEXTS) expect(rows[index]?.[at(field)]).toBe(seat[field]);
      expect(rows[index]?.[at('daysSinceLogin')]).toBe(seat.daysSinceLogin?.toString() ?? '');
    }
  });
});

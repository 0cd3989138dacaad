import fc from 'fast-check';
import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { unusedSeat } from '../../../test/builders/export-rows';
import { IdleRule } from '../../shared/model/idle-rule';
import type { UnusedSeat } from '../../shared/model/licenses';
import { unusedLicenseColumns } from './unused-licenses';
import { requireFits, writeSeatWorkbook } from './workbook';
import { rounds } from '../../../test/builders/rounds';

const INFO = { org: '=Acme & Söhne', asOf: '2026-03-01T10:00:00.000Z', rule: IdleRule.parse({}) };

async function* pages(...all: UnusedSeat[][]): AsyncGenerator<UnusedSeat[]> {
  yield* all;
}

async function workbook(...all: UnusedSeat[][]): Promise<Record<string, string>> {
  const chunks: Uint8Array[] = [];
  const rows = await writeSeatWorkbook(
    {
      write: async (chunk) => {
        chunks.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
      },
    },
    pages(...all),
    INFO,
  );
  expect(rows).toBe(all.flat().length);
  const files = unzipSync(Buffer.concat(chunks));
  return Object.fromEntries(Object.entries(files).map(([name, bytes]) => [name, strFromU8(bytes)]));
}

const SEATS = 'xl/worksheets/sheet1.xml';
const ABOUT = 'xl/worksheets/sheet2.xml';
const STRINGS = 'xl/sharedStrings.xml';

const unescape = (text: string): string =>
  text
    .replace(/&(lt|gt|amp|quot|apos|#39);/g, (_, name: string) =>
      name === 'lt' ? '<' : name === 'gt' ? '>' : name === 'quot' ? '"' : name === 'amp' ? '&' : "'",
    )
    .replace(/_x005F_/g, '_');

/** What a reader of the file finds in one cell. */
function cell(sheet: string | undefined, place: string): { text?: string; value?: string; style?: string } {
  const found = new RegExp(`<c r="${place}"([^>]*)>(.*?)</c>`, 's').exec(sheet ?? '');
  if (found === null) return {};
  const [, attributes = '', content = ''] = found;
  const text = /<is><t xml:space="preserve">(.*)<\/t><\/is>/s.exec(content)?.[1];
  const value = /<v>(.*)<\/v>/.exec(content)?.[1];
  const style = /s="(\d+)"/.exec(attributes)?.[1];
  return {
    ...(text === undefined ? {} : { text: unescape(text) }),
    ...(value === undefined ? {} : { value }),
    ...(style === undefined ? {} : { style }),
  };
}

describe('the workbook of seats', () => {
  it('has the columns of the CSV in a frozen, filterable header', async () => {
    const files = await workbook([unusedSeat()]);
    expect(Object.keys(files)[0]).toBe('[Content_Types].xml');
    const strings = [...(files[STRINGS] ?? '').matchAll(/<si><t>(.*?)<\/t><\/si>/g)].map(([, text]) => text);
    const heads = [...(files[SEATS] ?? '').matchAll(/<c r="[A-Z]+1"[^>]*><v>(\d+)<\/v>/g)].map(
      ([, index]) => strings[Number(index)],
    );
    expect(heads).toEqual(unusedLicenseColumns.map(({ name }) => name));
    expect(files[SEATS]).toContain('state="frozen"');
    expect(files[SEATS]).toContain('ySplit="1"');
    expect(files[SEATS]).toContain('<autoFilter ref="A1:AC2"/>');
  });

  it('writes numbers as numbers, times as times and everything else as text', async () => {
    const files = await workbook([
      unusedSeat({ lastLoginAt: '2025-12-31T12:00:00.000Z', daysSinceLogin: 59, name: '12345', email: null }),
    ]);
    const sheet = files[SEATS];
    // Serial numbers count days since the last day of 1899 (ECMA-376, the 1900 date system).
    expect(cell(sheet, 'J2')).toMatchObject({ value: '46022.5' });
    expect(cell(sheet, 'K2')).toEqual({ value: '59' });
    expect(cell(sheet, 'M2')).toMatchObject({ value: '150' });
    expect(cell(sheet, 'F2')).toEqual({ text: '12345' });
    expect(cell(sheet, 'G2')).toEqual({});
    const formats = [...(files['xl/styles.xml'] ?? '').matchAll(/formatCode="([^"]+)"/g)].map(
      ([, code]) => code,
    );
    expect(formats).toEqual(['yyyy-mm-dd hh:mm', '#,##0.00']);
    expect(cell(sheet, 'J2').style).not.toBe(cell(sheet, 'M2').style);
  });

  it('has no formula, whatever a name looks like, and gives back what was written', async () => {
    const wild = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.string({ unit: 'binary' }),
      fc.constantFrom('=1+1', '+1', '@x', '-1', '\t=1', "=cmd|' /C calc'!A0", '＝1', '_x0041_', '__x000d__'),
      fc.constantFrom('<f>1</f>', ']]>', '&amp;', '"', '  blanks  ', 'two\nlines', '😀', '\ud800', 'a\0b'),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(wild, { minLength: 20, maxLength: 80 }), async (names) => {
        const files = await workbook(names.map((name) => unusedSeat({ name })));
        for (const xml of Object.values(files)) expect(xml).not.toMatch(/<f[ >/]/);
        for (const [index, name] of names.entries()) {
          // What XML 1.0 cannot say is left out.
          const sayable = /^[\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffc]*$/;
          if (sayable.test(name) && name !== '')
            expect(cell(files[SEATS], `F${String(index + 2)}`).text).toBe(name);
        }
      }),
      { numRuns: rounds(15) },
    );
  });

  it('cuts text that Excel would refuse the file for', async () => {
    const files = await workbook([
      unusedSeat({ licensesHeld: '_x0041_'.repeat(10_000), name: 'x'.repeat(32_767) }),
    ]);
    expect(cell(files[SEATS], 'F2').text).toHaveLength(32_767);
    const held = /<c r="Y2".*?preserve">(.*?)<\/t>/s.exec(files[SEATS] ?? '')?.[1] ?? '';
    expect(held).toHaveLength(32_767);
    expect(held.endsWith('…')).toBe(true);
  });

  it('says on its second sheet what list it is and what the seats come to', async () => {
    const files = await workbook(
      [unusedSeat({ annualSaving: 0.1 }), unusedSeat({ annualSaving: 0.2 })],
      [unusedSeat({ annualSaving: null }), unusedSeat({ currency: 'USD', annualSaving: 5 })],
    );
    const strings = files[STRINGS] ?? '';
    expect(strings).toContain('=Acme &amp; Söhne');
    expect(strings).toContain('A seat is idle when its holder was last seen 90 days ago or longer.');
    expect(strings).toContain('Price per year, USD');
    const values = [...(files[ABOUT] ?? '').matchAll(/<c [^>]*?>(?:<v>)([^<]*)/g)].map(([, value]) => value);
    expect(values).toEqual(expect.arrayContaining(['4', '5', '0.3', '1']));
  });

  it('is written as it comes: an empty list, many pages, and no more rows than Excel takes', async () => {
    expect((await workbook())[SEATS]).toContain('<autoFilter ref="A1:AC1"/>');
    const page = Array.from({ length: 900 }, (_, index) => unusedSeat({ name: `User ${String(index)}` }));
    const sheet = (await workbook(page, [], page))[SEATS];
    expect(cell(sheet, 'F1801')).toEqual({ text: 'User 899' });
    expect(sheet).toContain('<row r="1801">');

    expect(() => {
      requireFits(1_048_575);
    }).not.toThrow();
    expect(() => {
      requireFits(1_048_576);
    }).toThrow('The list has 1,048,576 rows; an Excel sheet takes 1,048,575 below its header.');
  });
});

import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { errorCodes } from './builders/error-codes';

const page = readFileSync('docs/troubleshooting.md', 'utf8');
const rows = page.split('\n').filter((line) => /^\| `[^`]+`(, `[^`]+`)* \|/.test(line));
const cells = (row: string): string[] =>
  row
    .split(/(?<!\\)\|/)
    .slice(1, -1)
    .map((cell) => cell.trim());
const codesOf = (row: string): string[] =>
  [...(cells(row)[0] ?? '').matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);

it('the troubleshooting page explains every error code of the sources, and no other', () => {
  const found = new Map(errorCodes().map(({ code, file }) => [code, file]));
  const explained = rows.flatMap(codesOf);
  expect(found.size).toBeGreaterThan(150);
  expect(
    [...found].filter(([code]) => !explained.includes(code)).map(([code, file]) => `${code} (${file})`),
    'docs/troubleshooting.md lacks these',
  ).toEqual([]);
  expect(
    explained.filter((code) => !found.has(code)),
    'docs/troubleshooting.md has these, which no source has',
  ).toEqual([]);
  expect(
    explained.filter((code, at) => explained.indexOf(code) !== at),
    'twice',
  ).toEqual([]);
});

it('every row says what it means and what to do', () => {
  for (const row of rows) {
    const [, exit = '', meaning = '', fix = ''] = cells(row);
    expect(exit, row).toMatch(/^([1-6]|–)$/);
    expect(meaning, row).toMatch(/^.{15,}\.$/);
    expect(fix, row).toMatch(/^.{10,}[.`]$/);
  }
});

import { describe, expect, test } from 'vitest';
import { NOON } from '../test-client';
import { dateLiteralSpan } from './date-literals';

const day = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
const span = (literal: string): [string, string] | undefined => {
  const found = dateLiteralSpan(literal, NOON);
  return found && [day(found.from), day(found.to)];
};

/** Now is Wednesday, March 18, 2026; spans are first day and the day after the last. */
describe('the literals of the SOQL reference', () => {
  test.each([
    ['YESTERDAY', '2026-03-17', '2026-03-18'],
    ['TODAY', '2026-03-18', '2026-03-19'],
    ['TOMORROW', '2026-03-19', '2026-03-20'],
    ['LAST_WEEK', '2026-03-08', '2026-03-15'],
    ['THIS_WEEK', '2026-03-15', '2026-03-22'],
    ['NEXT_WEEK', '2026-03-22', '2026-03-29'],
    ['LAST_MONTH', '2026-02-01', '2026-03-01'],
    ['THIS_MONTH', '2026-03-01', '2026-04-01'],
    ['NEXT_MONTH', '2026-04-01', '2026-05-01'],
    ['LAST_90_DAYS', '2025-12-18', '2026-03-19'],
    ['NEXT_90_DAYS', '2026-03-19', '2026-06-17'],
    ['LAST_N_DAYS:3', '2026-03-15', '2026-03-19'],
    ['NEXT_N_DAYS:3', '2026-03-19', '2026-03-22'],
    ['N_DAYS_AGO:3', '2026-03-15', '2026-03-16'],
    ['NEXT_N_WEEKS:2', '2026-03-22', '2026-04-05'],
    ['LAST_N_WEEKS:2', '2026-03-01', '2026-03-15'],
    ['N_WEEKS_AGO:2', '2026-03-01', '2026-03-08'],
    ['NEXT_N_MONTHS:2', '2026-04-01', '2026-06-01'],
    ['LAST_N_MONTHS:2', '2026-01-01', '2026-03-01'],
    ['N_MONTHS_AGO:4', '2025-11-01', '2025-12-01'],
    ['THIS_QUARTER', '2026-01-01', '2026-04-01'],
    ['LAST_QUARTER', '2025-10-01', '2026-01-01'],
    ['NEXT_QUARTER', '2026-04-01', '2026-07-01'],
    ['NEXT_N_QUARTERS:2', '2026-04-01', '2026-10-01'],
    ['LAST_N_QUARTERS:5', '2024-10-01', '2026-01-01'],
    ['N_QUARTERS_AGO:5', '2024-10-01', '2025-01-01'],
    ['THIS_YEAR', '2026-01-01', '2027-01-01'],
    ['LAST_YEAR', '2025-01-01', '2026-01-01'],
    ['NEXT_YEAR', '2027-01-01', '2028-01-01'],
    ['NEXT_N_YEARS:5', '2027-01-01', '2032-01-01'],
    ['LAST_N_YEARS:5', '2021-01-01', '2026-01-01'],
    ['N_YEARS_AGO:5', '2021-01-01', '2022-01-01'],
    ['THIS_FISCAL_QUARTER', '2026-01-01', '2026-04-01'],
    ['LAST_FISCAL_QUARTER', '2025-10-01', '2026-01-01'],
    ['NEXT_FISCAL_QUARTER', '2026-04-01', '2026-07-01'],
    ['NEXT_N_FISCAL_QUARTERS:6', '2026-04-01', '2027-10-01'],
    ['LAST_N_FISCAL_QUARTERS:6', '2024-07-01', '2026-01-01'],
    ['N_FISCAL_QUARTERS_AGO:6', '2024-07-01', '2024-10-01'],
    ['THIS_FISCAL_YEAR', '2026-01-01', '2027-01-01'],
    ['LAST_FISCAL_YEAR', '2025-01-01', '2026-01-01'],
    ['NEXT_FISCAL_YEAR', '2027-01-01', '2028-01-01'],
    ['NEXT_N_FISCAL_YEARS:3', '2027-01-01', '2030-01-01'],
    ['LAST_N_FISCAL_YEARS:3', '2023-01-01', '2026-01-01'],
    ['N_FISCAL_YEARS_AGO:3', '2023-01-01', '2024-01-01'],
  ])('%s', (literal, from, to) => {
    expect(span(literal)).toEqual([from, to]);
    expect(span(literal.toLowerCase())).toEqual([from, to]);
  });

  test.each([
    'FISCAL_TODAY',
    'LAST_DECADE',
    'LAST_N_HOURS:3',
    'N_DAYS_AGO',
    'THIS_FISCAL_WEEK',
    'LAST_N_FISCAL_DAYS:2',
    'TODAY:3',
  ])('%s is none', (literal) => {
    expect(span(literal)).toBeUndefined();
  });
});

import { DAY_MS } from '../options';

/** Half-open span of epoch milliseconds a date literal stands for. */
export interface Span {
  from: number;
  to: number;
}

const utc = (year: number, month: number, day = 1): number => Date.UTC(year, month, day);

type Unit = 'DAY' | 'WEEK' | 'MONTH' | 'QUARTER' | 'YEAR';

/** The unit `offset` units away from the one that holds `now`. Weeks start on Sunday (en_US locale). */
function unitSpan(unit: Unit, now: number, offset: number): Span {
  const date = new Date(now);
  const year = date.getUTCFullYear();
  const month = date.getUTCMonth();
  const today = Math.floor(now / DAY_MS) * DAY_MS;
  switch (unit) {
    case 'DAY':
      return { from: today + offset * DAY_MS, to: today + (offset + 1) * DAY_MS };
    case 'WEEK': {
      const sunday = today - date.getUTCDay() * DAY_MS + offset * 7 * DAY_MS;
      return { from: sunday, to: sunday + 7 * DAY_MS };
    }
    case 'MONTH':
      return { from: utc(year, month + offset), to: utc(year, month + offset + 1) };
    case 'QUARTER': {
      const first = Math.floor(month / 3) * 3 + offset * 3;
      return { from: utc(year, first), to: utc(year, first + 3) };
    }
    case 'YEAR':
      return { from: utc(year + offset, 0), to: utc(year + offset + 1, 0) };
  }
}

/**
 * The span of a SOQL date literal in UTC (the org's time zone is GMT; its fiscal year is the calendar year).
 * `LAST_N_DAYS:n` reaches from n days ago through today; LAST_N_WEEKS and the rest leave the current unit
 * out. Undefined for a word that is no literal. Source: SOQL reference, "Date Formats and Date Literals".
 */
export function dateLiteralSpan(literal: string, now: number): Span | undefined {
  const [rawName = '', rawN] = literal.toUpperCase().split(':');
  // The fiscal year is the calendar year; days, weeks and months have no fiscal kind.
  const name = rawName.replace(/FISCAL_(?=QUARTER|YEAR)/, '');
  const day = (offset: number): Span => unitSpan('DAY', now, offset);
  if (rawN === undefined) {
    if (name === 'TODAY') return day(0);
    if (name === 'YESTERDAY') return day(-1);
    if (name === 'TOMORROW') return day(1);
    if (name === 'LAST_90_DAYS') return { from: day(-90).from, to: day(0).to };
    if (name === 'NEXT_90_DAYS') return { from: day(1).from, to: day(90).to };
    const match = /^(THIS|LAST|NEXT)_(WEEK|MONTH|QUARTER|YEAR)$/.exec(name);
    if (!match) return undefined;
    const offset = match[1] === 'THIS' ? 0 : match[1] === 'LAST' ? -1 : 1;
    return unitSpan(match[2] as Unit, now, offset);
  }
  const n = Number(rawN);
  const ago = /^N_(DAY|WEEK|MONTH|QUARTER|YEAR)S_AGO$/.exec(name);
  if (ago) return unitSpan(ago[1] as Unit, now, -n);
  const several = /^(LAST|NEXT)_N_(DAY|WEEK|MONTH|QUARTER|YEAR)S$/.exec(name);
  if (!several) return undefined;
  const unit = several[2] as Unit;
  if (several[1] === 'LAST')
    return { from: unitSpan(unit, now, -n).from, to: unitSpan(unit, now, unit === 'DAY' ? 0 : -1).to };
  return { from: unitSpan(unit, now, 1).from, to: unitSpan(unit, now, n).to };
}

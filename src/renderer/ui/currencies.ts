import { Currency, type ExchangeRate } from '../../shared/model/prices';

/** The currencies offered first; any other three-letter code can be typed. */
export const COMMON_CURRENCIES = [
  'USD',
  'EUR',
  'GBP',
  'CAD',
  'AUD',
  'JPY',
  'CHF',
  'INR',
  'BRL',
  'MXN',
] as const;

/** A currency code as typed; null when it is none. */
export function parseCurrency(value: string): string | null {
  const code = Currency.safeParse(value.trim().toUpperCase());
  return code.success ? code.data : null;
}

/** One line of the list of rates. */
export interface RateLine {
  currency: string;
  /** As in the field; '' until something is entered. */
  rate: number | string;
  /** When it was entered, ISO 8601; null: not stored. */
  at: string | null;
}

/** The rates entered so far, and a line to fill in for every other currency in use. */
export function rateLines(
  rates: readonly ExchangeRate[],
  inUse: readonly string[],
  reportingCurrency: string,
): RateLine[] {
  const lines = new Map<string, RateLine>();
  for (const currency of inUse) lines.set(currency, { currency, rate: '', at: null });
  for (const rate of rates) lines.set(rate.currency, { ...rate });
  lines.delete(reportingCurrency);
  return [...lines.values()].sort((a, b) => a.currency.localeCompare(b.currency, 'en'));
}

/** Digits after which a rate worked out from two others says nothing more. */
const CROSS_DIGITS = 8;

/**
 * Fills in what the rates to one currency say about those to another, where both are known. Lines that
 * have a rate keep it.
 */
export function crossRates(
  lines: readonly RateLine[],
  before: { currency: string; lines: readonly RateLine[] },
  reportingCurrency: string,
): RateLine[] {
  const rateOf = (currency: string) =>
    currency === before.currency ? 1 : entered(before.lines.find((line) => line.currency === currency));
  const base = rateOf(reportingCurrency);
  if (base === null) return [...lines];
  return lines.map((line) => {
    const other = rateOf(line.currency);
    if (line.rate !== '' || other === null) return line;
    return { ...line, rate: Number((other / base).toPrecision(CROSS_DIGITS)) };
  });
}

/** What a line says; null: nothing. */
export function entered(line: RateLine | undefined): number | null {
  return typeof line?.rate === 'number' && line.rate > 0 ? line.rate : null;
}

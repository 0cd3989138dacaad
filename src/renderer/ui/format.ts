/** How numbers and times are written. Everything follows the system's locale. */

const locale = typeof navigator === 'undefined' ? 'en-US' : navigator.language;

const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
const compact = new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 });
const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
const finePercent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
const smallPercent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 2 });
const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });

const FORMATTERS_KEPT_MS = 60_000;
const dateFormats = new Map<string, Intl.DateTimeFormat>();
const numberFormats = new Map<string, Intl.NumberFormat>();
let formattersSince = 0;

/** So that a computer that changes its time zone is followed: a formatter keeps the zone it was made in. */
function forgetOldFormatters(): void {
  const now = Date.now();
  if (Math.abs(now - formattersSince) < FORMATTERS_KEPT_MS) return;
  formattersSince = now;
  dateFormats.clear();
}

/** A formatter, made once: making one takes a hundred times as long as using it, and a page has hundreds of dates. */
export function dateFormat(options: Intl.DateTimeFormatOptions, inLocale = locale): Intl.DateTimeFormat {
  forgetOldFormatters();
  const key = JSON.stringify([inLocale, options]);
  const known = dateFormats.get(key) ?? new Intl.DateTimeFormat(inLocale, options);
  dateFormats.set(key, known);
  return known;
}

/** The same for numbers. Throws a RangeError for a currency that is none. */
function numberFormat(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = JSON.stringify(options);
  const known = numberFormats.get(key) ?? new Intl.NumberFormat(locale, options);
  numberFormats.set(key, known);
  return known;
}

/** What stands for "no value" in tables. */
export const NO_VALUE = '–';

export function formatNumber(value: number | null | undefined): string {
  return value === null || value === undefined ? NO_VALUE : whole.format(value);
}

/** 1.2K, 3.4M: for axis labels and tight spots, never where the exact number matters. */
export function formatCompact(value: number): string {
  return compact.format(value);
}

/** `value` of 0-100. Small shares keep a decimal so that they do not read as zero. */
export function formatPercent(value: number | null | undefined): string {
  if (value === null || value === undefined) return NO_VALUE;
  return (value > 0 && value < 10 ? finePercent : percent).format(value / 100);
}

/** `value` of 0-100, for shares of a percent: "0.07%", "less than 0.01%". */
export function formatSmallPercent(value: number | null | undefined): string {
  if (value === null || value === undefined) return NO_VALUE;
  if (value <= 0 || value >= 1) return formatPercent(value);
  return value < 0.01 ? `less than ${smallPercent.format(0.0001)}` : smallPercent.format(value / 100);
}

const BYTE_UNITS = ['kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** "512 B", "1.2 MB", "3.4 GB", in steps of 1,000 as disks are sold. */
export function formatBytes(bytes: number | null | undefined): string {
  if (bytes === null || bytes === undefined) return NO_VALUE;
  if (bytes < 1000) return `${whole.format(bytes)} B`;
  const step = Math.min(BYTE_UNITS.length, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** step;
  return numberFormat({
    style: 'unit',
    unit: BYTE_UNITS[step - 1] ?? 'kilobyte',
    maximumFractionDigits: step < 2 || value >= 100 ? 0 : 1,
  }).format(value);
}

export function formatMoney(value: number | null | undefined, currency: string | null): string {
  if (value === null || value === undefined || !currency) return NO_VALUE;
  const digits = Number.isInteger(value) || Math.abs(value) >= 1000 ? 0 : 2;
  try {
    return numberFormat({
      style: 'currency',
      currency,
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    }).format(value);
  } catch {
    return `${formatNumber(value)} ${currency}`;
  }
}

/** "1 user", "1,204 users". */
export function formatCount(value: number, one: string, many: string = `${one}s`): string {
  return `${formatNumber(value)} ${value === 1 ? one : many}`;
}

export type Zone = 'local' | 'utc';

export interface TimeStyle {
  zone: Zone;
  /** Leave the time of day out. */
  dateOnly?: boolean;
  /** Leave the date out. */
  timeOnly?: boolean;
}

export function formatTime(iso: string | null | undefined, { zone, dateOnly, timeOnly }: TimeStyle): string {
  if (!iso) return NO_VALUE;
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  const options: Intl.DateTimeFormatOptions = {
    ...(timeOnly ? {} : { dateStyle: 'medium' }),
    ...(dateOnly ? {} : { timeStyle: 'short' }),
    ...(zone === 'utc' ? { timeZone: 'UTC' } : {}),
  };
  const text = dateFormat(options).format(date);
  return zone === 'utc' && !dateOnly ? `${text} UTC` : text;
}

/** A UTC calendar day (YYYY-MM-DD), written out. Days are never shifted into another zone. */
export function formatDay(day: string, style: 'short' | 'long' = 'short'): string {
  const date = new Date(`${day.slice(0, 10)}T00:00:00Z`);
  if (Number.isNaN(date.getTime())) return day;
  return dateFormat({
    month: 'short',
    day: 'numeric',
    ...(style === 'long' ? { year: 'numeric' } : {}),
    timeZone: 'UTC',
  }).format(date);
}

const STEPS: readonly [limit: number, unit: Intl.RelativeTimeFormatUnit, seconds: number][] = [
  [3600, 'minute', 60],
  [86_400, 'hour', 3600],
  [30 * 86_400, 'day', 86_400],
  [365 * 86_400, 'month', 30 * 86_400],
  [Infinity, 'year', 365 * 86_400],
];

/** "3 minutes ago", "in 2 hours". */
export function formatRelative(iso: string, now: number): string {
  const seconds = Math.round((new Date(iso).getTime() - now) / 1000);
  if (Number.isNaN(seconds)) return iso;
  const distance = Math.abs(seconds);
  if (distance < 45) return seconds <= 0 ? 'just now' : 'in a moment';
  for (const [limit, unit, size] of STEPS) {
    if (distance < limit) return relative.format(atLeastOne(seconds / size), unit);
  }
  return iso;
}

function atLeastOne(value: number): number {
  return Math.sign(value) * Math.max(1, Math.round(Math.abs(value)));
}

/** "850 ms", "42 s", "3 min 20 s", "1 h 5 min". */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.max(0, Math.round(milliseconds))} ms`;
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return seconds % 60 ? `${minutes} min ${seconds % 60} s` : `${minutes} min`;
  return minutes % 60 ? `${Math.floor(minutes / 60)} h ${minutes % 60} min` : `${Math.floor(minutes / 60)} h`;
}

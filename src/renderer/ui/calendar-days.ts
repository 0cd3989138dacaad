import type { Zone } from './format';

/** A calendar date as inputs of type "date" give it, YYYY-MM-DD. */
const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;

/**
 * The last millisecond of a calendar day as ISO 8601 UTC, so that what lasts "until" that day includes it.
 * `zone` "local": this computer's. Null for what is no date.
 *
 * It is the first moment of the next day less one: 23:59:59.999 itself comes twice, or not at all, on the days
 * when some zones change their clocks at midnight.
 */
export function endOfDay(date: string, zone: Zone): string | null {
  const parts = DATE.exec(date);
  if (!parts) return null;
  const [year, month, day] = parts.slice(1).map(Number) as [number, number, number];
  if (!exists(year, month, day)) return null;
  const next = zone === 'utc' ? Date.UTC(year, month - 1, day + 1) : localMidnight(year, month, day + 1);
  return new Date(next - 1).toISOString();
}

/** The calendar day that a moment falls on, YYYY-MM-DD. */
export function dayOf(moment: Date, zone: Zone): string {
  const [year, month, day] =
    zone === 'utc'
      ? [moment.getUTCFullYear(), moment.getUTCMonth(), moment.getUTCDate()]
      : [moment.getFullYear(), moment.getMonth(), moment.getDate()];
  return `${String(year).padStart(4, '0')}-${String(month + 1).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

/** Why a date cannot be the end of something that begins now; null: it can. */
export function dateProblem(date: string, zone: Zone, now: Date): string | null {
  const end = endOfDay(date, zone);
  if (end === null) return 'Choose a date.';
  return Date.parse(end) <= now.getTime() ? 'This day is over.' : null;
}

/** Where the clocks go from midnight to one, this is the first moment that exists. */
function localMidnight(year: number, month: number, day: number): number {
  return new Date(year, month - 1, day).getTime();
}

function exists(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  return year >= 1000 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

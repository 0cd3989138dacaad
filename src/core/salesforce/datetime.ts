const DATE_TIME = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?(Z|[+-]\d{2}:?\d{2})$/;
const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;

/**
 * Epoch ms of a Salesforce date-time, or null when it is none. REST writes `.000+0000`, Bulk and CSV
 * write `.000Z`; both are read. Strict: "2026-02-30" is no date, and a time without a zone is refused
 * because `Date.parse` would silently take it as this computer's own.
 */
export function parseDateTime(value: unknown): number | null {
  if (typeof value !== 'string') return null;
  return usualDateTime(value) ?? anyDateTime(value);
}

function anyDateTime(value: string): number | null {
  const match = DATE_TIME.exec(value);
  if (match === null) return null;
  const [, year, month, day, hour, minute, second, fraction, zone] = match;
  const midnight = utcDay(Number(year), Number(month), Number(day));
  if (midnight === null || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return null;
  const offset = zoneOffset(zone ?? 'Z');
  if (offset === null) return null;
  const ms = Math.trunc(Number(`0.${fraction ?? '0'}`) * 1000);
  return midnight + ((Number(hour) * 60 + Number(minute)) * 60 + Number(second)) * 1000 + ms - offset;
}

let knownDay = '';
let knownMidnight = 0;

/**
 * Whole seconds as CSV writes them, which is nearly all there are. Rows are many to a day: the day is worked out
 * once. Null: anything else, for the strict reader to judge.
 */
function usualDateTime(value: string): number | null {
  if (value.length !== 24 || !value.endsWith('.000Z')) return null;
  if (value.charCodeAt(10) !== T || value.charCodeAt(13) !== COLON || value.charCodeAt(16) !== COLON)
    return null;
  const [hour, minute, second] = [twoDigits(value, 11), twoDigits(value, 14), twoDigits(value, 17)];
  if (!(hour <= 23 && minute <= 59 && second <= 59)) return null;
  const day = value.slice(0, 10);
  if (day !== knownDay) {
    const midnight = anyDateTime(`${day}T00:00:00Z`);
    if (midnight === null) return null;
    knownDay = day;
    knownMidnight = midnight;
  }
  return knownMidnight + ((hour * 60 + minute) * 60 + second) * 1000;
}

const T = 84;
const COLON = 58;

/** NaN when they are none. */
function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 48;
  const ones = text.charCodeAt(at + 1) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}

/** Epoch ms of UTC midnight of a Salesforce date (`2026-01-31`); date-times are accepted too. */
export function parseDate(value: unknown): number | null {
  if (typeof value !== 'string') return null;
  const match = DATE.exec(value);
  if (match === null) return parseDateTime(value);
  return utcDay(Number(match[1]), Number(match[2]), Number(match[3]));
}

/** A SOQL date-time literal; unquoted in SOQL. */
export function soqlDateTime(ms: number): string {
  return new Date(ms).toISOString();
}

function utcDay(year: number, month: number, day: number): number | null {
  const ms = Date.UTC(year, month - 1, day);
  const date = new Date(ms);
  // Date.UTC rolls over (30 February becomes 2 March) and moves years below 100.
  const same =
    date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return same ? ms : null;
}

function zoneOffset(zone: string): number | null {
  if (zone === 'Z') return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(-2));
  if (hours > 14 || minutes > 59) return null;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}

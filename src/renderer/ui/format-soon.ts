import { dateFormat, formatCount, formatTime, type Zone } from './format';

const locale = typeof navigator === 'undefined' ? 'en-US' : navigator.language;
const dayWords = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
const DAY_MS = 86_400_000;

/** A calendar day of the zone, as the UTC midnight of the same date: two of them can be subtracted. */
function dayOf(time: number, zone: Zone): number {
  const date = new Date(time);
  return zone === 'utc'
    ? Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate())
    : Date.UTC(date.getFullYear(), date.getMonth(), date.getDate());
}

/**
 * A planned moment as people say it: "today about 9:12 AM", "tomorrow about 9:12 AM", "Friday about 9:12 AM",
 * from a week on with its date. One that is over is "any moment now".
 */
export function formatSoon(iso: string, now: number, zone: Zone): string {
  const time = Date.parse(iso);
  if (Number.isNaN(time)) return iso;
  if (time <= now) return 'any moment now';
  const days = Math.round((dayOf(time, zone) - dayOf(now, zone)) / DAY_MS);
  const clock = formatTime(iso, { zone, timeOnly: true });
  if (days <= 1) return `${dayWords.format(days, 'day')} about ${clock}`;
  if (days >= 7) return `${formatTime(iso, { zone, dateOnly: true })} about ${clock}`;
  const weekday = dateFormat({
    weekday: 'long',
    ...(zone === 'utc' ? { timeZone: 'UTC' } : {}),
  });
  return `${weekday.format(time)} about ${clock}`;
}

/** A span that was estimated, rounded as far as it deserves: "5 seconds", "3 minutes", "1 hour 20 minutes". */
export function aboutSpan(seconds: number): string {
  if (seconds < 57.5) return formatCount(Math.max(5, Math.round(seconds / 5) * 5), 'second');
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return formatCount(minutes, 'minute');
  const tens = Math.round(minutes / 10) * 10;
  const hours = formatCount(Math.floor(tens / 60), 'hour');
  return tens % 60 ? `${hours} ${tens % 60} minutes` : hours;
}

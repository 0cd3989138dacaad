import { dateFormat, type Zone } from './format';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** More labels than this run into each other. */
const MAX_TICKS = 7;

/** Round moments on a time axis: every few hours for a day or two, otherwise midnights. */
export function timeTicks(from: number, to: number, zone: Zone): number[] {
  if (!(to > from)) return [];
  const byHour = to - from <= 1.5 * DAY_MS;
  const unit = byHour ? HOUR_MS : DAY_MS;
  const step = niceStep(
    (to - from) / unit / MAX_TICKS,
    byHour ? [1, 2, 3, 4, 6, 12] : [1, 2, 3, 7, 14, 30, 60, 90],
  );
  const ticks: number[] = [];
  // Dates are moved by calendar, so that midnights stay midnights when the clocks change.
  for (const at = floorTo(from, byHour, zone); at.getTime() <= to; advance(at, step, byHour, zone)) {
    if (at.getTime() >= from) ticks.push(at.getTime());
  }
  return ticks;
}

function niceStep(least: number, steps: readonly number[]): number {
  return steps.find((step) => step >= least) ?? Math.ceil(least);
}

function floorTo(time: number, byHour: boolean, zone: Zone): Date {
  const at = new Date(time);
  if (zone === 'utc') at.setUTCMinutes(0, 0, 0);
  else at.setMinutes(0, 0, 0);
  if (!byHour) {
    if (zone === 'utc') at.setUTCHours(0);
    else at.setHours(0);
  }
  return at;
}

function advance(at: Date, step: number, byHour: boolean, zone: Zone): void {
  if (byHour) at.setTime(at.getTime() + step * HOUR_MS);
  else if (zone === 'utc') at.setUTCDate(at.getUTCDate() + step);
  else at.setDate(at.getDate() + step);
}

/** What stands at a tick: the hour for short spans, otherwise the day. */
export function tickLabel(time: number, span: number, zone: Zone, locale?: string): string {
  const style: Intl.DateTimeFormatOptions =
    span <= 1.5 * DAY_MS ? { hour: 'numeric', minute: '2-digit' } : { month: 'short', day: 'numeric' };
  return dateFormat({ ...style, ...(zone === 'utc' ? { timeZone: 'UTC' } : {}) }, locale).format(time);
}

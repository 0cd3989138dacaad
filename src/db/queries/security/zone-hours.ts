import { QUARTER_MS } from '../../../shared/model/sign-in-map';
import { DAY_MS } from '../time';

const QUARTERS_A_DAY = DAY_MS / QUARTER_MS;
const HOUR_QUARTERS = 4;

/** An hour of the week on the clocks of a time zone: 0 is Monday from midnight, 167 Sunday from 11 p.m. */
export type HourOfWeek = (quarter: number) => number;

/**
 * Reads the clocks of a time zone (IANA) for quarters of an hour since the epoch, summer time included. Asking
 * Intl takes microseconds, so it is asked once per day, and for each quarter only on days in which the clocks
 * change. Throws a RangeError for a zone this computer does not know.
 */
export function hourOfWeekIn(timeZone: string): HourOfWeek {
  const offsetAt = createOffsets(timeZone);
  const startOffsets = new Map<number, number>();
  const startOffset = (day: number): number => {
    let offset = startOffsets.get(day);
    if (offset === undefined) startOffsets.set(day, (offset = offsetAt(day * DAY_MS)));
    return offset;
  };
  return (quarter) => {
    const day = Math.floor(quarter / QUARTERS_A_DAY);
    const offset = startOffset(day);
    const local = quarter + (offset === startOffset(day + 1) ? offset : offsetAt(quarter * QUARTER_MS));
    // The epoch was a Thursday.
    const hours = Math.floor(local / HOUR_QUARTERS) + 3 * 24;
    return ((hours % 168) + 168) % 168;
  };
}

/** How many quarters of an hour the clocks are ahead of UTC at a moment (epoch ms). */
function createOffsets(timeZone: string): (at: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  });
  return (at) => {
    const parts: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {};
    for (const { type, value } of format.formatToParts(at)) parts[type] = Number(value);
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0 } = parts;
    return Math.floor((Date.UTC(year, month - 1, day, hour, minute) - at) / QUARTER_MS);
  };
}

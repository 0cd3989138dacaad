/** When a scheduled collection begins, in the computer's own time zone. */
export interface ScheduleTimes {
  /** 0-59. */
  minute: number;
  /** 0-23, ascending, at least one. */
  hours: readonly number[];
  /** 0 is Sunday; null: every day. */
  days: readonly number[] | null;
}

export const DAY_NAMES = [
  'sunday',
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
] as const;

/** Divisors of a day only: any other number of hours would begin anew at midnight and not be "every N hours". */
const HOURLY = ['1h', '2h', '3h', '4h', '6h', '8h', '12h'] as const;

export const INTERVALS = ['day', 'weekday', ...DAY_NAMES, ...HOURLY] as const;
export type Interval = (typeof INTERVALS)[number];

const WEEKDAYS = [1, 2, 3, 4, 5];
const HOURS_A_DAY = 24;

/** Before the working day, and outside the hour that daylight saving time skips or repeats. */
export const DEFAULT_AT = '04:30';

const TIME = /^([01]?\d|2[0-3]):([0-5]\d)$/;

/** "04:30" or "4:30"; null for anything else. */
export function parseTime(text: string): string | null {
  const parts = TIME.exec(text.trim());
  return parts === null ? null : `${(parts[1] ?? '').padStart(2, '0')}:${parts[2] ?? ''}`;
}

/** `at`: HH:MM, as `parseTime` gives it. Of several times a day it is one, so that 04:30 every 6h is also 10:30. */
export function timesOf(at: string, every: Interval): ScheduleTimes {
  const [first = 0, minute = 0] = at.split(':').map(Number);
  if (every === 'day') return { minute, hours: [first], days: null };
  if (every === 'weekday') return { minute, hours: [first], days: WEEKDAYS };
  const day = DAY_NAMES.findIndex((name) => name === every);
  if (day >= 0) return { minute, hours: [first], days: [day] };
  const step = Number.parseInt(every, 10);
  const hours = Array.from(
    { length: HOURS_A_DAY / step },
    (_, index) => (first + index * step) % HOURS_A_DAY,
  );
  return { minute, hours: hours.sort((a, b) => a - b), days: null };
}

/** The first moment behind `now` (epoch ms, both), by the computer's own calendar. */
export function nextTime({ minute, hours, days }: ScheduleTimes, now: number): number {
  const today = new Date(now);
  for (let ahead = 0; ahead <= 8; ahead += 1) {
    for (const hour of hours) {
      const at = new Date(today.getFullYear(), today.getMonth(), today.getDate() + ahead, hour, minute);
      if (at.getTime() > now && (days === null || days.includes(at.getDay()))) return at.getTime();
    }
  }
  throw new Error('A schedule without a time');
}

/** "every day at 04:30", for people. */
export function describeTimes(at: string, every: Interval): string {
  if (every === 'day') return `every day at ${at}`;
  if (every === 'weekday') return `Monday to Friday at ${at}`;
  const hours = HOURLY.find((one) => one === every);
  if (hours === undefined) return `every ${every.charAt(0).toUpperCase()}${every.slice(1)} at ${at}`;
  const step = Number.parseInt(hours, 10);
  return `${step === 1 ? 'every hour' : `every ${String(step)} hours`}, counted from ${at}`;
}

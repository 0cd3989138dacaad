import type { HeatMap } from '../../shared/model/sign-in-map';
import { dateFormat, formatCount, formatNumber } from './format';

/** 2024-01-01 was a Monday. */
const weekdayName = (weekday: number, style: 'short' | 'long'): string =>
  dateFormat({ weekday: style, timeZone: 'UTC' }).format(Date.UTC(2024, 0, 1 + weekday));

const WEEK = [0, 1, 2, 3, 4, 5, 6];
/** Monday first. */
export const SHORT_WEEKDAYS = WEEK.map((weekday) => weekdayName(weekday, 'short'));
export const LONG_WEEKDAYS = WEEK.map((weekday) => weekdayName(weekday, 'long'));

/** "08:00–09:00". */
export const hourWords = (hour: number): string => `${clock(hour)}–${clock((hour + 1) % 24)}`;

const clock = (hour: number): string => `${String(hour).padStart(2, '0')}:00`;

export const mostOf = (counts: HeatMap['logins']): number => Math.max(0, ...counts.flat());

/** "1,204 sign-ins. Most on Tuesday, 09:00–10:00: 88." */
export function heatMapSummary(map: HeatMap, measure: 'logins' | 'failures'): string {
  const counts = map[measure];
  const total = counts.flat().reduce((sum, count) => sum + count, 0);
  const words = formatCount(total, measure === 'logins' ? 'sign-in' : 'failure');
  const most = mostOf(counts);
  if (most === 0) return `${words}.`;
  const weekday = counts.findIndex((day) => day.includes(most));
  const hour = counts[weekday]?.indexOf(most) ?? 0;
  return `${words}. Most on ${LONG_WEEKDAYS[weekday] ?? ''}, ${hourWords(hour)}: ${formatNumber(most)}.`;
}

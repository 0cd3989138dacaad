import type { LicenseTrend, LicenseUsePoint } from '../../../../shared/model/license-trend';
import type { TimePoint } from '../../../ui/chart-time-area';

/** Days that can be looked at. */
export const TREND_DAYS = [30, 90, 180, 365] as const;
export type TrendDays = (typeof TREND_DAYS)[number];

export const timeOf = (day: string): number => Date.parse(`${day.slice(0, 10)}T00:00:00Z`);

/** What is on the chart: values by key, and the projection, if there is one, from the last collection on. */
export function chartPoints({ points, forecast }: Pick<LicenseTrend, 'points' | 'forecast'>): TimePoint[] {
  const found = points.map((point) => withValues(timeOf(point.day), valuesOf(point)));
  const last = lastFound(points);
  const { atEnd, contractEnd } = forecast;
  if (atEnd === null || contractEnd === null || last === undefined || last.day >= contractEnd) return found;
  // The line goes on from the last collection; a point of its own where that day has one is the same point.
  const start = found.find(({ time }) => time === timeOf(last.day));
  if (start) Object.assign(start, { projected: last.used, low: last.used, high: last.used });
  // What is paid for stays until the contract ends.
  const end = { ...(last.paid !== null && { paid: last.paid }), low: atEnd.low, high: atEnd.high };
  return [...found, { time: timeOf(contractEnd), projected: atEnd.used, ...end }];
}

const valuesOf = ({ paid, used, idle, active }: LicenseUsePoint) => ({ paid, used, idle, active });

function withValues(time: number, values: Record<string, number | null>): TimePoint {
  const point: TimePoint = { time };
  for (const [key, value] of Object.entries(values)) if (value !== null) point[key] = value;
  return point;
}

/** The newest point that a collection found. */
export function lastFound(
  points: readonly LicenseUsePoint[],
): (LicenseUsePoint & { used: number }) | undefined {
  return points.findLast(
    (point): point is LicenseUsePoint & { used: number } => point.used !== null && point.idle !== null,
  );
}

/**
 * Seats of several licenses together, on every day on which one of them was collected: each counts with what was
 * found last, and not at all before it was first found. Unlimited licenses are left out.
 */
export function sumOf(trends: readonly Pick<LicenseTrend, 'points'>[]): LicenseUsePoint[] {
  const series = trends.map(({ points }) => points.filter(({ paid, used, idle }) => known(paid, used, idle)));
  const days = [...new Set(series.flatMap((points) => points.map(({ day }) => day)))].sort();
  const at = series.map(() => -1);
  return days.map((day) => {
    const sum = { day, paid: 0, used: 0, idle: 0, active: null };
    series.forEach((points, i) => {
      let place = at[i] ?? -1;
      while ((points[place + 1]?.day ?? '9') <= day) place++;
      at[i] = place;
      const point = points[place];
      sum.paid += point?.paid ?? 0;
      sum.used += point?.used ?? 0;
      sum.idle += point?.idle ?? 0;
    });
    return sum;
  });
}

const known = (...values: (number | null)[]): boolean => values.every((value) => value !== null);

/** What is worth most first: money, then seats, then names. */
export function byWorth(a: LicenseTrend, b: LicenseTrend): number {
  return (
    (b.forecast.annual?.amount ?? -1) - (a.forecast.annual?.amount ?? -1) ||
    (b.forecast.couldDropWithIdle ?? -1) - (a.forecast.couldDropWithIdle ?? -1) ||
    a.name.localeCompare(b.name)
  );
}

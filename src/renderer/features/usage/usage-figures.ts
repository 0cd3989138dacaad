import type { LimitRow, LimitSeries, QuotaSnapshot, UsagePoint } from '../../../shared/model/quota';
import { samplePeaks } from '../../ui/chart-sample';
import type { TimePoint } from '../../ui/chart-time-area';

export interface QuotaFigures {
  used: number;
  max: number;
  remaining: number;
  percent: number;
  threshold: number;
  /** Requests at which Seatwatch stops. */
  line: number;
  /** Requests left until the line; 0 once it is reached. */
  untilLine: number;
  own: number;
  others: number;
}

export function quotaFigures({ used, max, thresholdPercent, ownCalls24h }: QuotaSnapshot): QuotaFigures {
  const line = Math.floor((max * thresholdPercent) / 100);
  return {
    used,
    max,
    remaining: Math.max(0, max - used),
    percent: max > 0 ? (used / max) * 100 : 0,
    threshold: thresholdPercent,
    line,
    untilLine: Math.max(0, line - used),
    own: ownCalls24h,
    // The org's count may lag behind our own.
    others: Math.max(0, used - ownCalls24h),
  };
}

export interface UsageChartPoint extends TimePoint {
  own: number;
  others: number;
}

/** Few enough points for a chart; peaks stay. */
export function toUsagePoints(points: readonly UsagePoint[]): UsageChartPoint[] {
  return samplePeaks(points, (point) => point.used).map(({ at, used, own }) => ({
    time: Date.parse(at),
    own: Math.min(own, used),
    others: Math.max(0, used - own),
  }));
}

export interface LimitPoint extends TimePoint {
  used: number;
  max: number;
}

export function toLimitPoints(series: readonly LimitSeries[]): LimitPoint[] {
  const points = (series[0]?.points ?? []).map(({ at, max, remaining }) => ({
    time: Date.parse(at),
    used: Math.max(0, max - remaining),
    max,
  }));
  return samplePeaks(points, (point) => point.used);
}

const WORDS: Readonly<Record<string, string>> = {
  Api: 'API',
  Mb: 'MB',
  Sms: 'SMS',
  Cdn: 'CDN',
  Id: 'ID',
  Apex: 'Apex',
};

/** "DailyApiRequests" becomes "Daily API requests". Salesforce's own name is shown beside it. */
export function limitTitle(name: string): string {
  const words = name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .replace(/([a-z])([0-9])/g, '$1 $2')
    .replace(/([0-9])([A-Z][a-z])/g, '$1 $2')
    .split(/\s+/);
  return words
    .map(
      (word, index) => WORDS[word] ?? (index === 0 || /^[A-Z0-9]+$/.test(word) ? word : word.toLowerCase()),
    )
    .join(' ');
}

export type LimitSortColumn = 'name' | 'max' | 'used' | 'remaining' | 'usedPercent';

export interface LimitSort {
  column: LimitSortColumn;
  descending: boolean;
}

/** Matching limits in order. Those without a maximum come last when sorted by share. */
export function listLimits(
  rows: readonly LimitRow[],
  search: string,
  { column, descending }: LimitSort,
): LimitRow[] {
  const needle = search.trim().toLowerCase();
  const sign = descending ? -1 : 1;
  return rows
    .filter(({ name }) => `${name} ${limitTitle(name)}`.toLowerCase().includes(needle))
    .sort((a, b) => {
      if (column === 'name') return sign * a.name.localeCompare(b.name);
      const left = a[column];
      const right = b[column];
      if (left === right) return a.name.localeCompare(b.name);
      if (left === null) return 1;
      if (right === null) return -1;
      return sign * (left - right);
    });
}

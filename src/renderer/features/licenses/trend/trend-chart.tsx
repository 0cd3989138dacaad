import { useMemo } from 'react';
import type { Forecast, LicenseUsePoint } from '../../../../shared/model/license-trend';
import { ChartFrame } from '../../../ui/chart-frame';
import { TimeAreaChart, type TimeSeries } from '../../../ui/chart-time-area';
import { formatDay, formatNumber } from '../../../ui/format';
import { chartPoints, timeOf } from './trend-data';

const SERIES: readonly TimeSeries[] = [
  { key: 'paid', label: 'Paid', color: 'var(--sw-series-quiet)', line: true },
  { key: 'used', label: 'Used', color: 'var(--sw-series-main)' },
  {
    key: 'active',
    label: 'Used within 30 days, as Salesforce counts',
    color: 'var(--sw-series-own)',
    line: true,
  },
  { key: 'idle', label: 'Idle', color: 'var(--sw-series-idle)' },
  { key: 'high', from: 'low', label: 'Range', color: 'var(--sw-series-cold)' },
  { key: 'projected', label: 'At this pace', color: 'var(--sw-series-cold)', line: true, dashed: true },
];
const HEIGHT = 300;
const MOMENT = (time: number) => formatDay(new Date(time).toISOString(), 'long');

interface TrendChartProps {
  title: string;
  description: string;
  points: readonly LicenseUsePoint[];
  /** Null: none, for several licenses together. */
  forecast: Forecast | null;
  days: number;
}

/** Seats paid, used and idle over time, and where the line leads until the contract's end. */
export function TrendChart({ title, description, points, forecast, days }: TrendChartProps) {
  const drawn = useMemo(
    () => chartPoints({ points: [...points], forecast: forecast ?? NO_FORECAST }),
    [points, forecast],
  );
  const series = SERIES.filter(({ key }) => drawn.some((point) => point[key] !== undefined));
  const end = forecast?.atEnd ? forecast.contractEnd : null;
  const marks = useMemo(() => (end === null ? [] : [{ time: timeOf(end), label: 'Contract ends' }]), [end]);
  const last = points.at(-1);
  const projected = forecast?.atEnd;
  return (
    <ChartFrame
      title={title}
      description={description}
      summary={
        last
          ? `${title}, the last ${String(days)} days: ${formatNumber(last.paid)} paid, ${formatNumber(last.used)} used and ${formatNumber(last.idle)} idle on ${formatDay(last.day, 'long')}.${projected && end ? ` At this pace ${formatNumber(projected.used)} are used on ${formatDay(end, 'long')}.` : ''}`
          : `${title}: nothing yet.`
      }
      height={HEIGHT}
      legend={series.map(({ label, color, line = false, dashed = false, from }) => ({
        ...{ color, line, dashed },
        label: from === undefined ? label : 'How far off it may be',
      }))}
      instead={
        drawn.length < 2 ? 'One point draws no line: the chart begins with the next collection.' : undefined
      }
      table={{
        columns: ['Day', 'Paid', 'Used', 'Idle', 'Active in 30 days'],
        rows: () =>
          points.toReversed().map(({ day, paid, used, idle, active }) => ({
            key: day,
            cells: [formatDay(day, 'long'), ...[paid, used, idle, active].map((n) => formatNumber(n))],
          })),
      }}
    >
      <TimeAreaChart
        points={drawn}
        series={series}
        marks={marks}
        zone="utc"
        height={HEIGHT}
        formatMoment={MOMENT}
      />
    </ChartFrame>
  );
}

const NO_FORECAST = { atEnd: null, contractEnd: null } as Forecast;

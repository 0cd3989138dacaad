import '@mantine/charts/styles.css';
import './chart-colors.css';
import { AreaChart } from '@mantine/charts';
import { useMemo } from 'react';
import { niceScale } from './chart-sample';
import { tickLabel, timeTicks } from './chart-time';
import { formatCompact, formatNumber, type Zone } from './format';

/** `time` in milliseconds; every other key is a series. */
export interface TimePoint {
  time: number;
  [series: string]: number;
}

export interface TimeSeries {
  key: string;
  label: string;
  color: string;
  /** Drawn as a line without an area under it. */
  line?: boolean;
}

/** More points than that draw a line of their own. */
const MOST_DOTS = 12;

interface TimeAreaChartProps {
  points: readonly TimePoint[];
  series: readonly TimeSeries[];
  zone: Zone;
  height: number;
  stacked?: boolean;
  /** A line across; the frame's legend says what it is. */
  threshold?: number | undefined;
  /** Milliseconds the time axis covers, up to the last point. Default: from the first point on. */
  span?: number;
  /** How the moment under the pointer is written. */
  formatMoment: (time: number) => string;
}

/** Areas over time. Always inside a `ChartFrame`, which holds the text and table alternatives. */
export function TimeAreaChart({
  points,
  series,
  zone,
  height,
  stacked = false,
  threshold,
  span,
  formatMoment,
}: TimeAreaChartProps) {
  const to = points[points.length - 1]?.time ?? 0;
  const from = span === undefined ? (points[0]?.time ?? 0) : to - span;
  const ticks = useMemo(() => timeTicks(from, to, zone), [from, to, zone]);
  const yTicks = useMemo(() => {
    const tops = points.map((point) => {
      const values = series.map(({ key }) => point[key] ?? 0);
      return stacked ? values.reduce((sum, value) => sum + value, 0) : Math.max(0, ...values);
    });
    return niceScale(Math.max(0, threshold ?? 0, ...tops));
  }, [points, series, stacked, threshold]);
  const lines = new Set(series.filter((one) => one.line).map((one) => one.key));
  return (
    <AreaChart
      h={height}
      data={[...points]}
      dataKey="time"
      type={stacked ? 'stacked' : 'default'}
      series={series.map(({ key, label, color }) => ({ name: key, label, color }))}
      curveType="linear"
      // A history that has just begun would be an empty frame without them.
      withDots={points.length <= MOST_DOTS}
      strokeWidth={1.5}
      fillOpacity={stacked ? 0.55 : 0.18}
      withGradient={false}
      textColor="var(--mantine-color-dimmed)"
      gridColor="var(--sw-border)"
      strokeDasharray="none"
      tickLine="none"
      // The frame names the chart and offers a table; arrow keys inside an image would only trap.
      accessibilityLayer={false}
      valueFormatter={formatNumber}
      xAxisProps={{
        type: 'number',
        scale: 'time',
        domain: [from, to],
        ticks,
        tickFormatter: (time: number) => tickLabel(time, to - from, zone),
        interval: 'preserveStartEnd',
        minTickGap: 12,
      }}
      yAxisProps={{
        width: 48,
        tickFormatter: formatCompact,
        ticks: yTicks,
        domain: [0, yTicks[yTicks.length - 1] ?? 1],
      }}
      areaProps={(one) => ({
        isAnimationActive: false,
        ...(lines.has(one.name) ? { fillOpacity: 0, strokeWidth: 1.75 } : {}),
      })}
      tooltipProps={{
        isAnimationActive: false,
        // Asked for an undefined label too, while nothing is pointed at.
        labelFormatter: (time) => (typeof time === 'number' ? formatMoment(time) : ''),
      }}
      {...(threshold !== undefined && {
        referenceLines: [
          {
            y: threshold,
            color: 'var(--sw-threshold)',
            strokeWidth: 2,
            strokeDasharray: '6 4',
          },
        ],
      })}
    />
  );
}

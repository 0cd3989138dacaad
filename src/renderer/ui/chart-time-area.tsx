import '@mantine/charts/styles.css';
import './chart-colors.css';
import { ChartTooltip } from '@mantine/charts';
import { useElementSize } from '@mantine/hooks';
import { memo, useMemo } from 'react';
import { Area, AreaChart, CartesianGrid, ReferenceLine, Tooltip, XAxis, YAxis } from 'recharts';
import { niceScale } from './chart-sample';
import { tickLabel, timeTicks } from './chart-time';
import { formatCompact, formatNumber, type Zone } from './format';
import { useGradually } from './use-gradually';

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
  dashed?: boolean;
  /** Key of the values it is filled from, instead of from 0: a range, without a line and not in the tooltip. */
  from?: string;
}

/** A moment of its own: a line upwards with a word at its top. */
export interface TimeMark {
  time: number;
  label: string;
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
  /** Within the time of the points. */
  marks?: readonly TimeMark[];
  /** Milliseconds the time axis covers, up to the last point. Default: from the first point on. */
  span?: number;
  /** How the moment under the pointer is written. */
  formatMoment: (time: number) => string;
}

const NO_MARKS: never[] = [];
const TICK = { fontSize: 12, fill: 'var(--mantine-color-dimmed)' };
const X_TICK = { ...TICK, transform: 'translate(0, 10)' };
const Y_TICK = { ...TICK, transform: 'translate(-10, 0)' };

/**
 * Areas over time. Always inside a `ChartFrame`, which holds the text and table alternatives. The drawing begins
 * when the size is known, so in a turn of its own, and at that size: a container that finds out by itself draws
 * everything twice. Axes first, then the areas: recharts takes its time for either.
 */
export function TimeAreaChart(props: TimeAreaChartProps) {
  const { ref, width } = useElementSize();
  return (
    <div ref={ref} style={{ height: props.height }}>
      {width > 0 && <Drawing {...props} width={width} />}
    </div>
  );
}

const Drawing = memo(function Drawing({
  points,
  series,
  zone,
  height,
  width,
  stacked = false,
  threshold,
  marks = NO_MARKS,
  span,
  formatMoment,
}: TimeAreaChartProps & { width: number }) {
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
  const top = yTicks[yTicks.length - 1] ?? 1;
  const parts = useGradually(2, 1);
  const named = series
    .filter(({ from: range }) => range === undefined)
    .map(({ key, label, color }) => ({ name: key, label, color }));
  return (
    // The frame names the chart and offers a table; arrow keys inside an image would only trap.
    <AreaChart width={width} height={height} data={[...points]} accessibilityLayer={false}>
      <CartesianGrid vertical={false} stroke="var(--sw-border)" />
      <XAxis
        dataKey="time"
        type="number"
        scale="time"
        domain={[from, to]}
        ticks={ticks}
        tickFormatter={(time: number) => tickLabel(time, to - from, zone)}
        interval="preserveStartEnd"
        minTickGap={12}
        tick={X_TICK}
        tickLine={false}
        axisLine={false}
      />
      <YAxis
        width={48}
        tickFormatter={formatCompact}
        ticks={yTicks}
        domain={[0, top]}
        tick={Y_TICK}
        tickLine={false}
        axisLine={false}
      />
      <Tooltip
        isAnimationActive={false}
        cursor={{ stroke: 'var(--sw-border)' }}
        content={({ label, payload }) =>
          // Asked for without a label, too, while nothing is pointed at.
          typeof label === 'number' ? (
            <ChartTooltip
              label={formatMoment(label)}
              // A series that has no value here, or two, has nothing to say.
              payload={payload.filter(({ value }) => typeof value === 'number')}
              series={named}
              valueFormatter={formatNumber}
            />
          ) : null
        }
      />
      {(parts > 1 ? series : []).map(({ key, color, line, dashed, from: range }) => (
        <Area
          key={key}
          dataKey={range === undefined ? key : rangeOf(range, key)}
          name={key}
          type="linear"
          stroke={range === undefined ? color : 'none'}
          fill={color}
          strokeWidth={line ? 1.75 : 1.5}
          {...(dashed ? { strokeDasharray: '6 4' } : {})}
          fillOpacity={line ? 0 : stacked ? 0.55 : 0.18}
          {...(stacked ? { stackId: 'all' } : {})}
          connectNulls
          // A history that has just begun would be an empty frame without them.
          dot={
            points.length <= MOST_DOTS && range === undefined
              ? { r: 4, fill: color, fillOpacity: 1, strokeWidth: 0 }
              : false
          }
          activeDot={range === undefined ? { r: 4, strokeWidth: 0 } : false}
          isAnimationActive={false}
        />
      ))}
      {marks.map(({ time, label }) => (
        <ReferenceLine
          key={time}
          x={time}
          stroke="var(--mantine-color-dimmed)"
          strokeDasharray="3 3"
          label={{
            value: label,
            position: 'insideTopRight',
            fontSize: 12,
            fill: 'var(--mantine-color-dimmed)',
          }}
        />
      ))}
      {threshold !== undefined && (
        <ReferenceLine y={threshold} stroke="var(--sw-threshold)" strokeWidth={2} strokeDasharray="6 4" />
      )}
    </AreaChart>
  );
});

/** The two ends of a range; a point without both has none. */
const rangeOf = (low: string, high: string) => (point: TimePoint) =>
  point[low] === undefined || point[high] === undefined ? undefined : [point[low], point[high]];

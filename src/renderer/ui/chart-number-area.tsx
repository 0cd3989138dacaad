import '@mantine/charts/styles.css';
import './chart-colors.css';
import { ChartTooltip } from '@mantine/charts';
import { useElementSize } from '@mantine/hooks';
import { memo, useMemo } from 'react';
import { Area, AreaChart, CartesianGrid, Tooltip, XAxis, YAxis } from 'recharts';
import { niceScale } from './chart-sample';
import { formatCompact } from './format';
import { useGradually } from './use-gradually';
import classes from './chart-number-area.module.css';

/** Room for the numbers at the left, and for half a label at the right: what stands below can be lined up with it. */
export const PLOT_LEFT = 52;
export const PLOT_RIGHT = 14;

export interface NumberPoint {
  x: number;
  y: number;
}

interface NumberAreaChartProps {
  /** Ascending by `x`. */
  points: readonly NumberPoint[];
  label: string;
  color: string;
  height: number;
  ticks: readonly number[];
  /** A line down at this `x`; moving it does not draw the chart anew. */
  mark: number;
  formatX: (x: number) => string;
  formatY: (y: number) => string;
}

/** An area over a number instead of time, with a mark that can be moved. Always inside a `ChartFrame` or beside its numbers. */
export function NumberAreaChart({ mark, ...props }: NumberAreaChartProps) {
  const { ref, width } = useElementSize();
  const from = props.points[0]?.x ?? 0;
  const to = props.points[props.points.length - 1]?.x ?? 1;
  const share = to > from ? (Math.min(Math.max(mark, from), to) - from) / (to - from) : 0;
  return (
    <div ref={ref} className={classes.chart} style={{ height: props.height }}>
      {width > 0 && (
        <>
          <Drawing {...props} width={width} from={from} to={to} />
          <div
            className={classes.mark}
            style={{ left: PLOT_LEFT + share * (width - PLOT_LEFT - PLOT_RIGHT) }}
          />
        </>
      )}
    </div>
  );
}

const TICK = { fontSize: 12, fill: 'var(--mantine-color-dimmed)' };
const X_TICK = { ...TICK, transform: 'translate(0, 8)' };
const Y_TICK = { ...TICK, transform: 'translate(-8, 0)' };

const Drawing = memo(function Drawing({
  points,
  label,
  color,
  height,
  width,
  ticks,
  from,
  to,
  formatX,
  formatY,
}: Omit<NumberAreaChartProps, 'mark'> & { width: number; from: number; to: number }) {
  const yTicks = useMemo(() => niceScale(Math.max(0, ...points.map(({ y }) => y))), [points]);
  const parts = useGradually(2, 1);
  const top = yTicks[yTicks.length - 1] ?? 1;
  return (
    // The frame names the chart and offers a table; arrow keys inside an image would only trap.
    <AreaChart
      width={width}
      height={height}
      data={[...points]}
      accessibilityLayer={false}
      margin={{ top: 8, right: PLOT_RIGHT, bottom: 0, left: 0 }}
    >
      <CartesianGrid vertical={false} stroke="var(--sw-border)" />
      <XAxis
        dataKey="x"
        type="number"
        domain={[from, to]}
        ticks={[...ticks]}
        interval={0}
        tick={X_TICK}
        tickLine={false}
        axisLine={false}
      />
      <YAxis
        width={PLOT_LEFT}
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
        content={({ label: x, payload }) =>
          typeof x === 'number' ? (
            <ChartTooltip
              label={formatX(x)}
              payload={[...payload]}
              series={[{ name: 'y', label, color }]}
              valueFormatter={formatY}
            />
          ) : null
        }
      />
      {parts > 1 && (
        <Area
          dataKey="y"
          name="y"
          type="stepAfter"
          stroke={color}
          fill={color}
          strokeWidth={1.75}
          fillOpacity={0.18}
          dot={false}
          activeDot={{ r: 4, strokeWidth: 0 }}
          isAnimationActive={false}
        />
      )}
    </AreaChart>
  );
});

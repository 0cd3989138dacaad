import { SegmentedControl, Slider } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useMemo, useState } from 'react';
import { useStore } from 'zustand';
import type { LicenseTableRow } from '../../../shared/model/licenses';
import { useCalmStore } from '../../api/use-calm-store';
import { ChartFrame } from '../../ui/chart-frame';
import { NumberAreaChart } from '../../ui/chart-number-area';
import { formatCount, formatMoney, formatNumber } from '../../ui/format';
import { LoadingState } from '../../ui/states';
import { thresholdPoints, type ThresholdPoint } from './idle-threshold';
import { IDLE_PRESETS } from './idle-words';
import type { LicensesStore } from './licenses-store';
import classes from './what-if.module.css';

/** Days on the slider: a day is a step everywhere, so that the chart above it has the same scale. */
const LONGEST = 365;
/** So that keys pressed in a row ask once. */
const ASK_AFTER_MS = 300;
const SEATS = 'seats';
const TICKS = [1, ...IDLE_PRESETS.filter((days) => days !== 60)];
const TABLE_DAYS: readonly number[] = [7, 14, 30, 45, 60, 90, 120, 180, 270, 365];

interface WhatIfProps {
  store: LicensesStore;
  /** The licenses in the table, whatever the threshold. */
  rows: readonly LicenseTableRow[];
}

/** What another threshold would come to: drawn from the curve while it is being moved, asked for afterwards. */
export function WhatIf({ store, rows }: WhatIfProps) {
  const { data: curve, error } = useCalmStore(store, (s) => s.curve);
  const days = useStore(store, (s) => s.trying ?? s.rule.inactiveDays);
  const [shown, setShown] = useState(SEATS);
  const longest = Math.max(
    LONGEST,
    useStore(store, (s) => s.rule.inactiveDays),
  );
  const points = useMemo(
    () => (curve ? thresholdPoints(curve.curve, rows, longest) : []),
    [curve, rows, longest],
  );
  const currencies = Object.keys(points[0]?.annual ?? {});
  const currency = currencies.includes(shown) ? shown : null;
  const valueOf = useMemo(
    () => (point: ThresholdPoint) => (currency === null ? point.seats : (point.annual[currency] ?? 0)),
    [currency],
  );
  const drawn = useMemo(
    () => points.map((point) => ({ x: point.days, y: valueOf(point) })),
    [points, valueOf],
  );
  const format = useMemo(
    () => (value: number) =>
      currency === null ? formatNumber(value) : formatMoney(Math.round(value), currency),
    [currency],
  );
  const here = points[Math.min(days, longest) - 1];
  const ask = useDebouncedCallback(
    (inactiveDays: number) => store.getState().setRule({ inactiveDays }),
    ASK_AFTER_MS,
  );
  const words = here ? pointInWords(here) : '';

  return (
    <ChartFrame
      title="What if idle began sooner or later?"
      description={here ? `Idle after ${formatCount(days, 'day')}: ${words}.` : undefined}
      summary={`${currency === null ? 'Idle seats' : `Cost of idle seats per year in ${currency}`} by the number of days without a login. At ${formatCount(days, 'day')}: ${words}.`}
      height={CHART_HEIGHT}
      legend={LEGEND}
      table={{
        columns: ['Idle after', 'Idle seats', ...currencies.map((code) => `Per year, ${code}`)],
        rows: () =>
          TABLE_DAYS.flatMap((at) => points[at - 1] ?? []).map((point) => ({
            key: String(point.days),
            cells: [
              formatCount(point.days, 'day'),
              formatNumber(point.seats),
              ...currencies.map((code) => formatMoney(Math.round(point.annual[code] ?? 0), code)),
            ],
          })),
      }}
      actions={
        currencies.length > 0 ? (
          <SegmentedControl
            size="xs"
            aria-label="What the chart shows"
            value={currency ?? SEATS}
            onChange={setShown}
            data={[
              { value: SEATS, label: 'Seats' },
              ...currencies.map((code) => ({ value: code, label: `${code} per year` })),
            ]}
          />
        ) : undefined
      }
      instead={
        curve ? undefined : error ? (
          <span>{error.message}</span>
        ) : (
          <LoadingState shape="spinner" label="Loading thresholds" />
        )
      }
      below={
        curve && (
          <Slider
            className={classes.slider ?? ''}
            thumbLabel="Idle after so many days without a login"
            thumbValueText={(value) => `${formatCount(value, 'day')}: ${words}`}
            label={(value) => formatCount(value, 'day')}
            min={1}
            max={longest}
            value={days}
            onChange={(value) => store.getState().tryDays(value)}
            onChangeEnd={ask}
          />
        )
      }
    >
      <NumberAreaChart
        points={drawn}
        label={currency === null ? 'Idle seats' : 'Cost per year'}
        color="var(--sw-series-idle)"
        height={CHART_HEIGHT}
        ticks={TICKS}
        mark={days}
        formatX={daysInWords}
        formatY={format}
      />
    </ChartFrame>
  );
}

const CHART_HEIGHT = 150;
const LEGEND = [
  { label: 'Idle when the threshold is so many days', color: 'var(--sw-series-idle)' },
  { label: 'Threshold now', color: 'var(--sw-threshold)', line: true, dashed: true },
];
const daysInWords = (days: number) => `Idle after ${formatCount(days, 'day')}`;

/** "212 idle seats, $310,200 and €1,200 per year". */
function pointInWords({ seats, annual }: ThresholdPoint): string {
  const costs = Object.entries(annual)
    .filter(([, amount]) => amount > 0)
    .map(([currency, amount]) => formatMoney(Math.round(amount), currency));
  return `${formatCount(seats, 'idle seat')}${costs.length > 0 ? `, ${costs.join(' and ')} per year` : ''}`;
}

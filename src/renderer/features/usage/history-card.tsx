import { SegmentedControl } from '@mantine/core';
import { useStore } from 'zustand';
import type { QuotaSnapshot } from '../../../shared/model/quota';
import { useCalmStore } from '../../api/use-calm-store';
import { ChartFrame } from '../../ui/chart-frame';
import { TimeAreaChart } from '../../ui/chart-time-area';
import { formatNumber, formatPercent, formatTime } from '../../ui/format';
import { ErrorState, LoadingState } from '../../ui/states';
import { useZone } from '../../ui/time';
import { quotaFigures, toUsagePoints } from './usage-figures';
import { RANGES, type Range, type UsageStore } from './usage-store';

const SERIES = [
  { key: 'own', label: 'Seatwatch', color: 'var(--sw-series-own)' },
  { key: 'others', label: 'Everything else', color: 'var(--sw-series-main)' },
];
const HEIGHT = 260;
const DAY_MS = 24 * 60 * 60 * 1000;

export function RangeControl({ store }: { store: UsageStore }) {
  const days = useStore(store, (s) => s.days);
  return (
    <SegmentedControl
      size="xs"
      aria-label="Time range"
      value={String(days)}
      data={RANGES.map((range) => ({ value: String(range), label: range === 1 ? '1 day' : `${range} days` }))}
      onChange={(value) => store.getState().setDays(Number(value) as Range)}
    />
  );
}

/** Requests over time, ours against all others', with the line at which Seatwatch stops. */
export function HistoryCard({ store, quota }: { store: UsageStore; quota: QuotaSnapshot }) {
  const zone = useZone();
  const days = useStore(store, (s) => s.days);
  const { data, error } = useCalmStore(store, (s) => s.history);
  const { line, threshold } = quotaFigures(quota);
  const points = data ? toUsagePoints(data) : [];
  const moment = (time: number) => formatTime(new Date(time).toISOString(), { zone });
  const peak = points.reduce((most, point) => Math.max(most, point.own + point.others), 0);
  const lineWords = `Seatwatch stops at ${formatPercent(threshold)} (${formatNumber(line)})`;

  return (
    <ChartFrame
      title="API requests over time"
      description="Requests in the 24 hours before each moment, as seen whenever Seatwatch talked to the org."
      summary={`API requests of the last ${days === 1 ? 'day' : `${days} days`}: at most ${formatNumber(peak)} in 24 hours. ${lineWords}.`}
      height={HEIGHT}
      actions={<RangeControl store={store} />}
      legend={[...SERIES, { label: lineWords, color: 'var(--sw-threshold)', line: true, dashed: true }]}
      table={{
        columns: ['Time', 'Seatwatch', 'Everything else', 'All requests'],
        rows: () =>
          [...points].reverse().map(({ time, own, others }) => ({
            key: String(time),
            cells: [moment(time), formatNumber(own), formatNumber(others), formatNumber(own + others)],
          })),
      }}
      instead={
        error ? (
          <ErrorState
            error={error}
            title="The history could not be loaded"
            onRetry={() => store.getState().load()}
          />
        ) : !data ? (
          <LoadingState shape="spinner" label="Loading the history" />
        ) : points.length === 0 ? (
          'No history in this range yet. It grows with every collection.'
        ) : undefined
      }
    >
      <TimeAreaChart
        points={points}
        series={SERIES}
        zone={zone}
        height={HEIGHT}
        stacked
        threshold={line}
        span={days * DAY_MS}
        formatMoment={moment}
      />
    </ChartFrame>
  );
}

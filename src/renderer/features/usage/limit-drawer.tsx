import { useStore } from 'zustand';
import { ChartFrame } from '../../ui/chart-frame';
import { TimeAreaChart } from '../../ui/chart-time-area';
import { formatNumber, formatTime } from '../../ui/format';
import { ErrorState, LoadingState } from '../../ui/states';
import { SideDrawer } from '../../ui/table-drawer';
import { useZone } from '../../ui/time';
import { RangeControl } from './history-card';
import { limitTitle } from './usage-figures';
import type { UsageStore } from './usage-store';

const SERIES = [{ key: 'used', label: 'Used', color: 'var(--sw-series-main)' }];

/** The history of one limit. */
export function LimitDrawer({ store }: { store: UsageStore }) {
  const zone = useZone();
  const opened = useStore(store, (s) => s.opened);
  const days = useStore(store, (s) => s.days);
  const { close, open } = store.getState();
  const title = opened ? limitTitle(opened.name) : '';
  const moment = (time: number) => formatTime(new Date(time).toISOString(), { zone });
  const points = opened?.history.data ?? [];
  const last = points[points.length - 1];

  return (
    <SideDrawer opened={opened !== null} onClose={close} size="min(760px, 94vw)" title={title}>
      {opened?.history.error ? (
        <ErrorState error={opened.history.error} onRetry={() => open(opened.name)} />
      ) : !opened?.history.data ? (
        <LoadingState shape="spinner" label="Loading the history" />
      ) : (
        <ChartFrame
          title="Used over time"
          description={last ? `Maximum now: ${formatNumber(last.max)}` : undefined}
          summary={`${title} over ${days === 1 ? 'one day' : `${days} days`}: ${points.length} readings${last ? `, the newest ${formatNumber(last.used)} of ${formatNumber(last.max)}` : ''}.`}
          actions={<RangeControl store={store} />}
          legend={SERIES}
          table={{
            columns: ['Time', 'Used', 'Maximum'],
            rows: () =>
              [...points].reverse().map(({ time, used, max }) => ({
                key: String(time),
                cells: [moment(time), formatNumber(used), formatNumber(max)],
              })),
          }}
          instead={
            points.length < 2
              ? 'Not enough history for this range yet. It grows with every collection.'
              : undefined
          }
        >
          <TimeAreaChart points={points} series={SERIES} zone={zone} height={240} formatMoment={moment} />
        </ChartFrame>
      )}
    </SideDrawer>
  );
}

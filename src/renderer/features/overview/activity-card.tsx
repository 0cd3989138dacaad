import type { Overview } from '../../../shared/model/overview';
import { ChartFrame } from '../../ui/chart-frame';
import { TimeAreaChart } from '../../ui/chart-time-area';
import { formatDay, formatNumber } from '../../ui/format';
import { toActivityPoints } from './overview-figures';

const SERIES = [
  { key: 'activeUsers', label: 'Active users', color: 'var(--sw-series-main)' },
  { key: 'failures', label: 'Failed logins', color: 'var(--sw-series-bad)', line: true },
];
const HEIGHT = 250;

/** How many different people logged in per day, and how many attempts failed. */
export function ActivityCard({ overview }: { overview: Overview }) {
  const { activity, historySince } = overview;
  const points = toActivityPoints(activity);
  const peak = activity.reduce((most, point) => Math.max(most, point.activeUsers), 0);
  const failures = activity.reduce((sum, point) => sum + point.failures, 0);
  return (
    <ChartFrame
      title="Active users per day"
      description={
        historySince
          ? `Different users with a successful login, and failed logins, per UTC day. History since ${formatDay(historySince, 'long')}.`
          : 'Different users with a successful login, and failed logins, per UTC day.'
      }
      summary={`Active users of the last ${activity.length} days: at most ${formatNumber(peak)} in a day. ${formatNumber(failures)} failed logins in all.`}
      legend={SERIES}
      height={HEIGHT}
      instead={
        activity.length < 2 ? 'No logins collected yet. The trend appears with the login history.' : undefined
      }
      table={{
        columns: ['Day', 'Active users', 'Logins', 'Failed logins'],
        rows: () =>
          [...activity].reverse().map((point) => ({
            key: point.day,
            cells: [
              formatDay(point.day, 'long'),
              formatNumber(point.activeUsers),
              formatNumber(point.logins),
              formatNumber(point.failures),
            ],
          })),
      }}
    >
      <TimeAreaChart
        points={points}
        series={SERIES}
        zone="utc"
        height={HEIGHT}
        formatMoment={(time) => formatDay(new Date(time).toISOString(), 'long')}
      />
    </ChartFrame>
  );
}

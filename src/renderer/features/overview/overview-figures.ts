import type { Overview } from '../../../shared/model/overview';
import type { UserState } from '../../../shared/model/users';
import type { RunSummary } from '../../../shared/model/run';
import { samplePeaks } from '../../ui/chart-sample';
import type { TimePoint } from '../../ui/chart-time-area';
import { formatNumber } from '../../ui/format';

export interface ActivityChartPoint extends TimePoint {
  activeUsers: number;
  failures: number;
}

/** Days are UTC days; a chart shows them at their UTC midnight. */
export function toActivityPoints(activity: Overview['activity']): ActivityChartPoint[] {
  return samplePeaks(activity, (point) => point.activeUsers).map(({ day, activeUsers, failures }) => ({
    time: Date.parse(`${day}T00:00:00Z`),
    activeUsers,
    failures,
  }));
}

export interface StateShare {
  state: UserState;
  label: string;
  count: number;
  color: string;
}

/** In the order in which they deserve attention after the active ones. */
export function stateShares(users: Overview['users']): StateShare[] {
  return [
    { state: 'active', label: 'Active', count: users.active, color: 'var(--sw-series-main)' },
    { state: 'inactive', label: 'Inactive', count: users.inactive, color: 'var(--sw-series-idle)' },
    {
      state: 'never-logged-in',
      label: 'Never logged in',
      count: users.neverLoggedIn,
      color: 'var(--sw-series-bad)',
    },
    { state: 'frozen', label: 'Frozen', count: users.frozen, color: 'var(--sw-series-cold)' },
    { state: 'deactivated', label: 'Deactivated', count: users.deactivated, color: 'var(--sw-series-quiet)' },
  ];
}

const TABLE_WORDS: readonly [table: string, one: string, many: string][] = [
  ['users', 'user', 'users'],
  ['loginHistory', 'login', 'logins'],
  ['userLicenses', 'user license', 'user licenses'],
  ['permissionSetLicenses', 'permission set license', 'permission set licenses'],
  [
    'permissionSetLicenseAssignments',
    'permission set license assignment',
    'permission set license assignments',
  ],
  ['packageLicenses', 'package license', 'package licenses'],
  ['userPackageLicenses', 'package license assignment', 'package license assignments'],
  ['profiles', 'profile', 'profiles'],
];

/** The tables a person thinks of first, in words: "1,200 users". */
export function rowsInWords(rows: RunSummary['rows']): string[] {
  return TABLE_WORDS.flatMap(([table, one, many]) => {
    const count = rows[table];
    return count === undefined || count === 0 ? [] : [`${formatNumber(count)} ${count === 1 ? one : many}`];
  });
}

/** True when the numbers may miss something because the last collection did not reach its end. */
export function isPartial(run: Pick<RunSummary, 'state'> | null): boolean {
  return run !== null && run.state !== 'complete';
}

import type { Overview } from '../../../shared/model/overview';
import { SegmentBar } from '../../ui/chart-bar';
import { SectionCard } from '../../ui/chart-card';
import { formatCount, formatNumber, formatPercent } from '../../ui/format';
import { orgRoute, toHash } from '../../ui/routing/route';
import { stateShares } from './overview-figures';
import classes from './overview.module.css';

/** All users by where they stand; every line leads to these users. */
export function StatesCard({ orgId, users }: { orgId: string; users: Overview['users'] }) {
  const shares = stateShares(users);
  return (
    <SectionCard title="Users by state" description={`${formatCount(users.total, 'user')} in all`}>
      <SegmentBar
        height={14}
        segments={shares.map(({ state, label, count, color }) => ({
          key: state,
          label: `${label}: ${formatNumber(count)}`,
          value: count,
          color,
        }))}
      />
      <ul className={classes.states}>
        {shares.map(({ state, label, count, color }) => (
          <li key={state}>
            <a href={toHash(orgRoute(orgId, 'users', { state }))} className={classes.state}>
              <span className={classes.swatch} style={{ background: color }} aria-hidden="true" />
              <span className={classes.stateName}>{label}</span>
              <span className={classes.stateCount}>{formatNumber(count)}</span>
              <span className={classes.stateShare}>
                {formatPercent(users.total > 0 ? (count / users.total) * 100 : 0)}
              </span>
            </a>
          </li>
        ))}
      </ul>
    </SectionCard>
  );
}

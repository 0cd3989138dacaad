import type { Portfolio } from '../../../shared/model/license-trend';
import type { ConvertedAmount } from '../../../shared/model/prices';
import { Stat, StatRow } from '../../ui/chart-stat';
import { formatNumber } from '../../ui/format';
import { amountWords, shareWords } from './portfolio-words';
import classes from './portfolio.module.css';

/** All orgs together. */
export function PortfolioTotals({ portfolio: { totals } }: { portfolio: Portfolio }) {
  return (
    <StatRow>
      <Stat
        label="User seats paid"
        value={formatNumber(totals.paid)}
        hint="User licenses that are paid by the seat; not Chatter Free, guests, and logins bought by the month."
      >
        {formatNumber(totals.used)} used
      </Stat>
      <Stat
        label="Idle user seats"
        value={formatNumber(totals.idle)}
        hint="By each org’s own definition of idle."
        tone={totals.idle > 0 ? 'warn' : 'plain'}
      >
        {shareWords(totals.idle, totals.paid) ?? 'No seat is paid for'}
      </Stat>
      <AmountStat
        label="Idle seats, per year"
        amount={totals.waste}
        hint="Idle seats of all kinds of licenses."
      >
        {formatNumber(totals.idleSeats)} seats of all kinds
      </AmountStat>
      <AmountStat
        label="Free seats, per year"
        amount={totals.free}
        hint="Seats that were bought and are given to nobody, of licenses with a price."
      >
        Bought, given to nobody
      </AmountStat>
      <AmountStat
        label="Saved so far"
        amount={totals.saved}
        hint="What the seats that were reclaimed after a decision would have cost since the collection that no longer found them."
      >
        By reclaimed seats
      </AmountStat>
    </StatRow>
  );
}

interface AmountStatProps {
  label: string;
  amount: ConvertedAmount;
  hint: string;
  children: string | string[];
}

function AmountStat({ label, amount, hint, children }: AmountStatProps) {
  const { main, others } = amountWords(amount);
  return (
    <Stat label={label} value={main} hint={hint}>
      {others.length > 0 && (
        <div>
          {others.map((other) => (
            <span key={other} className={classes.other}>
              {other}{' '}
            </span>
          ))}
        </div>
      )}
      {children}
    </Stat>
  );
}

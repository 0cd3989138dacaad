import type { IdleRule, LicenseTableRow } from '../../../shared/model/licenses';
import { Stat, StatRow } from '../../ui/chart-stat';
import { formatCount, formatMoney, formatNumber, NO_VALUE } from '../../ui/format';
import { freeSeatCost, totalsOf, unpricedIdleSeats, type CurrencyAmount } from './license-groups';

/** What the table adds up to, in seats and in money. */
export function WasteSummary({ rows, rule }: { rows: readonly LicenseTableRow[]; rule: IdleRule }) {
  const totals = totalsOf(rows);
  const paidFree = totalsOf(rows.filter((row) => row.paidPerSeat)).free;
  const unpriced = unpricedIdleSeats(rows);
  const priced = rows.some((row) => row.monthlyPrice !== null);
  return (
    <StatRow>
      <Stat
        label="Idle seats"
        value={formatNumber(totals.unused)}
        tone={totals.unused > 0 ? 'warn' : 'plain'}
        hint={`Seats held by users who did not log in for ${rule.inactiveDays} days, never logged in (and were created at least ${rule.graceDays} days ago), are frozen or deactivated. All kinds of licenses.`}
      >
        {formatCount(totals.neverLoggedIn, 'seat')} of users who never logged in
      </Stat>
      <Stat
        label="Idle seats cost per year"
        value={<Amounts amounts={totals.waste} priced={priced} />}
        hint="Idle seats × price per month × 12."
      >
        {priced
          ? unpriced > 0
            ? `${formatCount(unpriced, 'idle seat')} without a price not included`
            : 'All idle seats have a price'
          : 'Enter prices below to see the cost'}
      </Stat>
      <Stat
        label="Free seats cost per year"
        value={<Amounts amounts={freeSeatCost(rows)} priced={priced} />}
        hint="Seats bought but held by nobody × price per month × 12. Unlimited licenses and those nobody pays per seat for are left out."
      >
        {formatCount(paidFree, 'paid seat')} held by nobody
      </Stat>
    </StatRow>
  );
}

function Amounts({ amounts, priced }: { amounts: readonly CurrencyAmount[]; priced: boolean }) {
  if (!priced || amounts.length === 0) return <>{NO_VALUE}</>;
  return (
    <>
      {amounts.map(({ currency, amount }) => (
        <div key={currency}>{formatMoney(Math.round(amount), currency)}</div>
      ))}
    </>
  );
}

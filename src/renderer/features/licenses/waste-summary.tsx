import { Progress } from '@mantine/core';
import type { IdleRule } from '../../../shared/model/idle-rule';
import type { LicenseTableRow } from '../../../shared/model/licenses';
import type { CurrencyAmount } from '../../../shared/model/prices';
import type { ReclaimSummary } from '../../../shared/model/reclaim';
import { Stat, StatRow } from '../../ui/chart-stat';
import { formatCount, formatMoney, formatNumber, formatPercent, NO_VALUE } from '../../ui/format';
import { RouteLink } from '../../ui/routing/router';
import { definitionOf } from './idle-words';
import { freeSeatCost, totalsOf, unpricedIdleSeats } from './license-groups';
import { tabRoute } from './license-tabs';
import classes from './licenses.module.css';

interface WasteSummaryProps {
  orgId: string;
  rows: readonly LicenseTableRow[];
  rule: IdleRule;
  onLeave: number | null;
  /** null: not known (yet). */
  summary: ReclaimSummary | null;
}

/** What the table adds up to, in seats and in money, and what has come of it so far. */
export function WasteSummary({ orgId, rows, rule, onLeave, summary }: WasteSummaryProps) {
  const totals = totalsOf(rows);
  const paidFree = totalsOf(rows.filter((row) => row.paidPerSeat)).free;
  const unpriced = unpricedIdleSeats(rows);
  const priced = rows.some((row) => row.price !== null);
  return (
    <StatRow>
      <Stat
        label="Idle seats"
        value={formatNumber(totals.unused)}
        tone={totals.unused > 0 ? 'warn' : 'plain'}
        hint={`${definitionOf(rule, onLeave)} All kinds of licenses together.`}
      >
        {formatCount(totals.neverLoggedIn, 'seat')} of users who never logged in
      </Stat>
      <Stat
        label="Idle seats cost per year"
        value={<Amounts amounts={totals.waste} priced={priced} />}
        hint="Idle seats × price. Each currency by itself; nothing is converted here."
      >
        {priced ? (
          <>
            {perMonth(totals.waste)}
            {unpriced > 0
              ? `${formatCount(unpriced, 'idle seat')} without a price not included`
              : 'All idle seats have a price'}
          </>
        ) : (
          'Enter prices in the price book to see the cost'
        )}
      </Stat>
      <Stat
        label="Free seats"
        value={formatNumber(paidFree)}
        hint="Seats bought but held by nobody, and what they cost. Unlimited licenses, those paid by logins and those nobody pays per seat for are left out."
      >
        {priced ? <FreeCost amounts={freeSeatCost(rows)} /> : 'Paid seats held by nobody'}
      </Stat>
      <Saved orgId={orgId} summary={summary} />
    </StatRow>
  );
}

function perMonth(annual: readonly CurrencyAmount[]) {
  return annual.map(({ currency, amount }) => (
    <div key={currency}>{formatMoney(Math.round(amount / 12), currency)} per month</div>
  ));
}

function FreeCost({ amounts }: { amounts: readonly CurrencyAmount[] }) {
  const some = amounts.filter(({ amount }) => amount > 0);
  if (some.length === 0) return <>No priced seat is free</>;
  return (
    <>
      {some.map(({ currency, amount }) => (
        <div key={currency}>{formatMoney(Math.round(amount), currency)} per year</div>
      ))}
    </>
  );
}

/** What decided seats were really taken away, and what that saved. */
function Saved({ orgId, summary }: { orgId: string; summary: ReclaimSummary | null }) {
  const toReclaim = summary ? summary.open + summary.reclaimed + summary.returned : 0;
  const share = summary && toReclaim > 0 ? (summary.reclaimed / toReclaim) * 100 : 0;
  return (
    <Stat
      label="Saved so far"
      value={
        summary && summary.savedSoFar.length > 0 ? <Amounts amounts={summary.savedSoFar} priced /> : NO_VALUE
      }
      hint="Worth of the seats that were marked to be reclaimed and that a later collection found gone, from that day until now."
    >
      {summary === null ? (
        'Not known yet'
      ) : toReclaim === 0 ? (
        'No seat is marked to be reclaimed'
      ) : (
        <>
          <RouteLink className={classes.quietLink} to={tabRoute(orgId, 'decisions')}>
            {formatNumber(summary.reclaimed)} of {formatCount(toReclaim, 'seat')} reclaimed
          </RouteLink>
          <Progress
            mt={6}
            size={6}
            value={share}
            aria-label={`${formatPercent(share)} of the seats to be reclaimed were reclaimed`}
          />
          {summary.unpriced > 0 && <div>{formatNumber(summary.unpriced)} without a price</div>}
        </>
      )}
    </Stat>
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

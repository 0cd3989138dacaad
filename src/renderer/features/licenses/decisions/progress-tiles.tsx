import type { CurrencyAmount } from '../../../../shared/model/prices';
import type { ReclaimSummary } from '../../../../shared/model/reclaim';
import { Stat, StatRow } from '../../../ui/chart-stat';
import { formatCount, formatMoney, formatNumber, NO_VALUE } from '../../../ui/format';
import classes from './decisions.module.css';

/** What the review has come to, in seats and in money. */
export function ProgressTiles({ summary }: { summary: ReclaimSummary }) {
  const { open, reclaimed, returned, keep, ask, unpriced } = summary;
  const asked = open + reclaimed + returned;
  return (
    <StatRow>
      <Stat
        label="To reclaim"
        value={formatNumber(open)}
        tone={open > 0 ? 'warn' : 'plain'}
        hint="Decided to be reclaimed and still held, by the newest collection."
      >
        <PerYear amounts={summary.openAnnual} none={open > 0 ? 'No price entered' : 'Nothing is open'} />
      </Stat>
      <Stat
        label="Reclaimed"
        value={formatNumber(reclaimed)}
        hint="Decided to be reclaimed and gone, as a collection since then saw."
      >
        <PerYear
          amounts={summary.reclaimedAnnual}
          none={asked > 0 ? `of ${formatCount(asked, 'seat')} to reclaim` : 'Nothing was to be reclaimed yet'}
        />
      </Stat>
      <Stat
        label="Saved so far"
        value={<Amounts amounts={summary.savedSoFar} />}
        hint="What reclaimed seats cost, from the first collection without each until now."
      >
        {unpriced > 0 ? `${formatCount(unpriced, 'seat')} without a price` : 'Since each seat was gone'}
      </Stat>
      <Stat
        label="Came back"
        value={formatNumber(returned)}
        tone={returned > 0 ? 'warn' : 'plain'}
        hint="Seats that were gone and that somebody gave to the user again."
      >
        {returned > 0 ? 'Given to the user again' : 'None of them'}
      </Stat>
      <Stat label="Asked" value={formatNumber(ask)} hint="Waiting for a manager’s answer.">
        {ask > 0 ? 'Waiting for an answer' : 'No answer is awaited'}
      </Stat>
      <Stat label="Kept" value={formatNumber(keep)} hint="Idle, and kept on purpose.">
        {keep > 0 ? 'Kept on purpose' : 'Nothing was kept'}
      </Stat>
    </StatRow>
  );
}

function PerYear({ amounts, none }: { amounts: readonly CurrencyAmount[]; none: string }) {
  if (amounts.length === 0) return <>{none}</>;
  return (
    <>
      {amounts.map(({ currency, amount }) => (
        <div key={currency}>{formatMoney(Math.round(amount), currency)} per year</div>
      ))}
    </>
  );
}

function Amounts({ amounts }: { amounts: readonly CurrencyAmount[] }) {
  if (amounts.length === 0) return <>{NO_VALUE}</>;
  return (
    <>
      {amounts.map(({ currency, amount }, place) => (
        <div key={currency} className={place > 0 ? classes.lesser : undefined}>
          {formatMoney(Math.round(amount), currency)}
        </div>
      ))}
    </>
  );
}

import { Anchor } from '@mantine/core';
import type { Overview } from '../../../shared/model/overview';
import { Stat, StatRow } from '../../ui/chart-stat';
import { formatMoney, formatNumber, formatPercent } from '../../ui/format';
import { orgRoute, toHash } from '../../ui/routing/route';

interface SeatTilesProps {
  orgId: string;
  inactiveDays: number;
  overview: Overview;
}

/** What is paid for, what is used, what could be given back, and what that costs. */
export function SeatTiles({ orgId, inactiveDays, overview: { seats, waste, reasons } }: SeatTilesProps) {
  const share = (count: number) =>
    seats.paid > 0 ? `${formatPercent((count / seats.paid) * 100)} of paid seats` : '';
  const reclaimable = Object.values(reasons).reduce((sum, count) => sum + count, 0);
  const others = reclaimable - seats.unused;
  return (
    <StatRow>
      <Stat
        label="Seats paid"
        value={formatNumber(seats.paid)}
        hint="User licenses bought, counting only those that are paid per seat. Chatter Free, guest, login-based and similar licenses are left out."
      >
        User licenses paid per seat
      </Stat>
      <Stat
        label="Used"
        value={formatNumber(seats.used)}
        hint="Paid seats that a user holds, as Salesforce counts them."
      >
        {share(seats.used)}
      </Stat>
      <Stat
        label="Idle"
        value={formatNumber(seats.unused)}
        tone={seats.unused > 0 ? 'warn' : 'plain'}
        hint={`Used seats that could be reclaimed: no login for ${inactiveDays} days or longer, never logged in since the user was created at least 7 days ago, or the user is frozen.`}
      >
        No login for {inactiveDays} days, never, or frozen
        {others > 0 && <> · {formatNumber(others)} more in other licenses</>}
      </Stat>
      <Stat label="Free" value={formatNumber(seats.free)} hint="Paid seats that no user holds.">
        {share(seats.free)}
      </Stat>
      <Stat
        label="Wasted per year"
        value={
          waste.length === 0
            ? '–'
            : waste.map(({ currency, annual }) => (
                <div key={currency}>{formatMoney(Math.round(annual), currency)}</div>
              ))
        }
        hint="Idle and free seats of all licenses with a price × price per month × 12."
      >
        {waste.length === 0 ? (
          <Anchor href={toHash(orgRoute(orgId, 'licenses'))} size="sm" underline="always">
            Enter license prices to see the cost
          </Anchor>
        ) : (
          'Idle and free seats'
        )}
      </Stat>
    </StatRow>
  );
}

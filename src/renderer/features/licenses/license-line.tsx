import { Text } from '@mantine/core';
import { memo } from 'react';
import type { LicenseTableRow } from '../../../shared/model/licenses';
import { SegmentBar } from '../../ui/chart-bar';
import { Hint } from '../../ui/chart-hint';
import { formatCount, formatDay, formatMoney, formatNumber, formatPercent, NO_VALUE } from '../../ui/format';
import { ChevronRightIcon } from '../../ui/icons';
import { RouteLink } from '../../ui/routing/router';
import { Tag } from '../../ui/status';
import { Time } from '../../ui/time';
import { daysUntil, isSoon } from './contract-end';
import { AssignedCell } from './difference-note';
import { freeLogins, isUnlisted } from './license-groups';
import { seatsRoute, tabRoute } from './license-tabs';
import { reasonsInWords, statusRemark } from './license-words';
import type { LicensesStore } from './licenses-store';
import { PriceCell } from './price-cell';
import classes from './licenses.module.css';

interface LicenseLineProps {
  store: LicensesStore;
  orgId: string;
  row: LicenseTableRow;
  /** Why prices cannot be changed; null: they can. */
  past: string | null;
  /** YYYY-MM-DD. */
  today: string;
}

/** One license. Drawn again only when its own numbers change, so that a slider can be dragged over many of them. */
export const LicenseLine = memo(function LicenseLine({ store, orgId, row, past, today }: LicenseLineProps) {
  const remark = statusRemark(row);
  return (
    <tr>
      <th scope="row" className={classes.name}>
        <span className={classes.nameLine}>
          <span>{row.name}</span>
          {remark && <Tag tone={remark.tone}>{remark.label}</Tag>}
          {row.expiresAt && <Expiry iso={row.expiresAt} status={row.status} today={today} />}
        </span>
        <Utilization row={row} />
        {row.unneeded > 0 && (
          <RouteLink className={classes.quietLink} to={tabRoute(orgId, 'suggestions')}>
            {formatCount(row.unneeded, 'seat')} without any of its permission sets
          </RouteLink>
        )}
      </th>
      <AmountCells row={row} />
      <td data-align="right">
        <AssignedCell row={row} />
      </td>
      <td data-align="right">
        {row.metric && row.metric.active !== null ? (
          <span title={`Salesforce’s count of ${formatDay(row.metric.at, 'long')}`}>
            {formatNumber(row.metric.active)}
          </span>
        ) : (
          <span className={classes.none}>{NO_VALUE}</span>
        )}
      </td>
      <td data-align="right">
        <IdleCell orgId={orgId} row={row} />
      </td>
      <td data-align="right">
        <FreeCell row={row} />
      </td>
      <td data-align="right">
        <PriceCell store={store} row={row} past={past} today={today} />
      </td>
      <td data-align="right" className={classes.waste} data-some={(row.annualWaste ?? 0) > 0 || undefined}>
        {formatMoney(row.annualWaste, row.currency)}
      </td>
    </tr>
  );
});

/** Total and used: seats, or logins a month. */
function AmountCells({ row }: { row: LicenseTableRow }) {
  if (row.metering === 'logins') {
    const { logins } = row;
    return (
      <>
        <td data-align="right">
          {formatNumber(logins?.entitlement)}
          <span className={classes.unit}>logins a month</span>
        </td>
        <td data-align="right">
          {formatNumber(logins?.used)}
          <span className={classes.unit}>this month</span>
        </td>
      </>
    );
  }
  return (
    <>
      <td data-align="right">{row.total === null ? 'Unlimited' : formatNumber(row.total)}</td>
      <td data-align="right">{formatNumber(row.used)}</td>
    </>
  );
}

function FreeCell({ row }: { row: LicenseTableRow }) {
  const byLogins = row.metering === 'logins';
  const free = byLogins ? freeLogins(row.logins) : row.free;
  if (free !== null && free < 0) return <span className={classes.over}>{formatNumber(-free)} over</span>;
  return (
    <>
      {formatNumber(free)}
      {byLogins && free !== null && <span className={classes.unit}>logins left</span>}
    </>
  );
}

function IdleCell({ orgId, row }: { orgId: string; row: LicenseTableRow }) {
  if (isUnlisted(row)) {
    return (
      <span className={classes.assigned}>
        <Hint about={`missing number of ${row.name}`}>
          Salesforce lists nobody who holds it, so idle seats cannot be told.
        </Hint>
        {NO_VALUE}
      </span>
    );
  }
  if (row.unused === 0) {
    return <span className={classes.none}>{row.metering === 'logins' ? NO_VALUE : 0}</span>;
  }
  return (
    <>
      <RouteLink
        className={classes.idle}
        to={seatsRoute(orgId, { license: row })}
        aria-label={`Show ${formatCount(row.unused, 'idle seat')} of ${row.name}`}
        title={reasonsInWords(row.reasons)}
      >
        {formatNumber(row.unused)}
        <ChevronRightIcon size={14} />
      </RouteLink>
      {row.neverLoggedIn > 0 && (
        <span className={classes.narrowUnit}>{formatNumber(row.neverLoggedIn)} never logged in</span>
      )}
    </>
  );
}

/** Salesforce's own end of the license; the contract's end stands with the price. */
function Expiry({ iso, status, today }: { iso: string; status: string | null; today: string }) {
  const days = daysUntil(iso.slice(0, 10), today);
  const past = status?.toLowerCase() === 'expired' || days < 0;
  return (
    <Text span size="xs" c={!past && isSoon(days) ? 'var(--sw-warn)' : 'dimmed'}>
      {past ? 'Expired' : 'Expires'} <Time iso={iso} dateOnly />
    </Text>
  );
}

/** The bar repeats the row's numbers: in use, idle, free. */
function Utilization({ row }: { row: LicenseTableRow }) {
  const byLogins = row.metering === 'logins';
  const total = byLogins ? (row.logins?.entitlement ?? null) : row.total;
  const used = byLogins ? (row.logins?.used ?? null) : row.used;
  if (total === null || total === 0 || used === null) return null;
  const idle = byLogins ? 0 : Math.min(row.unused, used);
  const inUse = used - idle;
  return (
    <span className={classes.utilization}>
      <SegmentBar
        height={6}
        max={total}
        segments={[
          {
            key: 'used',
            label: `${formatNumber(inUse)} ${byLogins ? 'made' : 'in use'}`,
            value: inUse,
            color: 'var(--sw-series-main)',
          },
          { key: 'idle', label: `${formatNumber(idle)} idle`, value: idle, color: 'var(--sw-series-idle)' },
        ]}
      />
      <span className={classes.share}>{formatPercent((used / total) * 100)}</span>
    </span>
  );
}

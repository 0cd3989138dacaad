import { Text, UnstyledButton } from '@mantine/core';
import { Fragment } from 'react';
import { useStore } from 'zustand';
import type { LicenseTableRow } from '../../../shared/model/licenses';
import { SegmentBar } from '../../ui/chart-bar';
import { Hint } from '../../ui/chart-hint';
import { formatCount, formatMoney, formatNumber, formatPercent, NO_VALUE } from '../../ui/format';
import { ChevronRightIcon } from '../../ui/icons';
import { usePastReason } from '../../ui/look-back';
import { Tag } from '../../ui/status';
import { ariaSort, SortHeader } from '../../ui/table-sort-header';
import { Time } from '../../ui/time';
import { useGradually } from '../../ui/use-gradually';
import { UsedCell } from './difference-note';
import {
  firstRows,
  groupLicenses,
  KIND_TITLES,
  totalsOf,
  type LicenseSortColumn,
  type Totals,
} from './license-groups';
import { statusRemark } from './license-words';
import type { LicensesStore } from './licenses-store';
import { PriceCell } from './price-cell';
import classes from './licenses.module.css';

interface Column {
  id: LicenseSortColumn;
  label: string;
  hint?: string;
}

const COLUMNS: readonly Column[] = [
  { id: 'total', label: 'Total', hint: 'Seats bought, as Salesforce reports them.' },
  {
    id: 'used',
    label: 'Used',
    hint: 'Seats in use, as Salesforce reports them; it updates the number about once a day.',
  },
  { id: 'free', label: 'Free', hint: 'Total minus used: seats that nobody holds.' },
  {
    id: 'unused',
    label: 'Idle',
    hint: 'Held seats that could be reclaimed: the user is idle, frozen, deactivated or never logged in.',
  },
  {
    id: 'neverLoggedIn',
    label: 'Never logged\u00a0in',
    hint: 'Idle seats of users who have never logged in.',
  },
];

interface LicenseTableProps {
  store: LicensesStore;
  orgId: string;
  rows: readonly LicenseTableRow[];
  onOpenSeats: (row: LicenseTableRow) => void;
}

/** Every license of the org, grouped by kind, with a sum per kind and over all. */
export function LicenseTable({ store, orgId, rows, onOpenSeats }: LicenseTableProps) {
  const sort = useStore(store, (s) => s.sort);
  const past = usePastReason(orgId, 'Prices can be changed with');
  const groups = groupLicenses(rows, sort);
  const shown = firstRows(groups, useGradually(rows.length));
  const header = (id: LicenseSortColumn, label: string, align: 'left' | 'right', hint?: string) => {
    const direction = sort.column === id ? (sort.descending ? 'desc' : 'asc') : false;
    const descending = direction === false ? id !== 'name' : direction === 'asc';
    return (
      <th scope="col" aria-sort={ariaSort(direction)} data-align={align}>
        <span className={classes.th}>
          <SortHeader
            direction={direction}
            align={align}
            onSort={() => store.getState().setSort({ column: id, descending })}
          >
            {label}
          </SortHeader>
          {hint !== undefined && <Hint about={label}>{hint}</Hint>}
        </span>
      </th>
    );
  };
  return (
    <div className={classes.scroll} tabIndex={0} role="region" aria-label="Licenses, scrollable">
      <table className={classes.table} aria-label="Licenses">
        <thead>
          <tr>
            {header('name', 'License', 'left')}
            {COLUMNS.map(({ id, label, hint }) => (
              <Fragment key={id}>{header(id, label, 'right', hint)}</Fragment>
            ))}
            <th scope="col" data-align="right">
              Price / month
            </th>
            {header('annualWaste', 'Annual waste', 'right', 'Idle seats × price × 12.')}
          </tr>
        </thead>
        {shown.map(({ kind, rows: own, totals, count }) => (
          <tbody key={kind}>
            <tr className={classes.group}>
              <th scope="rowgroup">
                {KIND_TITLES[kind]} <span className={classes.groupCount}>{formatNumber(count)}</span>
              </th>
              <TotalCells totals={totals} />
            </tr>
            {own.map((row) => (
              <LicenseLine key={row.id} store={store} row={row} past={past} onOpenSeats={onOpenSeats} />
            ))}
          </tbody>
        ))}
        <tfoot>
          <tr>
            <th scope="row">All licenses</th>
            <TotalCells totals={totalsOf(rows)} />
          </tr>
        </tfoot>
      </table>
    </div>
  );
}

function TotalCells({ totals }: { totals: Totals }) {
  return (
    <>
      {COLUMNS.map(({ id }) => (
        <td key={id} data-align="right">
          {formatNumber(totals[id as keyof Omit<Totals, 'waste'>])}
        </td>
      ))}
      <td />
      <td data-align="right">
        {totals.waste.length === 0
          ? NO_VALUE
          : totals.waste.map(({ currency, amount }) => (
              <div key={currency}>{formatMoney(amount, currency)}</div>
            ))}
      </td>
    </>
  );
}

function LicenseLine({
  store,
  row,
  past,
  onOpenSeats,
}: {
  store: LicensesStore;
  row: LicenseTableRow;
  /** Why prices cannot be changed; null: they can. */
  past: string | null;
  onOpenSeats: (row: LicenseTableRow) => void;
}) {
  const remark = statusRemark(row);
  const overused = row.free !== null && row.free < 0;
  return (
    <tr>
      <th scope="row" className={classes.name}>
        <span className={classes.nameLine}>
          <span>{row.name}</span>
          {remark && <Tag tone={remark.tone}>{remark.label}</Tag>}
          {row.expiresAt && (
            <Text span size="xs" c="dimmed">
              {row.status?.toLowerCase() === 'expired' ? 'Expired' : 'Expires'}{' '}
              <Time iso={row.expiresAt} dateOnly />
            </Text>
          )}
        </span>
        <Utilization row={row} />
      </th>
      <td data-align="right">{row.total === null ? 'Unlimited' : formatNumber(row.total)}</td>
      <td data-align="right">
        <UsedCell row={row} />
      </td>
      <td data-align="right">
        {overused ? (
          <span className={classes.over}>{formatNumber(-(row.free ?? 0))} over</span>
        ) : (
          formatNumber(row.free)
        )}
      </td>
      <td data-align="right">
        {row.unused > 0 ? (
          <UnstyledButton
            className={classes.idle}
            onClick={() => onOpenSeats(row)}
            aria-label={`Show ${formatCount(row.unused, 'idle seat')} of ${row.name}`}
          >
            {formatNumber(row.unused)}
            <ChevronRightIcon size={14} />
          </UnstyledButton>
        ) : (
          <span className={classes.none}>0</span>
        )}
      </td>
      <td data-align="right">
        {row.neverLoggedIn > 0 ? formatNumber(row.neverLoggedIn) : <span className={classes.none}>0</span>}
      </td>
      <td data-align="right">
        <PriceCell store={store} row={row} past={past} />
      </td>
      <td data-align="right" className={classes.waste} data-some={(row.annualWaste ?? 0) > 0 || undefined}>
        {formatMoney(row.annualWaste, row.currency)}
      </td>
    </tr>
  );
}

/** The bar repeats the row's numbers: in use, idle, free. */
function Utilization({ row }: { row: LicenseTableRow }) {
  const idle = Math.min(row.unused, row.used);
  const inUse = row.used - idle;
  if (row.total === null || row.total === 0) return null;
  return (
    <span className={classes.utilization}>
      <SegmentBar
        height={6}
        max={row.total}
        segments={[
          {
            key: 'used',
            label: `${formatNumber(inUse)} in use`,
            value: inUse,
            color: 'var(--sw-series-main)',
          },
          { key: 'idle', label: `${formatNumber(idle)} idle`, value: idle, color: 'var(--sw-series-idle)' },
        ]}
      />
      <span className={classes.share}>{formatPercent((row.used / row.total) * 100)}</span>
    </span>
  );
}

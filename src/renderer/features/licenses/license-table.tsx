import { Fragment } from 'react';
import { useStore } from 'zustand';
import type { LicenseTableRow } from '../../../shared/model/licenses';
import { Hint } from '../../ui/chart-hint';
import { formatMoney, formatNumber, NO_VALUE } from '../../ui/format';
import { usePastReason } from '../../ui/look-back';
import { ariaSort, SortHeader } from '../../ui/table-sort-header';
import { useGradually } from '../../ui/use-gradually';
import { useToday } from './contract-end';
import {
  firstRows,
  groupLicenses,
  KIND_TITLES,
  totalsOf,
  type LicenseSortColumn,
  type Totals,
} from './license-groups';
import { LicenseLine } from './license-line';
import type { LicensesStore } from './licenses-store';
import classes from './licenses.module.css';

interface Column {
  id: LicenseSortColumn;
  label: string;
  hint?: string;
  total: (totals: Totals) => number | null;
}

const COLUMNS: readonly Column[] = [
  {
    id: 'total',
    label: 'Total',
    hint: 'Seats bought, as Salesforce reports them; of licenses paid by logins: logins per month.',
    total: ({ total }) => total,
  },
  {
    id: 'used',
    label: 'Used',
    hint: 'Seats in use, as Salesforce reports them; it updates the number about once a day. Of licenses paid by logins: logins made this month.',
    total: ({ used }) => used,
  },
  {
    id: 'assignedActive',
    label: 'Assigned',
    hint: 'Active users who hold it, as Seatwatch counted them. Where the number of Salesforce differs, a remark says why that may be.',
    total: ({ assignedActive }) => assignedActive,
  },
  {
    id: 'activeRecently',
    label: 'Active 30\u00a0days',
    hint: 'Salesforce’s own count of who used it within 30 days (Active…LicenseMetric). It is kept for some licenses only, and it is not Seatwatch’s definition of idle.',
    total: () => null,
  },
  {
    id: 'unused',
    label: 'Idle',
    hint: 'Held seats that could be reclaimed, by the definition above. Open a number to see the seats.',
    total: ({ unused }) => unused,
  },
  {
    id: 'free',
    label: 'Free',
    total: ({ free }) => free,
  },
];

interface LicenseTableProps {
  store: LicensesStore;
  orgId: string;
  rows: readonly LicenseTableRow[];
  /** The same with the numbers that the order is made of. */
  orderBy: readonly LicenseTableRow[];
}

/** Every license of the org, grouped by kind, with a sum per kind and over all. */
export function LicenseTable({ store, orgId, rows, orderBy }: LicenseTableProps) {
  const sort = useStore(store, (s) => s.sort);
  const past = usePastReason(orgId, 'Prices can be changed with');
  const today = useToday();
  const groups = groupLicenses(rows, sort, orderBy);
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
              Price
            </th>
            {header('annualWaste', 'Annual waste', 'right', 'Idle seats × price per year.')}
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
              <LicenseLine
                key={`${row.kind}/${row.id}`}
                store={store}
                orgId={orgId}
                row={row}
                past={past}
                today={today}
              />
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
      {COLUMNS.map(({ id, total }) => {
        const sum = total(totals);
        return (
          <td key={id} data-align="right">
            {sum === null ? null : formatNumber(sum)}
          </td>
        );
      })}
      <td />
      <td data-align="right">
        {totals.waste.length === 0
          ? NO_VALUE
          : totals.waste.map(({ currency, amount }) => (
              <div key={currency}>{formatMoney(Math.round(amount), currency)}</div>
            ))}
      </td>
    </>
  );
}

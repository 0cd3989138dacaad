import { Card } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import type { Portfolio, PortfolioOrg } from '../../../shared/model/license-trend';
import type { ConvertedAmount } from '../../../shared/model/prices';
import { formatCount, formatDay, formatNumber, NO_VALUE } from '../../ui/format';
import { orgRoute } from '../../ui/routing/route';
import { RouteLink } from '../../ui/routing/router';
import { Tag } from '../../ui/status';
import { ariaSort, SortHeader } from '../../ui/table-sort-header';
import { RelativeTime, useNow } from '../../ui/time';
import {
  amountWords,
  endWords,
  FIRST_SORTING,
  sorted,
  sortingAfter,
  unpricedWords,
  type Column,
} from './portfolio-words';
import table from '../../ui/data-table.module.css';
import classes from './portfolio.module.css';

const COLUMNS: readonly { id: Column; label: string; align?: 'right' }[] = [
  { id: 'name', label: 'Org' },
  { id: 'paid', label: 'Paid', align: 'right' },
  { id: 'used', label: 'Used', align: 'right' },
  { id: 'idle', label: 'Idle', align: 'right' },
  { id: 'idleSeats', label: 'Idle, all kinds', align: 'right' },
  { id: 'waste', label: 'Idle per year', align: 'right' },
  { id: 'free', label: 'Free per year', align: 'right' },
  { id: 'saved', label: 'Saved so far', align: 'right' },
  { id: 'contractEnd', label: 'Contract ends' },
];

/** One line per org, and their sums. */
export function PortfolioTable({ portfolio }: { portfolio: Portfolio }) {
  const [sorting, setSorting] = useState(FIRST_SORTING);
  const { totals } = portfolio;
  return (
    <Card padding={0}>
      <div className={table.scroll} tabIndex={0} role="group" aria-label="Orgs, scrollable">
        <table className={`${table.table ?? ''} ${classes.table ?? ''}`} aria-label="Orgs">
          <colgroup>
            <col />
            <col span={3} />
          </colgroup>
          <thead>
            <tr>
              <td />
              <th scope="colgroup" colSpan={3} className={classes.group}>
                User seats
              </th>
              <td colSpan={5} />
            </tr>
            <tr>
              {COLUMNS.map(({ id, label, align }) => {
                const direction = sorting.by !== id ? false : sorting.descending ? 'desc' : 'asc';
                return (
                  <th key={id} scope="col" data-align={align} aria-sort={ariaSort(direction)}>
                    <SortHeader
                      direction={direction}
                      align={align}
                      onSort={() => setSorting(sortingAfter(sorting, id))}
                    >
                      {label}
                    </SortHeader>
                  </th>
                );
              })}
            </tr>
          </thead>
          <tbody>
            {sorted(portfolio.orgs, sorting).map((org) => (
              <OrgLine key={org.orgId} org={org} />
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">All orgs, in {portfolio.reportingCurrency}</th>
              <Count n={totals.paid} />
              <Count n={totals.used} />
              <Count n={totals.idle} />
              <Count n={totals.idleSeats} />
              <Amount amount={totals.waste} />
              <Amount amount={totals.free} />
              <Amount amount={totals.saved} />
              <td />
            </tr>
          </tfoot>
        </table>
      </div>
    </Card>
  );
}

function OrgLine({ org }: { org: PortfolioOrg }) {
  const now = useNow();
  const { orgId, name, asOf, contractEnd } = org;
  const soon = contractEnd === null ? null : endWords(contractEnd, now);
  return (
    <tr data-quiet={asOf === null || undefined}>
      <th scope="row" className={classes.org}>
        <span className={classes.nameLine}>
          <RouteLink to={orgRoute(orgId, asOf === null ? 'overview' : 'licenses')} className={classes.name}>
            {name}
          </RouteLink>
          {org.isSandbox === true && <Tag>Sandbox</Tag>}
        </span>
        {asOf === null ? (
          <span className={table.detail}>Not collected yet</span>
        ) : (
          <>
            <span className={table.detail}>Idle after {formatCount(org.inactiveDays, 'day')}</span>
            <span className={table.detail}>
              As of <RelativeTime iso={asOf} />
            </span>
          </>
        )}
      </th>
      {asOf === null ? (
        COLUMNS.slice(1).map(({ id, align }) => (
          <td key={id} data-align={align}>
            {NO_VALUE}
          </td>
        ))
      ) : (
        <>
          <Count n={org.paid} />
          <Count n={org.used} />
          <Count n={org.idle} />
          <Count n={org.idleSeats}>{unpricedWords(org)}</Count>
          <Amount amount={org.waste} />
          <Amount amount={org.free} />
          <Amount amount={org.saved} />
          <td data-nowrap>
            {contractEnd === null ? NO_VALUE : formatDay(contractEnd, 'long')}
            {soon !== null && <span className={table.detail}>{soon}</span>}
          </td>
        </>
      )}
    </tr>
  );
}

function Count({ n, children }: { n: number; children?: ReactNode }) {
  return (
    <td data-align="right">
      {formatNumber(n)}
      {children !== undefined && children !== null && <span className={table.detail}>{children}</span>}
    </td>
  );
}

function Amount({ amount }: { amount: ConvertedAmount }) {
  const { main, others } = amountWords(amount);
  return (
    <td data-align="right">
      {main}
      {others.map((other) => (
        <span key={other} className={table.detail}>
          {other}
        </span>
      ))}
    </td>
  );
}

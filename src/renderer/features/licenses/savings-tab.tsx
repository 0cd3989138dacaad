import { SegmentedControl, Text } from '@mantine/core';
import { useCallback, useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { GroupBy, type SavingsGroup } from '../../../shared/model/reclaim';
import { useAfterCollection, useFeatureStore } from '../../api/services';
import { useCalmStore } from '../../api/use-calm-store';
import { SegmentBar } from '../../ui/chart-bar';
import { formatMoney, formatNumber, NO_VALUE } from '../../ui/format';
import { PassIcon } from '../../ui/icons';
import { RouteLink } from '../../ui/routing/router';
import { EmptyState, ErrorState, LoadingState } from '../../ui/states';
import { NoDataYet } from '../../ui/table-no-data';
import { ariaSort, SortHeader } from '../../ui/table-sort-header';
import { useGradually } from '../../ui/use-gradually';
import { seatsRoute, type LicenseTabProps } from './license-tabs';
import {
  createSavingsStore,
  currenciesOf,
  savingIn,
  sortGroups,
  totalSavings,
  type SavingsAnswer,
  type SavingsColumn,
  type SavingsStore,
} from './savings-store';
import { savingsSentences } from './savings-words';
import { GROUP_WORDS } from './seats/seat-words';
import classes from './savings.module.css';

/** What would be saved if the idle seats were reclaimed now, and with whom. */
export function SavingsTab({ org, store: licenses }: LicenseTabProps) {
  const { id: orgId } = org;
  const store = useFeatureStore((api) => createSavingsStore(api, orgId));
  const rule = useStore(licenses, (s) => s.rule);
  const asOf = useStore(licenses, (s) => s.asOf);
  const by = useStore(store, (s) => s.by);
  const [per, setPer] = useState<'month' | 'year'>('year');
  const { data, error } = useCalmStore(store, (s) => s.groups);

  useEffect(() => store.getState().follow(rule, asOf), [store, rule, asOf]);
  useAfterCollection(
    orgId,
    useCallback(() => store.getState().reload(), [store]),
  );

  if (org.dataAsOf === null) return <NoDataYet orgId={orgId} what="Savings" />;
  if (error) {
    return (
      <ErrorState
        error={error}
        title="The savings could not be loaded"
        onRetry={() => store.getState().reload()}
      />
    );
  }
  if (!data) return <LoadingState shape="table" label="Loading savings" />;
  return (
    <>
      <div className={classes.head}>
        <div className={classes.choices}>
          <SegmentedControl
            aria-label="Add up by"
            value={by}
            onChange={(value) => store.getState().setBy(GroupBy.parse(value))}
            data={GroupBy.options.map((value) => ({ value, label: GROUP_WORDS[value].label }))}
          />
          <SegmentedControl
            aria-label="Money per"
            value={per}
            onChange={(value) => setPer(value === 'month' ? 'month' : 'year')}
            data={[
              { value: 'year', label: 'A year' },
              { value: 'month', label: 'A month' },
            ]}
          />
        </div>
        <Text size="sm" component="p" m={0} role="status" className="sw-numbers">
          {savingsSentences(data.groups, data.by).join(' ')}
        </Text>
      </div>
      {data.groups.length === 0 ? (
        <EmptyState icon={<PassIcon size={24} />} title="No idle seats">
          By this definition every seat is in use: there is nothing to reclaim.
        </EmptyState>
      ) : (
        <SavingsTable store={store} orgId={orgId} answer={data} per={per} />
      )}
    </>
  );
}

interface SavingsTableProps {
  store: SavingsStore;
  orgId: string;
  answer: SavingsAnswer;
  per: 'month' | 'year';
}

const MONTHS = 12;

function SavingsTable({ store, orgId, answer: { by, groups }, per }: SavingsTableProps) {
  const part = (annual: number) => (per === 'year' ? annual : annual / MONTHS);
  const sort = useStore(store, (s) => s.sort);
  const currencies = currenciesOf(groups);
  const sorted = sortGroups(groups, sort);
  const shown = sorted.slice(0, useGradually(sorted.length));
  const most = Math.max(1, ...groups.map((group) => barValue(group, currencies)));
  const header = (column: SavingsColumn, label: string, align: 'left' | 'right') => {
    const direction = sort?.column === column ? (sort.descending ? 'desc' : 'asc') : false;
    const descending = direction === false ? column !== 'label' : direction === 'asc';
    return (
      <th key={column} scope="col" aria-sort={ariaSort(direction)} data-align={align}>
        <SortHeader
          direction={direction}
          align={align}
          onSort={() => store.getState().setSort({ column, descending })}
        >
          {label}
        </SortHeader>
      </th>
    );
  };
  return (
    <div className={classes.scroll} tabIndex={0} role="region" aria-label="Savings, scrollable">
      <table className={classes.table} aria-label={`Savings by ${GROUP_WORDS[by].label.toLowerCase()}`}>
        <thead>
          <tr>
            {header('label', GROUP_WORDS[by].label, 'left')}
            {header('people', 'People', 'right')}
            {header('seats', 'Idle seats', 'right')}
            {header('unpriced', 'Without price', 'right')}
            {currencies.map((currency) => header(`money:${currency}`, `${currency} a ${per}`, 'right'))}
          </tr>
        </thead>
        <tbody>
          {shown.map((group) => (
            <GroupLine
              key={group.value ?? NO_VALUE}
              group={group}
              by={by}
              orgId={orgId}
              currencies={currencies}
              most={most}
              part={part}
            />
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">All</th>
            {/* Somebody can be in one group only: seats and people add up. */}
            <td data-align="right">{formatNumber(sum(groups, ({ people }) => people))}</td>
            <td data-align="right">{formatNumber(sum(groups, ({ seats }) => seats))}</td>
            <td data-align="right">{formatNumber(sum(groups, ({ unpriced }) => unpriced))}</td>
            {totalSavings(groups).map(({ currency, amount }) => (
              <td key={currency} data-align="right">
                {formatMoney(Math.round(part(amount)), currency)}
              </td>
            ))}
          </tr>
        </tfoot>
      </table>
    </div>
  );
}

interface GroupLineProps {
  group: SavingsGroup;
  by: GroupBy;
  orgId: string;
  currencies: readonly string[];
  /** What the longest bar stands for. */
  most: number;
  /** What of a year's amount is shown. */
  part: (annual: number) => number;
}

function GroupLine({ group, by, orgId, currencies, most, part }: GroupLineProps) {
  const name = group.label ?? GROUP_WORDS[by].none;
  const value = barValue(group, currencies);
  const [main] = currencies;
  return (
    <tr>
      <th scope="row">
        <RouteLink
          className={classes.link}
          to={seatsRoute(orgId, { group: { by, value: group.value, label: name } })}
          aria-label={`Show the idle seats of ${name}`}
        >
          {name}
        </RouteLink>
        <span className={classes.bar}>
          <SegmentBar
            height={6}
            max={most}
            segments={[
              {
                key: 'saving',
                label:
                  main === undefined
                    ? `${formatNumber(value)} idle seats`
                    : formatMoney(Math.round(part(value)), main),
                value,
                color: 'var(--sw-series-idle)',
              },
            ]}
          />
        </span>
      </th>
      <td data-align="right">{formatNumber(group.people)}</td>
      <td data-align="right">{formatNumber(group.seats)}</td>
      <td data-align="right" data-quiet={group.unpriced === 0 || undefined}>
        {formatNumber(group.unpriced)}
      </td>
      {currencies.map((currency) => (
        <td key={currency} data-align="right" data-quiet={savingIn(group, currency) === 0 || undefined}>
          {formatMoney(Math.round(part(savingIn(group, currency))), currency)}
        </td>
      ))}
    </tr>
  );
}

/** Bars show the money in the main currency, or seats where nothing has a price. */
function barValue(group: SavingsGroup, currencies: readonly string[]): number {
  const [main] = currencies;
  return main === undefined ? group.seats : savingIn(group, main);
}

function sum(groups: readonly SavingsGroup[], pick: (group: SavingsGroup) => number): number {
  return groups.reduce((total, group) => total + pick(group), 0);
}

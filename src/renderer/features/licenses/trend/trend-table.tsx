import { Anchor, Text } from '@mantine/core';
import type { LicenseTrend } from '../../../../shared/model/license-trend';
import type { LicenseTableRow } from '../../../../shared/model/licenses';
import { formatDay, formatMoney, formatNumber, formatPercent, NO_VALUE } from '../../../ui/format';
import { toHash } from '../../../ui/routing/route';
import { useGradually } from '../../../ui/use-gradually';
import { useToday } from '../contract-end';
import { tabRoute } from '../license-tabs';
import type { LicensesStore } from '../licenses-store';
import { PriceCell } from '../price-cell';
import { lastFound } from './trend-data';
import { paceWords } from './trend-words';
import classes from './trend.module.css';

interface TrendTableProps {
  orgId: string;
  trends: readonly LicenseTrend[];
  /** By kind and id: to enter prices and contract ends. */
  rows: ReadonlyMap<string, LicenseTableRow>;
  store: LicensesStore;
  /** Why prices cannot be changed; null: they can. */
  past: string | null;
  shown: LicenseTrend | null;
}

/** Rows drawn at a time. */
const PART = 20;

/** Every license with its pace and what it could come to at renewal. */
export function TrendTable({ orgId, trends, rows, store, past, shown }: TrendTableProps) {
  const count = useGradually(trends.length, PART);
  const today = useToday();
  return (
    <div className={classes.scroll} tabIndex={0} role="region" aria-label="Forecast of every license">
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">License</th>
            <th scope="col" data-align="right">
              Paid
            </th>
            <th scope="col" data-align="right">
              Used
            </th>
            <th scope="col" data-align="right">
              Idle
            </th>
            <th scope="col">Pace</th>
            <th scope="col">Runs out</th>
            <th scope="col">Price and contract</th>
            <th scope="col" data-align="right">
              Used at end
            </th>
            <th scope="col" data-align="right">
              Could drop
            </th>
            <th scope="col" data-align="right">
              Per year
            </th>
          </tr>
        </thead>
        <tbody>
          {trends.slice(0, count).map((trend) => {
            const { kind, id, name, points, forecast } = trend;
            const last = lastFound(points);
            const row = rows.get(`${kind} ${id}`);
            const { atEnd, runsOutOn, annual } = forecast;
            return (
              <tr key={`${kind} ${id}`} data-shown={trend === shown || undefined}>
                <th scope="row">
                  <Anchor size="sm" href={toHash(tabRoute(orgId, 'trend', { kind, license: id }))}>
                    {name}
                  </Anchor>
                </th>
                <td data-align="right">{formatNumber(last?.paid)}</td>
                <td data-align="right">{formatNumber(last?.used)}</td>
                <td data-align="right">{formatNumber(last?.idle)}</td>
                <td
                  className={forecast.pace === 'unknown' ? classes.quiet : undefined}
                  title={
                    forecast.fit === null
                      ? undefined
                      : `The line explains ${formatPercent(forecast.fit * 100)}`
                  }
                >
                  {paceWords(forecast)}
                </td>
                <td
                  className={
                    runsOutOn !== null && runsOutOn <= (forecast.contractEnd ?? '9')
                      ? classes.warn
                      : undefined
                  }
                >
                  {runsOutOn === null ? NO_VALUE : runsOutOn <= today ? 'Now' : formatDay(runsOutOn, 'long')}
                </td>
                <td>{row ? <PriceCell store={store} row={row} past={past} today={today} /> : NO_VALUE}</td>
                <td data-align="right">
                  {atEnd === null ? (
                    NO_VALUE
                  ) : (
                    <>
                      {formatNumber(atEnd.used)}
                      {atEnd.low !== atEnd.high && (
                        <Text span size="xs" c="dimmed" display="block">
                          {formatNumber(atEnd.low)}–{formatNumber(atEnd.high)}
                        </Text>
                      )}
                    </>
                  )}
                </td>
                <td data-align="right">
                  {formatNumber(forecast.couldDrop)}
                  {forecast.couldDropWithIdle !== forecast.couldDrop && (
                    <Text span size="xs" c="dimmed" display="block">
                      {formatNumber(forecast.couldDropWithIdle)} with idle
                    </Text>
                  )}
                </td>
                <td data-align="right">
                  {annual === null ? NO_VALUE : formatMoney(Math.round(annual.amount), annual.currency)}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

import { SegmentedControl, Select } from '@mantine/core';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { LicenseTrend } from '../../../../shared/model/license-trend';
import type { LicenseRef, LicenseTableRow } from '../../../../shared/model/licenses';
import { useAfterCollection, useAsOf } from '../../../api/services';
import { useCalmStore } from '../../../api/use-calm-store';
import { useLoad } from '../../../api/use-load';
import { usePastReason } from '../../../ui/look-back';
import { Note } from '../../../ui/note';
import { navigate } from '../../../ui/routing/router';
import { SectionCard } from '../../../ui/chart-card';
import { EmptyState, ErrorState, LoadingState } from '../../../ui/states';
import { NoDataYet } from '../../../ui/table-no-data';
import { KIND_TITLES } from '../license-groups';
import { useToday } from '../contract-end';
import { seatsParams, tabRoute, type LicenseTabProps } from '../license-tabs';
import { TrendChart } from './trend-chart';
import { TrendTable } from './trend-table';
import { byWorth, sumOf, TREND_DAYS, type TrendDays } from './trend-data';
import { togetherWords, verdictOf } from './trend-words';
import classes from './trend.module.css';

const keyOf = ({ kind, id }: LicenseRef): string => `${kind} ${id}`;

/** Seats over time, where they are heading, and what could be dropped at renewal. */
export function TrendTab({ org, store, params }: LicenseTabProps) {
  const { id: orgId } = org;
  const [days, setDays] = useState<TrendDays>(180);
  const asOf = useAsOf(orgId);
  const past = usePastReason(orgId, 'Prices can be changed with');
  const licenses = useCalmStore(store, (s) => s.table.data?.licenses ?? NO_LICENSES);
  const tableError = useCalmStore(store, (s) => s.table.error);
  const rows = useMemo(() => new Map(licenses.map((row) => [keyOf(row), row])), [licenses]);
  // Contract ends and prices change what is foretold.
  const prices = useMemo(() => JSON.stringify(licenses.map(({ price }) => price)), [licenses]);
  const { data, error, reload } = useLoad(JSON.stringify([orgId, days, org.dataAsOf, prices]), (api) =>
    api.licenses.trend({ orgId, license: null, days }),
  );
  useAfterCollection(
    orgId,
    useCallback(() => reload(), [reload]),
  );
  // Which licenses are paid per seat, and their prices, come with the table.
  useEffect(() => {
    if (store.getState().table.data === null) void store.getState().load();
  }, [store]);

  const { license } = seatsParams(params);
  const trends = useMemo(
    () => shownTrends(data ?? [], rows, license).toSorted(byWorth),
    [data, rows, license],
  );
  const chosen = trends.find((one) => license !== null && keyOf(one) === keyOf(license)) ?? null;
  const top = useRef<HTMLDivElement>(null);
  const shown = chosen && keyOf(chosen);
  // Chosen far down in the table, its chart would be out of sight.
  useEffect(() => {
    if (shown !== null) top.current?.scrollIntoView({ block: 'nearest' });
  }, [shown]);

  if (error && !data)
    return <ErrorState error={error} title="The trend could not be loaded" onRetry={reload} />;
  if (!data || (licenses.length === 0 && tableError === null && org.dataAsOf !== null))
    return <LoadingState label="Loading the trend" />;
  if (org.dataAsOf === null) return <NoDataYet orgId={orgId} what="Licenses" />;
  if (trends.length === 0) {
    return (
      <EmptyState title="No license to follow">
        The trend begins with the first collection that runs to its end and finds licenses.
      </EmptyState>
    );
  }
  return (
    <>
      <div ref={top} className={classes.controls}>
        <LicenseSelect orgId={orgId} trends={trends} chosen={chosen} />
        <SegmentedControl
          aria-label="Time range"
          value={String(days)}
          data={TREND_DAYS.map((n) => ({ value: String(n), label: `${String(n)} days` }))}
          onChange={(value) => setDays(TREND_DAYS.find((n) => String(n) === value) ?? 180)}
        />
      </div>
      {asOf !== null && (
        <div className={classes.note}>
          <Note>The trend is told by every collection, up to the newest one.</Note>
        </div>
      )}
      {chosen ? <One trend={chosen} days={days} /> : <Together trends={trends} days={days} />}
      <div className={classes.all}>
        <SectionCard
          title="Every license"
          description="At the pace of the last 180 days. Seats that could be dropped are those paid for and not used when the contract ends, or now where there is no pace."
        >
          <TrendTable orgId={orgId} trends={trends} rows={rows} store={store} past={past} shown={chosen} />
        </SectionCard>
      </div>
    </>
  );
}

const NO_LICENSES: LicenseTableRow[] = [];

/** Those somebody pays per seat for, and the one asked for. */
function shownTrends(
  trends: readonly LicenseTrend[],
  rows: ReadonlyMap<string, LicenseTableRow>,
  wanted: LicenseRef | null,
): LicenseTrend[] {
  return trends.filter(
    (one) => rows.get(keyOf(one))?.paidPerSeat !== false || (wanted !== null && keyOf(one) === keyOf(wanted)),
  );
}

interface LicenseSelectProps {
  orgId: string;
  trends: readonly LicenseTrend[];
  chosen: LicenseTrend | null;
}

function LicenseSelect({ orgId, trends, chosen }: LicenseSelectProps) {
  const kinds = [...new Set(trends.map(({ kind }) => kind))];
  const byName = (a: LicenseTrend, b: LicenseTrend) => a.name.localeCompare(b.name);
  return (
    <Select
      aria-label="License"
      placeholder="All licenses"
      w={300}
      maw="100%"
      clearable
      searchable
      nothingFoundMessage="No such license"
      data={kinds.map((kind) => ({
        group: KIND_TITLES[kind],
        items: trends
          .filter((one) => one.kind === kind)
          .toSorted(byName)
          .map((one) => ({ value: keyOf(one), label: one.name })),
      }))}
      value={chosen && keyOf(chosen)}
      onChange={(value) => {
        const one = trends.find((trend) => keyOf(trend) === value);
        navigate(tabRoute(orgId, 'trend', one ? { kind: one.kind, license: one.id } : {}));
      }}
    />
  );
}

function One({ trend, days }: { trend: LicenseTrend; days: number }) {
  const verdict = verdictOf(trend, useToday());
  return (
    <>
      <div className={classes.note}>
        <Note tone={verdict.tone} title={verdict.title}>
          {verdict.more.map((sentence) => (
            <p key={sentence} className={classes.sentence}>
              {sentence}
            </p>
          ))}
        </Note>
      </div>
      <TrendChart
        title={trend.name}
        description="Seats as each collection found them; before the first one, as Salesforce counted."
        points={trend.points}
        forecast={trend.forecast}
        days={days}
      />
    </>
  );
}

function Together({ trends, days }: { trends: readonly LicenseTrend[]; days: number }) {
  const points = useMemo(() => sumOf(trends), [trends]);
  return (
    <TrendChart
      title="All licenses paid per seat, together"
      description={`Seats as each collection found them, unlimited licenses left out. Of ${String(trends.length)} licenses: ${togetherWords(trends)}. Choose one to see where it is heading.`}
      points={points}
      forecast={null}
      days={days}
    />
  );
}

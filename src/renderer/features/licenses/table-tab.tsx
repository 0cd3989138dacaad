import { Anchor } from '@mantine/core';
import { lazy, Suspense, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { toErrorShape } from '../../../shared/model/errors';
import { useFeatureReason } from '../../api/use-policy';
import { useCalmStore } from '../../api/use-calm-store';
import { Legend } from '../../ui/chart-frame';
import { formatCount } from '../../ui/format';
import { DownloadIcon } from '../../ui/icons';
import { usePastReason } from '../../ui/look-back';
import { notify, notifyError } from '../../ui/notify';
import { ReasonButton } from '../../ui/reason-button';
import { EmptyState, ErrorState, LoadingState } from '../../ui/states';
import { NoDataYet } from '../../ui/table-no-data';
import { endingInWords, endingSoon, useToday } from './contract-end';
import { shownLicenses } from './license-groups';
import { LicenseTable } from './license-table';
import type { LicenseTabProps } from './license-tabs';
import { licensesAt, sameCurve, type LicensesAnswer, type LicensesStore } from './licenses-store';
import { WasteSummary } from './waste-summary';
import { WhatIf } from './what-if';
import classes from './licenses.module.css';

const PriceBook = lazy(async () => ({ default: (await import('./price-book')).PriceBook }));

const LEGEND = [
  { label: 'In use', color: 'var(--sw-series-main)' },
  { label: 'Idle', color: 'var(--sw-series-idle)' },
  { label: 'Free', color: 'var(--sw-track)' },
];

/** Every license with its numbers and what it costs, and what another threshold would change. */
export function TableTab({ org, store }: LicenseTabProps) {
  const { data, error } = useCalmStore(store, (s) => s.table);
  if (error) {
    const load = () => void store.getState().load();
    return <ErrorState error={error} title="The licenses could not be loaded" onRetry={load} />;
  }
  if (!data) return <LoadingState label="Loading licenses" />;
  if (data.asOf === null) return <NoDataYet orgId={org.id} what="Licenses" />;
  if (data.licenses.length === 0) {
    return (
      <EmptyState title="Salesforce listed no licenses">
        The run-as user may lack the View Setup and Configuration permission. Run Test Connectivity to find
        out.
      </EmptyState>
    );
  }
  return <Licenses orgId={org.id} store={store} answer={data} />;
}

interface LicensesProps {
  orgId: string;
  store: LicensesStore;
  answer: LicensesAnswer;
}

function Licenses({ orgId, store, answer }: LicensesProps) {
  const rule = useCalmStore(store, (s) => s.rule);
  const days = useCalmStore(store, (s) => s.trying ?? s.rule.inactiveDays);
  const curve = useCalmStore(store, (s) => s.curve.data);
  const summary = useCalmStore(store, (s) => s.summary.data);
  const onLeave = useCalmStore(store, (s) => s.onLeave);
  const answered = useMemo(() => shownLicenses(answer.licenses, answer.rule), [answer]);
  const rows = useMemo(
    () => shownLicenses(licensesAt(answer, curve, days), answer.rule),
    [answer, curve, days],
  );
  const hidden = answer.licenses.length - rows.length;
  const ending = endingInWords(endingSoon(answered, useToday()));
  // The threshold is bridged by the curve; anything else only the answer knows.
  const isOutdated = !sameCurve(rule, answer.rule);
  return (
    <div className={classes.numbers} data-outdated={isOutdated || undefined} aria-busy={isOutdated}>
      <WasteSummary
        orgId={orgId}
        rows={rows}
        rule={{ ...rule, inactiveDays: days }}
        onLeave={onLeave}
        summary={summary}
      />
      <div className={classes.whatIf}>
        <WhatIf store={store} rows={answered} />
      </div>
      <Tools store={store} orgId={orgId} />
      {ending !== '' && <p className={classes.ending}>{ending}</p>}
      <LicenseTable store={store} orgId={orgId} rows={rows} orderBy={answered} />
      {hidden > 0 && (
        <p className={classes.hidden}>
          {formatCount(hidden, 'license')} that nobody pays per seat for {hidden === 1 ? 'is' : 'are'} not
          shown: Chatter Free, guest, unlimited and expired ones, feature licenses without a price and the
          like.{' '}
          <Anchor
            component="button"
            type="button"
            size="sm"
            onClick={() => store.getState().setRule({ includeFree: true })}
          >
            Include them
          </Anchor>
        </p>
      )}
    </div>
  );
}

/** What the colors mean, and what can be done with the table. */
function Tools({ store, orgId }: { store: LicensesStore; orgId: string }) {
  const pastReason = usePastReason(orgId, 'Exports are of');
  const noExport = useFeatureReason('export') ?? pastReason;
  const noPrices = usePastReason(orgId, 'Prices can be changed with');
  const exporting = useStore(store, (s) => s.exporting);
  const [book, setBook] = useState<'never' | 'open' | 'closed'>('never');
  return (
    <div className={classes.toolbar}>
      <Legend entries={LEGEND} />
      <div className={classes.controls}>
        <ReasonButton reason={noPrices} variant="default" onClick={() => setBook('open')}>
          Price book
        </ReasonButton>
        <ReasonButton
          reason={noExport}
          leftSection={<DownloadIcon size={16} />}
          loading={exporting}
          onClick={() => void exportSeats(store)}
        >
          Export unused licenses (CSV)
        </ReasonButton>
      </div>
      {book !== 'never' && (
        <Suspense fallback={null}>
          <PriceBook store={store} opened={book === 'open'} onClose={() => setBook('closed')} />
        </Suspense>
      )}
    </div>
  );
}

async function exportSeats(store: LicensesStore): Promise<void> {
  try {
    const saved = await store.getState().exportUnused();
    if (saved) {
      notify(
        'success',
        `${formatCount(saved.rows, 'seat')} exported`,
        <span className={classes.file}>{saved.path}</span>,
      );
    }
  } catch (error) {
    notifyError('The CSV was not written', toErrorShape(error));
  }
}

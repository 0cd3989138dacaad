import { Anchor } from '@mantine/core';
import { useCallback, useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { toErrorShape } from '../../../shared/model/errors';
import type { LicenseTableRow } from '../../../shared/model/licenses';
import type { OrgSummary } from '../../../shared/model/org';
import { useAfterCollection, useAsOf, useFeatureStore } from '../../api/services';
import { useCalmStore } from '../../api/use-calm-store';
import { Legend } from '../../ui/chart-frame';
import { formatCount } from '../../ui/format';
import { DownloadIcon } from '../../ui/icons';
import { AsOfControl, LookBackBanner, usePastReason } from '../../ui/look-back';
import { notify, notifyError } from '../../ui/notify';
import type { OrgPageProps } from '../../ui/org-page-props';
import { Page } from '../../ui/page';
import { ReasonButton } from '../../ui/reason-button';
import { EmptyState, ErrorState, LoadingState } from '../../ui/states';
import { AsOf } from '../../ui/table-as-of';
import { NoDataYet } from '../../ui/table-no-data';
import { shownLicenses } from './license-groups';
import { LicenseTable } from './license-table';
import { createLicensesStore, type LicensesStore } from './licenses-store';
import { RuleControls } from './rule-controls';
import { SeatsDrawer } from './seats-drawer';
import { WasteSummary } from './waste-summary';
import classes from './licenses.module.css';

const LEGEND = [
  { label: 'In use', color: 'var(--sw-series-main)' },
  { label: 'Idle', color: 'var(--sw-series-idle)' },
  { label: 'Free', color: 'var(--sw-track)' },
];

/** What the disabled export says. */
const EXPORTS = 'Exports are of';

/** What is bought, what is held, what is really used, and what the difference costs. */
export function LicensesPage({ org }: OrgPageProps) {
  const { id: orgId, inactiveDays } = org;
  const lookedAt = useAsOf(orgId);
  const past = usePastReason(orgId, EXPORTS);
  const store = useFeatureStore((api) => createLicensesStore(api, { orgId, inactiveDays, asOf: lookedAt }));
  const table = useCalmStore(store, (s) => s.table);
  const exporting = useStore(store, (s) => s.exporting);
  const hasSeats = (table.data?.licenses ?? []).some((row) => row.unused > 0);

  useEffect(() => void store.getState().load(), [store]);
  useEffect(() => store.getState().setAsOf(lookedAt), [store, lookedAt]);
  useAfterCollection(
    orgId,
    useCallback(() => void store.getState().load(), [store]),
  );

  return (
    <Page
      title="Licenses"
      description={<AsOf at={lookedAt ?? table.data?.asOf ?? org.dataAsOf} />}
      actions={
        <>
          <AsOfControl org={org} />
          {hasSeats && (
            <ReasonButton
              reason={past}
              leftSection={<DownloadIcon size={16} />}
              loading={exporting}
              onClick={() => void exportSeats(store)}
            >
              Export unused licenses (CSV)
            </ReasonButton>
          )}
        </>
      }
    >
      <LookBackBanner org={org}>
        Seats, holders and logins are those known up to then; prices are those of today. Exporting and
        changing prices work on the newest data.
      </LookBackBanner>
      <LicensesBody store={store} org={org} />
    </Page>
  );
}

async function exportSeats(store: LicensesStore, row?: LicenseTableRow): Promise<void> {
  try {
    const saved = await store.getState().exportUnused(row);
    if (saved) {
      notify(
        'success',
        `${formatCount(saved.rows, 'seat')} exported`,
        <span className={classes.file}>{saved.file}</span>,
      );
    }
  } catch (error) {
    notifyError('The CSV was not written', toErrorShape(error));
  }
}

function LicensesBody({ store, org }: { store: LicensesStore; org: OrgSummary }) {
  const { id: orgId } = org;
  const asOf = useAsOf(orgId);
  const { data, error } = useCalmStore(store, (s) => s.table);
  const rule = useStore(store, (s) => s.rule);
  const exporting = useStore(store, (s) => s.exporting);
  const [opened, setOpened] = useState<LicenseTableRow | null>(null);
  const load = () => void store.getState().load();

  if (error) return <ErrorState error={error} title="The licenses could not be loaded" onRetry={load} />;
  if (!data) return <LoadingState label="Loading licenses" />;
  if (data.asOf === null) return <NoDataYet orgId={orgId} what="Licenses" />;
  if (data.licenses.length === 0) {
    return (
      <EmptyState title="Salesforce listed no licenses">
        The run-as user may lack the View Setup and Configuration permission. Run Test Connectivity to find
        out.
      </EmptyState>
    );
  }
  const rows = shownLicenses(data.licenses, rule);
  const hidden = data.licenses.length - rows.length;
  return (
    <>
      <WasteSummary rows={rows} rule={rule} />
      <div className={classes.toolbar}>
        <RuleControls store={store} />
        <Legend entries={LEGEND} />
      </div>
      <LicenseTable store={store} orgId={orgId} rows={rows} onOpenSeats={setOpened} />
      {hidden > 0 && (
        <p className={classes.hidden}>
          {formatCount(hidden, 'license')} that nobody pays per seat for {hidden === 1 ? 'is' : 'are'} not
          shown: Chatter Free, guest, login-based, unlimited, expired and similar ones.{' '}
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
      <SeatsDrawer
        orgId={orgId}
        asOf={asOf}
        rule={rule}
        row={opened}
        exporting={exporting}
        onExport={(row) => void exportSeats(store, row)}
        onClose={() => setOpened(null)}
      />
    </>
  );
}

import { Anchor, Button } from '@mantine/core';
import { useCallback, useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { EventPayload } from '../../../shared/contract/events';
import { toErrorShape } from '../../../shared/model/errors';
import type { LicenseTableRow } from '../../../shared/model/licenses';
import { useAppEvent, useFeatureStore } from '../../api/services';
import { Legend } from '../../ui/chart-frame';
import { formatCount } from '../../ui/format';
import { DownloadIcon } from '../../ui/icons';
import { notify, notifyError } from '../../ui/notify';
import type { OrgPageProps } from '../../ui/org-page-props';
import { Page } from '../../ui/page';
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

/** What is bought, what is held, what is really used, and what the difference costs. */
export function LicensesPage({ org }: OrgPageProps) {
  const { id: orgId, inactiveDays } = org;
  const store = useFeatureStore((api) => createLicensesStore(api, { orgId, inactiveDays }));
  const table = useStore(store, (s) => s.table);
  const exporting = useStore(store, (s) => s.exporting);
  const hasSeats = (table.data?.licenses ?? []).some((row) => row.unused > 0);

  useEffect(() => void store.getState().load(), [store]);
  useAppEvent(
    'collect.ended',
    useCallback(
      (ended: EventPayload<'collect.ended'>) => {
        if (ended.orgId === orgId) void store.getState().load();
      },
      [store, orgId],
    ),
  );

  return (
    <Page
      title="Licenses"
      description={<AsOf at={table.data?.asOf ?? org.dataAsOf} />}
      actions={
        hasSeats && (
          <Button
            leftSection={<DownloadIcon size={16} />}
            loading={exporting}
            onClick={() => void exportSeats(store)}
          >
            Export unused licenses (CSV)
          </Button>
        )
      }
    >
      <LicensesBody store={store} orgId={orgId} />
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

function LicensesBody({ store, orgId }: { store: LicensesStore; orgId: string }) {
  const { data, error } = useStore(store, (s) => s.table);
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
      <LicenseTable store={store} rows={rows} onOpenSeats={setOpened} />
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
        rule={rule}
        row={opened}
        exporting={exporting}
        onExport={(row) => void exportSeats(store, row)}
        onClose={() => setOpened(null)}
      />
    </>
  );
}

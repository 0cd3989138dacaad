import { useCallback, useEffect, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import type { SeatTableRow } from '../../../../shared/model/licenses';
import { useAfterCollection, useAsOf, useFeatureStore } from '../../../api/services';
import { useCalmStore } from '../../../api/use-calm-store';
import { PassIcon } from '../../../ui/icons';
import { usePastReason } from '../../../ui/look-back';
import { orgRoute } from '../../../ui/routing/route';
import { replaceRoute } from '../../../ui/routing/router';
import { EmptyState, ErrorState, LoadingState } from '../../../ui/states';
import { NoDataYet } from '../../../ui/table-no-data';
import { VirtualTable } from '../../../ui/table-virtual';
import { usePicks } from '../../../ui/use-picks';
import { NothingMatches, SomeRowsMissing } from '../../../ui/table-notes';
import { LeaveDialog } from '../leave/leave-dialog';
import { seatsParams, type LicenseTabProps } from '../license-tabs';
import { ActionBar } from './action-bar';
import { SeatDrawer } from './seat-drawer';
import { SEAT_COLUMNS, SEATS_MIN_WIDTH, seatLabel } from './seat-columns';
import { seatKey } from './selection';
import { SeatsToolbar } from './seats-toolbar';
import { createSeatsStore, hasSeatFilters, type SeatsStore } from './seats-store';
import classes from './seats.module.css';

/** Every seat that could be reclaimed: found, explained, decided about, exported. */
export function SeatsTab({ org, store: licenses, params }: LicenseTabProps) {
  const { id: orgId } = org;
  const asOf = useAsOf(orgId);
  const rule = useStore(licenses, (s) => s.rule);
  const rows = useCalmStore(licenses, (s) => s.table.data?.licenses ?? NO_LICENSES);
  const store = useFeatureStore((api) =>
    createSeatsStore(api, { orgId, rule, asOf, preset: seatsParams(params) }),
  );
  const [onLeave, setOnLeave] = useState(false);

  // A link to other seats while this tab is open.
  useEffect(() => store.getState().follow(seatsParams(params)), [store, params]);
  useEffect(() => store.getState().reload(), [store]);
  useEffect(() => store.getState().setRule(rule), [store, rule]);
  useEffect(() => store.getState().setAsOf(asOf), [store, asOf]);
  useAfterCollection(
    orgId,
    useCallback(() => store.getState().reload(), [store]),
  );
  const onChange = useCallback(() => {
    store.getState().reload();
    void licenses.getState().load();
  }, [store, licenses]);

  const decide = usePastReason(orgId, 'Decisions and leave are of');
  const exports = usePastReason(orgId, 'Exports are of');
  const licensesWithIdle = useMemo(() => rows.filter((row) => row.unused > 0), [rows]);
  if (org.dataAsOf === null) return <NoDataYet orgId={orgId} what="Idle seats" />;
  return (
    <div className={classes.fill}>
      <SeatsToolbar store={store} orgId={orgId} version={org.dataAsOf} licenses={licensesWithIdle} />
      <Body
        store={store}
        orgId={orgId}
        past={{ decide, export: exports }}
        onChange={onChange}
        onShowLeave={() => setOnLeave(true)}
      />
      <SeatDrawer store={store} orgId={orgId} past={decide} onChange={onChange} />
      <LeaveDialog
        orgId={orgId}
        inactiveDays={org.inactiveDays}
        // A link may lead to the list, too.
        opened={onLeave || params['leave'] === 'list'}
        onClose={() => {
          setOnLeave(false);
          // Going back leads to the list, not to this dialog again.
          if (params['leave'] !== undefined) {
            const rest = Object.entries(params).filter(([key]) => key !== 'leave');
            replaceRoute(orgRoute(orgId, 'licenses', Object.fromEntries(rest)));
          }
        }}
        onChange={onChange}
      />
    </div>
  );
}

const NO_LICENSES: never[] = [];

interface BodyProps {
  store: SeatsStore;
  orgId: string;
  past: { decide: string | null; export: string | null };
  onChange: () => void;
  onShowLeave: () => void;
}

function Body({ store, ...rest }: BodyProps) {
  const list = useCalmStore(store, (s) => s.list);
  const sort = useStore(store, (s) => s.sort);
  const filtered = useCalmStore(store, (s) => hasSeatFilters(s.filters));
  const picks = usePicks(store, seatKey);
  const { reload, clearFilters, setSort, show, open } = store.getState();

  if (list.total === null) {
    if (list.error)
      return <ErrorState error={list.error} title="The seats could not be loaded" onRetry={reload} />;
    return <LoadingState shape="table" label="Loading seats" />;
  }
  return (
    <>
      <ActionBar store={store} {...rest} />
      {list.error && <SomeRowsMissing error={list.error} onRetry={reload} />}
      {list.total === 0 ? (
        filtered ? (
          <NothingMatches title="No seat matches" onClear={clearFilters} />
        ) : (
          <EmptyState icon={<PassIcon size={24} />} title="No idle seats">
            By this definition of idle every seat is in use.
          </EmptyState>
        )
      ) : (
        <VirtualTable
          label="Idle seats"
          columns={SEAT_COLUMNS}
          list={list}
          rowLabel={rowLabel}
          sort={sort}
          onSort={setSort}
          onShow={show}
          onOpen={open}
          picks={picks}
          minWidth={SEATS_MIN_WIDTH}
        />
      )}
    </>
  );
}

const rowLabel = (seat: SeatTableRow) => `${seatLabel(seat)}. Press Enter for the evidence, Space to select.`;

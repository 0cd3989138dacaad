import { Button, Text, TextInput } from '@mantine/core';
import { useEffect } from 'react';
import { useStore } from 'zustand';
import type { IdleRule, LicenseTableRow, UnusedSeat } from '../../../shared/model/licenses';
import { useFeatureStore } from '../../api/services';
import { useCalmStore } from '../../api/use-calm-store';
import { formatCount, formatMoney, formatNumber } from '../../ui/format';
import { DownloadIcon, SearchIcon } from '../../ui/icons';
import { usePastReason } from '../../ui/look-back';
import { ReasonButton } from '../../ui/reason-button';
import { EmptyState, ErrorState, LoadingState } from '../../ui/states';
import { Tag } from '../../ui/status';
import { SideDrawer } from '../../ui/table-drawer';
import { VirtualTable, type TableColumn } from '../../ui/table-virtual';
import { Time } from '../../ui/time';
import { REASON_WORDS } from './license-words';
import { createSeatsStore, type SeatSortColumn } from './seats-store';
import classes from './licenses.module.css';

interface SeatsDrawerProps {
  orgId: string;
  /** Look back to this moment; null: the newest data. */
  asOf: string | null;
  rule: IdleRule;
  /** Whose seats are shown; null: closed. */
  row: LicenseTableRow | null;
  exporting: boolean;
  onExport: (row: LicenseTableRow) => void;
  onClose: () => void;
}

/** The seats of one license that could be reclaimed. */
export function SeatsDrawer({ row, onClose, ...rest }: SeatsDrawerProps) {
  return (
    <SideDrawer
      opened={row !== null}
      onClose={onClose}
      size="min(1080px, 94vw)"
      title={row ? `Idle seats: ${row.name}` : undefined}
    >
      {row && <Seats key={row.id} row={row} {...rest} />}
    </SideDrawer>
  );
}

const COLUMNS: readonly TableColumn<UnusedSeat, SeatSortColumn>[] = [
  {
    id: 'name',
    header: 'User',
    width: 'minmax(200px, 1.8fr)',
    sort: { by: 'name' },
    cell: (seat) => (
      <>
        <Text size="sm" fw={550} truncate title={seat.name}>
          {seat.name}
        </Text>
        <Text size="xs" c="dimmed" truncate title={seat.username}>
          {seat.username}
        </Text>
      </>
    ),
  },
  {
    id: 'reason',
    header: 'Reason',
    width: '150px',
    sort: { by: 'reason' },
    cell: (seat) => (
      <span title={REASON_WORDS[seat.reason].meaning}>
        <Tag tone={REASON_WORDS[seat.reason].tone}>{REASON_WORDS[seat.reason].label}</Tag>
      </span>
    ),
  },
  {
    id: 'profile',
    header: 'Profile',
    width: 'minmax(120px, 1fr)',
    cell: (seat) => (
      <Text size="sm" truncate title={seat.profile ?? undefined}>
        {seat.profile}
      </Text>
    ),
  },
  {
    id: 'lastLoginAt',
    header: 'Last login',
    width: '124px',
    sort: { by: 'lastLoginAt' },
    cell: (seat) => <Time iso={seat.lastLoginAt} dateOnly empty="Never" />,
  },
  {
    id: 'days',
    header: 'Days idle',
    width: '96px',
    align: 'right',
    cell: (seat) => formatNumber(seat.daysSinceLogin),
  },
  {
    id: 'annualSaving',
    header: 'Saving / year',
    width: '130px',
    align: 'right',
    sort: { by: 'annualSaving', descendingFirst: true },
    cell: (seat) => formatMoney(seat.annualSaving, seat.currency),
  },
];

const rowLabel = (seat: UnusedSeat) => `${seat.name}, ${REASON_WORDS[seat.reason].label}`;

function Seats({
  orgId,
  asOf,
  rule,
  row,
  exporting,
  onExport,
}: Omit<SeatsDrawerProps, 'row' | 'onClose'> & { row: LicenseTableRow }) {
  const past = usePastReason(orgId, 'Exports are of');
  const store = useFeatureStore((api) => createSeatsStore(api, { orgId, rule, asOf, license: row }));
  const search = useStore(store, (s) => s.search);
  const sort = useStore(store, (s) => s.sort);
  const list = useCalmStore(store, (s) => s.list);
  const { reload, setSearch, clearSearch, setSort, show } = store.getState();
  useEffect(() => store.getState().reload(), [store]);

  if (list.total === null) {
    if (list.error)
      return <ErrorState error={list.error} title="The seats could not be loaded" onRetry={reload} />;
    return <LoadingState shape="table" label="Loading seats" />;
  }
  return (
    <>
      <div className={classes.drawerTools}>
        <TextInput
          type="search"
          aria-label="Search seats"
          placeholder="Name, username or email"
          w={280}
          leftSection={<SearchIcon size={16} />}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        <Text size="sm" c="dimmed" role="status" className="sw-numbers">
          {formatCount(list.total, 'seat')} idle after {rule.inactiveDays} days
        </Text>
        <ReasonButton
          reason={past}
          ml="auto"
          variant="default"
          leftSection={<DownloadIcon size={16} />}
          loading={exporting}
          onClick={() => onExport(row)}
        >
          Export these seats (CSV)
        </ReasonButton>
      </div>
      {list.total === 0 ? (
        <EmptyState
          icon={<SearchIcon size={24} />}
          title={search ? 'No seat matches' : 'No idle seats'}
          actions={
            search ? (
              <Button variant="default" onClick={clearSearch}>
                Clear search
              </Button>
            ) : undefined
          }
        >
          {search ? 'Try another spelling.' : 'Every seat of this license is in use.'}
        </EmptyState>
      ) : (
        <VirtualTable
          label="Seats"
          columns={COLUMNS}
          list={list}
          rowLabel={rowLabel}
          sort={sort}
          onSort={setSort}
          onShow={show}
          minWidth={820}
        />
      )}
    </>
  );
}

import { Text } from '@mantine/core';
import type { SeatTableRow } from '../../../../shared/model/licenses';
import { AccessTags } from '../../../ui/access-tags';
import { formatMoney, formatNumber, NO_VALUE } from '../../../ui/format';
import { accessWords } from '../../../ui/person-words';
import { Tag } from '../../../ui/status';
import type { TableColumn } from '../../../ui/table-virtual';
import { Time } from '../../../ui/time';
import { REASON_WORDS } from '../license-words';
import { DECISION_WORDS, DETAIL_WORDS } from './seat-words';
import type { SeatSortColumn } from './seats-store';

export const SEATS_MIN_WIDTH = 1450;

export const SEAT_COLUMNS: readonly TableColumn<SeatTableRow, SeatSortColumn>[] = [
  {
    id: 'name',
    header: 'User',
    width: 'minmax(220px, 1.6fr)',
    sort: { by: 'name' },
    cell: (seat) => <TwoLines strong first={seat.name} second={seat.username} />,
  },
  {
    id: 'license',
    header: 'License',
    width: 'minmax(130px, 1fr)',
    sort: { by: 'license' },
    cell: (seat) => <UpToTwoLines text={seat.license} />,
  },
  {
    id: 'reason',
    header: 'Reason',
    width: '148px',
    sort: { by: 'reason' },
    cell: ({ reason, detail }) => (
      <>
        <span title={REASON_WORDS[reason].meaning}>
          <Tag tone={REASON_WORDS[reason].tone}>{REASON_WORDS[reason].label}</Tag>
        </span>
        {detail && (
          <Text size="xs" c="dimmed" mt={2} pl={8}>
            {DETAIL_WORDS[detail]}
          </Text>
        )}
      </>
    ),
  },
  {
    id: 'decision',
    header: 'Decision',
    width: '120px',
    cell: ({ decision, decisionNote }) =>
      decision === null ? (
        <Text size="sm" c="dimmed">
          {NO_VALUE}
        </Text>
      ) : (
        <span title={decisionNote || undefined}>
          <Tag tone={DECISION_WORDS[decision].tone}>{DECISION_WORDS[decision].label}</Tag>
        </span>
      ),
  },
  {
    id: 'annualSaving',
    header: 'Saving / year',
    width: '124px',
    align: 'right',
    sort: { by: 'annualSaving', descendingFirst: true },
    cell: (seat) => formatMoney(seat.annualSaving, seat.currency),
  },
  {
    id: 'lastLoginAt',
    header: 'Last login',
    width: '122px',
    sort: { by: 'lastLoginAt' },
    cell: (seat) => (
      <>
        <Text size="sm" component="div">
          <Time iso={seat.lastLoginAt} dateOnly empty="Never" />
        </Text>
        {seat.daysIdle !== null && (
          <Text size="xs" c="dimmed">
            {formatNumber(seat.daysIdle)} days idle
          </Text>
        )}
      </>
    ),
  },
  {
    id: 'logins',
    header: 'Logins 30/90/180 d',
    width: '148px',
    align: 'right',
    cell: ({ logins30d, logins90d, logins180d }) => (
      <span aria-label={`${logins30d} logins in 30 days, ${logins90d} in 90, ${logins180d} in 180`}>
        {formatNumber(logins30d)} / {formatNumber(logins90d)} / {formatNumber(logins180d)}
      </span>
    ),
  },
  {
    id: 'access',
    header: 'Access',
    width: '132px',
    cell: (seat) => (
      <span title={accessWords(seat.access) || 'Nothing in the last 180 days'}>
        <AccessTags access={seat.access} />
      </span>
    ),
  },
  {
    id: 'department',
    header: 'Department',
    width: 'minmax(136px, 0.8fr)',
    sort: { by: 'department' },
    cell: (seat) => <OneLine text={seat.department} />,
  },
  {
    id: 'manager',
    header: 'Manager',
    width: 'minmax(120px, 0.9fr)',
    sort: { by: 'manager' },
    cell: (seat) => <OneLine text={seat.manager} />,
  },
];

export const seatLabel = (seat: SeatTableRow) =>
  `${seat.name}, ${seat.license}, ${REASON_WORDS[seat.reason].label}`;

export function TwoLines({
  first,
  second,
  strong = false,
}: {
  first: string;
  second: string;
  strong?: boolean;
}) {
  return (
    <>
      <Text size="sm" {...(strong ? { fw: 550 } : {})} truncate title={first}>
        {first}
      </Text>
      <Text size="xs" c="dimmed" truncate title={second}>
        {second}
      </Text>
    </>
  );
}

export function OneLine({ text }: { text: string | null }) {
  return (
    <Text size="sm" truncate title={text ?? undefined}>
      {text ?? NO_VALUE}
    </Text>
  );
}

export function UpToTwoLines({ text }: { text: string }) {
  return (
    <Text size="sm" lh={1.25} lineClamp={2} style={{ whiteSpace: 'normal' }} title={text}>
      {text}
    </Text>
  );
}

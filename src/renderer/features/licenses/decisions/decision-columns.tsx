import { Text } from '@mantine/core';
import type { DecisionRow } from '../../../../shared/model/reclaim';
import { formatMoney, NO_VALUE } from '../../../ui/format';
import { Tag } from '../../../ui/status';
import type { TableColumn } from '../../../ui/table-virtual';
import { Time, useZone } from '../../../ui/time';
import { OneLine, TwoLines, UpToTwoLines } from '../seats/seat-columns';
import { DECISION_WORDS } from '../seats/seat-words';
import { outcomeWords } from './decision-words';
import type { DecisionSortColumn } from './decisions-store';

export const DECISIONS_MIN_WIDTH = 1240;

export const DECISION_COLUMNS: readonly TableColumn<DecisionRow, DecisionSortColumn>[] = [
  {
    id: 'name',
    header: 'User',
    width: 'minmax(210px, 1.5fr)',
    sort: { by: 'name' },
    cell: (row) => <TwoLines strong first={row.name} second={row.username} />,
  },
  {
    id: 'license',
    header: 'License',
    width: 'minmax(130px, 1fr)',
    sort: { by: 'license' },
    cell: (row) => <UpToTwoLines text={row.license} />,
  },
  {
    id: 'decision',
    header: 'Decision',
    width: '122px',
    cell: ({ decision }) => (
      <span>
        <Tag tone={DECISION_WORDS[decision].tone}>{DECISION_WORDS[decision].label}</Tag>
      </span>
    ),
  },
  {
    id: 'outcome',
    header: 'Outcome',
    width: '166px',
    sort: { by: 'reclaimedAt', descendingFirst: true },
    cell: (row) => <Outcome row={row} />,
  },
  {
    id: 'annualPrice',
    header: 'Worth / year',
    width: '116px',
    align: 'right',
    sort: { by: 'annualPrice', descendingFirst: true },
    cell: (row) => formatMoney(row.annualPrice, row.currency),
  },
  {
    id: 'savedSoFar',
    header: 'Saved so far',
    width: '112px',
    align: 'right',
    cell: ({ outcome, savedSoFar, currency }) =>
      outcome === 'open' ? NO_VALUE : formatMoney(savedSoFar, currency),
  },
  {
    id: 'note',
    header: 'Note',
    width: 'minmax(150px, 1.3fr)',
    cell: ({ note }) => <UpToTwoLines text={note || NO_VALUE} />,
  },
  {
    id: 'decidedAt',
    header: 'Decided',
    width: '142px',
    sort: { by: 'decidedAt', descendingFirst: true },
    cell: (row) => (
      <>
        <Text size="sm" component="div">
          <Time iso={row.decidedAt} dateOnly />
        </Text>
        <Text size="xs" c="dimmed" truncate title={row.decidedBy}>
          {row.decidedBy}
        </Text>
      </>
    ),
  },
  {
    id: 'manager',
    header: 'Manager',
    width: 'minmax(120px, 0.9fr)',
    sort: { by: 'manager' },
    cell: (row) => <OneLine text={row.manager} />,
  },
];

export const decisionLabel = (row: DecisionRow) =>
  `${row.name}, ${row.license}, ${DECISION_WORDS[row.decision].label}`;

export function Outcome({ row }: { row: DecisionRow }) {
  const { label, tone, meaning } = outcomeWords(row, useZone());
  return (
    <span title={meaning}>
      <Tag tone={tone}>{label}</Tag>
    </span>
  );
}

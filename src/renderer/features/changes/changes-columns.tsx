import { Text } from '@mantine/core';
import type { RowChange } from '../../../shared/model/changes';
import { arrivalWords, changeSentence, CHANGE_KIND_WORDS } from '../../ui/change-words';
import { NO_VALUE } from '../../ui/format';
import { Tag } from '../../ui/status';
import type { TableColumn } from '../../ui/table-virtual';
import { Time, useZone } from '../../ui/time';

/** Pixels before the table scrolls sideways. */
export const CHANGES_MIN_WIDTH = 860;
export const RUN_MIN_WIDTH = 680;

export const CHANGE_COLUMNS: readonly TableColumn<RowChange, never>[] = [
  {
    id: 'what',
    header: 'What',
    width: 'minmax(190px, 1.2fr)',
    cell: (change) => (
      <>
        <Text size="sm" fw={550} truncate title={change.label}>
          {change.label}
        </Text>
        <Text size="xs" c="dimmed" truncate title={change.streamTitle}>
          {change.streamTitle}
        </Text>
      </>
    ),
  },
  {
    id: 'kind',
    header: 'Kind',
    width: '104px',
    cell: ({ kind }) => (
      <span>
        <Tag tone={CHANGE_KIND_WORDS[kind].tone}>{CHANGE_KIND_WORDS[kind].label}</Tag>
      </span>
    ),
  },
  {
    id: 'change',
    header: 'Change',
    width: 'minmax(240px, 2.4fr)',
    cell: (change) => <Sentence change={change} />,
  },
  {
    id: 'user',
    header: 'User',
    width: 'minmax(130px, 1fr)',
    cell: ({ userName }) => (
      <Text size="sm" truncate title={userName ?? undefined}>
        {userName ?? NO_VALUE}
      </Text>
    ),
  },
  {
    id: 'at',
    header: 'Collected',
    width: '196px',
    cell: ({ at }) => <Time iso={at} />,
  },
];

/** For the changes of one collection: all of them have the same time. */
export const RUN_COLUMNS = CHANGE_COLUMNS.filter((column) => column.id !== 'at');

/** Two lines fit a row; the drawer has everything. */
function Sentence({ change }: { change: RowChange }) {
  const sentence = changeSentence(change, useZone());
  if (sentence === '') {
    return (
      <Text size="sm" c="dimmed" truncate>
        {arrivalWords(change)}
      </Text>
    );
  }
  return (
    <Text size="sm" lh={1.25} lineClamp={2} style={{ whiteSpace: 'normal' }} title={sentence}>
      {sentence}
    </Text>
  );
}

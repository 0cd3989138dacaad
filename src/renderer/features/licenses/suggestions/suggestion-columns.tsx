import { Text } from '@mantine/core';
import type { Suggestion } from '../../../../shared/model/suggestions';
import { formatMoney, formatNumber } from '../../../ui/format';
import { Tag } from '../../../ui/status';
import type { TableColumn } from '../../../ui/table-virtual';
import { Time } from '../../../ui/time';
import { TwoLines } from '../seats/seat-columns';
import { KIND_WORDS, insteadWords } from './suggestion-words';
import type { SuggestionSortColumn } from './suggestions-store';
import classes from './suggestions.module.css';

export const SUGGESTIONS_MIN_WIDTH = 988;

export const SUGGESTION_COLUMNS: readonly TableColumn<Suggestion, SuggestionSortColumn>[] = [
  {
    id: 'name',
    header: 'User',
    width: 'minmax(150px, 1.2fr)',
    sort: { by: 'name' },
    cell: (row) => <TwoLines strong first={row.name} second={row.username} />,
  },
  {
    id: 'kind',
    header: 'Suggestion',
    width: '144px',
    sort: { by: 'kind' },
    cell: ({ kind }) => (
      <span title={KIND_WORDS[kind].meaning}>
        <Tag tone="info">{KIND_WORDS[kind].label}</Tag>
      </span>
    ),
  },
  {
    id: 'change',
    header: 'From and to',
    width: 'minmax(206px, 1.3fr)',
    cell: (row) => (
      <>
        <Text size="sm" truncate title={row.from.name}>
          {row.from.name}
        </Text>
        <Text size="xs" truncate className={classes.to} data-none={row.to?.free === 0 || undefined}>
          <span aria-hidden="true">→ </span>
          <span className="sw-visually-hidden">to </span>
          {insteadWords(row)}
        </Text>
      </>
    ),
  },
  {
    id: 'annualSaving',
    header: 'Saving / year',
    width: '112px',
    align: 'right',
    sort: { by: 'annualSaving', descendingFirst: true },
    cell: (row) => formatMoney(row.annualSaving, row.currency),
  },
  {
    id: 'logins90d',
    header: 'Logins 90 d',
    width: '104px',
    align: 'right',
    sort: { by: 'logins90d' },
    cell: (row) => formatNumber(row.logins90d),
  },
  {
    id: 'lastLoginAt',
    header: 'Last login',
    width: '104px',
    cell: (row) => <Time iso={row.lastLoginAt} dateOnly empty="Never" />,
  },
  {
    id: 'evidence',
    header: 'Evidence',
    width: 'minmax(166px, 2fr)',
    cell: ({ evidence }) => (
      <Text size="xs" lh={1.35} lineClamp={2} style={{ whiteSpace: 'normal' }} title={evidence.join('\n')}>
        {evidence[0]}
      </Text>
    ),
  },
];

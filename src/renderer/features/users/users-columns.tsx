import { Text } from '@mantine/core';
import type { UserSortColumn, UserTableRow } from '../../../shared/model/users';
import { formatNumber, NO_VALUE } from '../../ui/format';
import { Tag } from '../../ui/status';
import type { TableColumn } from '../../ui/table-virtual';
import { Time } from '../../ui/time';
import { idleWords, STATE_WORDS } from './user-words';

export const USERS_MIN_WIDTH = 970;

export const USER_COLUMNS: readonly TableColumn<UserTableRow, UserSortColumn>[] = [
  {
    id: 'name',
    header: 'Name',
    width: 'minmax(180px, 1.8fr)',
    sort: { by: 'name' },
    cell: (user) => (
      <>
        <Text size="sm" fw={550} truncate title={user.name}>
          {user.name}
        </Text>
        <Text size="xs" c="dimmed" truncate title={user.username}>
          {user.username}
        </Text>
      </>
    ),
  },
  {
    id: 'state',
    header: 'State',
    width: '126px',
    sort: { by: 'state' },
    cell: (user) => (
      <span>
        <Tag tone={STATE_WORDS[user.state].tone}>{STATE_WORDS[user.state].label}</Tag>
      </span>
    ),
  },
  {
    id: 'license',
    header: 'License',
    width: 'minmax(102px, 1fr)',
    sort: { by: 'license' },
    cell: (user) => <Shortened text={user.license} />,
  },
  {
    id: 'profile',
    header: 'Profile',
    width: 'minmax(102px, 1fr)',
    sort: { by: 'profile' },
    cell: (user) => <Shortened text={user.profile} />,
  },
  {
    id: 'lastLoginAt',
    header: 'Last login',
    width: '116px',
    sort: { by: 'lastLoginAt', descendingFirst: true },
    cell: (user) => (
      <>
        <Text size="sm" component="div">
          <Time iso={user.lastLoginAt} dateOnly empty="Never" />
        </Text>
        {user.daysSinceLogin !== null && (
          <Text size="xs" c="dimmed">
            {idleWords(user.daysSinceLogin)}
          </Text>
        )}
      </>
    ),
  },
  {
    id: 'logins30d',
    header: 'Logins 30 d',
    width: '108px',
    align: 'right',
    sort: { by: 'logins30d', descendingFirst: true },
    cell: (user) => formatNumber(user.logins30d),
  },
  {
    id: 'failedLogins30d',
    header: 'Failures 30 d',
    width: '118px',
    align: 'right',
    sort: { by: 'failedLogins30d', descendingFirst: true },
    cell: (user) => (
      <Text
        size="sm"
        component="span"
        {...(user.failedLogins30d > 0 ? { c: 'var(--sw-bad)', fw: 600 } : { c: 'dimmed' })}
      >
        {formatNumber(user.failedLogins30d)}
      </Text>
    ),
  },
  {
    id: 'createdAt',
    header: 'Created',
    width: '118px',
    sort: { by: 'createdAt', descendingFirst: true },
    cell: (user) => <Time iso={user.createdAt} dateOnly />,
  },
];

/** Two lines fit a row; names of profiles are often told apart by their last word. */
function Shortened({ text }: { text: string | null }) {
  return (
    <Text size="sm" lh={1.25} lineClamp={2} style={{ whiteSpace: 'normal' }} title={text ?? undefined}>
      {text ?? NO_VALUE}
    </Text>
  );
}

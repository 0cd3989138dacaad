import { Tabs, Text, Title } from '@mantine/core';
import { lazy, Suspense, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { LicenseKind } from '../../../shared/model/licenses';
import type { OrgSummary } from '../../../shared/model/org';
import type { LoginRow, UserDetail } from '../../../shared/model/users';
import { useFeatureStore } from '../../api/services';
import { focusPage } from '../../ui/focus-page';
import { formatNumber, NO_VALUE } from '../../ui/format';
import { EmptyState, ErrorState, LoadingState } from '../../ui/states';
import { Tag } from '../../ui/status';
import { SideDrawer } from '../../ui/table-drawer';
import { Time } from '../../ui/time';
import { ForgetDialog } from './forget-dialog';
import { createForgetStore } from './forget-store';
import { UserMenu } from './user-menu';
import { idleWords, loginPlace, STATE_WORDS, stateMeaning } from './user-words';
import { UserHistory } from './user-history';
import { UserSeatFacts } from './user-seat-facts';
import type { UsersStore } from './users-store';
import classes from './users.module.css';

const UserTimeline = lazy(async () => ({ default: (await import('./user-timeline')).UserTimeline }));
const UserHours = lazy(async () => ({ default: (await import('./user-hours')).UserHours }));

const KIND_WORDS: Record<LicenseKind, string> = {
  user: 'User license',
  permissionSet: 'Permission set license',
  package: 'Managed package',
  feature: 'Feature license',
};

/** One user: who it is, which licenses are held, what changed, the newest logins; all that happened; when. */
export function UserDrawer({ store, org }: { store: UsersStore; org: OrgSummary }) {
  const opened = useStore(store, (s) => s.opened);
  const { close, reload, retryDetail } = store.getState();
  const forget = useFeatureStore(createForgetStore);
  const asking = useStore(forget, (s) => s.person !== null);
  const user = opened?.detail.data?.user;
  const menu = useRef<HTMLButtonElement>(null);
  return (
    <>
      <SideDrawer
        opened={opened !== null}
        onClose={close}
        closeOnEscape={!asking}
        size={520}
        actions={
          user && (
            <UserMenu
              buttonRef={menu}
              person={{ orgId: org.id, userId: user.id, name: user.name }}
              onForget={(person) => void forget.getState().open(person)}
            />
          )
        }
        title={opened?.name || opened?.detail.data?.user.name || 'User'}
      >
        {opened?.detail.error ? (
          <ErrorState
            error={opened.detail.error}
            title="This user could not be loaded"
            onRetry={retryDetail}
          />
        ) : opened?.detail.data ? (
          <UserTabs key={opened.userId} detail={opened.detail.data} org={org} />
        ) : opened && !opened.detail.loading ? (
          <EmptyState title="This user is not in the data any more">
            A newer collection no longer contains the user.
          </EmptyState>
        ) : (
          <LoadingState shape="table" label="Loading the user" />
        )}
      </SideDrawer>
      <ForgetDialog
        store={forget}
        onClosed={() => {
          // Somebody who was forgotten has no menu any more.
          if (opened) menu.current?.focus();
          else focusPage();
        }}
        onForgotten={() => {
          close();
          reload();
        }}
      />
    </>
  );
}

const TABS = ['details', 'timeline', 'hours'] as const;
const TAB_LABELS: Record<(typeof TABS)[number], string> = {
  details: 'Details',
  timeline: 'Timeline',
  hours: 'Hours',
};

/** Each tab is loaded when first shown. */
function UserTabs({ detail, org }: { detail: UserDetail; org: OrgSummary }) {
  const [shown, setShown] = useState<(typeof TABS)[number]>('details');
  const userId = detail.user.id;
  return (
    <Tabs
      value={shown}
      onChange={(value) => setShown(TABS.find((tab) => tab === value) ?? 'details')}
      keepMounted={false}
    >
      <Tabs.List aria-label="About the user" mb="md">
        {TABS.map((tab) => (
          <Tabs.Tab key={tab} value={tab}>
            {TAB_LABELS[tab]}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value={shown}>
        <Suspense fallback={<LoadingState shape="spinner" label={`Loading: ${TAB_LABELS[shown]}`} />}>
          {shown === 'details' && <Detail detail={detail} org={org} />}
          {shown === 'timeline' && <UserTimeline org={org} userId={userId} />}
          {shown === 'hours' && <UserHours org={org} userId={userId} />}
        </Suspense>
      </Tabs.Panel>
    </Tabs>
  );
}

function Detail({ detail: { user, licenses, recentLogins }, org }: { detail: UserDetail; org: OrgSummary }) {
  const words = STATE_WORDS[user.state];
  return (
    <>
      <div>
        <Tag tone={words.tone}>{words.label}</Tag>
      </div>
      <Text size="sm" c="dimmed" mt={6} mb="md">
        {stateMeaning(user.state, org.inactiveDays)}
      </Text>
      <dl className={classes.facts}>
        <dt>Username</dt>
        <dd>{user.username}</dd>
        <dt>Email</dt>
        <dd>{user.email ?? NO_VALUE}</dd>
        <dt>Profile</dt>
        <dd>{user.profile ?? NO_VALUE}</dd>
        <dt>User type</dt>
        <dd>{user.userType ?? NO_VALUE}</dd>
        <dt>Created</dt>
        <dd>
          <Time iso={user.createdAt} />
        </dd>
        <dt>Last login</dt>
        <dd>
          <Time iso={user.lastLoginAt} empty="Never" />
          {user.daysSinceLogin !== null && ` (${idleWords(user.daysSinceLogin)})`}
        </dd>
        <dt>Last 30 days</dt>
        <dd className="sw-numbers">
          {formatNumber(user.logins30d)} logins, {formatNumber(user.failedLogins30d)} failures
        </dd>
        <dt>User ID</dt>
        <dd>{user.id}</dd>
      </dl>

      <section className={classes.section}>
        <Title order={3} size="h5">
          Licenses held
        </Title>
        {licenses.length === 0 ? (
          <Text size="sm" c="dimmed" mt={6}>
            None.
          </Text>
        ) : (
          <ul className={classes.licenses}>
            {licenses.map(({ kind, name }) => (
              <li key={`${kind}/${name}`}>
                {name} <Tag>{KIND_WORDS[kind]}</Tag>
              </li>
            ))}
          </ul>
        )}
      </section>

      <UserSeatFacts org={org} userId={user.id} />

      <UserHistory org={org} user={user} />

      <section className={classes.section}>
        <Title order={3} size="h5">
          Newest logins
        </Title>
        {recentLogins.length === 0 ? (
          <Text size="sm" c="dimmed" mt={6}>
            No login is in the collected history. Salesforce keeps six months of it.
          </Text>
        ) : (
          <ol className={classes.logins}>
            {recentLogins.map((login) => (
              <Login key={login.id} login={login} />
            ))}
          </ol>
        )}
      </section>
    </>
  );
}

function Login({ login }: { login: LoginRow }) {
  const about = [login.loginType, login.application, login.browser, login.sourceIp, loginPlace(login)].filter(
    Boolean,
  );
  return (
    <li className={classes.login}>
      <Time iso={login.loginTime} />
      <Tag tone={login.success ? 'ok' : 'bad'}>{login.status ?? (login.success ? 'Success' : 'Failed')}</Tag>
      <span className={classes.loginMeta}>{about.join(' · ')}</span>
    </li>
  );
}

import { useCallback, useEffect } from 'react';
import { useStore } from 'zustand';
import type { UserTableRow } from '../../../shared/model/users';
import { useAfterCollection, useAsOf, useFeatureStore } from '../../api/services';
import { useCalmStore } from '../../api/use-calm-store';
import { AsOfControl, LookBackBanner } from '../../ui/look-back';
import type { OrgPageProps } from '../../ui/org-page-props';
import { Page } from '../../ui/page';
import { orgRoute, type RouteParams } from '../../ui/routing/route';
import { replaceRoute } from '../../ui/routing/router';
import { ErrorState, LoadingState } from '../../ui/states';
import { AsOf } from '../../ui/table-as-of';
import { NoDataYet } from '../../ui/table-no-data';
import { VirtualTable } from '../../ui/table-virtual';
import { NothingMatches, SomeRowsMissing } from '../../ui/table-notes';
import { UserDrawer } from './user-drawer';
import { STATE_WORDS, statesFromParam } from './user-words';
import { USER_COLUMNS, USERS_MIN_WIDTH } from './users-columns';
import { createUsersStore, hasFilters, type UsersStore } from './users-store';
import { UsersToolbar } from './users-toolbar';

/** Every user of the org with activity; a hundred thousand of them are no problem. */
export function UsersPage({ org, params }: OrgPageProps) {
  const { id: orgId, inactiveDays } = org;
  const lookedAt = useAsOf(orgId);
  const store = useFeatureStore((api) =>
    createUsersStore(api, {
      orgId,
      inactiveDays,
      asOf: lookedAt,
      filters: { states: statesFromParam(params['state']) },
    }),
  );
  const wanted = params['user'];
  const asOf = useCalmStore(store, (s) => s.asOf);

  useEffect(() => store.getState().reload(), [store]);
  useEffect(() => store.getState().setInactiveDays(inactiveDays), [store, inactiveDays]);
  useEffect(() => store.getState().setAsOf(lookedAt), [store, lookedAt]);
  useEffect(() => {
    if (!wanted) return;
    store.getState().open({ id: wanted, name: '' });
    // Once: going back leads to where the link was, not to the drawer again.
    replaceRoute(orgRoute(orgId, 'users', filtersOnly(params)));
  }, [store, wanted, orgId, params]);
  useAfterCollection(
    orgId,
    useCallback(() => store.getState().reload(), [store]),
  );

  return (
    <Page
      title="Users"
      layout="fill"
      description={
        <>
          <AsOf at={lookedAt ?? asOf ?? org.dataAsOf} />. Inactive means no login for {inactiveDays} days.
        </>
      }
      actions={<AsOfControl org={org} />}
    >
      <LookBackBanner org={org}>Users, licenses and logins are those known up to then.</LookBackBanner>
      <UsersBody store={store} orgId={orgId} />
      <UserDrawer store={store} org={org} />
    </Page>
  );
}

/** The address without the user whose drawer is open. */
function filtersOnly(params: RouteParams): RouteParams {
  return Object.fromEntries(Object.entries(params).filter(([key]) => key !== 'user'));
}

const rowLabel = (user: UserTableRow) =>
  `${user.name}, ${STATE_WORDS[user.state].label}. Press Enter for details.`;

function UsersBody({ store, orgId }: { store: UsersStore; orgId: string }) {
  const list = useCalmStore(store, (s) => s.list);
  const all = useCalmStore(store, (s) => s.all);
  const sort = useStore(store, (s) => s.sort);
  const filtered = useCalmStore(store, (s) => hasFilters(s.filters));
  const { reload, clearFilters, setSort, show, open } = store.getState();

  if (list.total === null) {
    if (list.error)
      return <ErrorState error={list.error} title="The users could not be loaded" onRetry={reload} />;
    return <LoadingState shape="table" label="Loading users" />;
  }
  if (all === 0) return <NoDataYet orgId={orgId} what="Users" />;
  return (
    <>
      <UsersToolbar store={store} />
      {list.error && <SomeRowsMissing error={list.error} onRetry={reload} />}
      {list.total === 0 && filtered ? (
        <NothingMatches title="No user matches" onClear={clearFilters} />
      ) : (
        <VirtualTable
          label="Users"
          columns={USER_COLUMNS}
          list={list}
          rowLabel={rowLabel}
          sort={sort}
          onSort={setSort}
          onShow={show}
          onOpen={open}
          minWidth={USERS_MIN_WIDTH}
        />
      )}
    </>
  );
}

import { Button } from '@mantine/core';
import { useCallback, useEffect, useMemo } from 'react';
import { useStore } from 'zustand';
import type { CheckCategory, CheckState } from '../../../shared/model/checks';
import { asAppError } from '../../api/client';
import { useAfterCollection, useAfterEvaluation, useFeatureStore } from '../../api/services';
import { useCalmStore } from '../../api/use-calm-store';
import { formatCount } from '../../ui/format';
import { CloseIcon } from '../../ui/icons';
import { PresentOnlyBanner, usePastReason } from '../../ui/look-back';
import { notifyError } from '../../ui/notify';
import type { OrgPageProps } from '../../ui/org-page-props';
import { Page } from '../../ui/page';
import { orgRoute } from '../../ui/routing/route';
import { replaceRoute } from '../../ui/routing/router';
import { SearchBox } from '../../ui/search-box';
import { ErrorState, LoadingState } from '../../ui/states';
import { NothingMatches } from '../../ui/table-notes';
import { Time } from '../../ui/time';
import { CheckDrawer } from './check-drawer';
import { CheckTable } from './check-table';
import { listed, NO_FILTER } from './checks-filter';
import { createChecksStore, type ChecksStore } from './checks-store';
import { ShowChips } from './show-chips';
import toolbar from '../../ui/toolbar.module.css';
import classes from './checks.module.css';

const GROUPS: readonly { category: CheckCategory; title: string; what: string }[] = [
  { category: 'threat', title: 'Threat', what: 'Something that happened: sign-ins and changes' },
  { category: 'posture', title: 'Posture', what: 'How the org is set up and used; these make the score' },
];

/** The catalog: what every check looks for, how it is set, and what became of it. */
export function ChecksPage({ org, params }: OrgPageProps) {
  const { id: orgId } = org;
  const store = useFeatureStore((api) => createChecksStore(api, orgId));
  const past = usePastReason(orgId, 'Checks are of');
  const wanted = params['check'];

  const reload = useCallback(() => store.getState().reload(), [store]);
  useEffect(reload, [reload]);
  useAfterCollection(orgId, reload);
  useAfterEvaluation(orgId, reload);
  useEffect(() => {
    if (!wanted) return;
    store.getState().open(wanted);
    // Once: going back leads to where the link was, not to the panel again.
    replaceRoute(orgRoute(orgId, 'checks'));
  }, [store, wanted, orgId]);

  return (
    <Page title="Checks" description={<Description store={store} />}>
      <PresentOnlyBanner
        org={org}
        what="Checks and their results are those of now. They can be changed on the newest data only."
      />
      <Body store={store} past={past} />
      <CheckDrawer store={store} orgId={orgId} past={past} />
    </Page>
  );
}

function Description({ store }: { store: ChecksStore }) {
  const checks = useCalmStore(store, (s) => s.checks.data);
  if (!checks) return <>What is looked for, and how strictly</>;
  const on = checks.filter(({ enabled }) => enabled).length;
  const newest = checks.reduce<string | null>((max, { result }) => {
    const at = result?.evaluatedAt ?? null;
    return at !== null && (max === null || at > max) ? at : max;
  }, null);
  return (
    <>
      {formatCount(on, 'check')} of {checks.length} are on.{' '}
      {newest === null ? (
        'They have not been evaluated yet.'
      ) : (
        <>
          Evaluated <Time iso={newest} />.
        </>
      )}
    </>
  );
}

function Body({ store, past }: { store: ChecksStore; past: string | null }) {
  const { data, error } = useCalmStore(store, (s) => s.checks);
  const filter = useStore(store, (s) => s.filter);
  const { setFilter, reload } = store.getState();
  const groups = useMemo(
    () => GROUPS.map((group) => ({ ...group, checks: data ? listed(data, group.category, filter) : NONE })),
    [data, filter],
  );
  if (data === null) {
    if (error) return <ErrorState error={error} title="The checks could not be loaded" onRetry={reload} />;
    return <LoadingState shape="table" label="Loading checks" />;
  }
  const total = groups.reduce((sum, { checks }) => sum + checks.length, 0);
  const toggle = (check: CheckState, enabled: boolean) => {
    store
      .getState()
      .toggle(check.info.id, enabled)
      .catch((thrown: unknown) => notifyError('The check was not switched', asAppError(thrown)));
  };
  return (
    <>
      <div className={toolbar.toolbar}>
        <SearchBox
          label="Search checks"
          placeholder="Name, words or ATT&CK id"
          value={filter.search}
          onChange={(search) => setFilter({ search })}
        />
        <ShowChips checks={data} show={filter.show} onShow={(show) => setFilter({ show })} />
        {(filter.search !== '' || filter.show !== 'all') && (
          <Button variant="subtle" leftSection={<CloseIcon size={14} />} onClick={() => setFilter(NO_FILTER)}>
            Clear filters
          </Button>
        )}
        <p className={toolbar.count} role="status">
          {formatCount(total, 'check')}
        </p>
      </div>
      {total === 0 && <NothingMatches title="No check matches" onClear={() => setFilter(NO_FILTER)} />}
      <div className={classes.groups}>
        {groups
          .filter(({ checks }) => checks.length > 0)
          .map(({ category, title, what, checks }) => (
            <CheckTable
              key={category}
              store={store}
              title={title}
              what={what}
              checks={checks}
              past={past}
              onToggle={toggle}
            />
          ))}
      </div>
    </>
  );
}

const NONE: CheckState[] = [];

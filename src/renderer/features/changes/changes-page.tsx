import { Button } from '@mantine/core';
import { useCallback, useEffect } from 'react';
import { useStore } from 'zustand';
import type { RowChange } from '../../../shared/model/changes';
import type { OrgSummary } from '../../../shared/model/org';
import { useAfterCollection, useFeatureStore } from '../../api/services';
import { useCalmStore } from '../../api/use-calm-store';
import { CHANGE_KIND_WORDS } from '../../ui/change-words';
import { ChangesIcon } from '../../ui/icons';
import type { OrgPageProps } from '../../ui/org-page-props';
import { Page } from '../../ui/page';
import { EmptyState, ErrorState, LoadingState } from '../../ui/states';
import { NoDataYet } from '../../ui/table-no-data';
import { VirtualTable } from '../../ui/table-virtual';
import { NothingMatches, SomeRowsMissing } from '../../ui/table-notes';
import { RelativeTime, Soon, Time } from '../../ui/time';
import { ChangeDrawer } from './change-drawer';
import { CHANGE_COLUMNS, CHANGES_MIN_WIDTH, RUN_COLUMNS, RUN_MIN_WIDTH } from './changes-columns';
import { createChangesStore, hasFilters, scopeFromParam, type ChangesStore } from './changes-store';
import { ChangesToolbar } from './changes-toolbar';
import { ScopeSelect } from './scope-select';

/** What was added, changed or removed between collections. */
export function ChangesPage({ org, params }: OrgPageProps) {
  const { id: orgId } = org;
  const { run, user, name } = params;
  const store = useFeatureStore((api) =>
    createChangesStore(api, {
      orgId,
      scope: scopeFromParam(run),
      person: user ? { id: user, name: name ?? user } : null,
    }),
  );
  const tracked = useStore(store, (s) => typeof s.trackedSince === 'string');

  useEffect(() => store.getState().reload(), [store]);
  useAfterCollection(
    orgId,
    useCallback(() => store.getState().reload(), [store]),
  );

  return (
    <Page
      title="Changes"
      layout="fill"
      description={<Description store={store} />}
      actions={tracked && <ScopeSelect store={store} />}
    >
      <ChangesBody store={store} org={org} />
      <ChangeDrawer store={store} orgId={orgId} />
    </Page>
  );
}

/** Of which collection the changes are, and since when changes are known. */
function Description({ store }: { store: ChangesStore }) {
  const trackedSince = useStore(store, (s) => s.trackedSince);
  const scope = useStore(store, (s) => s.scope);
  const runId = useStore(store, (s) => s.runId);
  const at = useStore(store, (s) => s.choices.find((choice) => choice.runId === s.runId)?.at);
  if (!trackedSince) return <>What changed between collections</>;
  return (
    <>
      {scope === 'all' || runId === null ? (
        'All collections, newest first.'
      ) : at === undefined ? (
        `Collection no. ${runId}.`
      ) : (
        <>
          Collection of <Time iso={at} /> (<RelativeTime iso={at} />
          ), compared with the one before.
        </>
      )}{' '}
      Tracked since <Time iso={trackedSince} dateOnly />.
    </>
  );
}

const rowLabel = (change: RowChange) =>
  `${change.label}, ${change.streamTitle}, ${CHANGE_KIND_WORDS[change.kind].label}. Press Enter for details.`;

function ChangesBody({ store, org }: { store: ChangesStore; org: OrgSummary }) {
  const list = useCalmStore(store, (s) => s.list);
  const trackedSince = useCalmStore(store, (s) => s.trackedSince);
  const oneRun = useCalmStore(store, (s) => s.scope !== 'all');
  const filtered = useCalmStore(store, (s) => hasFilters(s.filters));
  const { reload, clearFilters, show, open } = store.getState();

  if (list.total === null) {
    if (list.error)
      return <ErrorState error={list.error} title="The changes could not be loaded" onRetry={reload} />;
    return <LoadingState shape="table" label="Loading changes" />;
  }
  if (org.dataAsOf === null) return <NoDataYet orgId={org.id} what="Changes" />;
  if (!trackedSince) return <NotTracked org={org} />;
  return (
    <>
      {(list.total > 0 || filtered) && <ChangesToolbar store={store} />}
      {list.error && <SomeRowsMissing error={list.error} onRetry={reload} />}
      {list.total > 0 ? (
        <VirtualTable
          label="Changes"
          columns={oneRun ? RUN_COLUMNS : CHANGE_COLUMNS}
          list={list}
          rowLabel={rowLabel}
          onShow={show}
          onOpen={open}
          minWidth={oneRun ? RUN_MIN_WIDTH : CHANGES_MIN_WIDTH}
        />
      ) : filtered ? (
        <NothingMatches title="No change matches" onClear={clearFilters} />
      ) : (
        <NoChanges store={store} trackedSince={trackedSince} />
      )}
    </>
  );
}

/** One collection shows how things are; only the next can show what changed. */
function NotTracked({ org }: { org: OrgSummary }) {
  return (
    <EmptyState icon={<ChangesIcon size={24} />} title="Changes appear after the next collection">
      The first complete collection is what later ones are compared with.
      {org.nextRunAt !== null && (
        <>
          {' '}
          The next one comes <Soon iso={org.nextRunAt} />.
        </>
      )}
    </EmptyState>
  );
}

function NoChanges({ store, trackedSince }: { store: ChangesStore; trackedSince: string }) {
  const one = useStore(store, (s) => typeof s.scope === 'number');
  return (
    <EmptyState
      icon={<ChangesIcon size={24} />}
      title={one ? 'This collection found no changes' : 'No changes yet'}
      actions={
        one && (
          <Button variant="default" onClick={() => store.getState().setScope('newest')}>
            Show the newest changes
          </Button>
        )
      }
    >
      {one ? (
        'Everything it read was as the collection before had left it.'
      ) : (
        <>
          Nothing was added, changed or removed since <Time iso={trackedSince} />.
        </>
      )}
    </EmptyState>
  );
}

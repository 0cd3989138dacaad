import { Button } from '@mantine/core';
import { useCallback, useEffect, useMemo, useState, type ReactNode } from 'react';
import { useStore } from 'zustand';
import type { Suggestion } from '../../../../shared/model/suggestions';
import { useAfterCollection, useAsOf, useFeatureStore } from '../../../api/services';
import { useCalmStore } from '../../../api/use-calm-store';
import { formatCount } from '../../../ui/format';
import { CloseIcon, PassIcon, SearchIcon } from '../../../ui/icons';
import { usePastReason } from '../../../ui/look-back';
import { Note } from '../../../ui/note';
import { ReasonButton } from '../../../ui/reason-button';
import { SearchBox } from '../../../ui/search-box';
import { EmptyState, ErrorState, LoadingState } from '../../../ui/states';
import { NoDataYet } from '../../../ui/table-no-data';
import { VirtualTable } from '../../../ui/table-virtual';
import { SomeRowsMissing } from '../../../ui/table-notes';
import type { LicenseTabProps } from '../license-tabs';
import { amountWords } from '../seats/seat-words';
import { KindChips } from './kind-chips';
import { NeededAnywayDialog } from './needed-anyway-dialog';
import { SUGGESTION_COLUMNS, SUGGESTIONS_MIN_WIDTH } from './suggestion-columns';
import { SuggestionDrawer } from './suggestion-drawer';
import { KIND_WORDS, suggestionLabel } from './suggestion-words';
import { createSuggestionsStore, type SuggestionsStore } from './suggestions-store';
import toolbar from '../../../ui/toolbar.module.css';
import classes from './suggestions.module.css';

/** Cheaper ways to serve people who do use the org, each with its evidence. */
export function SuggestionsTab({ org, store: licenses }: LicenseTabProps) {
  const { id: orgId } = org;
  const asOf = useAsOf(orgId);
  const inactiveDays = useStore(licenses, (s) => s.rule.inactiveDays);
  const rows = useCalmStore(licenses, (s) => s.table.data?.licenses ?? NO_LICENSES);
  const store = useFeatureStore((api) => createSuggestionsStore(api, { orgId, inactiveDays, asOf }));
  const [editing, setEditing] = useState(false);
  const past = usePastReason(orgId, 'This list is of');

  useEffect(() => store.getState().reload(), [store]);
  useEffect(() => store.getState().setInactiveDays(inactiveDays), [store, inactiveDays]);
  useEffect(() => store.getState().setAsOf(asOf), [store, asOf]);
  useAfterCollection(
    orgId,
    useCallback(() => store.getState().reload(), [store]),
  );
  const onChange = useCallback(() => {
    store.getState().reload();
    void licenses.getState().load();
  }, [store, licenses]);
  const names = useMemo(
    () => rows.filter(({ kind }) => kind === 'permissionSet').map(({ developerName }) => developerName),
    [rows],
  );
  return (
    <div className={classes.fill}>
      <Body
        orgId={orgId}
        store={store}
        edit={
          <ReasonButton reason={past} variant="default" onClick={() => setEditing(true)}>
            Needed anyway…
          </ReasonButton>
        }
      />
      <SuggestionDrawer store={store} orgId={orgId} />
      <NeededAnywayDialog
        orgId={orgId}
        licenses={names}
        opened={editing}
        onClose={() => setEditing(false)}
        onChange={onChange}
      />
    </div>
  );
}

const NO_LICENSES: never[] = [];

function Body({ orgId, store, edit }: { orgId: string; store: SuggestionsStore; edit: ReactNode }) {
  const list = useCalmStore(store, (s) => s.list);
  const summary = useCalmStore(store, (s) => s.summary);
  const sort = useStore(store, (s) => s.sort);
  const { reload, setSort, show, open, clearFilters } = store.getState();
  const filtered = useStore(store, (s) => s.kind !== null || s.search.trim() !== '');

  if (list.total === null || summary === null) {
    if (list.error)
      return <ErrorState error={list.error} title="The suggestions could not be loaded" onRetry={reload} />;
    return <LoadingState shape="table" label="Loading suggestions" />;
  }
  if (summary.asOf === null) return <NoDataYet orgId={orgId} what="Suggestions" />;
  const worth = amountWords(summary.annual);
  return (
    <>
      <KindChips store={store} summary={summary} />
      <div className={toolbar.toolbar}>
        <Search store={store} />
        {filtered && (
          <Button variant="subtle" leftSection={<CloseIcon size={14} />} onClick={clearFilters}>
            Clear filters
          </Button>
        )}
        <p className={toolbar.count} role="status">
          {formatCount(list.total, 'suggestion')}
          {worth && `, up to ${worth} per year`}
        </p>
        {edit}
      </div>
      {summary.notEvaluated.length > 0 && (
        <div className={classes.note}>
          <Note title="Not everything could be looked at">
            <ul className={classes.plainList}>
              {summary.notEvaluated.map(({ kind, why }) => (
                <li key={kind}>
                  {KIND_WORDS[kind].label}: {why}
                </li>
              ))}
            </ul>
          </Note>
        </div>
      )}
      {list.error && <SomeRowsMissing error={list.error} onRetry={reload} />}
      {list.total > 0 ? (
        <VirtualTable
          label="Suggestions"
          columns={SUGGESTION_COLUMNS}
          list={list}
          rowLabel={rowLabel}
          sort={sort}
          onSort={setSort}
          onShow={show}
          onOpen={open}
          minWidth={SUGGESTIONS_MIN_WIDTH}
        />
      ) : filtered ? (
        <EmptyState icon={<SearchIcon size={24} />} title="No suggestion matches">
          Try another spelling or kind, or take the filters away.
        </EmptyState>
      ) : (
        <EmptyState icon={<PassIcon size={24} />} title="Nothing to suggest">
          Everybody in use seems to have the license that fits, as far as sign-ins and permission sets tell.
        </EmptyState>
      )}
    </>
  );
}

function Search({ store }: { store: SuggestionsStore }) {
  const search = useStore(store, (s) => s.search);
  return (
    <SearchBox
      label="Search suggestions"
      placeholder="Name, username, profile or license"
      value={search}
      onChange={store.getState().setSearch}
    />
  );
}

const rowLabel = (row: Suggestion) => `${suggestionLabel(row)}. Press Enter for the evidence.`;

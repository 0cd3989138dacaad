import { Button } from '@mantine/core';
import { useCallback, useEffect, useState, type ReactNode } from 'react';
import { useStore } from 'zustand';
import { Decision, DecisionOutcome, type DecisionRow } from '../../../../shared/model/reclaim';
import { useAfterCollection, useFeatureStore } from '../../../api/services';
import { useCalmStore } from '../../../api/use-calm-store';
import { CloseIcon } from '../../../ui/icons';
import { usePastReason } from '../../../ui/look-back';
import { RouteLink } from '../../../ui/routing/router';
import { SearchBox } from '../../../ui/search-box';
import { EmptyState, ErrorState, LoadingState } from '../../../ui/states';
import { FilterMenu } from '../../../ui/table-filter';
import { NoDataYet } from '../../../ui/table-no-data';
import { VirtualTable } from '../../../ui/table-virtual';
import { usePicks } from '../../../ui/use-picks';
import { NothingMatches, SomeRowsMissing } from '../../../ui/table-notes';
import { tabRoute, type LicenseTabProps } from '../license-tabs';
import { DecideDialog, type Deciding } from '../seats/decide-dialog';
import { DECISION_WORDS } from '../seats/seat-words';
import { DECISION_COLUMNS, decisionLabel, DECISIONS_MIN_WIDTH } from './decision-columns';
import { DecisionDrawer } from './decision-drawer';
import { OUTCOME_WORDS } from './decision-words';
import { DecisionsBar } from './decisions-bar';
import {
  createDecisionsStore,
  hasDecisionFilters,
  refOfDecision,
  keyOfDecision,
  type DecisionsStore,
} from './decisions-store';
import { ProgressTiles } from './progress-tiles';
import toolbar from '../../../ui/toolbar.module.css';
import seats from '../seats/seats.module.css';
import classes from './decisions.module.css';

/** The review list: what was decided, what became of it, and what it saved. */
export function DecisionsTab({ org, store: licenses }: LicenseTabProps) {
  const { id: orgId } = org;
  const store = useFeatureStore((api) => createDecisionsStore(api, { orgId }));
  const summary = useCalmStore(licenses, (s) => s.summary);
  const own = useStore(licenses, (s) => s.own.data ?? s.rule);
  const opened = useStore(store, (s) => s.opened);
  const [deciding, setDeciding] = useState<Deciding | null>(null);
  const past = usePastReason(orgId, 'Decisions are of');
  const exports = usePastReason(orgId, 'Exports are of');

  useEffect(() => store.getState().reload(), [store]);
  useAfterCollection(
    orgId,
    useCallback(() => store.getState().reload(), [store]),
  );
  const onChange = useCallback(() => {
    const { pickNone, close, reload } = store.getState();
    pickNone();
    close();
    reload();
    void licenses.getState().load();
  }, [store, licenses]);
  const decideOne = (row: DecisionRow, decision: Decision) =>
    setDeciding({
      decision,
      selection: { seats: [refOfDecision(row)] },
      seats: 1,
      annual:
        row.annualPrice === null || row.currency === null
          ? []
          : [{ currency: row.currency, amount: row.annualPrice }],
      note: row.note,
      of: `${row.license} of ${row.name}`,
    });

  if (org.dataAsOf === null) return <NoDataYet orgId={orgId} what="Decisions" />;
  return (
    <div className={seats.fill}>
      {summary.data && (
        <div className={classes.tiles}>
          <ProgressTiles summary={summary.data} />
        </div>
      )}
      <Body
        store={store}
        orgId={orgId}
        bar={
          <DecisionsBar
            store={store}
            orgId={orgId}
            rule={own}
            past={{ decide: past, export: exports }}
            onDecide={setDeciding}
            onChange={onChange}
          />
        }
      />
      <DecisionDrawer
        orgId={orgId}
        row={opened}
        past={past}
        onDecide={decideOne}
        onCleared={onChange}
        onClose={store.getState().close}
        closeOnEscape={deciding === null}
      />
      <DecideDialog orgId={orgId} deciding={deciding} onClose={() => setDeciding(null)} onDone={onChange} />
    </div>
  );
}

function Body({ store, orgId, bar }: { store: DecisionsStore; orgId: string; bar: ReactNode }) {
  const list = useCalmStore(store, (s) => s.list);
  const sort = useStore(store, (s) => s.sort);
  const filtered = useCalmStore(store, (s) => hasDecisionFilters(s.filters));
  const picks = usePicks(store, keyOfDecision);
  const { reload, clearFilters, setSort, show, open } = store.getState();

  if (list.total === null) {
    if (list.error)
      return <ErrorState error={list.error} title="The decisions could not be loaded" onRetry={reload} />;
    return <LoadingState shape="table" label="Loading decisions" />;
  }
  if (list.total === 0 && !filtered) {
    return (
      <EmptyState
        title="Nothing is decided yet"
        actions={
          <Button component={RouteLink} to={tabRoute(orgId, 'seats')}>
            Go to the idle seats
          </Button>
        }
      >
        Select idle seats and decide: reclaim, keep, or ask the manager. Here you see what became of it and
        what it saved.
      </EmptyState>
    );
  }
  return (
    <>
      <Toolbar store={store} />
      {bar}
      {list.error && <SomeRowsMissing error={list.error} onRetry={reload} />}
      {list.total === 0 ? (
        <NothingMatches title="No decision matches" onClear={clearFilters} />
      ) : (
        <VirtualTable
          label="Decisions"
          columns={DECISION_COLUMNS}
          list={list}
          rowLabel={rowLabel}
          sort={sort}
          onSort={setSort}
          onShow={show}
          onOpen={open}
          picks={picks}
          minWidth={DECISIONS_MIN_WIDTH}
        />
      )}
    </>
  );
}

const rowLabel = (row: DecisionRow) => `${decisionLabel(row)}. Press Enter for details, Space to select.`;

const DECISIONS = Decision.options.map((value) => ({ value, label: DECISION_WORDS[value].label }));
const OUTCOMES = DecisionOutcome.options.map((value) => ({ value, label: OUTCOME_WORDS[value] }));

function Toolbar({ store }: { store: DecisionsStore }) {
  const filters = useStore(store, (s) => s.filters);
  const { setSearch, setFilters, clearFilters } = store.getState();
  return (
    <div className={`${toolbar.toolbar} ${classes.tools}`}>
      <SearchBox
        label="Search decisions"
        placeholder="Name, username or license"
        value={filters.search}
        onChange={setSearch}
      />
      <FilterMenu
        label="Decision"
        options={DECISIONS}
        selected={filters.decisions}
        onChange={(chosen) =>
          setFilters({ decisions: Decision.options.filter((one) => chosen.includes(one)) })
        }
      />
      <FilterMenu
        label="Outcome"
        options={OUTCOMES}
        selected={filters.outcomes}
        onChange={(chosen) =>
          setFilters({ outcomes: DecisionOutcome.options.filter((one) => chosen.includes(one)) })
        }
      />
      {hasDecisionFilters(filters) && (
        <Button variant="subtle" leftSection={<CloseIcon size={14} />} onClick={clearFilters}>
          Clear filters
        </Button>
      )}
    </div>
  );
}

import { Text } from '@mantine/core';
import { useCallback, useEffect } from 'react';
import { useStore } from 'zustand';
import type { OrgSummary } from '../../../shared/model/org';
import { useAfterCollection, useAfterEvaluation, useFeatureStore, useServices } from '../../api/services';
import { useCalmStore } from '../../api/use-calm-store';
import { formatCount } from '../../ui/format';
import { PassIcon, ShieldIcon } from '../../ui/icons';
import { PresentOnlyBanner, usePastReason } from '../../ui/look-back';
import type { OrgPageProps } from '../../ui/org-page-props';
import { Page } from '../../ui/page';
import type { RouteParams } from '../../ui/routing/route';
import { replaceRoute } from '../../ui/routing/router';
import { EmptyState, ErrorState, LoadingState } from '../../ui/states';
import { NoDataYet } from '../../ui/table-no-data';
import { NothingMatches, SomeRowsMissing } from '../../ui/table-notes';
import { VirtualTable } from '../../ui/table-virtual';
import { RelativeTime, Time } from '../../ui/time';
import { usePicks } from '../../ui/use-picks';
import { EvaluateButton } from './evaluate-button';
import { FindingDrawer } from './finding-drawer';
import { filtersFromParams, findingsRoute, isFiltered, showsOnlyOpen } from './finding-filters';
import { findingLabel } from './finding-words';
import { FindingsBar } from './findings-bar';
import { FINDING_COLUMNS, FINDINGS_MIN_WIDTH, OPEN_COLUMNS, OPEN_MIN_WIDTH } from './findings-columns';
import { createFindingsStore, findingKey, type FindingsStore } from './findings-store';
import { FindingsToolbar } from './findings-toolbar';
import { GroupsRail } from './groups-rail';
import { NotEvaluatedNote, notEvaluated } from './not-evaluated';
import { ScoreStrip } from './score-strip';
import classes from './findings.module.css';

/** What the security checks found: how it stands, what to look at, and what was done about it. */
export function FindingsPage({ org, params }: OrgPageProps) {
  const { id: orgId } = org;
  const { urgentFindings } = useServices();
  const store = useFeatureStore((api) =>
    createFindingsStore(api, { orgId, filters: filtersFromParams(params) }),
  );
  const past = usePastReason(orgId, 'Findings are of');
  const evaluatedAt = useCalmStore(store, (s) => s.evaluatedAt);

  const reload = useCallback(() => store.getState().reload(), [store]);
  useEffect(reload, [reload]);
  useFollow(store, orgId, params);
  useAfterCollection(orgId, reload);
  useAfterEvaluation(orgId, reload);
  const onChange = useCallback(() => {
    reload();
    void urgentFindings.getState().refresh(orgId);
  }, [reload, urgentFindings, orgId]);

  return (
    <Page
      title="Findings"
      layout="fill"
      description={<Description evaluatedAt={evaluatedAt} />}
      actions={evaluatedAt && <EvaluateButton orgId={orgId} past={past} label="Evaluate again" />}
    >
      <PresentOnlyBanner
        org={org}
        what="Findings are those of now. They can be changed on the newest data only."
      />
      <Body store={store} org={org} past={past} onChange={onChange} />
      <FindingDrawer store={store} orgId={orgId} past={past} onChange={onChange} />
    </Page>
  );
}

/** Links into the page: filters, or a finding (`finding`), whose panel opens once. */
function useFollow(store: FindingsStore, orgId: string, params: RouteParams): void {
  useEffect(() => {
    const { finding, ...rest } = params;
    const filters = filtersFromParams(rest);
    const { filters: now, follow, open } = store.getState();
    if (Object.keys(rest).length > 0 && JSON.stringify(filters) !== JSON.stringify(now)) follow(filters);
    if (finding === undefined) return;
    if (/^\d{1,15}$/.test(finding)) open({ id: Number(finding), title: 'Finding' });
    // Going back leads to where the link was, not to the panel again.
    replaceRoute(findingsRoute(orgId, rest));
  }, [store, orgId, params]);
}

function Description({ evaluatedAt }: { evaluatedAt: string | null | undefined }) {
  if (evaluatedAt === undefined) return <>What the security checks found</>;
  if (evaluatedAt === null) return <>The security checks have not been evaluated yet</>;
  return (
    <>
      Evaluated <Time iso={evaluatedAt} /> (<RelativeTime iso={evaluatedAt} />)
    </>
  );
}

interface BodyProps {
  store: FindingsStore;
  org: OrgSummary;
  past: string | null;
  onChange: () => void;
}

function Body({ store, org, past, onChange }: BodyProps) {
  const list = useCalmStore(store, (s) => s.list);
  const evaluatedAt = useCalmStore(store, (s) => s.evaluatedAt);
  const checks = useCalmStore(store, (s) => s.checks.data);
  const { id: orgId } = org;

  if (list.total === null) {
    if (list.error)
      return (
        <ErrorState
          error={list.error}
          title="The findings could not be loaded"
          onRetry={store.getState().reload}
        />
      );
    return <LoadingState label="Loading findings" />;
  }
  if (org.dataAsOf === null) return <NoDataYet orgId={orgId} what="Findings" />;
  if (evaluatedAt === null) {
    return (
      <EmptyState
        icon={<ShieldIcon size={24} />}
        title="Not evaluated yet"
        actions={<EvaluateButton orgId={orgId} past={past} label="Evaluate now" withMenu={false} />}
      >
        There is data, but the security checks have not looked at it. They do so after each collection; that
        nothing is listed here says nothing.
      </EmptyState>
    );
  }
  return (
    <div className={classes.fill}>
      <ScoreStrip store={store} orgId={orgId} />
      {checks && <NotEvaluatedNote orgId={orgId} checks={checks} />}
      <FindingsToolbar store={store} />
      <div className={classes.columns}>
        <GroupsRail store={store} />
        <div className={classes.main}>
          <List store={store} orgId={orgId} past={past} onChange={onChange} />
        </div>
      </div>
    </div>
  );
}

function List({ store, orgId, past, onChange }: Omit<BodyProps, 'org'> & { orgId: string }) {
  const list = useCalmStore(store, (s) => s.list);
  const sort = useStore(store, (s) => s.sort);
  const filtered = useCalmStore(store, (s) => isFiltered(s.filters));
  const onlyOpen = useCalmStore(store, (s) => showsOnlyOpen(s.filters));
  const picks = usePicks(store, findingKey);
  const { reload, clearFilters, setSort, show, open } = store.getState();
  return (
    <>
      <FindingsBar store={store} orgId={orgId} past={past} onChange={onChange} />
      {list.error && <SomeRowsMissing error={list.error} onRetry={reload} />}
      {list.total !== 0 ? (
        <VirtualTable
          label="Findings"
          columns={onlyOpen ? OPEN_COLUMNS : FINDING_COLUMNS}
          list={list}
          rowLabel={rowLabel}
          sort={sort}
          onSort={setSort}
          onShow={show}
          onOpen={open}
          picks={picks}
          minWidth={onlyOpen ? OPEN_MIN_WIDTH : FINDINGS_MIN_WIDTH}
        />
      ) : filtered ? (
        <NothingMatches title="No finding matches" onClear={clearFilters} />
      ) : (
        <NothingOpen store={store} />
      )}
    </>
  );
}

const rowLabel = (finding: Parameters<typeof findingLabel>[0]) =>
  `${findingLabel(finding)}. Press Enter for the evidence, Space to select.`;

/** Nothing is open; what that is worth depends on how many checks looked. */
function NothingOpen({ store }: { store: FindingsStore }) {
  const checks = useStore(store, (s) => s.checks.data) ?? [];
  const missing = notEvaluated(checks).length;
  const off = checks.filter(({ enabled }) => !enabled).length;
  const on = checks.length - off - missing;
  return (
    <EmptyState icon={<PassIcon size={24} />} title="No open findings">
      {on > 0 && `${formatCount(on, 'check')} looked and found nothing that is open. `}
      {missing > 0 && `${formatCount(missing, 'check')} could not be evaluated. `}
      {off > 0 && `${formatCount(off, 'check')} ${off === 1 ? 'is' : 'are'} switched off.`}
      <Text size="sm" mt={6}>
        Acknowledged and resolved findings are behind the filter “Status”.
      </Text>
    </EmptyState>
  );
}

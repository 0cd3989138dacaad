import { Tabs } from '@mantine/core';
import { lazy, Suspense, useCallback, useEffect } from 'react';
import { useStore } from 'zustand';
import type { OrgSummary } from '../../../shared/model/org';
import { useAfterCollection, useAsOf, useFeatureStore } from '../../api/services';
import { useCalmStore } from '../../api/use-calm-store';
import { AsOfControl, LookBackBanner } from '../../ui/look-back';
import type { OrgPageProps } from '../../ui/org-page-props';
import { Page } from '../../ui/page';
import type { RouteParams } from '../../ui/routing/route';
import { navigate } from '../../ui/routing/router';
import { ErrorState, LoadingState } from '../../ui/states';
import { AsOf } from '../../ui/table-as-of';
import { DefinitionBar } from './definition-bar';
import {
  COUNTING_TABS,
  FILLING_TABS,
  LICENSE_TABS,
  TAB_TITLES,
  tabOf,
  tabRoute,
  type LicenseTab,
  type LicenseTabId,
} from './license-tabs';
import { createLicensesStore, type LicensesStore } from './licenses-store';
import classes from './licenses.module.css';

/** Tabs load when first visited: each has more to bring than the others need. */
function tab(load: () => Promise<LicenseTab>): LicenseTab {
  return lazy(async () => ({ default: await load() }));
}

const TABS: Record<LicenseTabId, LicenseTab> = {
  table: tab(async () => (await import('./table-tab')).TableTab),
  seats: tab(async () => (await import('./seats/seats-tab')).SeatsTab),
  savings: tab(async () => (await import('./savings-tab')).SavingsTab),
  suggestions: tab(async () => (await import('./suggestions/suggestions-tab')).SuggestionsTab),
  decisions: tab(async () => (await import('./decisions/decisions-tab')).DecisionsTab),
  trend: tab(async () => (await import('./trend/trend-tab')).TrendTab),
};

/** What is bought, what is held, what is really used, what the difference costs, and what is done about it. */
export function LicensesPage({ org, params }: OrgPageProps) {
  const { id: orgId, inactiveDays } = org;
  const lookedAt = useAsOf(orgId);
  const store = useFeatureStore((api) => createLicensesStore(api, { orgId, inactiveDays, asOf: lookedAt }));
  const answeredAsOf = useCalmStore(store, (s) => s.table.data?.asOf ?? null);
  const shown = tabOf(params);

  useEffect(() => void store.getState().loadOwn(), [store, inactiveDays]);
  // Every tab begins with the newest answers: what was decided on another may have changed them.
  const isReady = useStore(store, (s) => s.own.data !== null);
  useEffect(() => {
    if (isReady) void store.getState().load();
  }, [store, isReady, shown]);
  useEffect(() => store.getState().setAsOf(lookedAt), [store, lookedAt]);
  useAfterCollection(
    orgId,
    useCallback(() => void store.getState().load(), [store]),
  );

  return (
    <Page
      title="Licenses"
      layout={FILLING_TABS.has(shown) ? 'fill' : 'scroll'}
      description={<AsOf at={lookedAt ?? answeredAsOf ?? org.dataAsOf} />}
      actions={<AsOfControl org={org} />}
    >
      <LookBackBanner org={org}>
        Seats, holders and logins are those known up to then; prices and decisions are those of today.
        Exporting, deciding and changing prices work on the newest data.
      </LookBackBanner>
      <Tabs
        className={classes.tabs}
        value={shown}
        onChange={(value) => navigate(tabRoute(orgId, tabOf({ tab: value ?? '' })))}
        keepMounted={false}
      >
        <Tabs.List aria-label="Parts of the licenses page">
          {LICENSE_TABS.map((id) => (
            <Tabs.Tab key={id} value={id}>
              {TAB_TITLES[id]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={shown} className={classes.panel} data-fills={FILLING_TABS.has(shown) || undefined}>
          <ShownTab tab={shown} org={org} store={store} params={params} />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}

interface ShownTabProps {
  tab: LicenseTabId;
  org: OrgSummary;
  store: LicensesStore;
  params: RouteParams;
}

/** Nothing is counted before it is known by which definition. */
function ShownTab({ tab, ...props }: ShownTabProps) {
  const { data, error } = useCalmStore(props.store, (s) => s.own);
  if (data === null && error) {
    return (
      <ErrorState
        error={error}
        title="The definition of idle could not be loaded"
        onRetry={() => void props.store.getState().loadOwn()}
      />
    );
  }
  if (data === null) return <LoadingState label="Loading licenses" />;
  const Tab = TABS[tab];
  return (
    <>
      {COUNTING_TABS.has(tab) && props.org.dataAsOf !== null && (
        <DefinitionBar store={props.store} orgId={props.org.id} />
      )}
      <Suspense fallback={<LoadingState label={`Loading ${TAB_TITLES[tab].toLowerCase()}`} />}>
        <Tab {...props} />
      </Suspense>
    </>
  );
}

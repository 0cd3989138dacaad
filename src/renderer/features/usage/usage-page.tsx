import { useCallback, useEffect } from 'react';
import type { OrgSummary } from '../../../shared/model/org';
import { useAfterCollection, useFeatureStore } from '../../api/services';
import { useCalmStore } from '../../api/use-calm-store';
import type { OrgPageProps } from '../../ui/org-page-props';
import { Page } from '../../ui/page';
import { ErrorState, LoadingState } from '../../ui/states';
import { AsOf } from '../../ui/table-as-of';
import { NoDataYet } from '../../ui/table-no-data';
import { HistoryCard } from './history-card';
import { LimitDrawer } from './limit-drawer';
import { LimitsCard } from './limits-card';
import { QuotaCard } from './quota-card';
import { createUsageStore, type UsageStore } from './usage-store';
import classes from './usage.module.css';

/** How much of the org's limits is used, by whom, and where Seatwatch holds back. */
export function UsagePage({ org }: OrgPageProps) {
  const { id: orgId, thresholdPercent } = org;
  const store = useFeatureStore((api) => createUsageStore(api, orgId));
  const asOf = useCalmStore(store, (s) => s.report.data?.quota?.at ?? s.report.data?.asOf);

  useEffect(() => store.getState().load(), [store, thresholdPercent]);
  useAfterCollection(
    orgId,
    useCallback(() => store.getState().load(), [store]),
  );
  return (
    <Page title="API usage" description={<AsOf at={asOf ?? org.quota?.at ?? org.dataAsOf} />}>
      <UsageBody store={store} org={org} />
    </Page>
  );
}

function UsageBody({ store, org }: { store: UsageStore; org: OrgSummary }) {
  const { data, error } = useCalmStore(store, (s) => s.report);
  const { load, open } = store.getState();
  if (error) return <ErrorState error={error} title="The limits could not be loaded" onRetry={load} />;
  if (!data) return <LoadingState label="Loading the limits" />;
  if (data.quota === null && data.limits.length === 0) return <NoDataYet orgId={org.id} what="API usage" />;
  return (
    <div className={classes.page}>
      {data.quota && (
        <>
          <QuotaCard quota={data.quota} org={org} />
          <HistoryCard store={store} quota={data.quota} />
        </>
      )}
      {data.limits.length > 0 && <LimitsCard limits={data.limits} onOpen={open} />}
      <LimitDrawer store={store} />
    </div>
  );
}

import { useCallback, useEffect } from 'react';
import type { Overview } from '../../../shared/model/overview';
import type { OrgSummary } from '../../../shared/model/org';
import { useAfterCollection, useAsOf, useFeatureStore } from '../../api/services';
import { useCalmStore } from '../../api/use-calm-store';
import { CertificateBanner } from '../../ui/certificate-notice';
import { AsOfControl, LookBackBanner } from '../../ui/look-back';
import { Note } from '../../ui/note';
import type { OrgPageProps } from '../../ui/org-page-props';
import { Page } from '../../ui/page';
import { orgRoute } from '../../ui/routing/route';
import { navigate } from '../../ui/routing/router';
import { ErrorState, LoadingState } from '../../ui/states';
import { AsOf } from '../../ui/table-as-of';
import { NoDataYet } from '../../ui/table-no-data';
import { ActivityCard } from './activity-card';
import { LastRunCard } from './last-run-card';
import { isPartial } from './overview-figures';
import { createOverviewStore, type OverviewStore } from './overview-store';
import { OverviewQuotaCard } from './quota-card';
import { SeatTiles } from './seat-tiles';
import { StatesCard } from './states-card';
import { TopLicensesCard } from './top-licenses-card';
import classes from './overview.module.css';

/** The org at a glance: seats, money, activity, and whether the data is complete. */
export function OverviewPage({ org }: OrgPageProps) {
  const { id: orgId, inactiveDays } = org;
  const store = useFeatureStore((api) => createOverviewStore(api, orgId));
  const lookedAt = useAsOf(orgId);
  const asOf = useCalmStore(store, (s) => s.overview.data?.asOf);

  useEffect(() => store.getState().load(inactiveDays, lookedAt), [store, inactiveDays, lookedAt]);
  useAfterCollection(
    orgId,
    useCallback(() => store.getState().load(inactiveDays, lookedAt), [store, inactiveDays, lookedAt]),
  );

  return (
    <Page
      title="Overview"
      description={
        <>
          <AsOf at={lookedAt ?? asOf ?? org.dataAsOf} />. Idle means no login for {inactiveDays} days.
        </>
      }
      actions={<AsOfControl org={org} />}
    >
      <LookBackBanner org={org}>Prices and the rule for idle seats are those of today.</LookBackBanner>
      <div className={classes.banner}>
        <CertificateBanner
          org={org}
          onReplace={() => navigate(orgRoute(orgId, 'details', { dialog: 'certificate' }))}
        />
      </div>
      <OverviewBody store={store} org={org} lookedAt={lookedAt} />
    </Page>
  );
}

function OverviewBody({
  store,
  org,
  lookedAt,
}: {
  store: OverviewStore;
  org: OrgSummary;
  lookedAt: string | null;
}) {
  const { id: orgId, inactiveDays } = org;
  const nextRunAt = lookedAt === null ? org.nextRunAt : null;
  const { data, error } = useCalmStore(store, (s) => s.overview);
  const load = () => store.getState().load(inactiveDays, lookedAt);
  if (error) return <ErrorState error={error} title="The overview could not be loaded" onRetry={load} />;
  if (!data) return <LoadingState label="Loading the overview" />;
  if (data.asOf === null) {
    return (
      <>
        <NoDataYet orgId={orgId} what="Seats, activity and API use" />
        {data.lastRun && (
          <div className={classes.alone}>
            <LastRunCard orgId={orgId} run={data.lastRun} nextRunAt={nextRunAt} />
          </div>
        )}
      </>
    );
  }
  return (
    <div className={classes.page}>
      {lookedAt === null && isPartial(data.lastRun) && <PartialNote overview={data} />}
      <SeatTiles orgId={orgId} inactiveDays={inactiveDays} overview={data} />
      <div className={classes.wide}>
        <ActivityCard overview={data} />
        <StatesCard orgId={orgId} users={data.users} />
      </div>
      <div className={classes.wide}>
        <TopLicensesCard orgId={orgId} licenses={data.topLicenses} />
        <div className={classes.stack}>
          <LastRunCard orgId={orgId} run={data.lastRun} nextRunAt={nextRunAt} />
          <OverviewQuotaCard orgId={orgId} quota={data.quota} />
        </div>
      </div>
    </div>
  );
}

function PartialNote({ overview }: { overview: Overview }) {
  return (
    <Note tone="warning" title="The last collection did not reach its end">
      Some of the numbers may be older than others or incomplete. What was collected is kept
      {overview.lastRun?.state === 'paused-quota'
        ? ', and the collection goes on by itself.'
        : '; Collect Now goes on from there.'}
    </Note>
  );
}

import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useLoad } from '../../api/use-load';
import type { Measure } from '../../ui/heat-map';
import type { OrgPageProps } from '../../ui/org-page-props';
import { Page } from '../../ui/page';
import { EmptyState, ErrorState, LoadingState } from '../../ui/states';
import { AsOf } from '../../ui/table-as-of';
import { NoDataYet } from '../../ui/table-no-data';
import { CountriesCard } from './countries-card';
import { HoursCard } from './hours-card';
import classes from './sign-ins.module.css';

const PERIODS = [30, 90, 180, 365] as const;

/** Where and when people sign in, or fail to. */
export function SignInsPage({ org }: OrgPageProps) {
  const [days, setDays] = useState<number>(90);
  const [measure, setMeasure] = useState<Measure>('logins');
  if (org.dataAsOf === null)
    return (
      <Page title="Sign-ins" description={<AsOf at={null} />}>
        <NoDataYet orgId={org.id} what="Sign-ins" />
      </Page>
    );
  return (
    <Page
      title="Sign-ins"
      description={<AsOf at={org.dataAsOf} />}
      actions={
        <>
          <SegmentedControl
            size="xs"
            aria-label="What is counted"
            value={measure}
            data={[
              { value: 'logins', label: 'Successes' },
              { value: 'failures', label: 'Failures' },
            ]}
            onChange={(value) => setMeasure(value === 'failures' ? 'failures' : 'logins')}
          />
          <SegmentedControl
            size="xs"
            aria-label="Days"
            value={String(days)}
            data={PERIODS.map((period) => ({ value: String(period), label: `${period} days` }))}
            onChange={(value) => setDays(Number(value))}
          />
        </>
      }
    >
      <SignIns org={org} days={days} measure={measure} />
    </Page>
  );
}

interface SignInsProps extends Pick<OrgPageProps, 'org'> {
  days: number;
  measure: Measure;
}

function SignIns({ org, days, measure }: SignInsProps) {
  const { data, error, reload } = useLoad(JSON.stringify([org.id, org.dataAsOf, days]), (api) =>
    api.security.countries({ orgId: org.id, days }),
  );
  if (error && !data)
    return <ErrorState error={error} title="The sign-ins could not be loaded" onRetry={reload} />;
  if (!data) return <LoadingState label="Loading the sign-ins" />;
  if (data.length === 0)
    return (
      <EmptyState title={`No sign-ins in the last ${String(days)} days of data`}>
        Nobody signed in during this time, or the login history was not collected. Choose a longer time.
      </EmptyState>
    );
  return (
    <div className={classes.page}>
      {error && <ErrorState error={error} title="The sign-ins could not be loaded again" onRetry={reload} />}
      <CountriesCard countries={data} measure={measure} />
      <HoursCard org={org} days={days} measure={measure} />
    </div>
  );
}

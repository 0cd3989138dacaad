import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import type { OrgSummary } from '../../../shared/model/org';
import { useLoad } from '../../api/use-load';
import { HeatMapFrame, type Measure } from '../../ui/heat-map';
import { ErrorState, LoadingState } from '../../ui/states';
import { type ZoneChoice, ZoneSelect, zoneOf } from '../../ui/time-zones';
import classes from './users.module.css';

/** As long as Salesforce itself keeps the login history. */
const DAYS = 180;

/** When one user signs in, by hour and weekday. */
export function UserHours({ org, userId }: { org: OrgSummary; userId: string }) {
  const [zone, setZone] = useState<ZoneChoice>('org');
  const [measure, setMeasure] = useState<Measure>('logins');
  const timeZone = zoneOf(zone);
  const { data, error, reload } = useLoad(JSON.stringify([org.id, org.dataAsOf, userId, timeZone]), (api) =>
    api.security.heatMap({ orgId: org.id, days: DAYS, userId, timeZone }),
  );
  return (
    <div className={classes.timeline}>
      <SegmentedControl
        mb="md"
        aria-label="What is counted"
        value={measure}
        data={[
          { value: 'logins', label: 'Successes' },
          { value: 'failures', label: 'Failures' },
        ]}
        onChange={(value) => setMeasure(value === 'failures' ? 'failures' : 'logins')}
      />
      <HeatMapFrame
        title={`Last ${String(DAYS)} days`}
        map={data}
        measure={measure}
        actions={<ZoneSelect value={zone} onChange={setZone} />}
        instead={
          error ? (
            <ErrorState error={error} title="The hours could not be loaded" onRetry={reload} />
          ) : data ? undefined : (
            <LoadingState shape="spinner" label="Loading the hours" />
          )
        }
      />
    </div>
  );
}

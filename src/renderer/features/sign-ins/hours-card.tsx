import { useState } from 'react';
import type { OrgSummary } from '../../../shared/model/org';
import { useLoad } from '../../api/use-load';
import { HeatMapFrame, type Measure } from '../../ui/heat-map';
import { ErrorState, LoadingState } from '../../ui/states';
import { type ZoneChoice, ZoneSelect, zoneOf } from '../../ui/time-zones';

/** When people sign in, by hour and weekday. */
export function HoursCard({ org, days, measure }: { org: OrgSummary; days: number; measure: Measure }) {
  const [zone, setZone] = useState<ZoneChoice>('org');
  const timeZone = zoneOf(zone);
  const { data, error, reload } = useLoad(JSON.stringify([org.id, org.dataAsOf, days, timeZone]), (api) =>
    api.security.heatMap({ orgId: org.id, days, userId: null, timeZone }),
  );
  return (
    <HeatMapFrame
      title="By hour and weekday"
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
  );
}

import { Button, Select } from '@mantine/core';
import type { ReactNode } from 'react';
import type { OrgSummary } from '../../shared/model/org';
import { useAsOf, useServices } from '../api/services';
import { useLoad } from '../api/use-load';
import { formatTime } from './format';
import { ClockIcon } from './icons';
import { momentGroups, PRESENT } from './look-back-words';
import { Note } from './note';
import { RelativeTime, Time, useZone } from './time';
import classes from './look-back.module.css';

/** Chooses the moment a page shows: the newest data, or the end of an earlier collection. */
export function AsOfControl({ org }: { org: OrgSummary }) {
  const { lookBack } = useServices();
  const zone = useZone();
  const asOf = useAsOf(org.id);
  const { data, error } = useLoad(`${org.id}/${org.dataAsOf}`, (api) =>
    api.review.asOfChoices({ orgId: org.id }),
  );
  if (org.dataAsOf === null) return null;
  const groups = momentGroups(data ?? [], zone, asOf);
  const none = groups.length === 0;
  const why = error
    ? 'The earlier moments could not be loaded.'
    : 'Looking back works from the second collection on.';
  return (
    <Select
      className={classes.control}
      label="As of"
      w={320}
      searchable={groups.length > 1}
      allowDeselect={false}
      disabled={none}
      title={none && (data || error) ? why : undefined}
      leftSection={<ClockIcon size={16} />}
      nothingFoundMessage="No collection then"
      withScrollArea={false}
      classNames={{ options: classes.options ?? '' }}
      value={asOf ?? PRESENT}
      data={[{ value: PRESENT, label: 'Newest data' }, ...groups]}
      onChange={(value) => lookBack.getState().lookAt(org.id, value === PRESENT ? null : value)}
    />
  );
}

/** Says that the page does not show the present, and leads back. Nothing in the present. */
export function LookBackBanner({ org, children }: { org: OrgSummary; children?: ReactNode }) {
  const { lookBack } = useServices();
  const asOf = useAsOf(org.id);
  if (asOf === null) return null;
  return (
    <div className={classes.banner}>
      <Note
        tone="warning"
        live
        inline
        title={
          <>
            You are looking back: this is as of <Time iso={asOf} /> (<RelativeTime iso={asOf} />)
          </>
        }
        actions={
          <Button size="compact-sm" onClick={() => lookBack.getState().lookAt(org.id, null)}>
            Back to the newest data
          </Button>
        }
      >
        {children}
      </Note>
    </div>
  );
}

/** For a page that only knows the present: says so while the person looks back, and leads back. */
export function PresentOnlyBanner({ org, what }: { org: OrgSummary; what: string }) {
  const { lookBack } = useServices();
  const asOf = useAsOf(org.id);
  if (asOf === null) return null;
  return (
    <div className={classes.banner}>
      <Note
        tone="warning"
        live
        inline
        title={
          <>
            You are looking back to <Time iso={asOf} />
          </>
        }
        actions={
          <Button size="compact-sm" onClick={() => lookBack.getState().lookAt(org.id, null)}>
            Back to the newest data
          </Button>
        }
      >
        {what}
      </Note>
    </div>
  );
}

/** Why something cannot be done while looking back; null in the present. */
export function usePastReason(orgId: string, what: string): string | null {
  const asOf = useAsOf(orgId);
  const zone = useZone();
  return asOf === null
    ? null
    : `${what} the newest data only. You are looking at ${formatTime(asOf, { zone })}; go back to the newest data first.`;
}

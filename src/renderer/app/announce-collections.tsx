import { useCallback } from 'react';
import type { EventPayload } from '../../shared/contract/events';
import type { RunSummary } from '../../shared/model/run';
import { useAppEvent, useServices } from '../api/services';
import { findOrg } from '../api/stores/orgs-store';
import { formatCount, formatTime, type Zone } from '../ui/format';
import { notify } from '../ui/notify';
import { useZone } from '../ui/time';

/** Says in the corner how a collection ended. */
export function useAnnounceCollections(): void {
  const services = useServices();
  const zone = useZone();
  useAppEvent(
    'collect.ended',
    useCallback(
      ({ orgId, run }: EventPayload<'collect.ended'>) => {
        const name = findOrg(services.orgs.getState().orgs, orgId)?.name ?? run.org;
        const { kind, title, message } = describeEnd(name, run, zone);
        notify(kind, title, message);
      },
      [services, zone],
    ),
  );
}

export function describeEnd(name: string, run: RunSummary, zone: Zone) {
  const rows = Object.values(run.rows).reduce((sum, n) => sum + n, 0);
  const cost = formatCount(run.apiCalls.made, 'API call');
  switch (run.state) {
    case 'complete':
      return {
        kind: 'success' as const,
        title: `${name}: collection complete`,
        message: `${formatCount(rows, 'row')} stored, ${cost}.`,
      };
    case 'paused-quota':
      return {
        kind: 'warning' as const,
        title: `${name}: paused by the API quota`,
        message:
          (run.error
            ? `${run.error.message} `
            : `The org reached ${run.apiCalls.thresholdPercent}% of its daily API requests. `) +
          (run.resumeAt
            ? `Collection goes on ${formatTime(run.resumeAt, { zone })}.`
            : 'Collection goes on later.'),
      };
    case 'paused-budget':
      return {
        kind: 'info' as const,
        title: `${name}: stopped at the call budget`,
        message: `${run.error?.message ?? `${cost}.`} What was collected is kept.`,
      };
    case 'interrupted':
      return {
        kind: 'info' as const,
        title: `${name}: collection stopped`,
        message: 'What was collected so far is kept. The next collection goes on from there.',
      };
    case 'failed':
      return {
        kind: 'problem' as const,
        title: `${name}: collection failed`,
        message: run.error ? `${run.error.message} ${run.error.fix}` : 'See Details for what happened.',
      };
  }
}

import type { Database } from '../../../core/ports';
import type { Collector } from '../../../core/services';
import type { Collections } from '../../app/collections';
import type { AllHandlers } from '../routes';

export function collectHandlers(deps: {
  collections: Collections;
  collector: Collector;
  db: Database;
}): AllHandlers['collect'] {
  return {
    start: ({ orgId }) => deps.collections.start(orgId),
    cancel: ({ orgId }) => {
      deps.collections.cancel(orgId);
    },
    progress: ({ orgId }) => deps.collector.progress(orgId),
    runs: ({ orgId, limit }) => deps.db.listRuns(orgId, limit),
    run: ({ orgId, runId }) => deps.db.runDetail(orgId, runId),
  };
}

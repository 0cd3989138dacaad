import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Api } from '../../../shared/contract';
import type { Overview } from '../../../shared/model/overview';
import { createLatest, notLoaded, type Load } from '../../ui/table-load';

export interface OverviewState {
  overview: Load<Overview>;
  /** `asOf`: look back to that moment, ISO 8601 UTC; null: the newest data. */
  load(inactiveDays: number, asOf: string | null): void;
}

export type OverviewStore = StoreApi<OverviewState>;

export function createOverviewStore(api: Pick<Api, 'review'>, orgId: string): OverviewStore {
  return createStore<OverviewState>()((set) => {
    const latest = createLatest<Overview>((change) =>
      set((s) => ({ overview: { ...s.overview, ...change } })),
    );
    return {
      overview: notLoaded(),
      load: (inactiveDays, asOf) => void latest(() => api.review.overview({ orgId, inactiveDays, asOf })),
    };
  });
}

import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Api } from '../../../shared/contract';
import type { LimitsReport, QuotaSnapshot, UsagePoint } from '../../../shared/model/quota';
import { createLatest, notLoaded, type Load } from '../../ui/table-load';
import { toLimitPoints, type LimitPoint } from './usage-figures';

export const RANGES = [1, 7, 30, 90] as const;
export type Range = (typeof RANGES)[number];

export type UsageReport = LimitsReport & { quota: QuotaSnapshot | null };

export interface UsageState {
  report: Load<UsageReport>;
  days: Range;
  history: Load<UsagePoint[]>;
  /** The limit whose history is shown. */
  opened: { name: string; history: Load<LimitPoint[]> } | null;
  load(): void;
  setDays(days: Range): void;
  open(name: string): void;
  close(): void;
}

export type UsageStore = StoreApi<UsageState>;

export function createUsageStore(api: Pick<Api, 'review'>, orgId: string): UsageStore {
  return createStore<UsageState>()((set, get) => {
    const latestReport = createLatest<UsageReport>((change) =>
      set((s) => ({ report: { ...s.report, ...change } })),
    );
    const latestHistory = createLatest<UsagePoint[]>((change) =>
      set((s) => ({ history: { ...s.history, ...change } })),
    );
    const latestLimit = createLatest<LimitPoint[]>((change) =>
      set(({ opened }) => ({ opened: opened && { ...opened, history: { ...opened.history, ...change } } })),
    );
    const loadHistory = () => void latestHistory(() => api.review.usage({ orgId, days: get().days }));
    const loadLimit = (name: string) =>
      void latestLimit(async () =>
        toLimitPoints(await api.review.limitHistory({ orgId, names: [name], days: get().days })),
      );
    return {
      report: notLoaded(),
      days: 7,
      history: notLoaded(),
      opened: null,
      load: () => {
        void latestReport(() => api.review.limits({ orgId }));
        loadHistory();
        const { opened } = get();
        if (opened) loadLimit(opened.name);
      },
      setDays: (days) => {
        set({ days });
        loadHistory();
        const { opened } = get();
        if (opened) loadLimit(opened.name);
      },
      open: (name) => {
        set({ opened: { name, history: notLoaded() } });
        loadLimit(name);
      },
      close: () => set({ opened: null }),
    };
  });
}

import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Api } from '../../../shared/contract';
import { DEFAULT_GRACE_DAYS, type IdleRule, type LicenseTableRow } from '../../../shared/model/licenses';
import { createLatest, notLoaded, type Load } from '../../ui/table-load';
import type { LicenseSort } from './license-groups';

export interface LicensesAnswer {
  asOf: string | null;
  licenses: LicenseTableRow[];
}

export interface LicensesState {
  rule: IdleRule;
  sort: LicenseSort;
  table: Load<LicensesAnswer>;
  /** The currency offered for the next price. */
  lastCurrency: string;
  exporting: boolean;
  load(): Promise<void>;
  /** Looks back to that moment, ISO 8601 UTC; null: the newest data. */
  setAsOf(asOf: string | null): void;
  setRule(change: Partial<IdleRule>): void;
  setSort(sort: LicenseSort): void;
  /** Null removes the price. Rejects when it could not be saved. */
  setPrice(row: LicenseTableRow, monthlyPrice: number | null, currency: string): Promise<void>;
  /** Resolves with null when the person canceled. Rejects when the file could not be written. */
  exportUnused(row?: LicenseTableRow): Promise<{ file: string; rows: number } | null>;
}

export type LicensesStore = StoreApi<LicensesState>;

export interface LicensesStoreOptions {
  orgId: string;
  inactiveDays: number;
  asOf?: string | null;
}

export function createLicensesStore(api: Pick<Api, 'review'>, options: LicensesStoreOptions): LicensesStore {
  const { orgId, inactiveDays } = options;
  let { asOf = null } = options;
  return createStore<LicensesState>()((set, get) => {
    const latest = createLatest<LicensesAnswer>((change) =>
      set((s) => ({ table: { ...s.table, ...change } })),
    );
    return {
      rule: { inactiveDays, graceDays: DEFAULT_GRACE_DAYS, includeFree: false },
      sort: { column: 'unused', descending: true },
      table: notLoaded(),
      lastCurrency: 'USD',
      exporting: false,
      load: async () => {
        await latest(() => api.review.licenses({ orgId, rule: get().rule, asOf }));
        const priced = get().table.data?.licenses.find((row) => row.currency !== null);
        if (priced?.currency) set({ lastCurrency: priced.currency });
      },
      setAsOf: (moment) => {
        if (moment === asOf) return;
        asOf = moment;
        void get().load();
      },
      setRule: (change) => {
        set((s) => ({ rule: { ...s.rule, ...change } }));
        void get().load();
      },
      setSort: (sort) => set({ sort }),
      setPrice: async (row, monthlyPrice, currency) => {
        await api.review.setPrice({ orgId, kind: row.kind, licenseId: row.id, monthlyPrice, currency });
        await get().load();
      },
      exportUnused: async (row) => {
        if (get().exporting) return null;
        set({ exporting: true });
        try {
          const license = row ? { kind: row.kind, id: row.id } : null;
          return await api.review.exportUnused({ orgId, rule: get().rule, license });
        } finally {
          set({ exporting: false });
        }
      },
    };
  });
}

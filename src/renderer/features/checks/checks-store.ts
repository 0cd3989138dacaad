import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Api } from '../../../shared/contract';
import type { CheckState } from '../../../shared/model/checks';
import { createLatest, notLoaded, type Load } from '../../ui/table-load';
import { changedParameters, NO_FILTER, type ChecksFilter } from './checks-filter';

export interface ChecksState {
  checks: Load<CheckState[]>;
  filter: ChecksFilter;
  /** The check whose panel is open. */
  openedId: string | null;
  /** Checks that are being switched. */
  switching: ReadonlySet<string>;
  setFilter(change: Partial<ChecksFilter>): void;
  reload(): void;
  open(id: string): void;
  close(): void;
  /** Switches a check on or off, and evaluates. Rejects when that failed; the list is read again either way. */
  toggle(id: string, enabled: boolean): Promise<void>;
}

export type ChecksStore = StoreApi<ChecksState>;

/** The catalog of one org: every check, how it is set, and what became of it. */
export function createChecksStore(api: Pick<Api, 'security'>, orgId: string): ChecksStore {
  return createStore<ChecksState>()((set, get) => {
    const latest = createLatest<CheckState[]>((change) =>
      set((s) => ({ checks: { ...s.checks, ...change } })),
    );
    const load = () => latest(() => api.security.checks({ orgId }));
    const switching = (id: string, on: boolean) =>
      set((s) => {
        const next = new Set(s.switching);
        if (on) next.add(id);
        else next.delete(id);
        return { switching: next };
      });
    return {
      checks: notLoaded(),
      filter: NO_FILTER,
      openedId: null,
      switching: new Set(),
      setFilter: (change) => set((s) => ({ filter: { ...s.filter, ...change } })),
      reload: () => void load(),
      open: (openedId) => set({ openedId }),
      close: () => set({ openedId: null }),
      toggle: async (id, enabled) => {
        const state = get().checks.data?.find(({ info }) => info.id === id);
        if (!state || get().switching.has(id)) return;
        switching(id, true);
        const values = changedParameters(state).length === 0 ? null : state.values;
        try {
          await api.security.setCheck({ orgId, check: id, enabled, values });
        } finally {
          await load();
          switching(id, false);
        }
      },
    };
  });
}

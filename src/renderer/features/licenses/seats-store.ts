import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Api } from '../../../shared/contract';
import type {
  IdleRule,
  LicenseTableRow,
  SeatsPage,
  SeatsQuery,
  UnusedSeat,
} from '../../../shared/model/licenses';
import { createSliceLoader, noSlices, type Slices } from '../../ui/table-slices';
import type { TableSort } from '../../ui/table-virtual';

export type SeatSortColumn = NonNullable<SeatsQuery['sort']>;

export const SEAT_SEARCH_DELAY_MS = 200;

export interface SeatsState {
  search: string;
  sort: TableSort<SeatSortColumn>;
  list: Slices<UnusedSeat>;
  /** Asks once typing pauses. */
  setSearch(search: string): void;
  clearSearch(): void;
  setSort(sort: TableSort<SeatSortColumn>): void;
  show(first: number, last: number): void;
  reload(): void;
}

export type SeatsStore = StoreApi<SeatsState>;

export interface SeatsStoreOptions {
  orgId: string;
  rule: IdleRule;
  asOf?: string | null;
  license: Pick<LicenseTableRow, 'kind' | 'id'>;
}

/** The idle seats of one license under one rule. */
export function createSeatsStore(
  api: Pick<Api, 'review'>,
  { orgId, rule, asOf = null, license }: SeatsStoreOptions,
): SeatsStore {
  let typing: ReturnType<typeof setTimeout> | undefined;
  return createStore<SeatsState>()((set, get) => {
    const loader = createSliceLoader<UnusedSeat, SeatsPage>({
      fetch: (offset, limit) => {
        const { search, sort } = get();
        return api.review.seats({
          orgId,
          asOf,
          rule,
          license: { kind: license.kind, id: license.id },
          search: search.trim(),
          sort: sort.column,
          descending: sort.descending,
          offset,
          limit,
        });
      },
      read: () => get().list,
      write: (change) => set((s) => ({ list: { ...s.list, ...change } })),
    });
    const ask = () => {
      clearTimeout(typing);
      loader.ask();
    };
    return {
      search: '',
      sort: { column: 'lastLoginAt', descending: false },
      list: noSlices(),
      setSearch: (search) => {
        set({ search });
        clearTimeout(typing);
        typing = setTimeout(ask, SEAT_SEARCH_DELAY_MS);
      },
      clearSearch: () => {
        set({ search: '' });
        ask();
      },
      setSort: (sort) => {
        set({ sort });
        ask();
      },
      show: loader.show,
      reload: loader.reload,
    };
  });
}

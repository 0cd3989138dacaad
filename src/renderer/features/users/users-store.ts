import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Api } from '../../../shared/contract';
import type {
  UserDetail,
  UsersPage,
  UserSortColumn,
  UserState,
  UserTableRow,
} from '../../../shared/model/users';
import { createLatest, notLoaded, type Load } from '../../ui/table-load';
import { createSliceLoader, noSlices, type Slices } from '../../ui/table-slices';
import type { TableSort } from '../../ui/table-virtual';

/** Typing is over when nothing was typed for so long. */
export const SEARCH_DELAY_MS = 200;

export interface UserFilters {
  search: string;
  states: readonly UserState[];
  licenses: readonly string[];
  profiles: readonly string[];
}

export const NO_FILTERS: UserFilters = { search: '', states: [], licenses: [], profiles: [] };

export interface UsersStoreState {
  filters: UserFilters;
  sort: TableSort<UserSortColumn>;
  list: Slices<UserTableRow>;
  /** All users of the org, whatever the filters; null until the first answer. */
  all: number | null;
  asOf: string | null;
  facets: UsersPage['facets'];
  opened: { userId: string; name: string; detail: Load<UserDetail | null> } | null;
  /** Asks once typing pauses. */
  setSearch(search: string): void;
  setFilters(change: Partial<Omit<UserFilters, 'search'>>): void;
  clearFilters(): void;
  setSort(sort: TableSort<UserSortColumn>): void;
  setInactiveDays(days: number): void;
  /** Looks back to that moment, ISO 8601 UTC; null: the newest data. */
  setAsOf(asOf: string | null): void;
  show(first: number, last: number): void;
  reload(): void;
  open(user: Pick<UserTableRow, 'id' | 'name'>): void;
  retryDetail(): void;
  close(): void;
}

export type UsersStore = StoreApi<UsersStoreState>;

export interface UsersStoreOptions {
  orgId: string;
  inactiveDays: number;
  asOf?: string | null;
  filters?: Partial<UserFilters>;
}

export function hasFilters({ search, states, licenses, profiles }: UserFilters): boolean {
  return search.trim() !== '' || states.length + licenses.length + profiles.length > 0;
}

export function createUsersStore(api: Pick<Api, 'review'>, options: UsersStoreOptions): UsersStore {
  const { orgId } = options;
  let { inactiveDays, asOf = null } = options;
  let typing: ReturnType<typeof setTimeout> | undefined;

  return createStore<UsersStoreState>()((set, get) => {
    const loader = createSliceLoader<UserTableRow, UsersPage>({
      fetch: (offset, limit) => {
        const { filters, sort } = get();
        return api.review.users({
          orgId,
          asOf,
          search: filters.search.trim(),
          states: [...filters.states],
          licenses: [...filters.licenses],
          profiles: [...filters.profiles],
          inactiveDays,
          sort: sort.column,
          descending: sort.descending,
          offset,
          limit,
        });
      },
      read: () => get().list,
      write: (change, page) =>
        set((s) => ({
          list: { ...s.list, ...change },
          ...(page && { all: page.all, asOf: page.asOf, facets: page.facets }),
        })),
    });
    const ask = () => {
      clearTimeout(typing);
      loader.ask();
    };
    const latestDetail = createLatest<UserDetail | null>((change) =>
      set(({ opened }) => ({ opened: opened && { ...opened, detail: { ...opened.detail, ...change } } })),
    );
    const loadDetail = (userId: string) =>
      void latestDetail(() => api.review.user({ orgId, userId, inactiveDays, asOf }));

    return {
      filters: { ...NO_FILTERS, ...options.filters },
      sort: { column: 'name', descending: false },
      list: noSlices(),
      all: null,
      asOf: null,
      facets: { licenses: [], profiles: [] },
      opened: null,
      setSearch: (search) => {
        set((s) => ({ filters: { ...s.filters, search } }));
        clearTimeout(typing);
        typing = setTimeout(ask, SEARCH_DELAY_MS);
      },
      setFilters: (change) => {
        set((s) => ({ filters: { ...s.filters, ...change } }));
        ask();
      },
      clearFilters: () => {
        set({ filters: NO_FILTERS });
        ask();
      },
      setSort: (sort) => {
        set({ sort });
        ask();
      },
      setInactiveDays: (days) => {
        if (days === inactiveDays) return;
        inactiveDays = days;
        get().reload();
      },
      setAsOf: (moment) => {
        if (moment === asOf) return;
        asOf = moment;
        get().reload();
      },
      show: loader.show,
      reload: () => {
        loader.reload();
        const { opened } = get();
        if (opened) loadDetail(opened.userId);
      },
      open: ({ id, name }) => {
        set({ opened: { userId: id, name, detail: notLoaded() } });
        loadDetail(id);
      },
      retryDetail: () => {
        const { opened } = get();
        if (opened) loadDetail(opened.userId);
      },
      close: () => set({ opened: null }),
    };
  });
}

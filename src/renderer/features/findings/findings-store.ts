import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Api } from '../../../shared/contract';
import type { CheckState, PostureScore } from '../../../shared/model/checks';
import type {
  Finding,
  FindingDetail,
  FindingSelection,
  FindingsPage,
  FindingsQuery,
  Mute,
} from '../../../shared/model/findings';
import { createLatest, notLoaded, type Load } from '../../ui/table-load';
import { countPicked, createPicking, NOTHING_PICKED, type Selection } from '../../ui/table-picking';
import { createSliceLoader, noSlices, type Slices } from '../../ui/table-slices';
import type { TableSort } from '../../ui/table-virtual';
import {
  filterOf,
  groupsFilterOf,
  USUAL_FILTERS,
  type Facets,
  type Filters,
  type Grouping,
} from './finding-filters';

export type FindingSort = FindingsQuery['sort'];

export const FINDING_SEARCH_DELAY_MS = 200;

export interface FindingsState {
  filters: Filters;
  grouping: Grouping;
  sort: TableSort<FindingSort>;
  list: Slices<Finding>;
  /** Newest evaluation; null: never; undefined: not known yet. */
  evaluatedAt: string | null | undefined;
  /** Counts by group; null: not known. */
  facets: Facets | null;
  selection: Selection<number>;
  /** The place ticked last, where a range begins; null: none. */
  anchor: number | null;
  /** Every check with its words and what became of it. */
  checks: Load<CheckState[]>;
  score: Load<PostureScore>;
  mutes: Load<Mute[]>;
  opened: { id: number; title: string; detail: Load<FindingDetail | null> } | null;
  /** Asks once typing pauses. */
  setSearch(search: string): void;
  setFilters(change: Partial<Omit<Filters, 'search'>>): void;
  clearFilters(): void;
  /** Filters of the address: they replace all that are set. */
  follow(filters: Filters): void;
  setGrouping(grouping: Grouping): void;
  setSort(sort: TableSort<FindingSort>): void;
  show(first: number, last: number): void;
  /** Everything again: after an evaluation, a collection, or something done here. */
  reload(): void;
  open(finding: Pick<Finding, 'id' | 'title'>): void;
  retryDetail(): void;
  close(): void;
  /** As in `Picking`. */
  pick(index: number, extend: boolean): Promise<void>;
  /** All that match. */
  pickAll(): void;
  pickNone(): void;
  /** The ticked findings; null: none. */
  picked(): FindingSelection | null;
}

export type FindingsStore = StoreApi<FindingsState>;

export interface FindingsStoreOptions {
  orgId: string;
  filters?: Filters;
}

export const findingKey = ({ id }: Pick<Finding, 'id'>): string => String(id);

/** The findings of an org: which are shown, in which groups, which are ticked, and the one that is open. */
export function createFindingsStore(
  api: Pick<Api, 'security'>,
  options: FindingsStoreOptions,
): FindingsStore {
  const { orgId } = options;
  let typing: ReturnType<typeof setTimeout> | undefined;

  return createStore<FindingsState>()((set, get) => {
    const queryFor = (offset: number, limit: number): FindingsQuery => {
      const { filters, sort } = get();
      return { ...filterOf(filters), orgId, sort: sort.column, descending: sort.descending, offset, limit };
    };
    /** The question whose counts are in `facets`, or on their way. */
    let facetsOf = '';
    const facetsKey = () => JSON.stringify(groupsFilterOf(get().filters, get().grouping));
    const listKey = () => JSON.stringify(filterOf(get().filters));
    /** The counts that came with the list. */
    let ofList: { key: string; facets: Facets } | null = null;

    const loader = createSliceLoader<Finding, FindingsPage>({
      fetch: (offset, limit) => api.security.findings(queryFor(offset, limit)),
      read: () => get().list,
      write: (change, page) => {
        const key = listKey();
        if (page) ofList = { key, facets: page };
        set((s) => ({
          list: { ...s.list, ...change },
          ...(page && { evaluatedAt: page.evaluatedAt }),
          ...(page && key === facetsKey() && { facets: page }),
        }));
      },
    });
    const askFacets = async (again: boolean) => {
      const mine = facetsKey();
      if (mine === facetsOf && !again) return;
      facetsOf = mine;
      // Most of the time the list's own answer has the counts.
      if (mine === listKey()) {
        if (!again && ofList?.key === mine) set({ facets: ofList.facets });
        return;
      }
      const filter = groupsFilterOf(get().filters, get().grouping);
      try {
        const page = await api.security.findings({ ...filter, orgId, limit: 1 });
        if (facetsOf === mine) set({ facets: page });
      } catch {
        // The list says what is wrong.
        if (facetsOf === mine) set({ facets: null });
      }
    };

    const noTicks = { selection: NOTHING_PICKED, anchor: null };
    const ask = () => {
      clearTimeout(typing);
      // What is ticked and not on the list any more would be acknowledged unseen.
      set(noTicks);
      loader.ask();
      void askFacets(false);
    };

    const checks = createLatest<CheckState[]>((change) =>
      set((s) => ({ checks: { ...s.checks, ...change } })),
    );
    const score = createLatest<PostureScore>((change) => set((s) => ({ score: { ...s.score, ...change } })));
    const mutes = createLatest<Mute[]>((change) => set((s) => ({ mutes: { ...s.mutes, ...change } })));
    const detail = createLatest<FindingDetail | null>((change) =>
      set((s) => (s.opened ? { opened: { ...s.opened, detail: { ...s.opened.detail, ...change } } } : {})),
    );
    const loadDetail = () => {
      const { opened } = get();
      if (opened) void detail(() => api.security.finding({ orgId, id: opened.id }));
    };

    const picking = createPicking({
      what: 'findings',
      fetch: (offset, limit) => api.security.findings(queryFor(offset, limit)),
      pickOf: (finding: Finding) => ({ key: findingKey(finding), value: finding.id }),
      read: get,
      write: set,
    });

    return {
      filters: options.filters ?? USUAL_FILTERS,
      grouping: 'check',
      sort: { column: 'severity', descending: false },
      list: noSlices(),
      evaluatedAt: undefined,
      facets: null,
      ...noTicks,
      checks: notLoaded(),
      score: notLoaded(),
      mutes: notLoaded(),
      opened: null,
      setSearch: (search) => {
        set((s) => ({ filters: { ...s.filters, search } }));
        clearTimeout(typing);
        typing = setTimeout(ask, FINDING_SEARCH_DELAY_MS);
      },
      setFilters: (change) => {
        set((s) => ({ filters: { ...s.filters, ...change } }));
        ask();
      },
      clearFilters: () => {
        set({ filters: USUAL_FILTERS });
        ask();
      },
      follow: (filters) => {
        set({ filters });
        ask();
      },
      setGrouping: (grouping) => {
        set({ grouping });
        void askFacets(false);
      },
      setSort: (sort) => {
        // The same findings in another order: ticks stay, but a range would be another one.
        set({ sort, anchor: null });
        clearTimeout(typing);
        loader.ask();
      },
      show: loader.show,
      reload: () => {
        loader.reload();
        void askFacets(true);
        void checks(() => api.security.checks({ orgId }));
        void score(() => api.security.score({ orgId }));
        void mutes(() => api.security.mutes({ orgId }));
        loadDetail();
      },
      open: ({ id, title }) => {
        set({ opened: { id, title, detail: notLoaded() } });
        loadDetail();
      },
      retryDetail: loadDetail,
      close: () => set({ opened: null }),
      pick: picking.pick,
      pickAll: () => set({ selection: { kind: 'all' }, anchor: null }),
      pickNone: () => set(noTicks),
      picked: () => {
        const { selection, list, filters } = get();
        if (countPicked(selection, list.total ?? 0) === 0) return null;
        if (selection.kind === 'all') return { filter: filterOf(filters) };
        return { ids: [...selection.rows.values()] };
      },
    };
  });
}

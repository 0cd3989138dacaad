import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Api } from '../../../../shared/contract';
import type {
  Suggestion,
  SuggestionKind,
  SuggestionsPage,
  SuggestionsQuery,
} from '../../../../shared/model/suggestions';
import { createSliceLoader, noSlices, type Slices } from '../../../ui/table-slices';
import type { TableSort } from '../../../ui/table-virtual';

export type SuggestionSortColumn = SuggestionsQuery['sort'];
/** What an answer carries besides the rows. */
export type SuggestionsSummary = Pick<SuggestionsPage, 'asOf' | 'counts' | 'annual' | 'notEvaluated'>;

export const SUGGESTION_SEARCH_DELAY_MS = 200;

export interface SuggestionsState {
  inactiveDays: number;
  /** Look back to this moment; null: the newest data. */
  asOf: string | null;
  kind: SuggestionKind | null;
  search: string;
  sort: TableSort<SuggestionSortColumn>;
  list: Slices<Suggestion>;
  /** Null until the first answer. */
  summary: SuggestionsSummary | null;
  opened: Suggestion | null;
  setInactiveDays(days: number): void;
  setAsOf(asOf: string | null): void;
  setKind(kind: SuggestionKind | null): void;
  /** Asks once typing pauses. */
  setSearch(search: string): void;
  clearFilters(): void;
  setSort(sort: TableSort<SuggestionSortColumn>): void;
  show(first: number, last: number): void;
  reload(): void;
  open(row: Suggestion): void;
  close(): void;
}

export type SuggestionsStore = StoreApi<SuggestionsState>;

export interface SuggestionsStoreOptions {
  orgId: string;
  inactiveDays: number;
  asOf?: string | null;
}

/** Cheaper ways to serve people of one org, and what of them is shown. */
export function createSuggestionsStore(
  api: Pick<Api, 'licenses'>,
  { orgId, inactiveDays, asOf = null }: SuggestionsStoreOptions,
): SuggestionsStore {
  let typing: ReturnType<typeof setTimeout> | undefined;

  return createStore<SuggestionsState>()((set, get) => {
    const loader = createSliceLoader<Suggestion, SuggestionsPage>({
      fetch: (offset, limit) => {
        const { sort, search, ...asked } = get();
        return api.licenses.suggestions({
          orgId,
          asOf: asked.asOf,
          inactiveDays: asked.inactiveDays,
          kind: asked.kind,
          search: search.trim(),
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
          ...(page && { summary: summaryOf(page) }),
        })),
    });
    const ask = () => {
      clearTimeout(typing);
      loader.ask();
    };
    /** Changes the question and asks it, unless it is the same. */
    const change = <K extends 'inactiveDays' | 'asOf' | 'kind'>(key: K, value: SuggestionsState[K]) => {
      if (get()[key] === value) return;
      set({ [key]: value, ...(key === 'asOf' && { opened: null }) } as Partial<SuggestionsState>);
      ask();
    };
    return {
      inactiveDays,
      asOf,
      kind: null,
      search: '',
      sort: { column: 'annualSaving', descending: true },
      list: noSlices(),
      summary: null,
      opened: null,
      setInactiveDays: (days) => change('inactiveDays', days),
      setAsOf: (moment) => change('asOf', moment),
      setKind: (kind) => change('kind', kind),
      setSearch: (search) => {
        set({ search });
        clearTimeout(typing);
        typing = setTimeout(ask, SUGGESTION_SEARCH_DELAY_MS);
      },
      clearFilters: () => {
        set({ kind: null, search: '' });
        ask();
      },
      setSort: (sort) => {
        set({ sort });
        ask();
      },
      show: loader.show,
      reload: loader.reload,
      open: (opened) => set({ opened }),
      close: () => set({ opened: null }),
    };
  });
}

const summaryOf = ({ asOf, counts, annual, notEvaluated }: SuggestionsPage): SuggestionsSummary => ({
  asOf,
  counts,
  annual,
  notEvaluated,
});

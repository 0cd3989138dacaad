import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Api } from '../../../shared/contract';
import { ChangeKind, type AsOfChoice, type ChangesPage, type RowChange } from '../../../shared/model/changes';
import { createSliceLoader, noSlices, type Slices } from '../../ui/table-slices';

/** Typing is over when nothing was typed for so long. */
export const SEARCH_DELAY_MS = 200;

/** "newest": of the newest collection that changed something. "all": of every one. A number: of that one. */
export type ChangesScope = 'newest' | 'all' | number;

export interface ChangeFilters {
  search: string;
  kinds: readonly ChangeKind[];
  streams: readonly string[];
  /** Only the history of this person. */
  person: { id: string; name: string } | null;
}

export const NO_FILTERS: ChangeFilters = { search: '', kinds: [], streams: [], person: null };

export interface ChangesState {
  scope: ChangesScope;
  /** The run whose changes are shown; null: of all, or not known yet. */
  runId: number | null;
  filters: ChangeFilters;
  list: Slices<RowChange>;
  counts: ChangesPage['counts'];
  /** Titles of every stream seen in an answer, for the filter. */
  titles: ReadonlyMap<string, string>;
  /** From when on changes are known; null: not yet; undefined: not asked yet. */
  trackedSince: string | null | undefined;
  /** Collections one can choose from, newest first. */
  choices: readonly AsOfChoice[];
  opened: RowChange | null;
  setScope(scope: ChangesScope): void;
  /** Asks once typing pauses. */
  setSearch(search: string): void;
  setFilters(change: Partial<Omit<ChangeFilters, 'search'>>): void;
  clearFilters(): void;
  show(first: number, last: number): void;
  /** The same question again, e.g. after a collection. */
  reload(): void;
  open(change: RowChange): void;
  close(): void;
}

export type ChangesStore = StoreApi<ChangesState>;

export interface ChangesStoreOptions {
  orgId: string;
  scope?: ChangesScope;
  person?: ChangeFilters['person'];
}

export function hasFilters({ search, kinds, streams, person }: ChangeFilters): boolean {
  return search.trim() !== '' || kinds.length + streams.length > 0 || person !== null;
}

/** Reads the `run` parameter of the address: "all", a number, or anything else for the newest. */
export function scopeFromParam(param: string | undefined): ChangesScope {
  if (param === 'all') return 'all';
  return param !== undefined && /^[1-9]\d{0,15}$/.test(param) ? Number(param) : 'newest';
}

export function createChangesStore(api: Pick<Api, 'review'>, options: ChangesStoreOptions): ChangesStore {
  const { orgId } = options;
  let typing: ReturnType<typeof setTimeout> | undefined;

  return createStore<ChangesState>()((set, get) => {
    /** The run behind the scope; asked for once per question and shared by its slices. */
    let run: Promise<number | null> | null = null;

    const findRun = async (): Promise<number | null> => {
      const { scope } = get();
      if (scope === 'all') return null;
      if (scope !== 'newest') return scope;
      const { rows } = await api.review.changes({ orgId, limit: 1 });
      return rows[0]?.runId ?? null;
    };

    const loader = createSliceLoader<RowChange, ChangesPage>({
      fetch: async (offset, limit) => {
        const { filters } = get();
        const asked = (run ??= findRun());
        let runId: number | null;
        try {
          runId = await asked;
        } catch (error) {
          // The next try asks anew.
          if (run === asked) run = null;
          throw error;
        }
        if (run === asked) set({ runId });
        return api.review.changes({
          orgId,
          runId,
          kinds: [...filters.kinds],
          streams: [...filters.streams],
          userId: filters.person?.id ?? null,
          search: filters.search.trim(),
          offset,
          limit,
        });
      },
      read: () => get().list,
      write: (change, page) =>
        set((s) => ({
          list: { ...s.list, ...change },
          ...(page && {
            counts: page.counts,
            trackedSince: page.trackedSince,
            titles: new Map([
              ...s.titles,
              ...page.counts.map(({ stream, title }) => [stream, title] as const),
            ]),
          }),
        })),
    });
    const ask = () => {
      clearTimeout(typing);
      loader.ask();
    };
    const loadChoices = async () => {
      try {
        set({ choices: await api.review.asOfChoices({ orgId }) });
      } catch {
        // The list of changes says what is wrong; without choices one can still see the newest and all.
      }
    };

    return {
      scope: options.scope ?? 'newest',
      runId: null,
      filters: { ...NO_FILTERS, person: options.person ?? null },
      list: noSlices(),
      counts: [],
      titles: new Map(),
      trackedSince: undefined,
      choices: [],
      opened: null,
      setScope: (scope) => {
        run = null;
        set({ scope });
        ask();
      },
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
      show: loader.show,
      reload: () => {
        run = null;
        loader.reload();
        void loadChoices();
      },
      open: (opened) => set({ opened }),
      close: () => set({ opened: null }),
    };
  });
}

export interface CountedOption {
  value: string;
  label: string;
  count: number | undefined;
}

/** Streams to filter by, by title; the counts are those of what is shown. */
export function streamOptions({ titles, counts }: Pick<ChangesState, 'titles' | 'counts'>): CountedOption[] {
  return [...titles]
    .map(([value, label]) => ({ value, label, count: countOf(counts, (one) => one.stream === value) }))
    .sort((a, b) => a.label.localeCompare(b.label));
}

export function kindCount(counts: ChangesState['counts'], kind: ChangeKind): number | undefined {
  return countOf(counts, (one) => one.kind === kind);
}

/** undefined rather than 0: a filter may be what hides them. */
function countOf(
  counts: ChangesState['counts'],
  fits: (one: ChangesState['counts'][number]) => boolean,
): number | undefined {
  return counts.filter(fits).reduce((sum, { count }) => sum + count, 0) || undefined;
}

/** Reads check boxes back into kinds. */
export function kindsOf(values: readonly string[]): ChangeKind[] {
  return values.flatMap((value) => {
    const parsed = ChangeKind.safeParse(value);
    return parsed.success ? [parsed.data] : [];
  });
}

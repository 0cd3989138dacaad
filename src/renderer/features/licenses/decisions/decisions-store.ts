import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Api } from '../../../../shared/contract';
import { AppError } from '../../../../shared/model/errors';
import type { IdleRule } from '../../../../shared/model/idle-rule';
import type { SeatRef, SeatsQuery } from '../../../../shared/model/licenses';
import type {
  Decision,
  DecisionOutcome,
  DecisionRow,
  DecisionsPage,
  DecisionsQuery,
} from '../../../../shared/model/reclaim';
import { countPicked, createPicking, isPicked, NOTHING_PICKED } from '../../../ui/table-picking';
import { createSliceLoader, noSlices, type Slices } from '../../../ui/table-slices';
import type { TableSort } from '../../../ui/table-virtual';
import { pickOfSeat, seatKey, type PickableSeat, type SeatSelection } from '../seats/selection';

export type DecisionSortColumn = NonNullable<DecisionsQuery['sort']>;

export const DECISION_SEARCH_DELAY_MS = 200;

export interface DecisionFilters {
  search: string;
  decisions: readonly Decision[];
  outcomes: readonly DecisionOutcome[];
}

export const NO_DECISION_FILTERS: DecisionFilters = { search: '', decisions: [], outcomes: [] };

export function hasDecisionFilters({ search, decisions, outcomes }: DecisionFilters): boolean {
  return search.trim() !== '' || decisions.length + outcomes.length > 0;
}

export interface DecisionsState {
  filters: DecisionFilters;
  sort: TableSort<DecisionSortColumn>;
  list: Slices<DecisionRow>;
  selection: SeatSelection;
  /** The place ticked last, where a range begins; null: none. */
  anchor: number | null;
  /** Whose details are shown. */
  opened: DecisionRow | null;
  /** Asks once typing pauses. */
  setSearch(search: string): void;
  setFilters(change: Partial<Omit<DecisionFilters, 'search'>>): void;
  clearFilters(): void;
  setSort(sort: TableSort<DecisionSortColumn>): void;
  show(first: number, last: number): void;
  reload(): void;
  open(row: DecisionRow): void;
  close(): void;
  /** As in `Picking`. */
  pick(index: number, extend: boolean): Promise<void>;
  pickAll(): void;
  pickNone(): void;
  /** The ticked seats; none ticked: all of the list. Rejects with TOO_MANY_PICKED. */
  chosen(): Promise<SeatRef[]>;
  /**
   * The same seats as a question for an export: those among them that are idle. Rejects with TOO_MANY_PICKED,
   * and with NOTHING_TO_EXPORT when none is.
   */
  exportQuery(rule: IdleRule): Promise<SeatsQuery>;
}

export type DecisionsStore = StoreApi<DecisionsState>;

const seatOfDecision = ({ kind, licenseId, userId, annualPrice, currency }: DecisionRow): PickableSeat => ({
  licenseKind: kind,
  licenseId,
  userId,
  annualSaving: annualPrice,
  currency,
});

export const keyOfDecision = (row: DecisionRow): string => seatKey(seatOfDecision(row));

export const refOfDecision = ({ kind, licenseId, userId }: DecisionRow): SeatRef => ({
  kind,
  id: licenseId,
  userId,
});

/** The review list: what was decided about which seat, by whom, and what became of it. */
export function createDecisionsStore(
  api: Pick<Api, 'licenses'>,
  { orgId }: { orgId: string },
): DecisionsStore {
  let typing: ReturnType<typeof setTimeout> | undefined;
  return createStore<DecisionsState>()((set, get) => {
    const fetch = (offset: number, limit: number): Promise<DecisionsPage> => {
      const { filters, sort } = get();
      return api.licenses.decisions({
        orgId,
        decisions: [...filters.decisions],
        outcomes: [...filters.outcomes],
        search: filters.search.trim(),
        sort: sort.column,
        descending: sort.descending,
        offset,
        limit,
      });
    };
    const loader = createSliceLoader<DecisionRow, DecisionsPage>({
      fetch,
      read: () => get().list,
      write: (change) => set((s) => ({ list: { ...s.list, ...change } })),
    });
    const picking = createPicking({
      what: 'seats',
      fetch,
      pickOf: (row: DecisionRow) => pickOfSeat(seatOfDecision(row)),
      read: get,
      write: set,
    });
    const noTicks = { selection: NOTHING_PICKED, anchor: null };
    const ask = () => {
      clearTimeout(typing);
      set(noTicks);
      loader.ask();
    };
    const chosenRows = async (): Promise<DecisionRow[]> => {
      const { selection, list } = get();
      const rows = (await picking.everyRow()) ?? [];
      const all = countPicked(selection, list.total ?? 0) === 0;
      return all ? rows : rows.filter((row) => isPicked(selection, keyOfDecision(row)));
    };

    return {
      filters: NO_DECISION_FILTERS,
      sort: { column: 'decidedAt', descending: true },
      list: noSlices(),
      ...noTicks,
      opened: null,
      setSearch: (search) => {
        set((s) => ({ filters: { ...s.filters, search } }));
        clearTimeout(typing);
        typing = setTimeout(ask, DECISION_SEARCH_DELAY_MS);
      },
      setFilters: (change) => {
        set((s) => ({ filters: { ...s.filters, ...change } }));
        ask();
      },
      clearFilters: () => {
        set({ filters: NO_DECISION_FILTERS });
        ask();
      },
      setSort: (sort) => {
        set({ sort, anchor: null });
        clearTimeout(typing);
        loader.ask();
      },
      show: loader.show,
      reload: loader.reload,
      open: (opened) => set({ opened }),
      close: () => set({ opened: null }),
      pick: picking.pick,
      pickAll: () => set({ selection: { kind: 'all' }, anchor: null }),
      pickNone: () => set(noTicks),
      chosen: async () => {
        const { selection } = get();
        if (selection.kind === 'some' && selection.rows.size > 0) {
          return [...selection.rows.values()].map(({ ref }) => ref);
        }
        return (await chosenRows()).map(refOfDecision);
      },
      exportQuery: async (rule) => {
        const only = (await chosenRows()).filter(({ isIdle }) => isIdle).map(refOfDecision);
        if (only.length === 0) {
          throw new AppError({
            code: 'NOTHING_TO_EXPORT',
            kind: 'usage',
            message: 'None of these seats is idle any more.',
            fix: 'Choose other decisions: files are made of seats that are idle and still held.',
          });
        }
        return {
          orgId,
          asOf: null,
          // A decision may be about a license nobody pays for.
          rule: { ...rule, includeFree: true },
          license: null,
          kinds: [],
          reasons: [],
          decisions: [],
          group: null,
          only,
          search: '',
          sort: 'name',
          descending: false,
          offset: 0,
          limit: 100,
        };
      },
    };
  });
}

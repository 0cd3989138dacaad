import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Api } from '../../../../shared/contract';
import type { IdleRule, SeatReason } from '../../../../shared/model/idle-rule';
import type {
  LicenseRef,
  SeatRef,
  SeatsPage,
  SeatsQuery,
  SeatTableRow,
} from '../../../../shared/model/licenses';
import type { CurrencyAmount } from '../../../../shared/model/prices';
import type { Decision } from '../../../../shared/model/reclaim';
import { countPicked, createPicking, NOTHING_PICKED } from '../../../ui/table-picking';
import { createSliceLoader, noSlices, type Slices } from '../../../ui/table-slices';
import type { TableSort } from '../../../ui/table-virtual';
import type { SeatGroup, SeatsFilter } from '../license-tabs';
import { peopleOfPicked, pickOfSeat, seatKey, seatRef, type SeatSelection } from './selection';

export type SeatSortColumn = NonNullable<SeatsQuery['sort']>;
export type DecisionFilter = Decision | 'none';

export const SEAT_SEARCH_DELAY_MS = 200;

export interface SeatFilters {
  search: string;
  license: LicenseRef | null;
  reasons: readonly SeatReason[];
  decisions: readonly DecisionFilter[];
  group: SeatGroup | null;
}

export const NO_SEAT_FILTERS: SeatFilters = {
  search: '',
  license: null,
  reasons: [],
  decisions: [],
  group: null,
};

export function hasSeatFilters({ search, license, reasons, decisions, group }: SeatFilters): boolean {
  return search.trim() !== '' || license !== null || reasons.length + decisions.length > 0 || group !== null;
}

export interface SeatsState {
  rule: IdleRule;
  /** Look back to this moment; null: the newest data. */
  asOf: string | null;
  filters: SeatFilters;
  sort: TableSort<SeatSortColumn>;
  list: Slices<SeatTableRow>;
  /** What all seats that match cost per year; null: not known. */
  annual: readonly CurrencyAmount[] | null;
  selection: SeatSelection;
  /** The place ticked last, where a range begins; null: none. */
  anchor: number | null;
  /** The seat whose evidence is shown, as the newest answer has it. */
  opened: SeatTableRow | null;
  setRule(rule: IdleRule): void;
  setAsOf(asOf: string | null): void;
  /** Asks once typing pauses. */
  setSearch(search: string): void;
  setFilters(change: Partial<Omit<SeatFilters, 'search'>>): void;
  clearFilters(): void;
  /** The filters of the address: those of another address replace what is set. */
  follow(preset: SeatsFilter): void;
  setSort(sort: TableSort<SeatSortColumn>): void;
  show(first: number, last: number): void;
  reload(): void;
  open(seat: SeatTableRow): void;
  close(): void;
  /** As in `Picking`. */
  pick(index: number, extend: boolean): Promise<void>;
  /** All that match. */
  pickAll(): void;
  pickNone(): void;
  /** What the list shows now, as a question. */
  query(): SeatsQuery;
  /** The ticked seats; null: none. */
  picked(): { seats: SeatRef[] } | { query: SeatsQuery } | null;
  /** The people who hold the ticked seats, each once. Rejects with TOO_MANY_PICKED. */
  pickedPeople(): Promise<string[]>;
}

export type SeatsStore = StoreApi<SeatsState>;

export interface SeatsStoreOptions {
  orgId: string;
  rule: IdleRule;
  asOf?: string | null;
  /** Where the address leads; null: nowhere special. */
  preset?: SeatsFilter | null;
}

/** The idle seats of an org under one definition, what of them is shown, and which are ticked. */
export function createSeatsStore(api: Pick<Api, 'review'>, options: SeatsStoreOptions): SeatsStore {
  const { orgId } = options;
  let followed: SeatsFilter = options.preset ?? { license: null, group: null };
  let typing: ReturnType<typeof setTimeout> | undefined;

  return createStore<SeatsState>()((set, get) => {
    const queryFor = (offset: number, limit: number): SeatsQuery => {
      const { rule, asOf, filters, sort } = get();
      const { search, license, reasons, decisions, group } = filters;
      return {
        orgId,
        asOf,
        rule,
        license,
        kinds: [],
        reasons: [...reasons],
        decisions: [...decisions],
        group: group && { by: group.by, value: group.value },
        only: null,
        search: search.trim(),
        sort: sort.column,
        descending: sort.descending,
        offset,
        limit,
      };
    };
    const loader = createSliceLoader<SeatTableRow, SeatsPage>({
      fetch: (offset, limit) => api.review.seats(queryFor(offset, limit)),
      read: () => get().list,
      write: (change, page) =>
        set((s) => ({ list: { ...s.list, ...change }, ...(page && { annual: page.annual ?? null }) })),
    });
    const noTicks = { selection: NOTHING_PICKED, anchor: null };
    const ask = () => {
      clearTimeout(typing);
      // What is ticked and not on the list any more would be decided about unseen.
      set(noTicks);
      loader.ask();
    };
    const again = () => {
      loader.reload();
      void refreshOpened();
    };

    /** The open seat as it is now: it may have been decided about. */
    const refreshOpened = async () => {
      const { opened, rule, asOf } = get();
      if (opened === null) return;
      const key = seatKey(opened);
      try {
        const only = [seatRef(opened)];
        const { rows } = await api.review.seats({ orgId, rule, asOf, only });
        const [seat] = rows;
        // Not idle any more: what was known of it stays until the panel is closed.
        if (seat) set((s) => (s.opened && seatKey(s.opened) === key ? { opened: seat } : {}));
      } catch {
        // The list says what is wrong; the panel keeps what it has.
      }
    };

    const picking = createPicking({
      what: 'seats',
      fetch: (offset, limit) => api.review.seats(queryFor(offset, limit)),
      pickOf: pickOfSeat,
      read: get,
      write: set,
    });

    return {
      rule: options.rule,
      asOf: options.asOf ?? null,
      filters: { ...NO_SEAT_FILTERS, ...options.preset },
      sort: { column: 'lastLoginAt', descending: false },
      list: noSlices(),
      annual: null,
      ...noTicks,
      opened: null,
      setRule: (rule) => {
        if (JSON.stringify(rule) === JSON.stringify(get().rule)) return;
        set({ rule });
        ask();
      },
      setAsOf: (asOf) => {
        if (asOf === get().asOf) return;
        set({ asOf, opened: null });
        ask();
      },
      setSearch: (search) => {
        set((s) => ({ filters: { ...s.filters, search } }));
        clearTimeout(typing);
        typing = setTimeout(ask, SEAT_SEARCH_DELAY_MS);
      },
      setFilters: (change) => {
        set((s) => ({ filters: { ...s.filters, ...change } }));
        ask();
      },
      clearFilters: () => {
        set({ filters: NO_SEAT_FILTERS });
        ask();
      },
      follow: (preset) => {
        if (JSON.stringify(preset) === JSON.stringify(followed)) return;
        followed = preset;
        set({ filters: { ...NO_SEAT_FILTERS, ...preset } });
        ask();
      },
      setSort: (sort) => {
        // The same seats in another order: ticks stay, but a range would be another one.
        set({ sort, anchor: null });
        clearTimeout(typing);
        loader.ask();
      },
      show: loader.show,
      reload: again,
      open: (opened) => set({ opened }),
      close: () => set({ opened: null }),
      pick: picking.pick,
      pickAll: () => set({ selection: { kind: 'all' }, anchor: null }),
      pickNone: () => set(noTicks),
      query: () => queryFor(0, 100),
      picked: () => {
        const { selection, list } = get();
        if (countPicked(selection, list.total ?? 0) === 0) return null;
        if (selection.kind === 'all') return { query: queryFor(0, 100) };
        return { seats: [...selection.rows.values()].map(({ ref }) => ref) };
      },
      pickedPeople: async () => {
        const { selection } = get();
        if (selection.kind === 'some') return peopleOfPicked(selection);
        const rows = (await picking.everyRow()) ?? [];
        return [...new Set(rows.map(({ userId }) => userId))];
      },
    };
  });
}

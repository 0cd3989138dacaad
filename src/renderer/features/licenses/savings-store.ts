import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Api } from '../../../shared/contract';
import type { IdleRule } from '../../../shared/model/idle-rule';
import type { CurrencyAmount } from '../../../shared/model/prices';
import type { GroupBy, SavingsGroup } from '../../../shared/model/reclaim';
import { createLatest, notLoaded, type Load } from '../../ui/table-load';

/** A column of the groups: one of their numbers, or the money in one currency ("money:USD"). */
export type SavingsColumn = 'label' | 'people' | 'seats' | 'unpriced' | `money:${string}`;

export interface SavingsSort {
  column: SavingsColumn;
  descending: boolean;
}

export interface SavingsAnswer {
  by: GroupBy;
  groups: readonly SavingsGroup[];
}

export interface SavingsState {
  by: GroupBy;
  /** null: as the answer is ordered, largest cost first. */
  sort: SavingsSort | null;
  groups: Load<SavingsAnswer>;
  setBy(by: GroupBy): void;
  setSort(sort: SavingsSort): void;
  /** The rule and the moment to count by; asks if they are others than before. */
  follow(rule: IdleRule, asOf: string | null): void;
  reload(): void;
}

export type SavingsStore = StoreApi<SavingsState>;

/** What reclaiming the idle seats of each group would save. */
export function createSavingsStore(api: Pick<Api, 'licenses'>, orgId: string): SavingsStore {
  let asked: { rule: IdleRule; asOf: string | null } | null = null;
  return createStore<SavingsState>()((set, get) => {
    const latest = createLatest<SavingsAnswer>((change) =>
      set((s) => ({ groups: { ...s.groups, ...change } })),
    );
    const reload = () => {
      if (asked === null) return;
      const { rule, asOf } = asked;
      const { by } = get();
      void latest(async () => ({ by, groups: await api.licenses.savings({ orgId, rule, asOf, by }) }));
    };
    return {
      by: 'department',
      sort: null,
      groups: notLoaded(),
      setBy: (by) => {
        if (by === get().by) return;
        set({ by });
        reload();
      },
      setSort: (sort) => set({ sort }),
      follow: (rule, asOf) => {
        if (asked && asked.rule === rule && asked.asOf === asOf) return;
        asked = { rule, asOf };
        reload();
      },
      reload,
    };
  });
}

/** What a group saves in one currency; 0 where it has nothing in it. */
export function savingIn({ annual }: Pick<SavingsGroup, 'annual'>, currency: string): number {
  return annual.find((one) => one.currency === currency)?.amount ?? 0;
}

/** The currencies of all groups, that with most money first. */
export function currenciesOf(groups: readonly Pick<SavingsGroup, 'annual'>[]): string[] {
  return totalSavings(groups).map(({ currency }) => currency);
}

/** Per currency and year, largest first. */
export function totalSavings(groups: readonly Pick<SavingsGroup, 'annual'>[]): CurrencyAmount[] {
  const sums = new Map<string, number>();
  for (const { annual } of groups) {
    for (const { currency, amount } of annual) sums.set(currency, (sums.get(currency) ?? 0) + amount);
  }
  return [...sums].map(([currency, amount]) => ({ currency, amount })).sort((a, b) => b.amount - a.amount);
}

/** Nobody's group comes last by name; equal ones stay as they are. */
export function sortGroups(groups: readonly SavingsGroup[], sort: SavingsSort | null): SavingsGroup[] {
  if (sort === null) return [...groups];
  const { column, descending } = sort;
  return [...groups].sort((a, b) => {
    if (column === 'label') {
      if (a.label === null || b.label === null) {
        return Number(a.label === null) - Number(b.label === null);
      }
      return a.label.localeCompare(b.label) * (descending ? -1 : 1);
    }
    const order = numberOf(a, column) - numberOf(b, column);
    return descending ? -order : order;
  });
}

function numberOf(group: SavingsGroup, column: Exclude<SavingsColumn, 'label'>): number {
  return column === 'people' || column === 'seats' || column === 'unpriced'
    ? group[column]
    : savingIn(group, column.slice('money:'.length));
}

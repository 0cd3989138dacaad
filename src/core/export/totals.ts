import { cents, fromCents } from '../licensing/cents';
import type { CurrencyAmount } from '../../shared/model/prices';
import type { UnusedSeat } from '../../shared/model/licenses';

/** What the seats of a list come to. */
export interface SeatTotals {
  seats: number;
  /** Per year and currency, largest first. */
  annual: CurrencyAmount[];
  /** Seats among them without a price. */
  unpriced: number;
}

export interface TotalsCounter {
  add(seat: Pick<UnusedSeat, 'annualSaving' | 'currency'>): void;
  result(): SeatTotals;
}

/** Adds seats up one by one, for lists that are never in memory as a whole. */
export function countTotals(): TotalsCounter {
  let seats = 0;
  let unpriced = 0;
  const byCurrency = new Map<string, number>();
  return {
    add({ annualSaving, currency }) {
      seats++;
      if (annualSaving === null || currency === null) unpriced++;
      else byCurrency.set(currency, (byCurrency.get(currency) ?? 0) + cents(annualSaving));
    },
    result: () => ({
      seats,
      unpriced,
      annual: [...byCurrency]
        .map(([currency, amount]) => ({ currency, amount: fromCents(amount) }))
        .sort((a, b) => b.amount - a.amount),
    }),
  };
}

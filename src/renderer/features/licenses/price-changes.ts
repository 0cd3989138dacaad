import type { LicenseRef, LicenseTableRow } from '../../../shared/model/licenses';
import { type SeatPrice } from '../../../shared/model/prices';

export const HIGHEST_PRICE = 10_000_000;

/** What several licenses have in common; a part is missing where they differ. */
export function commonPrice(rows: readonly Pick<LicenseTableRow, 'price'>[]): Partial<SeatPrice> {
  const [first, ...rest] = rows.map(({ price }) => price);
  if (!first) return {};
  const same = <K extends keyof SeatPrice>(key: K) => rest.every((price) => price?.[key] === first[key]);
  return {
    ...(same('amount') ? { amount: first.amount } : {}),
    ...(same('per') ? { per: first.per } : {}),
    ...(same('currency') ? { currency: first.currency } : {}),
    ...(same('contractEnd') ? { contractEnd: first.contractEnd } : {}),
  };
}

export interface PriceChanges {
  prices: { license: LicenseRef; price: SeatPrice }[];
  /** Without a price so far, and none given: nothing to change. */
  unpriced: number;
}

/** The new prices when some parts of several are changed; `rest` completes those that had none. */
export function changedPrices(
  rows: readonly Pick<LicenseTableRow, 'kind' | 'id' | 'price'>[],
  change: Partial<SeatPrice>,
  rest: Pick<SeatPrice, 'per' | 'currency' | 'contractEnd'>,
): PriceChanges {
  const prices: PriceChanges['prices'] = [];
  for (const { kind, id, price } of rows) {
    const amount = change.amount ?? price?.amount;
    if (amount === undefined) continue;
    prices.push({ license: { kind, id }, price: { ...rest, ...price, ...change, amount } });
  }
  return { prices, unpriced: rows.length - prices.length };
}

/** The other licenses with a price, when one contract's end is to hold for all. */
export function sameEndForAll(
  rows: readonly Pick<LicenseTableRow, 'kind' | 'id' | 'price'>[],
  except: LicenseRef,
  contractEnd: string | null,
): PriceChanges['prices'] {
  return rows.flatMap(({ kind, id, price }) =>
    price === null || (kind === except.kind && id === except.id) || price.contractEnd === contractEnd
      ? []
      : [{ license: { kind, id }, price: { ...price, contractEnd } }],
  );
}

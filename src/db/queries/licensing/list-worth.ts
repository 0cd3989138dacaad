import { annualPrice, type CurrencyAmount } from '../../../shared/model/prices';
import type { People } from '../people';
import type { StoredLicense } from '../stored-licenses';
import { money } from '../time';

/** What the seats of a list cost per year and currency, largest first. Seats without a price cost nothing here. */
export function worthOf(
  { holdings }: Pick<People, 'holdings'>,
  licenses: ReadonlyMap<string, Pick<StoredLicense, 'price'>>,
  list: Int32Array,
): CurrencyAmount[] {
  const counts = new Int32Array(holdings.licenseIds.length);
  for (const seat of list) {
    const license = holdings.licenses[seat] ?? 0;
    counts[license] = (counts[license] ?? 0) + 1;
  }
  const sums = new Map<string, number>();
  holdings.licenseIds.forEach((id, license) => {
    const price = licenses.get(id)?.price;
    const count = counts[license] ?? 0;
    if (!price || count === 0) return;
    sums.set(price.currency, (sums.get(price.currency) ?? 0) + count * annualPrice(price));
  });
  return [...sums]
    .map(([currency, sum]) => ({ currency, amount: money(sum) }))
    .sort((a, b) => b.amount - a.amount || a.currency.localeCompare(b.currency));
}

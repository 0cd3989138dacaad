import type { IdleRule } from '../../../shared/model/idle-rule';
import { annualPrice } from '../../../shared/model/prices';
import type { GroupBy, SavingsGroup } from '../../../shared/model/reclaim';
import type { Connection } from '../../connection';
import { priceOfSeat } from '../../free-licenses';
import { UNKNOWN } from '../id-list';
import { peopleOf } from '../people';
import { countedLicenses, placesOf } from '../seat-counts';
import { storedLicenses } from '../stored-licenses';
import { money } from '../time';
import { asOfOf } from '../user-state';
import { dimensionOf } from './dimensions';
import { featuresInUse } from './features';
import { REASONS, judge } from './judging';

interface Sum {
  people: number;
  seats: number;
  unpriced: number;
  /** Seats by place in the list of counted licenses. */
  byLicense: Map<number, number>;
}

/** Idle seats by department, profile, manager or country. Most dear first, then most seats. */
export function savings(db: Connection, orgId: string, rule: IdleRule, by: GroupBy): SavingsGroup[] {
  const org = db.orgKey(orgId);
  const asOf = asOfOf(db, org);
  if (asOf === null) return [];
  const people = peopleOf(db, org);
  const licenses = countedLicenses(storedLicenses(db, org, featuresInUse(people)), rule);
  const places = placesOf(people, licenses);
  const prices = licenses.map(priceOfSeat);
  const { verdicts } = judge(db, org, people, rule, asOf);
  const dimension = dimensionOf(db, org, people, by);
  const { starts, licenses: held } = people.holdings;
  const sums = new Map<number, Sum>();
  for (let person = 0; person < people.count; person++) {
    if (!REASONS.has(verdicts[person] ?? 0)) continue;
    let isOne = false;
    const value = dimension.of[person] ?? UNKNOWN;
    for (let seat = starts[person] ?? 0; seat < (starts[person + 1] ?? 0); seat++) {
      const place = places[held[seat] ?? 0] ?? UNKNOWN;
      if (place === UNKNOWN) continue;
      let sum = sums.get(value);
      if (sum === undefined)
        sums.set(value, (sum = { people: 0, seats: 0, unpriced: 0, byLicense: new Map() }));
      if (!isOne) sum.people += 1;
      isOne = true;
      sum.seats += 1;
      if (prices[place] === null) sum.unpriced += 1;
      else sum.byLicense.set(place, (sum.byLicense.get(place) ?? 0) + 1);
    }
  }
  const groups = [...sums].map(([value, { people: count, seats, unpriced, byLicense }]): SavingsGroup => {
    const amounts = new Map<string, number>();
    for (const [place, n] of byLicense) {
      const price = prices[place];
      if (price) amounts.set(price.currency, (amounts.get(price.currency) ?? 0) + n * annualPrice(price));
    }
    return {
      value: value === UNKNOWN ? null : (dimension.values[value] ?? null),
      label: value === UNKNOWN ? null : (dimension.labels[value] ?? null),
      people: count,
      seats,
      unpriced,
      annual: [...amounts]
        .map(([currency, amount]) => ({ currency, amount: money(amount) }))
        .sort((a, b) => b.amount - a.amount),
    };
  });
  const cost = ({ annual }: SavingsGroup) => annual[0]?.amount ?? 0;
  return groups.sort(
    (a, b) => cost(b) - cost(a) || b.seats - a.seats || (a.label ?? '').localeCompare(b.label ?? '', 'en'),
  );
}

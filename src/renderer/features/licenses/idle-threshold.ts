import type { IdleCurve } from '../../../shared/model/idle-rule';
import type { LicenseTableRow } from '../../../shared/model/licenses';
import { annualPrice } from '../../../shared/model/prices';

type LicenseCurve = IdleCurve['licenses'][number];

const CENTS = 100;
const keyOf = ({ kind, id }: Pick<LicenseCurve, 'kind' | 'id'>) => `${kind}/${id}`;

/** Idle seats of one license when idle begins at so many days. */
export function seatsAt({ always, byDays }: Pick<LicenseCurve, 'always' | 'byDays'>, days: number): number {
  let seats = always;
  for (const [idle, n] of byDays) if (idle >= days) seats += n;
  return seats;
}

/** What a seat costs a year; null without a price, or where it is not seats that are paid. */
export function annualSeatPrice({
  price,
  metering,
}: Pick<LicenseTableRow, 'price' | 'metering'>): number | null {
  return price === null || metering !== 'seats' ? null : annualPrice(price);
}

/** What so many idle seats cost a year, rounded to cents. */
export function annualWaste(row: Pick<LicenseTableRow, 'price' | 'metering'>, seats: number): number | null {
  const each = annualSeatPrice(row);
  return each === null ? null : Math.round(seats * each * CENTS) / CENTS;
}

/**
 * The licenses as they would be answered with another threshold, without asking: idle seats, those that are
 * inactive, and what they cost. Nothing else depends on the threshold, except for who only an exception protects;
 * that number stays as it was. Licenses that the curve does not have are left as they are.
 */
export function atThreshold(
  curve: IdleCurve,
  rows: readonly LicenseTableRow[],
  days: number,
): LicenseTableRow[] {
  const curves = new Map(curve.licenses.map((license) => [keyOf(license), license]));
  return rows.map((row) => {
    const license = curves.get(keyOf(row));
    if (license === undefined) return row;
    const unused = seatsAt(license, days);
    if (unused === row.unused) return row;
    return {
      ...row,
      unused,
      annualWaste: annualWaste(row, unused),
      reasons: { ...row.reasons, inactive: (row.reasons.inactive ?? 0) + unused - row.unused },
    };
  });
}

/** What a threshold comes to over several licenses. */
export interface ThresholdPoint {
  days: number;
  seats: number;
  /** Per year, by currency. */
  annual: Readonly<Record<string, number>>;
}

/** Every threshold from 1 to `longest` days, over the given licenses. */
export function thresholdPoints(
  curve: IdleCurve,
  rows: readonly Pick<LicenseTableRow, 'kind' | 'id' | 'price' | 'metering'>[],
  longest: number,
): ThresholdPoint[] {
  const curves = new Map(curve.licenses.map((license) => [keyOf(license), license]));
  const currencies = [
    ...new Set(rows.flatMap((row) => (annualSeatPrice(row) === null ? [] : [row.price?.currency ?? '']))),
  ];
  const nothing = () => Object.fromEntries(currencies.map((currency) => [currency, 0]));
  // What is idle for exactly so many days, with everything longer in the last place.
  const seats = new Array<number>(longest + 1).fill(0);
  const annual = seats.map(nothing);
  for (const row of rows) {
    const license = curves.get(keyOf(row));
    if (license === undefined) continue;
    const each = annualSeatPrice(row);
    for (const [idle, n] of [[Infinity, license.always], ...license.byDays] as const) {
      const place = Math.min(Math.max(0, idle), longest);
      seats[place] = (seats[place] ?? 0) + n;
      const costs = annual[place];
      const currency = row.price?.currency;
      if (each !== null && currency && costs) costs[currency] = (costs[currency] ?? 0) + n * each;
    }
  }
  const points: ThresholdPoint[] = [];
  let sum = 0;
  let costs = nothing();
  for (let days = longest; days >= 1; days--) {
    sum += seats[days] ?? 0;
    const here = annual[days] ?? {};
    costs = Object.fromEntries(
      currencies.map((currency) => [currency, (costs[currency] ?? 0) + (here[currency] ?? 0)]),
    );
    points.push({ days, seats: sum, annual: costs });
  }
  return points.reverse();
}

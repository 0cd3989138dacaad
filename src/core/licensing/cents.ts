// Sums of money in whole cents: what is added up afterwards is exactly what is shown.

/** Decimal places of amounts and rates that count; a double of the sizes met here has no more to say. */
const PLACES = 12;
const SCALE = 10n ** BigInt(PLACES);

/** The decimal number a double stands for, times 10^12. */
const scaled = (value: number): bigint => BigInt(value.toFixed(PLACES).replace('.', ''));

/** Rounded half up, away from zero. */
function divided(value: bigint, by: bigint): number {
  const half = value < 0n ? -by / 2n : by / 2n;
  return Number((value + half) / by);
}

/** An amount times a whole number, in cents: 3 seats of 10.005 are 3002. */
export const cents = (amount: number, times = 1): number =>
  divided(scaled(amount) * BigInt(times) * 100n, SCALE);

/** Cents of one currency in cents of another that one unit of the first is worth `rate` units of. */
export const converted = (amount: number, rate: number): number =>
  divided(BigInt(amount) * scaled(rate), SCALE);

/** As the rest of the program holds money. */
export const fromCents = (amount: number): number => amount / 100;

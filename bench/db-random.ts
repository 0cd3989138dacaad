import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

const generator = xoroshiro128plus(20260630);
/** From 0 up to 1, the same numbers with every run. */
export const random = (): number => uniformFloat64(generator);
export const below = (n: number): number => Math.floor(random() * n);
export const pick = <T>(values: readonly T[]): T => {
  const value = values[below(values.length)];
  if (value === undefined) throw new Error('There is nothing to pick from.');
  return value;
};

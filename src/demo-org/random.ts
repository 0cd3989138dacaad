import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Mixes whole numbers into one 32-bit seed (murmur3 finaliser per part), so streams by name never overlap. */
export function mixSeed(...parts: readonly number[]): number {
  let h = 0x9e3779b9;
  for (const part of parts) {
    // Day numbers and record numbers pass 2^32 once multiplied; both halves take part.
    for (const half of [part | 0, Math.floor(part / 0x1_0000_0000) | 0]) {
      h = Math.imul(h ^ half, 0x85ebca6b);
      h ^= h >>> 13;
      h = Math.imul(h, 0xc2b2ae35);
      h ^= h >>> 16;
    }
  }
  return h | 0;
}

/** A deterministic stream: the same parts give the same numbers on every platform. */
export class Rand {
  readonly #rng;

  constructor(...parts: readonly number[]) {
    this.#rng = xoroshiro128plus(mixSeed(...parts));
  }

  /** 0 (included) to 1 (excluded). */
  float(): number {
    return (this.#rng.next() >>> 0) / 0x1_0000_0000;
  }

  /** Whole number, both ends included. */
  int(from: number, to: number): number {
    return from + Math.floor(this.float() * (to - from + 1));
  }

  chance(probability: number): boolean {
    return this.float() < probability;
  }

  pick<T>(items: readonly T[]): T {
    const item = items[this.int(0, items.length - 1)];
    if (item === undefined) throw new RangeError('pick from an empty list');
    return item;
  }

  /** Index drawn by weight from cumulative sums (last entry = total). */
  weighted(cumulative: ArrayLike<number>): number {
    const target = this.float() * (cumulative[cumulative.length - 1] ?? 0);
    let low = 0;
    let high = cumulative.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((cumulative[middle] ?? 0) > target) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /** Characters of `alphabet`, for keys and secrets that must be the same for the same seed. */
  text(length: number, alphabet: string): string {
    let out = '';
    for (let i = 0; i < length; i++) out += alphabet.charAt(this.int(0, alphabet.length - 1));
    return out;
  }
}

/** Running sums for `Rand.weighted`. */
export function cumulate(weights: readonly number[]): number[] {
  let sum = 0;
  return weights.map((weight) => (sum += weight));
}

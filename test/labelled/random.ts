import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/**
 * Chance that is the same with every run. Everybody and every attack throws dice of their own, so that one more
 * user, or another habit, changes nothing for the others.
 */
export class Dice {
  private readonly generator;

  constructor(...stream: readonly number[]) {
    let seed = 0x2545f491;
    for (const part of stream) seed = Math.imul(seed ^ (part + 0x9e3779b9), 0x85ebca6b) ^ (seed >>> 13);
    this.generator = xoroshiro128plus(seed);
  }

  /** From 0 up to 1. */
  next(): number {
    return uniformFloat64(this.generator);
  }

  /** Whole, both ends included. */
  int(from: number, to: number): number {
    return from + Math.floor(this.next() * (to - from + 1));
  }

  between(from: number, to: number): number {
    return from + this.next() * (to - from);
  }

  chance(share: number): boolean {
    return this.next() < share;
  }

  pick<T>(values: readonly T[]): T {
    const value = values[Math.floor(this.next() * values.length)];
    if (value === undefined) throw new Error('There is nothing to pick from.');
    return value;
  }

  /** The first whose share the dice fall into; the last takes the rest. */
  share<T>(values: readonly (readonly [value: T, share: number])[]): T {
    let left = this.next();
    for (const [value, share] of values) {
      left -= share;
      if (left < 0) return value;
    }
    const last = values.at(-1);
    if (last === undefined) throw new Error('There is nothing to pick from.');
    return last[0];
  }

  /** Around 0, most within ±1 (sum of uniform numbers, cut at ±2). */
  spread(): number {
    return (this.next() + this.next() + this.next() + this.next() - 2) * 1;
  }

  /** How often something rare happens, on average `mean` times. */
  poisson(mean: number): number {
    const limit = Math.exp(-mean);
    let n = 0;
    for (let product = this.next(); product > limit; product *= this.next()) n += 1;
    return n;
  }
}

/** A number that stands for a text, for dice. */
export function numberOf(text: string): number {
  let hash = 0;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash, 31) + text.charCodeAt(i);
  return hash;
}

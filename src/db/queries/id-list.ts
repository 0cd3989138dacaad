import type { Slices } from '../slices';
import { type Column, SEPARATOR, countOf, startsOf } from './columns';

/** The number of an id that is not on a list. */
export const UNKNOWN = -1;

/** Ids put on a list at once: some 3 ms. */
const SLICE = 20_000;

/**
 * Hundreds of thousands of ids, numbered in the order given, in one run of bytes: a third of what as many
 * strings and a map of them would take, and found without making a string of what is looked for.
 */
export class IdList {
  readonly count: number;
  private readonly bytes: Buffer;
  private readonly starts: Int32Array;
  /** Open addressing: numbers by hash, UNKNOWN where nothing is. At most half full. */
  private readonly slots: Int32Array;

  constructor(ids: Column, isEmpty = false) {
    this.bytes = Buffer.from(ids?.buffer ?? new ArrayBuffer(0), ids?.byteOffset, ids?.byteLength);
    this.starts = startsOf(ids);
    this.count = this.starts.length - 1;
    this.slots = new Int32Array(2 ** Math.ceil(Math.log2(this.count * 2 + 2))).fill(UNKNOWN);
    if (!isEmpty) this.add(0, this.count);
  }

  /** A long list. */
  static *inSlices(ids: Column): Slices<IdList> {
    const list = new IdList(ids, true);
    for (let from = 0; from < list.count; from += SLICE) {
      yield;
      list.add(from, Math.min(from + SLICE, list.count));
    }
    return list;
  }

  /** The id with a number. */
  at(number: number): string {
    return this.bytes.toString('utf8', this.starts[number] ?? 0, (this.starts[number + 1] ?? 1) - 1);
  }

  /** The number of one id; UNKNOWN when it is not on the list. */
  numberOf(id: string): number {
    const bytes = Buffer.from(id);
    return this.slots[this.slotOf(bytes, 0, bytes.length)] ?? UNKNOWN;
  }

  /** The numbers of the ids of a column, in its order; UNKNOWN for those not on the list. */
  numbersOf(ids: Column): Int32Array {
    const numbers = new Int32Array(countOf(ids));
    if (ids === null) return numbers;
    let start = 0;
    let last = UNKNOWN;
    for (let i = 0; i < numbers.length; i++) {
      let end = start;
      while (end < ids.length && ids[end] !== SEPARATOR) end++;
      // Many columns are in the order of the list, or name one id several times.
      if (last === UNKNOWN || !this.is(last, ids, start, end)) {
        if (last + 1 < this.count && this.is(last + 1, ids, start, end)) last++;
        else last = this.slots[this.slotOf(ids, start, end)] ?? UNKNOWN;
      }
      numbers[i] = last;
      start = end + 1;
    }
    return numbers;
  }

  private add(from: number, to: number): void {
    const { bytes, starts, slots } = this;
    for (let number = from; number < to; number++)
      slots[this.slotOf(bytes, starts[number] ?? 0, (starts[number + 1] ?? 0) - 1)] = number;
  }

  /** Whether the id with a number is the one in `bytes`. Neighbors differ at their ends. */
  private is(number: number, bytes: Uint8Array, start: number, end: number): boolean {
    const known = this.starts[number] ?? 0;
    let left = end - start;
    if ((this.starts[number + 1] ?? 0) - 1 - known !== left) return false;
    while (left > 0 && this.bytes[known + left - 1] === bytes[start + left - 1]) left--;
    return left === 0;
  }

  /** Where the id in `bytes` is, or would be. */
  private slotOf(bytes: Uint8Array, start: number, end: number): number {
    const { slots } = this;
    const mask = slots.length - 1;
    let hash = 0;
    for (let i = start; i < end; i++) hash = (Math.imul(hash, 31) + (bytes[i] ?? 0)) | 0;
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
    for (let slot = (hash ^ (hash >>> 13)) & mask; ; slot = (slot + 1) & mask) {
      const number = slots[slot] ?? UNKNOWN;
      if (number === UNKNOWN || this.is(number, bytes, start, end)) return slot;
    }
  }
}

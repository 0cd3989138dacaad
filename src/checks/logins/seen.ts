/** What was met before, with first and last time and how often. Kept short: the longest unseen goes first. */
export class Seen<V extends string | number> {
  private readonly max: number;
  /** value, first, last, count, one after the other: small in memory and as JSON. */
  private readonly entries: (V | number)[];

  constructor(max: number, entries: readonly (V | number)[] = []) {
    this.max = max;
    this.entries = [...entries];
  }

  get size(): number {
    return this.entries.length / WIDTH;
  }

  has(value: V): boolean {
    return this.place(value) !== -1;
  }

  /** Null: never met, or so long ago that it was dropped. */
  get(value: V): { firstAt: number; lastAt: number; count: number } | null {
    const at = this.place(value);
    if (at === -1) return null;
    return {
      firstAt: this.entries[at + 1] as number,
      lastAt: this.entries[at + 2] as number,
      count: this.entries[at + 3] as number,
    };
  }

  /** When first met; null: never, or dropped. Makes nothing, other than `get`: it is asked for every login. */
  firstAt(value: V): number | null {
    const at = this.place(value);
    return at === -1 ? null : (this.entries[at + 1] as number);
  }

  /** When last met; null: never, or dropped. */
  lastAt(value: V): number | null {
    const at = this.place(value);
    return at === -1 ? null : (this.entries[at + 2] as number);
  }

  add(value: V, at: number): void {
    const { entries } = this;
    const place = this.place(value);
    if (place !== -1) {
      entries[place + 1] = Math.min(entries[place + 1] as number, at);
      entries[place + 2] = Math.max(entries[place + 2] as number, at);
      entries[place + 3] = (entries[place + 3] as number) + 1;
      return;
    }
    if (this.size >= this.max) this.dropOldest();
    entries.push(value, at, at, 1);
  }

  values(): V[] {
    const values: V[] = [];
    for (let at = 0; at < this.entries.length; at += WIDTH) values.push(this.entries[at] as V);
    return values;
  }

  toJSON(): readonly (V | number)[] {
    return this.entries;
  }

  private place(value: V): number {
    for (let at = 0; at < this.entries.length; at += WIDTH) if (this.entries[at] === value) return at;
    return -1;
  }

  private dropOldest(): void {
    let oldest = 0;
    for (let at = 0; at < this.entries.length; at += WIDTH)
      if ((this.entries[at + 2] as number) < (this.entries[oldest + 2] as number)) oldest = at;
    this.entries.splice(oldest, WIDTH);
  }
}

const WIDTH = 4;

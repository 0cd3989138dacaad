/** Remembers what was worked out; what was asked for least recently goes first. */
export class Memo {
  private readonly values = new Map<string, unknown>();
  private readonly capacity: number;

  constructor(capacity: number) {
    this.capacity = capacity;
  }

  /** The key must name everything that `make` depends on and that outlives the memo. */
  get<T>(key: string, make: () => T): T {
    const found = this.values.has(key) ? (this.values.get(key) as T) : make();
    this.values.delete(key);
    this.values.set(key, found);
    if (this.values.size > this.capacity) {
      for (const oldest of this.values.keys()) {
        this.values.delete(oldest);
        break;
      }
    }
    return found;
  }
}

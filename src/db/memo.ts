import { type Slices, Task } from './slices';

interface Entry {
  value: unknown;
  bytes: number;
}

/** Remembers what was worked out, up to a size; what was asked for least recently goes first. */
export class Memo {
  private readonly entries = new Map<string, Entry>();
  private readonly tasks = new Map<string, Task<unknown>>();
  private readonly maxBytes: number;
  private bytes = 0;

  constructor(maxBytes: number) {
    this.maxBytes = maxBytes;
  }

  /** The key must name everything that `make` depends on and that outlives the memo. */
  get<T>(key: string, make: () => T): T {
    const known = this.entries.get(key);
    if (known !== undefined) {
      this.entries.delete(key);
      this.entries.set(key, known);
      return known.value as T;
    }
    const value = make();
    const entry = { value, bytes: key.length * 2 + sizeOf(value) };
    this.entries.set(key, entry);
    this.bytes += entry.bytes;
    for (const [oldest, { bytes }] of this.entries) {
      if (this.bytes <= this.maxBytes || oldest === key) break;
      this.entries.delete(oldest);
      this.bytes -= bytes;
    }
    return value;
  }

  /** The same for the few that are dear to make: they can be made in slices, and stay. */
  task<T>(key: string, make: () => Slices<T>): Task<T> {
    const known = this.tasks.get(key);
    if (known !== undefined && !known.hasFailed) return known as Task<T>;
    const task = new Task(make());
    this.tasks.set(key, task);
    return task;
  }

  /** What such a task has made; null: none has, yet. */
  made<T>(key: string): T | null {
    const task = this.tasks.get(key);
    return task?.isDone === true ? (task.now() as T) : null;
  }
}

/** What an object takes that is not worth counting. */
const SMALL = 200;

/** Bytes of typed arrays, also of those in an object. */
function sizeOf(value: unknown): number {
  if (ArrayBuffer.isView(value)) return value.byteLength;
  if (typeof value !== 'object' || value === null) return SMALL;
  const parts: unknown[] = Object.values(value);
  return parts.reduce<number>((sum, part) => sum + (ArrayBuffer.isView(part) ? part.byteLength : 0), SMALL);
}

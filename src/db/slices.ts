import { setImmediate } from 'node:timers/promises';

// The database process answers one question after the other. Whatever takes long and is not yet asked for is
// therefore done a slice at a time, so that a question waits for one slice at most.

/** Work that may rest wherever it yields; between two yields it takes a few milliseconds. */
export type Slices<T> = Generator<undefined, T>;

/** One piece of such work, done in slices or, for whoever needs it, at once. */
export class Task<T> {
  /** Processor time it has taken so far, roughly: rests do not count. */
  costMs = 0;
  private readonly slices: Slices<T>;
  private result: { value: T } | null = null;
  private failure: { error: unknown } | null = null;

  constructor(slices: Slices<T>) {
    this.slices = slices;
  }

  get hasFailed(): boolean {
    return this.failure !== null;
  }

  get isDone(): boolean {
    return this.result !== null;
  }

  /** Does one slice. True: there is no more to do. Throws what the work throws, then and ever after. */
  step(): boolean {
    if (this.result !== null) return true;
    if (this.failure !== null) throw this.failure.error;
    const start = performance.now();
    try {
      const slice = this.slices.next();
      if (slice.done === true) this.result = { value: slice.value };
    } catch (error) {
      this.failure = { error };
      throw error;
    } finally {
      this.costMs += performance.now() - start;
    }
    return this.result !== null;
  }

  /** The result; what is left to do is done now. */
  now(): T {
    while (!this.step());
    if (this.result === null) throw new Error('A task that is done has a result.');
    return this.result.value;
  }
}

/** Does a task between other work, for as long as `goesOn`. True: it is done. */
export async function unhurried(task: Task<unknown>, goesOn: () => boolean): Promise<boolean> {
  while (goesOn()) {
    if (task.step()) return true;
    await setImmediate();
  }
  return false;
}

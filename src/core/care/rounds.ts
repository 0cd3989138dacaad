import type { Clock } from '../ports';

export interface RoundsOptions<T> {
  clock: Pick<Clock, 'sleep'>;
  /** What a round is. Must not reject: nobody listens to the rounds that begin by themselves. */
  work: () => Promise<T>;
  /** From the end of a round to the beginning of the next one, ms. */
  everyMs: number;
  /** From the start to the first round, ms. */
  firstMs?: number;
}

/** Work done again and again, and never twice at the same time. */
export interface Rounds<T> {
  /** Works again and again, until stopped. Once is enough. */
  start(): void;
  /** Nothing begins by itself any more; resolves when the work in hand has ended. */
  stop(): Promise<void>;
  /** A round now, or the one in hand. */
  tick(): Promise<T>;
  /** Resolves when no work is in hand. */
  settled(): Promise<void>;
  /** Aborted by `stop`, for what a round waits for; another one after each start. */
  signal(): AbortSignal;
}

export function createRounds<T>({ clock, work, everyMs, firstMs = 0 }: RoundsOptions<T>): Rounds<T> {
  let stopper = new AbortController();
  let looping: Promise<void> | null = null;
  let working: Promise<T> | null = null;

  function tick(): Promise<T> {
    working ??= work().finally(() => {
      working = null;
    });
    return working;
  }

  async function loop(signal: AbortSignal): Promise<void> {
    if (firstMs > 0) await clock.sleep(firstMs, signal).catch(() => undefined);
    while (!signal.aborted) {
      await tick();
      await clock.sleep(everyMs, signal).catch(() => undefined);
    }
  }

  return {
    start() {
      if (looping !== null) return;
      if (stopper.signal.aborted) stopper = new AbortController();
      looping = loop(stopper.signal);
    },
    async stop() {
      stopper.abort(new Error('stopped'));
      await Promise.all([looping, working]);
      looping = null;
    },
    tick,
    async settled() {
      await working;
    },
    signal: () => stopper.signal,
  };
}

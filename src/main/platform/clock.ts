import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '../../core/ports';

/** Longest delay a timer can hold (2^31 - 1 ms); longer ones would fire at once. */
const MAX_DELAY_MS = 2_147_483_647;

export const systemClock: Clock = {
  now: () => Date.now(),

  async sleep(ms, signal) {
    const until = Date.now() + ms;
    do {
      signal?.throwIfAborted();
      const remaining = Math.min(Math.max(until - Date.now(), 0), MAX_DELAY_MS);
      try {
        await delay(remaining, undefined, signal === undefined ? {} : { signal });
      } catch (error) {
        // timers/promises rejects with its own AbortError; the port promises the signal's reason.
        signal?.throwIfAborted();
        throw error;
      }
    } while (Date.now() < until);
  },
};

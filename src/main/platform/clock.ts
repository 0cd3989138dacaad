import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '../../core/ports';

/**
 * Longest single wait. A timer does not count the time the computer sleeps, so a longer wait is cut into
 * pieces and the clock on the wall looked at between them.
 */
const PIECE_MS = 30_000;

export const systemClock: Clock = {
  now: () => Date.now(),

  async sleep(ms, signal) {
    const until = Date.now() + ms;
    // Never longer than asked for either: a clock set back must not turn a minute into a year.
    const began = performance.now();
    for (;;) {
      signal?.throwIfAborted();
      const left = Math.min(until - Date.now(), ms - (performance.now() - began));
      if (left <= 0) return;
      try {
        // Timers fire up to a millisecond early.
        await delay(Math.min(Math.ceil(left), PIECE_MS), undefined, signal === undefined ? {} : { signal });
      } catch (error) {
        // timers/promises rejects with its own AbortError; the port promises the signal's reason.
        signal?.throwIfAborted();
        throw error;
      }
    }
  },
};

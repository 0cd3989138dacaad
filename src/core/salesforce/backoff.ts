/** Attempts per request, the first included. */
export const MAX_ATTEMPTS = 4;
const BASE_MS = 500;
const CAP_MS = 20_000;
/** Longer waits than this are the scheduler's business, not a sleeping request's. */
export const LONGEST_RETRY_AFTER_MS = 60_000;

/** "Full jitter" between half and all of 0.5, 1, 2, 4… seconds: never zero, never in step with others. */
export function backoffMs(attempt: number, random: () => number): number {
  return jittered(Math.min(CAP_MS, BASE_MS * 2 ** (attempt - 1)), random);
}

/** Between half of `ms` and all of it. */
export function jittered(ms: number, random: () => number): number {
  return Math.round(ms / 2 + random() * (ms / 2));
}

/** `Retry-After` in ms (seconds or an HTTP date), or null. */
export function retryAfterMs(header: string | null, now: number): number | null {
  if (header === null) return null;
  const text = header.trim();
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}

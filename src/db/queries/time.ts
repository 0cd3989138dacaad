export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

/** Whole days since the epoch, UTC: how the roll-ups number their days. */
export const dayOf = (ms: number): number => Math.floor(ms / DAY_MS);

/** ISO 8601 UTC of epoch ms. */
export function iso(ms: number): string;
export function iso(ms: number | null): string | null;
export function iso(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}

/** Whole days between two moments, in units of 24 hours. Never negative: clocks differ by seconds. */
export function daysBetween(from: number, to: number): number {
  return Math.max(0, Math.floor((to - from) / DAY_MS));
}

/** Cents, so that sums of prices do not show binary fractions. */
export function money(amount: number): number {
  return Math.round(amount * 100) / 100;
}

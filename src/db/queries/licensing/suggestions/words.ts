import type { StoredLicense } from '../../stored-licenses';
import { freeSeats } from './facts';

/** UTC, YYYY-MM-DD. */
export const day = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** One decimal at most. */
export const rounded = (n: number): string => String(Math.round(n * 10) / 10);

/** Names as people write them: "A, B and 3 more". */
export function some(names: readonly string[], most = 3): string {
  const shown = names.slice(0, most).map((name) => `“${name}”`);
  const rest = names.length - shown.length;
  if (rest > 0) return `${shown.join(', ')} and ${String(rest)} more`;
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1) ?? ''}`;
}

/** Whether there is a seat to move to. */
export function seatsToTake(license: StoredLicense): string {
  const free = freeSeats(license);
  if (free === null) return `“${license.label}” has no limit of seats that Salesforce names.`;
  const total = (license.total ?? 0).toLocaleString('en-US');
  return free === 0
    ? `All ${total} seats of “${license.label}” are in use: one must be bought or given back first.`
    : `“${license.label}” has ${free.toLocaleString('en-US')} of ${total} seats free.`;
}

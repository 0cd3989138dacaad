import type { CrashReport } from '../../shared/model/diagnostics';

const KEY = 'seatwatch.crash-seen';

/** What remembers which crash was noticed last: `window.localStorage`, or a stand-in. */
type Memory = Pick<Storage, 'getItem' | 'setItem'>;

/** The newest crash that nobody was told of yet; undefined: none. */
export function unseenCrash(crashes: readonly CrashReport[], memory: Memory): CrashReport | undefined {
  const newest = [...crashes].sort((a, b) => b.at.localeCompare(a.at))[0];
  const seen = memory.getItem(KEY);
  return newest && (seen === null || newest.at > seen) ? newest : undefined;
}

/** Neither this one nor an older one is told of again. */
export function markCrashSeen({ at }: Pick<CrashReport, 'at'>, memory: Memory): void {
  memory.setItem(KEY, at);
}

import type { StorageReport } from '../../../../shared/model/storage';
import { formatBytes, formatCount, formatPercent } from '../../../ui/format';

/** From this share of free pages on compacting is worth the time. */
const WORTH_SHARE = 0.1;
const WORTH_BYTES = 10_000_000;

/** Whether compacting would give back enough to speak of. */
export function isWorthCompacting({ sizeBytes, freeBytes }: Pick<StorageReport, 'sizeBytes' | 'freeBytes'>) {
  return freeBytes >= WORTH_BYTES && freeBytes >= sizeBytes * WORTH_SHARE;
}

/** "412 MB (24%)". */
export function freePart({ sizeBytes, freeBytes }: Pick<StorageReport, 'sizeBytes' | 'freeBytes'>): string {
  return sizeBytes > 0
    ? `${formatBytes(freeBytes)} (${formatPercent((freeBytes / sizeBytes) * 100)})`
    : formatBytes(freeBytes);
}

/**
 * Why compacting may fail: SQLite writes the compacted database beside the old one first, in the worst case
 * twice (VACUUM in the SQLite manual). null: there is room, or nobody knows.
 */
export function roomProblem({ sizeBytes, freeBytes, diskFreeBytes }: StorageReport): string | null {
  const needed = (sizeBytes - freeBytes) * 2;
  if (diskFreeBytes === null || diskFreeBytes >= needed) return null;
  return `Compacting may need up to ${formatBytes(needed)} of room, and the disk has ${formatBytes(diskFreeBytes)} left.`;
}

/** "Forever", "2 years", "400 days". */
export function keepingWords(days: number | null): string {
  if (days === null) return 'Forever';
  return days % 365 === 0 ? formatCount(days / 365, 'year') : formatCount(days, 'day');
}

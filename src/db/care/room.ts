import { existsSync, realpathSync, statSync, statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { AppError } from '../../shared/model/errors';

/** Beside a database file. */
export const LOG_SUFFIXES = ['-wal', '-journal'] as const;

/** Bytes of a database with the log that belongs to it; 0 when there is none. */
export function sizeWithLog(file: string): number {
  const real = existsSync(file) ? realpathSync(file) : file;
  return [real, ...LOG_SUFFIXES.map((suffix) => real + suffix)].reduce(
    (sum, path) => sum + (statSync(path, { throwIfNoEntry: false })?.size ?? 0),
    0,
  );
}

/** Bytes this user may still write into a folder, or the nearest one above it; null where the system does not say. */
export function freeBytes(folder: string): number | null {
  let existing = folder;
  while (!existsSync(existing) && dirname(existing) !== existing) existing = dirname(existing);
  try {
    const { bavail, bsize } = statfsSync(existing);
    return bavail * bsize;
  } catch {
    return null;
  }
}

/** Throws NOT_ENOUGH_ROOM. Called before anything is written, so that no disk is filled to its last byte. */
export function requireRoom(need: { folder: string; bytes: number; what: string }): void {
  const free = freeBytes(need.folder);
  if (free === null || free >= need.bytes) return;
  throw new AppError({
    code: 'NOT_ENOUGH_ROOM',
    kind: 'data',
    message: `${need.what} needs ${megabytes(need.bytes)} of free disk space, of which ${megabytes(free)} are left.`,
    fix: 'Free some disk space and try again. Nothing was changed.',
    retryable: true,
  });
}

const megabytes = (bytes: number): string => `${Math.ceil(bytes / 1_000_000).toLocaleString('en-US')} MB`;

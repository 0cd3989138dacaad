import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

// What merging and forgetting leave in the data folder when their process is killed.

const FOLDER = /^merging-(\d+)-/;

/** A folder beside the database for the copy of what is merged. The caller removes it. */
export function mergingFolder(database: string): string {
  sweepMergingFolders(database);
  return mkdtempSync(join(dirname(database), `merging-${String(process.pid)}-`));
}

/** Removes such folders of processes that are gone. */
export function sweepMergingFolders(database: string): void {
  const folder = dirname(database);
  for (const name of readdirSync(folder)) {
    const pid = FOLDER.exec(name)?.[1];
    if (pid === undefined || isRunning(Number(pid))) continue;
    try {
      rmSync(join(folder, name), { recursive: true, force: true });
    } catch {
      // A virus scanner may hold a file on Windows; the next look removes it.
    }
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Of another user: somebody who got the number since.
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

/** Stands beside the database from before somebody is removed until the file has been rewritten. */
const marker = (database: string): string => join(dirname(database), 'erasing');

export const isErasing = (database: string): boolean =>
  statSync(marker(database), { throwIfNoEntry: false }) !== undefined;

export function beginErasing(database: string): void {
  writeFileSync(marker(database), '', { mode: 0o600 });
}

/** Nothing was removed. */
export function endErasing(database: string): void {
  rmSync(marker(database), { force: true });
}

/** After the file was rewritten. False: its log still holds what was there before, because somebody reads it. */
export function noteRewritten(database: string): boolean {
  if ((statSync(`${database}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0) return false;
  endErasing(database);
  return true;
}

import { readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

const bytes = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;

/**
 * Whether there was a database and now there is none: the file is missing or empty, and its log or backups of it
 * are there. (SQLite would throw the log away and begin anew.)
 */
export function isGone(file: string): boolean {
  if (bytes(file) > 0) return false;
  return bytes(`${file}-wal`) > 0 || hasBackups(join(dirname(file), 'backups'));
}

function hasBackups(folder: string): boolean {
  try {
    return readdirSync(folder).some((name) => name.endsWith('.db') && !name.startsWith('.'));
  } catch {
    return false;
  }
}

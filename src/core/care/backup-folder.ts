import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describeBackup } from '../../shared/model/backup-names';
import type { BackupFile } from '../../shared/model/backups';

export const backupsFolder = (dataDir: string): string => join(dataDir, 'backups');

/** The backups of a folder, newest first; none when there is no such folder. */
export function listBackups(folder: string): BackupFile[] {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch {
    return [];
  }
  return names
    .flatMap((name) => {
      const file = join(folder, name);
      const stats = statSync(file, { throwIfNoEntry: false });
      if (stats?.isFile() !== true) return [];
      const described = describeBackup({ name, modifiedAt: stats.mtimeMs });
      return described === null ? [] : [{ ...described, file, sizeBytes: stats.size }];
    })
    .sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
}

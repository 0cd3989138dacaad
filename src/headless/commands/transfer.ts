import { backupsFolder, listBackups } from '../../core/care/backup-folder';
import { createTransfer, type Transfer } from '../../core/transfer/transfer';
import type { Context } from '../context';
import type { HeadlessServices } from '../deps';

/** What the commands export, import and forget have in common. */
export function transferOf(
  { deps, notice }: Pick<Context, 'deps' | 'notice'>,
  { db, policy, dataDir, backups }: Pick<HeadlessServices, 'db' | 'policy' | 'dataDir' | 'backups'>,
): Transfer {
  const quiet = (): void => undefined;
  return createTransfer({
    db,
    policy,
    clock: { now: () => deps.now() },
    log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
    version: deps.system.appVersion,
    makeBackup: async (reason) => {
      const made = await backups.make(reason);
      await notice(`Backup of what was there before: ${made.file}`);
      return made;
    },
    listBackups: () => listBackups(backupsFolder(dataDir)),
  });
}

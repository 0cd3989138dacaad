import { app } from 'electron';
import { backupsFolder, listBackups } from '../../core/care/backup-folder';
import { createTransfer } from '../../core/transfer/transfer';
import type { Services } from '../compose';
import type { Inspected } from '../ipc/handlers/data-backups';
import { transferHandlers } from '../ipc/handlers/data-transfer';
import { transferDialogs } from './transfer-dialogs';
import type { Upkeep } from './upkeep';

export interface WindowTransferDeps {
  services: Services;
  upkeep: Pick<Upkeep, 'backups' | 'emit'>;
  inspected: Inspected;
  requireWindow: Parameters<typeof transferDialogs>[0];
}

/** Exports of everything, merging and forgetting, as the window does them. */
export function createWindowTransfer({
  services,
  upkeep,
  inspected,
  requireWindow,
}: WindowTransferDeps): ReturnType<typeof transferHandlers> {
  const { db, policy, clock, log, dataDir } = services;
  return transferHandlers({
    transfer: createTransfer({
      ...{ db, policy, clock, log, version: app.getVersion() },
      makeBackup: (reason) => upkeep.backups.make(reason),
      listBackups: () => listBackups(backupsFolder(dataDir)),
    }),
    inspected,
    dialogs: transferDialogs(requireWindow),
    today: () => new Date(clock.now()).toISOString().slice(0, 10),
    onChanged: () => {
      upkeep.emit('orgs.changed', {});
      upkeep.emit('data.changed', {});
    },
  });
}

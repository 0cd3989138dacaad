import { join } from 'node:path';
import type { TransferDatabase, TransferTasks } from '../../core/ports-transfer';
import type { CareEnvironment } from '../care/environment';
import { isGone } from '../care/presence';
import { createConnection } from '../connection';
import { missing } from '../errors';
import { openDatabase } from '../open';
import { DATABASE_FILE } from '../session';
import { createTransfer } from './index';

/**
 * The long work of `TransferDatabase`, over a connection of its own. Does not ask for the data directory: it is held
 * by whoever started this process for it, and keeps from writing meanwhile.
 */
export function createTransferTasks(environment: CareEnvironment): TransferTasks {
  const beside = async <R>(dataDir: string, work: (transfer: TransferDatabase) => Promise<R>): Promise<R> => {
    const file = join(dataDir, DATABASE_FILE);
    if (isGone(file)) throw missing(file);
    const sqlite = openDatabase({ file, nativeBinding: environment.nativeBinding });
    try {
      return await work(createTransfer(createConnection(sqlite, file), environment, () => undefined));
    } finally {
      sqlite.close();
    }
  };
  return {
    checkMerge: (dataDir, file) => beside(dataDir, (transfer) => transfer.checkMerge(file)),
    previewMerge: (dataDir, file) => beside(dataDir, (transfer) => transfer.previewMerge(file)),
    mergeFrom: (dataDir, file) => beside(dataDir, (transfer) => transfer.mergeFrom(file)),
    previewForget: (dataDir, ...who) => beside(dataDir, (transfer) => transfer.previewForget(...who)),
    forgetPerson: (dataDir, ...who) => beside(dataDir, (transfer) => transfer.forgetPerson(...who)),
  };
}

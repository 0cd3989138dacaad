import type { Care } from '../../../core/care/care';
import type { Database } from '../../../core/ports';
import type { AllHandlers } from '../routes';
import type { backupHandlers, Inspected } from './data-backups';
import type { transferHandlers } from './data-transfer';

export interface DataHandlersDeps {
  care: Care;
  db: Database;
  /** About backups and the data folder. */
  handlers: ReturnType<typeof backupHandlers>;
  /** About exports, merging and forgetting. */
  transfer: ReturnType<typeof transferHandlers>;
  /** The backup looked into last. */
  inspected: Inspected;
}

export function dataHandlers({ care, db, handlers, transfer }: DataHandlersDeps): AllHandlers['data'] {
  return {
    storage: () => db.storage(),
    previewPurge: ({ orgId, keepLoginsDays }) => care.preview(orgId, keepLoginsDays),
    compact: async () => ({ freedBytes: await care.compact() }),
    // DATA
    ...handlers,
    // PORT
    ...transfer,
  };
}

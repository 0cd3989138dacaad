import path from 'node:path';
import type { Transfer } from '../../../core/transfer/transfer';
import type { EverythingFormat } from '../../../shared/model/backups';
import type { AllHandlers } from '../routes';
import type { Inspected } from './data-backups';

export interface TransferDialogs {
  /** Where an export goes: a file for SQLite, a new folder otherwise; null: dismissed. */
  askForExport(format: EverythingFormat, suggestedName: string): Promise<string | null>;
}

export interface TransferHandlersDeps {
  transfer: Transfer;
  inspected: Inspected;
  dialogs: TransferDialogs;
  /** YYYY-MM-DD, for names of files. */
  today: () => string;
  /** Whatever is shown may have changed. */
  onChanged: () => void;
}

type Methods =
  | 'exportEverything'
  | 'previewMerge'
  | 'mergeInspected'
  | 'previewForget'
  | 'forget'
  | 'leftOut'
  | 'stopLeavingOut';

export function transferHandlers(deps: TransferHandlersDeps): Pick<AllHandlers['data'], Methods> {
  const { transfer, inspected, dialogs, onChanged } = deps;
  return {
    async exportEverything({ format }) {
      const name = `seatwatch-${deps.today()}-${format}${format === 'sqlite' ? '.sqlite' : ''}`;
      const chosen = await dialogs.askForExport(format, name);
      if (chosen === null) return null;
      // People choose a folder that is there, often with other things in it: the export gets one of its own.
      const target = format === 'sqlite' ? chosen : path.join(chosen, name);
      const {
        path: written,
        files,
        bytes,
      } = await transfer.exportEverything({
        format,
        path: target,
        orgId: null,
      });
      return { path: written, files, bytes };
    },
    previewMerge: () => transfer.previewMerge(inspected.require()),
    async mergeInspected() {
      const report = await transfer.merge(inspected.require());
      onChanged();
      return report;
    },
    previewForget: ({ orgId, userId }) => transfer.previewForget(orgId, userId),
    async forget({ orgId, userId, andIgnore }) {
      const report = await transfer.forget(orgId, userId, andIgnore);
      onChanged();
      return report;
    },
    leftOut: ({ userId }) => transfer.leftOut(userId),
    stopLeavingOut: ({ orgId, digest }) => transfer.stopLeavingOut(orgId, digest),
  };
}

import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { ForgetCounts } from '../../core/ports-transfer';
import { AppError } from '../../shared/model/errors';
import { requireRoom, sizeWithLog } from '../care/room';
import type { Connection } from '../connection';
import { compact } from '../queries/storage';

/**
 * Does `forget`, and sees to it that no byte of what it removed stays in the file or its log: pages keep what was
 * deleted, or written anew, until something else takes its place, so the file is rewritten. Throws NOT_ENOUGH_ROOM
 * before anything is changed.
 */
export function eraseWith(
  db: Connection,
  nativeBinding: string | undefined,
  forget: () => ForgetCounts,
): ForgetCounts {
  // Rewriting takes a temporary copy and the log.
  requireRoom({
    folder: dirname(db.file),
    bytes: 2.2 * sizeWithLog(db.file),
    what: 'Removing somebody for good',
  });
  const counts = forget();
  compact(db, nativeBinding);
  if ((statSync(`${db.file}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0) throw notErased(db.file);
  return counts;
}

function notErased(file: string): AppError {
  return new AppError({
    code: 'FORGOTTEN_NOT_ERASED',
    kind: 'busy',
    message: `The person is removed, but another program is reading ${file}: until it has finished, the file may still hold what was removed.`,
    fix: 'Close other programs that use the file, then run: seatwatch data compact, or choose Compact in the settings.',
  });
}

import { dirname } from 'node:path';
import type { ForgetCounts } from '../../core/ports-transfer';
import { AppError } from '../../shared/model/errors';
import { requireRoom, sizeWithLog } from '../care/room';
import type { Connection } from '../connection';
import { compact } from '../queries/storage';
import { beginErasing, endErasing, isErasing, noteRewritten } from './leftovers';

export interface EraseOptions {
  nativeBinding?: string | undefined;
  /** Told before each step; tests end the process there. */
  onStep?: ((step: string) => void) | undefined;
}

/** As long a question of the window may go on that reads what is no longer there. */
const PATIENCE_MS = 10_000;

/**
 * Does `forget`, and sees to it that no byte of what it removed stays in the file or its log: pages keep what was
 * deleted, or written anew, until something else takes its place, so the file is rewritten. What is not rewritten
 * because the process is killed is when the database is opened next. Throws NOT_ENOUGH_ROOM before anything is
 * changed.
 */
export function eraseWith(
  db: Connection,
  { nativeBinding, onStep }: EraseOptions,
  forget: () => ForgetCounts,
): ForgetCounts {
  // Rewriting takes a temporary copy and the log.
  requireRoom({
    folder: dirname(db.file),
    bytes: 2.2 * sizeWithLog(db.file),
    what: 'Removing somebody for good',
  });
  const wasErasing = isErasing(db.file);
  onStep?.('mark');
  beginErasing(db.file);
  let counts: ForgetCounts;
  try {
    onStep?.('remove');
    counts = forget();
  } catch (error) {
    if (!wasErasing) endErasing(db.file);
    throw error;
  }
  onStep?.('rewrite');
  compact(db, nativeBinding, PATIENCE_MS);
  onStep?.('unmark');
  if (!noteRewritten(db.file)) throw notErased(db.file);
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

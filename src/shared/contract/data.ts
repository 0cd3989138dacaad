import { z } from 'zod';
import { PurgeReport, StorageReport } from '../model/storage';
import { method } from './define';

/** Looking after what was collected. */
export const data = {
  storage: method(z.void(), StorageReport),
  /** What a shorter keeping time would remove now; removes nothing. */
  previewPurge: method(
    z.object({ orgId: z.string(), keepLoginsDays: z.number().int().min(180).max(36_500) }),
    PurgeReport,
  ),
  /** Rewrites the database without its free pages. Rejects with ALREADY_COLLECTING during a collection. */
  compact: method(z.void(), z.object({ freedBytes: z.number().int() })),
};

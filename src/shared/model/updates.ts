import { z } from 'zod';

/** What is known about a newer version. */
export const UpdateStatus = z.object({
  current: z.string(),
  /** Where it is looked for; '' when nobody named a place. */
  source: z.string(),
  /** Looked for by itself once a day. */
  automatic: z.boolean(),
  /** ISO 8601 UTC; null: never. */
  checkedAt: z.string().nullable(),
  /** A newer version whose manifest is signed by us; null: none, or not looked yet. */
  available: z
    .object({
      version: z.string(),
      releasedAt: z.string(),
      notes: z.string(),
      /** The file for this system; null: none for it. */
      fileName: z.string().nullable(),
      sizeBytes: z.number().int().nullable(),
    })
    .nullable(),
  /** Why the last look failed. */
  problem: z.object({ code: z.string(), message: z.string(), fix: z.string() }).nullable(),
});
export type UpdateStatus = z.infer<typeof UpdateStatus>;

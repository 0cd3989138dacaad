import { z } from 'zod';

/** How much room collected data takes. Sizes in bytes. */
export const StorageReport = z.object({
  file: z.string(),
  /** The database with its write-ahead log. */
  sizeBytes: z.number().int(),
  /** Part of it that compacting would give back. */
  freeBytes: z.number().int(),
  /** Backups beside it. */
  backupBytes: z.number().int(),
  /** Room left on the disk; null: the system does not say. */
  diskFreeBytes: z.number().int().nullable(),
  orgs: z.array(
    z.object({
      orgId: z.string(),
      name: z.string(),
      logins: z.number().int(),
      users: z.number().int(),
      /** ISO 8601 UTC; null without logins. */
      oldestLogin: z.string().nullable(),
      keepLoginsDays: z.number().int().nullable(),
    }),
  ),
});
export type StorageReport = z.infer<typeof StorageReport>;

/** What removing old logins did, or would do. */
export const PurgeReport = z.object({ logins: z.number().int(), before: z.string() });
export type PurgeReport = z.infer<typeof PurgeReport>;

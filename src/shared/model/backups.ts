import { z } from 'zod';

/** Why a backup was made. "before-…" ones are made by the program before it changes the whole database. */
export const BackupReason = z.enum([
  'scheduled',
  'manual',
  'before-migration',
  'before-restore',
  'before-import',
  'before-move',
]);
export type BackupReason = z.infer<typeof BackupReason>;

/** One file in `<data folder>/backups`. */
export const BackupFile = z.object({
  /** Name within the folder; what `restoreBackup` takes. */
  name: z.string(),
  file: z.string(),
  /** ISO 8601 UTC. */
  createdAt: z.string(),
  sizeBytes: z.number().int(),
  reason: BackupReason,
});
export type BackupFile = z.infer<typeof BackupFile>;

export const BackupsReport = z.object({
  folder: z.string(),
  /** Newest first. */
  files: z.array(BackupFile),
  /** ISO 8601 UTC; null: no schedule. */
  nextAt: z.string().nullable(),
  /** Why the last scheduled one could not be made; null: it could, or none was due. */
  problem: z.string().nullable(),
});
export type BackupsReport = z.infer<typeof BackupsReport>;

/** What a file is, found out before anything is replaced by it or merged from it. */
export const BackupContent = z.object({
  file: z.string(),
  sizeBytes: z.number().int(),
  /** Name of the newest migration it has been through. */
  schemaVersion: z.string(),
  /** Written by an older version: it is brought up to date after restoring, in a copy before merging. */
  isOlder: z.boolean(),
  orgs: z.array(
    z.object({
      name: z.string(),
      url: z.string(),
      users: z.number().int(),
      logins: z.number().int(),
      /** End of its last complete collection, ISO 8601 UTC. */
      collectedAt: z.string().nullable(),
    }),
  ),
});
export type BackupContent = z.infer<typeof BackupContent>;

export const IntegrityReport = z.object({
  /** ISO 8601 UTC. */
  checkedAt: z.string(),
  /** Empty: sound. */
  problems: z.array(z.string()),
});
export type IntegrityReport = z.infer<typeof IntegrityReport>;

/** What merging another workstation's backup does, or would do. */
export const MergeReport = z.object({
  orgs: z.array(
    z.object({
      name: z.string(),
      url: z.string(),
      /** "new": the org is not connected here yet (it then needs its credentials); "merged": into this one. */
      outcome: z.enum(['new', 'merged']),
      /** Rows that were (would be) added, by what they are: "loginHistory", "runs", "findings", … */
      added: z.record(z.string(), z.number().int()),
      /** Rows on both sides of which the newer one was (would be) kept. */
      updated: z.number().int(),
    }),
  ),
});
export type MergeReport = z.infer<typeof MergeReport>;

/** What forgetting a person removes: rows by table. */
export const ForgetReport = z.object({
  orgId: z.string(),
  userId: z.string(),
  username: z.string().nullable(),
  rows: z.record(z.string(), z.number().int()),
  /** Backups that still hold the person. */
  backups: z.array(z.string()),
});
export type ForgetReport = z.infer<typeof ForgetReport>;

/** All that is known of somebody who was forgotten and is left out of later collections. */
export const LeftOutPerson = z.object({
  orgId: z.string(),
  orgName: z.string(),
  /** SHA-256 of the user id, in hexadecimal: it cannot be told who it is. */
  digest: z.string().regex(/^[0-9a-f]{64}$/),
  /** ISO 8601 UTC. */
  since: z.string(),
});
export type LeftOutPerson = z.infer<typeof LeftOutPerson>;

/** Forms of an export of everything. */
export const EverythingFormat = z.enum(['sqlite', 'csv', 'parquet']);
export type EverythingFormat = z.infer<typeof EverythingFormat>;

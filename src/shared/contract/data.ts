import { z } from 'zod';
import {
  BackupContent,
  BackupFile,
  BackupsReport,
  EverythingFormat,
  ForgetReport,
  IntegrityReport,
  LeftOutPerson,
  MergeReport,
} from '../model/backups';
import { PurgeReport, StorageReport } from '../model/storage';
import { method } from './define';

/** A name within the folder of backups; never a path. */
const BackupName = z.string().regex(/^[^/\\]+\.db$/);
const Person = z.object({ orgId: z.string(), userId: z.string() });

/** Looking after what was collected. Files are always chosen in a dialog of main: null means it was canceled. */
export const data = {
  storage: method(z.void(), StorageReport),
  /** What a shorter keeping time would remove now; removes nothing. */
  previewPurge: method(
    z.object({ orgId: z.string(), keepLoginsDays: z.number().int().min(180).max(36_500) }),
    PurgeReport,
  ),
  /** Rewrites the database without its free pages. Rejects with ALREADY_COLLECTING during a collection. */
  compact: method(z.void(), z.object({ freedBytes: z.number().int() })),

  backups: method(z.void(), BackupsReport),
  backUpNow: method(z.void(), BackupFile),
  /** Writes a copy to a file that the person chooses. */
  saveBackupAs: method(z.void(), z.object({ file: z.string(), sizeBytes: z.number().int() }).nullable()),
  removeBackup: method(z.object({ name: BackupName }), z.void()),
  /** Looks into a backup of the folder, or into a file that the person chooses. */
  inspectBackup: method(z.object({ name: BackupName.nullable() }), BackupContent.nullable()),
  /**
   * Puts the backup that was inspected last in the place of the database (which is kept as a backup itself), and
   * starts the program again. Rejects with ALREADY_COLLECTING, NO_BACKUP_CHOSEN, or what is wrong with the file.
   */
  restoreInspected: method(z.void(), z.void()),
  checkIntegrity: method(z.void(), IntegrityReport),
  showBackups: method(z.void(), z.void()),

  /** Chooses a folder, copies everything there, verifies it, and starts the program again from there. */
  moveDataFolder: method(z.void(), z.object({ from: z.string(), to: z.string() }).nullable()),

  /** Everything collected, in a folder (or file, for SQLite) that the person chooses. */
  exportEverything: method(
    z.object({ format: EverythingFormat }),
    z.object({ path: z.string(), files: z.number().int(), bytes: z.number().int() }).nullable(),
  ),
  /** What merging the backup that was inspected last would do; changes nothing. */
  previewMerge: method(z.void(), MergeReport),
  mergeInspected: method(z.void(), MergeReport),

  /** What forgetting a person would remove; removes nothing. */
  previewForget: method(Person, ForgetReport),
  /** Removes a person's data for good; later collections leave the person out when `andIgnore`. */
  forget: method(Person.extend({ andIgnore: z.boolean() }), ForgetReport),
  /** Who is left out of later collections, of every org, newest first. `userId`: only that user. */
  leftOut: method(z.object({ userId: z.string().nullable() }), z.array(LeftOutPerson)),
  /** The next collection stores them again. False: they are not left out any more. */
  stopLeavingOut: method(LeftOutPerson.pick({ orgId: true, digest: true }), z.boolean()),
};

import type { BackupContent, BackupFile, IntegrityReport } from '../shared/model/backups';
import type { AuthKind } from '../shared/model/org';

/** An org in a backup, with what is needed to look for its secret in the vault. */
export interface RestoredOrg {
  id: string;
  name: string;
  url: string;
  auth: AuthKind;
  isDemo: boolean;
}

/** What a file is; `BackupContent` with the orgs' ids, which stay in main. */
export interface InspectedBackup extends BackupContent {
  ids: RestoredOrg[];
}

export interface DirectoryRequest {
  dataDir: string;
  /** What the holder is doing, for the message that others get meanwhile. */
  command: string;
  /** How long to wait for another process to let go of the directory, ms. */
  waitMs: number;
}

export interface RestoreRequest extends DirectoryRequest {
  file: string;
}

export interface RestoreReport {
  file: string;
  /** Where the database is that was replaced: a backup, or the damaged file set aside. Null: there was none. */
  previous: string | null;
  /** The backup was written by an older version and was brought up to date. */
  migrated: boolean;
  orgs: RestoredOrg[];
}

/** What could be read of one table. */
export interface SalvagedTable {
  table: string;
  rows: number;
  /** False: some rows could not be read, or did not belong there; nobody knows how many they were. */
  whole: boolean;
  /** Rows that were read, and left out because what they refer to is lost. */
  dropped: number;
}

export interface SalvageReport {
  /** Where the damaged files are now. */
  previous: string;
  /** Tables that had rows, or lost some. */
  tables: SalvagedTable[];
  /** Streams that the next collection reads again from the beginning, because rows of theirs are lost. */
  readAgain: string[];
  /** The totals of sign-ins were counted anew. */
  recounted: boolean;
  orgs: RestoredOrg[];
}

/** How the data folder looks to a person who has to decide what to do about a database that cannot be used. */
export interface RecoveryOptions {
  /** Null: the database is sound. */
  problem: string | null;
  /** The newest backup that is sound and not from a newer version. */
  backup: BackupFile | null;
  /** What that backup holds. */
  content: BackupContent | null;
}

export interface MoveRequest extends DirectoryRequest {
  /** The folder to move to; absolute. */
  to: string;
  /** Where the platform's own choice of a folder is: there the new place is noted, when it is what led here. */
  defaultDir: string;
  /** Whether the data folder was found without --data-dir and SEATWATCH_DATA_DIR. */
  isDefault: boolean;
}

export interface MovePlan {
  from: string;
  to: string;
  files: number;
  bytes: number;
  /** What a person should know before: network drives, removable media. */
  warnings: string[];
}

export interface MoveReport extends MovePlan {
  /** Where what was in the old folder has been put. */
  kept: string;
  /** False: whoever starts Seatwatch with --data-dir or SEATWATCH_DATA_DIR has to name the new folder there. */
  followed: boolean;
}

/**
 * Work on database files that no open database does: each runs in a database process of its own, which holds the
 * data directory while it needs to. Nothing is ever deleted that somebody might want back.
 */
export interface CareTasks {
  /**
   * Looks into a file, whole: readable, sound, ours, not newer. Rejects with BACKUP_NOT_FOUND,
   * NOT_A_SEATWATCH_DATABASE, DATABASE_DAMAGED, DATABASE_NEWER. Leaves nothing beside the file.
   */
  inspect(file: string): Promise<InspectedBackup>;
  /** Goes through the whole database while others use it. Rejects when it cannot even be opened. */
  check(dataDir: string): Promise<IntegrityReport>;
  /**
   * Verifies a backup, keeps the present database, and puts the backup in its place. Killed at any instant, the old
   * or the new database is there, whole. Rejects as `inspect`, with DATA_DIR_IN_USE, NOT_ENOUGH_ROOM, or
   * DATABASE_BUSY while another program keeps reading the database.
   */
  restore(request: RestoreRequest): Promise<RestoreReport>;
  /** `backups`: newest first; the first sound one is offered. */
  recoveryOptions(dataDir: string, backups: readonly BackupFile[]): Promise<RecoveryOptions>;
  /**
   * Copies what can be read into a new database and puts it in the place of the damaged one, which is set aside.
   * Rejects with NOTHING_TO_RECOVER when the database is sound, NOTHING_READABLE when no org could be read.
   */
  salvage(request: DirectoryRequest): Promise<SalvageReport>;
  /** A new, empty database; one that is there is set aside. Resolves with where; null: there was none. */
  startEmpty(request: DirectoryRequest): Promise<string | null>;
  /** Rejects with what stands against moving there; changes nothing. */
  planMove(request: MoveRequest): Promise<MovePlan>;
  /**
   * Copies the whole data folder, verifies the copy, and makes it the one that counts. Killed at any instant, one
   * of the two folders is whole and the one that counts; asked again, it goes on.
   */
  move(request: MoveRequest): Promise<MoveReport>;
}

/** Which data folder is used, and why that one. */
export interface DataLocation {
  dataDir: string;
  /** "note": the platform's own folder says where its content was moved. */
  chosenBy: 'option' | 'environment' | 'note' | 'default';
  /** The platform's own folder. */
  defaultDir: string;
}

import type { EverythingFormat, MergeReport } from '../shared/model/backups';
import type { Relation, RelationRow } from '../shared/model/relations';

// The part of the database port (ports.ts) that moves data: out of Seatwatch, between its databases, and away.

export interface EverythingRequest {
  format: EverythingFormat;
  /** A file for "sqlite", a folder for the others. */
  path: string;
  /** Null: every org, also those taken off the list with their data kept. */
  orgId: string | null;
  /** Epoch ms: when it is made. */
  at: number;
  /** Name and version, for files that say who wrote them. */
  application: string;
}

export interface EverythingResult {
  path: string;
  /** Files the export consists of, also those that were up to date already. */
  files: number;
  rows: number;
  bytes: number;
}

/** An org as an export names it. */
export interface ExportedOrg {
  /** Its `uid`: what `org_id` of every row says. */
  id: string;
  name: string;
  salesforceOrgId: string | null;
  isRemoved: boolean;
}

/** One moment of the database, for whoever writes it down. */
export interface RelationSource {
  /** Name of the newest migration. */
  schemaVersion: string;
  orgs: readonly ExportedOrg[];
  relations: readonly Relation[];
  /**
   * Rows of one org in pages of some thousands, read as they are asked for: by the partition column, where there is
   * one, and then by the key.
   */
  rows(relation: Relation, orgId: string): Iterable<RelationRow[]>;
}

export interface WriteRequest {
  format: Exclude<EverythingFormat, 'sqlite'>;
  folder: string;
  /** Of the orgs of the source, all that there are. Files of other orgs are left as they are. */
  isComplete: boolean;
  at: number;
  application: string;
}

/** Writes an export into a folder; rejects with NOT_AN_EXPORT, CANNOT_WRITE or DISK_FULL. */
export type WriteRelations = (source: RelationSource, request: WriteRequest) => Promise<EverythingResult>;

/** Rows that forgetting a person removes or makes anonymous, by table. */
export interface ForgetCounts {
  username: string | null;
  rows: Record<string, number>;
}

export interface TransferDatabase {
  /** Writes everything collected into files, of one moment, while others go on. */
  exportEverything(request: EverythingRequest): Promise<EverythingResult>;
  /** Rejects as `mergeFrom` would; otherwise does nothing. */
  checkMerge(file: string): Promise<void>;
  /** What `mergeFrom` would do; changes nothing. */
  previewMerge(file: string): Promise<MergeReport>;
  /**
   * Takes over what another Seatwatch collected, out of one of its backups; the backup is not changed. All or
   * nothing. Rejects with what is wrong with the file, or ALREADY_COLLECTING.
   */
  mergeFrom(file: string): Promise<MergeReport>;
  /** What `forgetPerson` would remove; removes nothing. Rejects with UNKNOWN_PERSON when there is nothing. */
  previewForget(orgId: string, userId: string): Promise<ForgetCounts>;
  /**
   * Removes everything about a user for good: their bytes are overwritten. `ignore`: nothing about them is stored
   * again by later collections. Rejects with UNKNOWN_PERSON, RUN_AS_USER, ALREADY_COLLECTING,
   * NOT_ENOUGH_ROOM (nothing was changed then), or FORGOTTEN_NOT_ERASED when another program keeps the old pages.
   */
  forgetPerson(orgId: string, userId: string, ignore: boolean, at: number): Promise<ForgetCounts>;
  /** The users of an org who are ignored, newest first; who they are cannot be told. `userId`: only that one. */
  listIgnored(orgId: string, userId?: string): Promise<IgnoredPerson[]>;
  /** The next collection stores them again. `person`: user id or digest. False: the user was not ignored. */
  stopIgnoring(orgId: string, person: string): Promise<boolean>;
  /** The user ids of whoever is, or was, called so (or has that id) in whatever is stored. */
  findPerson(orgId: string, username: string): Promise<string[]>;
  /** Lets go of what is kept in memory and temporary files: another process is about to write, or has written. */
  letGo(): Promise<void>;
}

/** All that is kept of a user who is ignored. */
export interface IgnoredPerson {
  /** SHA-256 of the user id, in hexadecimal. */
  digest: string;
  /** Epoch ms. */
  ignoredAt: number;
}

/**
 * Writing that takes long, each done in a database process of its own while the one that holds the data directory
 * goes on answering; that one has to keep from writing meanwhile. Names and errors as in `TransferDatabase`.
 */
export interface TransferTasks {
  checkMerge(dataDir: string, file: string): Promise<void>;
  previewMerge(dataDir: string, file: string): Promise<MergeReport>;
  mergeFrom(dataDir: string, file: string): Promise<MergeReport>;
  previewForget(dataDir: string, orgId: string, userId: string): Promise<ForgetCounts>;
  forgetPerson(
    dataDir: string,
    orgId: string,
    userId: string,
    ignore: boolean,
    at: number,
  ): Promise<ForgetCounts>;
}

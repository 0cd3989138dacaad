import type { Relation, RelationRow } from '../shared/model/relations';

/**
 * One part of a relation that is compared as a whole: its number, the checksum of its rows, and a mark that
 * tells sooner than the checksum whether it changed (only of value to the database it was made in; null: none).
 */
export type KnownPart = readonly [part: number, checksum: string, mark: string | null];

/** How the rows of a relation are told apart into parts. */
export type Partition =
  /** By the column whose value, divided by `length` (ms of a timestamp, days of a date), is the part. */
  | { by: 'time'; column: string; length: number }
  /** By a checksum of the key, so that rows lie anywhere. */
  | { by: 'key'; parts: number };

export interface PublishedRelation extends Relation {
  parts: Partition;
}

/** What an org's data is at one moment; open until closed. */
export interface PublicationSource {
  session: number;
  /** Organization.Id of Salesforce, 18 characters: the same on every workstation. */
  organizationId: string;
  orgName: string;
  url: string;
  /** Epoch ms of the newest page stored. */
  asOf: number;
  inactiveDays: number;
  relations: readonly PublishedRelation[];
}

/** A part, or a stretch of one that is too large for one transaction, with its rows. */
export interface ChangedPart {
  part: number;
  checksum: string;
  mark: string | null;
  /** All its rows, of which `rows` may be a stretch. */
  count: number;
  /** Without `org_id`, in the order of the columns, in the form of the target (see shared/model/relation-values.ts). */
  rows: RelationRow[];
  /** Of a stretch: the time column's values [from, until) that it has all rows of; null: the whole part. */
  stretch: { from: number; until: number; isLast: boolean } | null;
}

export interface PublicationBatch {
  changed: ChangedPart[];
  /** Rows of parts that are as they were. */
  unchangedRows: number;
  /** Parts that are as they were, but whose marks are not. */
  marked: [part: number, mark: string][];
  /** Set with the last batch. */
  end: {
    /** Known parts that have no rows any more. */
    vanished: number[];
  } | null;
}

/** What the target says of a relation. */
export interface KnownParts {
  parts: readonly KnownPart[];
  /** What was returned by `beginRelation` when the marks were made; null: marks say nothing. */
  witness: string | null;
}

export interface RelationBegun {
  witness: string | null;
  isTrusted: boolean;
  oldest: number | null;
}

/** The part of the database port (ports.ts) that publishing reads. */
export interface PublishDatabase {
  /**
   * Holds on to what is stored now: all that is read until `closePublication` is of one moment, whatever a
   * collection stores meanwhile. Rejects NOTHING_TO_PUBLISH for an org that was never collected.
   */
  openPublication(orgId: string): Promise<PublicationSource>;
  /**
   * Begins to compare a relation with what is known of its parts. The witness says what the marks that follow rest
   * on, and must be stored before them; `isTrusted` false: marks stored before mean nothing any more. `oldest` is the
   * time column's value of the oldest row; null: there are no rows, or parts are not by time.
   */
  beginRelation(session: number, relation: string, known: KnownParts): Promise<RelationBegun>;
  /** The next parts, some thousand rows at most. */
  nextBatch(session: number): Promise<PublicationBatch>;
  closePublication(session: number): Promise<void>;
}

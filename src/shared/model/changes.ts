import { z } from 'zod';

export const ChangeKind = z.enum(['added', 'changed', 'removed']);
export type ChangeKind = z.infer<typeof ChangeKind>;

/** A value as stored: text, number, yes/no as 0/1, or a list as JSON text. */
export const StoredValue = z.union([z.string(), z.number(), z.null()]);
export type StoredValue = z.infer<typeof StoredValue>;

export const FieldChange = z.object({
  /** Name of the stored field, camelCase ("isActive"). */
  field: z.string(),
  before: StoredValue,
  after: StoredValue,
  /** When the field holds an id of a row we know: what that row is called, then and now. */
  beforeLabel: z.string().nullable(),
  afterLabel: z.string().nullable(),
});
export type FieldChange = z.infer<typeof FieldChange>;

/** A row that was added, changed or removed between two collections. */
export const RowChange = z.object({
  id: z.number().int(),
  runId: z.number().int(),
  /** When the collection saw it, ISO 8601 UTC; it happened between the collection before and then. */
  at: z.string(),
  stream: z.string(),
  /** For people ("Users"). */
  streamTitle: z.string(),
  rowId: z.string(),
  kind: ChangeKind,
  /** What the row is called ("Ada Lovelace"). */
  label: z.string(),
  /** The user the row belongs to, for a link; null: none. */
  userId: z.string().nullable(),
  userName: z.string().nullable(),
  /** Only for `changed`. */
  fields: z.array(FieldChange),
});
export type RowChange = z.infer<typeof RowChange>;

export const ChangesQuery = z.object({
  orgId: z.string(),
  /** Only those of this run; null: of all. */
  runId: z.number().int().nullable().default(null),
  /** ISO 8601 UTC, inclusive; null: from the beginning. */
  since: z.string().nullable().default(null),
  /** Exclusive; null: up to the present. */
  until: z.string().nullable().default(null),
  /** Empty: all. */
  streams: z.array(z.string()).default([]),
  kinds: z.array(ChangeKind).default([]),
  /** Only the history of this person. */
  userId: z.string().nullable().default(null),
  /** Looks through labels and usernames, case-insensitively. */
  search: z.string().max(200).default(''),
  offset: z.number().int().min(0).default(0),
  limit: z.number().int().min(1).max(500).default(100),
});
export type ChangesQuery = z.infer<typeof ChangesQuery>;

/** Newest first. */
export const ChangesPage = z.object({
  total: z.number().int(),
  rows: z.array(RowChange),
  /** Of everything the query finds, by stream and kind, for filters. */
  counts: z.array(
    z.object({ stream: z.string(), title: z.string(), kind: ChangeKind, count: z.number().int() }),
  ),
  /** From when on changes are known (the first complete collection); null: not yet. */
  trackedSince: z.string().nullable(),
});
export type ChangesPage = z.infer<typeof ChangesPage>;

/** A moment to look back to: "as it was at that time". ISO 8601 UTC; null: the newest data. */
export const AsOf = z.string().nullable().default(null);
export type AsOf = z.infer<typeof AsOf>;

/** The moments one can look back to: the ends of collections since tracking began, newest first. */
export const AsOfChoice = z.object({ at: z.string(), runId: z.number().int() });
export type AsOfChoice = z.infer<typeof AsOfChoice>;

/**
 * What Seatwatch hands out of its database: relations with stable names and types, which do not follow every
 * change of the tables. Files of an export of everything, tables of a published database and the data dictionary
 * are all made from the same definitions (src/db/relations).
 */

/**
 * How a value is meant. As SQLite gives it: `timestamp` is epoch milliseconds UTC, `date` whole days since the
 * epoch UTC, `boolean` 0 or 1, `json` text holding one JSON document, `integer` a whole number within ±2^53.
 */
export type RelationType = 'text' | 'integer' | 'real' | 'boolean' | 'timestamp' | 'date' | 'json';

export interface RelationColumn {
  /** snake_case. */
  name: string;
  type: RelationType;
  nullable: boolean;
  /** One sentence, for people who write queries. */
  description: string;
}

export interface Relation {
  /** Plural, snake_case: the name of the file, table or view. */
  name: string;
  description: string;
  /** In the order of the rows; the first is always `org_id`, the id (not the name) of the org in Seatwatch. */
  columns: readonly RelationColumn[];
  /** Columns that together name a row; none is nullable. Rows come in this order. */
  key: readonly string[];
  /** Column by whose UTC day the rows are told apart (a `timestamp` or a `date`); none: by org alone. */
  partition?: string;
  /** SELECT without ORDER BY whose result columns are `columns`. Of all orgs, also those off the list. */
  sql: string;
}

/** A row as SQLite gives it: one value for each column, in their order. */
export type RelationRow = readonly (string | number | null)[];

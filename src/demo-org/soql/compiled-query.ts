import type { FieldDef, ObjectDef } from '../catalog/types';
import type { SqlValue } from './literals';
import type { ChildRelationship, NameEntity } from './relationships';

/** SQL text with its bound values, in order. */
export interface SqlPart {
  sql: string;
  params: SqlValue[];
}

/** What a comparison's left side reads. */
export interface Operand {
  /** As the query wrote it. */
  word: string;
  field: FieldDef;
  sql: string;
  /** Relationships walked to reach the field. */
  steps: number;
  /** DAY_ONLY(): the field is a date-time, compared with whole days, which an index on it serves. */
  wholeDays?: true;
}

/** Two sides of `IN (SELECT …)`: ids in the same form. */
export interface SemiJoin extends SqlPart {
  left: string;
  /** The inner side is the larger one. */
  large: boolean;
}

/** One column of the answer: where it goes in the record and how it is read. */
export interface OutputColumn {
  /** Relationship names, then the field name or alias. */
  path: string[];
  field: FieldDef;
  object: ObjectDef | NameEntity;
  sql: string;
  /** FORMAT(): shown as text in the user's locale. */
  localized?: true;
  /** The function call as written, lower-cased name; for the description of the columns. */
  expression?: string;
}

/** One `WHEN … THEN …` of TYPEOF: what is read of parents of one kind. */
export interface TypeBranch {
  /** The kind of object; the fields of all others (ELSE) are those of Name. */
  object: ObjectDef;
  /** SQL alias the parent is joined as. */
  alias: string;
  columns: OutputColumn[];
}

/** What a SELECT list yields, in its order. */
export type Selected =
  | { kind: 'column'; column: OutputColumn }
  | { kind: 'typeof'; path: string[]; idSql: string; branches: TypeBranch[] }
  | { kind: 'children'; relationship: ChildRelationship; query: CompiledQuery };

/** One key of ORDER BY; `after` is what follows the expression: collation, direction, place of empty values. */
export interface OrderTerm {
  sql: string;
  after: string;
}

/** One SELECT of GROUP BY ROLLUP or CUBE: what fills the marks of its SQL, and its GROUP BY. */
export interface GroupingSet {
  fill: (sql: string) => string;
  groupBy: string;
}

/** A query ready to run. `params` bind in the order the parts stand in the SQL. */
export interface CompiledQuery {
  kind: 'rows' | 'count' | 'aggregate';
  object: ObjectDef;
  /** The columns of `selected` that hold one value each. */
  columns: OutputColumn[];
  /** Everything the SELECT list yields, in its order. */
  selected: Selected[];
  /** Parent objects joined, by relationship path. */
  parents: ReadonlyMap<string, { alias: string; object: ObjectDef }>;
  /** SQL of the ids of parents of several kinds, by relationship path. */
  polymorphic: ReadonlyMap<string, string>;
  /** Of a child sub-query: SQL of the number of the parent. */
  link: string | undefined;
  /** SQL alias of the object's table: `t0` unless nested in another statement. */
  alias: string;
  /** `FROM … LEFT JOIN …` without the keyword; the object's table is `t0`. */
  from: string;
  /** The same with another table list in front of the joins: it must bring the object's table. */
  fromLead: (lead: string) => string;
  /** Joins alone, for reading rows of a stored cursor. */
  fromCursor: (cursorTable: string) => string;
  where: SqlPart;
  groupBy: string;
  /** GROUP BY ROLLUP and CUBE: one SELECT each. */
  groupingSets: readonly GroupingSet[] | undefined;
  having: SqlPart;
  order: readonly OrderTerm[];
  orderBy: string;
  limit: number | undefined;
  offset: number;
}

import type { CompiledQuery, OutputColumn } from './compile';
import type { SqlValue } from './literals';

/** Tables whose rows never change once written: such results keep record numbers instead of values. */
const APPEND_ONLY: ReadonlySet<string> = new Set(['login']);

/** Up to so many rows a LIMIT ends the reading soon enough without slices. */
const SMALL_LIMIT = 100_000;

/** A place in the order a query is swept in: the sort column's value (if any), then the record number. */
export type SweepKey = readonly SqlValue[];

/** SQL of a compiled row query in the pieces a stored bulk result is made of and read with. */
export interface BulkRows {
  columns: readonly OutputColumn[];
  /** Neither ORDER BY nor LIMIT, so that the order of the rows is nobody's promise. */
  chunked: boolean;
  /** Columns of the result table besides `pos`: the record number or the values. */
  stored: readonly string[];
  params: readonly SqlValue[];
  /** Most rows of the result. */
  limit: number;
  /** SELECT of the stored columns in the query's own order, all at once. */
  whole: string;
  /** Reading in slices, newest first, so that rows written meanwhile are never met; absent when impossible. */
  sweep: BulkSweep | undefined;
  /** Reads values by position from the result table `table`: append `WHERE cur.pos …`. */
  read: (table: string) => string;
}

/** Slices are ranges of the table's own rows, whether they match or not: each costs about the same. */
export interface BulkSweep {
  /** The order swept is the result's order backwards. */
  backwards: boolean;
  /** Key of the first row of the slice before `before`; binds `before` if given. No row: the slice is the last. */
  boundary: (before: boolean, rows: number) => string;
  /** Rows of a slice from the newest down; binds the query's parameters, then `before`, then `from`. */
  slice: (before: boolean, from: boolean) => string;
}

/**
 * Takes a query that yields records (not groups, and without children or TYPEOF) apart. Unsorted queries can be
 * swept in slices; so can those sorted by a single column that is never empty and never changes. Other sorting
 * needs to see everything at once.
 */
export function bulkRows(query: CompiledQuery): BulkRows {
  const values = query.columns.map((column) => valueSql(query, column));
  const byNumber =
    query.polymorphic.size === 0 &&
    [query.object, ...[...query.parents.values()].map((parent) => parent.object)].every(({ table }) =>
      APPEND_ONLY.has(table),
    );
  const stored = byNumber ? ['n'] : values.map((_, i) => `c${i}`);
  const select = (byNumber ? ['t0.n'] : values).join(', ');
  const limit = Math.min(query.limit ?? Number.MAX_SAFE_INTEGER, query.object.page?.total ?? Infinity);
  const limited = limit < Number.MAX_SAFE_INTEGER;
  return {
    columns: query.columns,
    chunked: !limited && query.order.length === 1,
    stored,
    params: query.where.params,
    limit,
    whole: `SELECT ${select} FROM ${query.from} ${query.where.sql} ${query.orderBy} LIMIT ${limited ? limit : -1}`,
    sweep: limit > SMALL_LIMIT ? sweepOf(query, select) : undefined,
    read: (table) =>
      byNumber
        ? `SELECT ${values.join(', ')} FROM ${query.fromCursor(table)}`
        : `SELECT ${stored.join(', ')} FROM ${table} cur`,
  };
}

/** A field of a parent that is missing is empty, also where its SQL is a constant. */
function valueSql(query: CompiledQuery, { path, sql }: OutputColumn): string {
  const parent = query.parents.get(path.slice(0, -1).join('.'));
  return parent ? `CASE WHEN ${parent.alias}.n IS NOT NULL THEN ${sql} END` : sql;
}

function sweepOf(query: CompiledQuery, select: string): BulkSweep | undefined {
  // The last key is always the record number, in the direction of the key before it.
  const [first, second, ...others] = query.order;
  if (!first || others.length > 0) return undefined;
  const sortable = APPEND_ONLY.has(query.object.table) && /^t0\.\w+$/.test(first.sql);
  if (second && (!sortable || !/^ (ASC|DESC)$/.test(first.after))) return undefined;
  const key = query.order.map((term) => term.sql);
  const row = key.length === 1 ? key.join() : `(${key.join(', ')})`;
  const marks = key.length === 1 ? '?' : '(?, ?)';
  const newestFirst = `ORDER BY ${key.map((part) => `${part} DESC`).join(', ')}`;
  const own = query.where.sql.replace(/^\s*WHERE\s/i, '').trim();
  return {
    backwards: !first.after.includes('DESC'),
    boundary: (before, rows) =>
      `SELECT ${key.join(', ')} FROM ${query.object.table} t0 ${before ? `WHERE ${row} < ${marks}` : ''} ${newestFirst} LIMIT 1 OFFSET ${rows - 1}`,
    slice: (before, from) => {
      const tests = [
        ...(own === '' ? [] : [`(${own})`]),
        ...(before ? [`${row} < ${marks}`] : []),
        ...(from ? [`${row} >= ${marks}`] : []),
      ];
      return `SELECT ${select} FROM ${query.from} ${tests.length > 0 ? `WHERE ${tests.join(' AND ')}` : ''} ${newestFirst}`;
    },
  };
}

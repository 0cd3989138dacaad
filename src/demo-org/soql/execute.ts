import type BetterSqlite3 from 'better-sqlite3';
import { ApiError } from '../errors';
import { compileSoql, type CompileContext, type CompiledQuery } from './compile';
import type { Cursors } from './cursors';
import {
  toAggregate,
  toRecord,
  type QueryResult,
  type RecordContext,
  type RecordShape,
  type Stored,
} from './records';

/** Most rows (or groups) of one answer. */
export const MAX_BATCH = 2000;
const MIN_BATCH = 200;

/** `Sforce-Query-Options: batchSize=n`, pulled into the allowed range; a hint, as on the platform. */
export function batchSizeOf(header: string | undefined): number {
  const asked = /batchSize\s*=\s*(\d+)/i.exec(header ?? '')?.[1];
  return asked === undefined ? MAX_BATCH : Math.min(MAX_BATCH, Math.max(MIN_BATCH, Number(asked)));
}

export interface ExecuteContext extends CompileContext, RecordContext {
  db: BetterSqlite3.Database;
  cursors: Cursors;
  batchSize: number;
}

/** Runs a SOQL query and answers its first page. */
export function executeSoql(soql: string, context: ExecuteContext): QueryResult {
  const query = compileSoql(soql, context);
  if (query.kind === 'count') return countRows(query, context);
  if (query.kind === 'aggregate') return groups(query, context);
  return firstPage(query, context);
}

/** SQL's LIMIT wants a number; -1 is "all". */
const limitSql = (limit: number | undefined, offset: number): string =>
  `LIMIT ${limit ?? -1} OFFSET ${offset}`;

function countRows(query: CompiledQuery, { db }: ExecuteContext): QueryResult {
  const limited = query.limit !== undefined || query.offset > 0;
  const sql = limited
    ? `SELECT COUNT(*) FROM (SELECT 1 FROM ${query.from} ${query.where.sql} ${limitSql(query.limit, query.offset)})`
    : `SELECT COUNT(*) FROM ${query.from} ${query.where.sql}`;
  const totalSize = db
    .prepare(sql)
    .pluck()
    .get(...query.where.params) as number;
  return { totalSize, done: true, records: [] };
}

function groups(query: CompiledQuery, { db, instance }: ExecuteContext): QueryResult {
  const having = query.having.sql === '' ? '' : `HAVING ${query.having.sql}`;
  const ask = Math.min(query.limit ?? MAX_BATCH + 1, MAX_BATCH + 1);
  const rows = db
    .prepare(
      `SELECT ${query.columns.map((c) => c.sql).join(', ')} FROM ${query.from} ${query.where.sql} ${query.groupBy} ${having} ${query.orderBy} ${limitSql(ask, query.offset)}`,
    )
    .raw()
    .all(...query.where.params, ...query.having.params) as Stored[][];
  if (rows.length > MAX_BATCH)
    throw new ApiError(
      400,
      'EXCEEDED_ID_LIMIT',
      'Aggregate query does not support queryMore(), use LIMIT to restrict the results to a single batch',
    );
  const records = rows.map((row) => toAggregate(query.columns, row, instance));
  return { totalSize: records.length, done: true, records };
}

/** The SELECT list with hidden ids, for `attributes` and for missing parents. */
function shapeOf(query: CompiledQuery): { shape: RecordShape; select: string } {
  const ids = new Map([['', { at: query.columns.length, object: query.object }]]);
  const select = query.columns.map((column) => column.sql);
  select.push('t0.n');
  for (const column of query.columns) {
    for (let depth = 1; depth < column.path.length; depth++) {
      const path = column.path.slice(0, depth).join('.');
      if (ids.has(path)) continue;
      const parent = query.parents.get(path);
      if (!parent) continue;
      ids.set(path, { at: select.length, object: parent.object });
      select.push(`${parent.alias}.n`);
    }
  }
  return { shape: { columns: query.columns, object: query.object, ids }, select: select.join(', ') };
}

function firstPage(query: CompiledQuery, context: ExecuteContext): QueryResult {
  const { db, batchSize } = context;
  const { shape, select } = shapeOf(query);
  const ask = Math.min(query.limit ?? batchSize + 1, batchSize + 1);
  const rows = db
    .prepare(
      `SELECT ${select} FROM ${query.from} ${query.where.sql} ${query.orderBy} ${limitSql(ask, query.offset)}`,
    )
    .raw()
    .all(...query.where.params) as Stored[][];
  if (rows.length <= batchSize) {
    const records = rows.map((row) => toRecord(shape, row, context));
    return { totalSize: records.length, done: true, records };
  }
  const cursor = context.cursors.open(
    `SELECT t0.n FROM ${query.from} ${query.where.sql} ${query.orderBy} ${limitSql(query.limit, query.offset)}`,
    query.where.params,
    (table) => `SELECT ${select} FROM ${query.fromCursor(table)}`,
    shape,
    batchSize,
    context.now,
  );
  return context.cursors.page(cursor, 0, batchSize, context);
}

import type BetterSqlite3 from 'better-sqlite3';
import { ApiError } from '../errors';
import { compileSoql, type CompileContext } from './compile';
import type { CompiledQuery } from './compiled-query';
import type { Cursors } from './cursors';
import { pagePlan, renderRows } from './pages';
import { toAggregate, type QueryResult, type RecordContext, type Stored } from './records';

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
  const ask = Math.min(query.limit ?? MAX_BATCH + 1, MAX_BATCH + 1);
  const sets = query.groupingSets?.length ?? 1;
  const params = [...query.where.params, ...query.having.params];
  const rows = db
    .prepare(`${groupsSql(query)} ${limitSql(ask, query.offset)}`)
    .raw()
    .all(...Array<typeof params>(sets).fill(params).flat()) as Stored[][];
  if (rows.length > MAX_BATCH)
    throw new ApiError(
      400,
      'EXCEEDED_ID_LIMIT',
      'Aggregate query does not support queryMore(), use LIMIT to restrict the results to a single batch',
    );
  const records = rows.map((row) => toAggregate(query.columns, row, instance));
  return { totalSize: records.length, done: true, records };
}

/** One SELECT, or with ROLLUP and CUBE one per grouping set, sorted as a whole. */
function groupsSql(query: CompiledQuery): string {
  const having = query.having.sql === '' ? '' : `HAVING ${query.having.sql}`;
  const values = query.columns.map((column) => column.sql);
  if (!query.groupingSets)
    return `SELECT ${values.join(', ')} FROM ${query.from} ${query.where.sql} ${query.groupBy} ${having} ${query.orderBy}`;
  const keys = query.order.map((term) => term.sql);
  const list = [...values.map((sql, i) => `${sql} AS c${i}`), ...keys.map((sql, i) => `${sql} AS o${i}`)];
  const selects = query.groupingSets.map(
    ({ fill, groupBy }) =>
      `SELECT ${fill(list.join(', '))} FROM ${query.from} ${query.where.sql} ${groupBy} ${fill(having)}`,
  );
  const order = query.order.map(({ after }, i) => `o${i}${after}`).join(', ');
  return `SELECT ${values.map((_, i) => `c${i}`).join(', ')} FROM (${selects.join(' UNION ALL ')}) ORDER BY ${order}`;
}

function firstPage(query: CompiledQuery, context: ExecuteContext): QueryResult {
  const { db, cursors } = context;
  const plan = pagePlan(query);
  const batchSize = Math.min(context.batchSize, plan.maxRows);
  const { page } = query.object;
  const limit = page ? Math.min(query.limit ?? page.total, page.total) : query.limit;
  const ask = Math.min(limit ?? batchSize + 1, batchSize + 1);
  const rows = db
    .prepare(
      `SELECT ${plan.select} FROM ${query.from} ${query.where.sql} ${query.orderBy} ${limitSql(ask, query.offset)}`,
    )
    .raw()
    .all(...query.where.params) as Stored[][];
  const whole = rows.length <= batchSize;
  const children = cursors.childOpener(context, context.now, batchSize);
  const records = whole ? renderRows(db, plan, rows, batchSize, context, children) : [];
  if (whole && records.length === rows.length) return { totalSize: records.length, done: true, records };
  const cursor = cursors.open(
    `SELECT t0.n FROM ${query.from} ${query.where.sql} ${query.orderBy} ${limitSql(limit, query.offset)}`,
    query.where.params,
    (table) => `SELECT ${plan.select} FROM ${query.fromCursor(table)}`,
    plan,
    batchSize,
    context.now,
  );
  // Records whose children filled the page are not made twice.
  return whole ? cursors.answer(cursor, 0, records, context) : cursors.page(cursor, 0, batchSize, context);
}

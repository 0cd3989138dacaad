import type BetterSqlite3 from 'better-sqlite3';
import type { CompiledQuery, TypeBranch } from './compiled-query';
import type { SqlValue } from './literals';
import { orderText } from './order';
import {
  toRecord,
  type HiddenId,
  type JsonRecord,
  type QueryResult,
  type RecordContext,
  type RecordShape,
  type ShapeItem,
  type Stored,
} from './records';

/** How the rows of a query are read and made into records; kept with its cursor. */
export interface PagePlan {
  shape: RecordShape;
  /** SELECT list of the statement that reads rows. */
  select: string;
  /** Position of the record number. */
  idAt: number;
  children: readonly ChildPlan[];
  /** Rows per page at most, where the object sets its own limit. */
  maxRows: number;
}

/** A child sub-query, read for many parents at once. */
interface ChildPlan {
  name: string;
  query: CompiledQuery;
  page: PagePlan;
}

/** Where the rest of a record's children waits. */
export type OpenChildren = (
  plan: PagePlan,
  keysSql: string,
  params: readonly SqlValue[],
  pageSql: (table: string) => string,
) => {
  size: number;
  address: (next: number) => string;
};

/** Children of children show so many rows at once. */
const DEEPER_ROWS = 200;

/** Adds the hidden columns: the record's number, those of its parents, and what TYPEOF looks at. */
export function pagePlan(query: CompiledQuery): PagePlan {
  const select: string[] = [];
  const add = (sql: string): number => select.push(sql) - 1;
  const children: ChildPlan[] = [];
  const items = query.selected.map((selected): ShapeItem => {
    if (selected.kind === 'column')
      return { kind: 'value', at: add(selected.column.sql), column: selected.column };
    if (selected.kind === 'typeof') {
      const at = add(selected.idSql);
      return {
        kind: 'typeof',
        path: selected.path,
        at,
        branches: selected.branches.map((branch) => branchShape(query, branch, add)),
      };
    }
    const { name } = selected.relationship;
    children.push({ name, query: selected.query, page: pagePlan(selected.query) });
    return { kind: 'children', name };
  });
  const idAt = add(`${query.alias}.n`);
  const ids = new Map<string, HiddenId>([['', { at: idAt, object: query.object }]]);
  const paths = query.selected.flatMap((selected) =>
    selected.kind === 'column' ? [selected.column.path] : selected.kind === 'typeof' ? [selected.path] : [],
  );
  addParents(query, paths, '', ids, add);
  return {
    shape: { object: query.object, items, ids },
    select: select.join(', '),
    idAt,
    children,
    maxRows: query.object.page?.max ?? Number.MAX_SAFE_INTEGER,
  };
}

function branchShape(query: CompiledQuery, branch: TypeBranch, add: (sql: string) => number): RecordShape {
  const items = branch.columns.map((column): ShapeItem => ({ kind: 'value', at: add(column.sql), column }));
  const ids = new Map<string, HiddenId>([['', { at: add(`${branch.alias}.n`), object: branch.object }]]);
  addParents(
    query,
    branch.columns.map((column) => column.path),
    `${branch.alias}:`,
    ids,
    add,
  );
  return { object: branch.object, items, ids };
}

/** The hidden ids of every parent on the way to the columns. */
function addParents(
  query: CompiledQuery,
  paths: readonly (readonly string[])[],
  keyed: string,
  ids: Map<string, HiddenId>,
  add: (sql: string) => number,
): void {
  for (const path of paths)
    for (let depth = 1; depth < path.length; depth++) {
      const key = path.slice(0, depth).join('.');
      if (ids.has(key)) continue;
      const parent = query.parents.get(keyed + key);
      const several = query.polymorphic.get(keyed + key);
      if (parent) ids.set(key, { at: add(`${parent.alias}.n`), object: parent.object });
      else if (several !== undefined) ids.set(key, { at: add(several), object: 'Name' });
    }
}

/**
 * Records of `rows`, with their children. Child rows count towards the batch ("Change the Batch Size in
 * Queries", SOAP API guide): fewer parents may fit than were read, but at least one; the children of a parent
 * that alone exceeds the batch are cut, and the rest is read with their own cursor.
 */
export function renderRows(
  db: BetterSqlite3.Database,
  plan: PagePlan,
  rows: readonly Stored[][],
  batchSize: number,
  context: RecordContext,
  open: OpenChildren,
): JsonRecord[] {
  if (plan.children.length === 0) return rows.map((row) => toRecord(plan.shape, row, context));
  const parents = rows.map((row) => Number(row[plan.idAt]));
  const found = plan.children.map((child) => readChildren(db, child, parents, batchSize + 1));
  // Beyond the last row read nothing is known of the parents' children.
  const known = Math.min(...found.map(({ complete }) => complete));
  const records: JsonRecord[] = [];
  const share = Math.max(1, Math.floor((batchSize - 1) / plan.children.length));
  let used = 0;
  for (const [i, row] of rows.entries()) {
    const cost = 1 + found.reduce((sum, { byParent }) => sum + (byParent[i]?.length ?? 0), 0);
    const fits = used + cost <= batchSize && i < known;
    if (!fits && i > 0) break;
    used += cost;
    records.push(recordWithChildren(db, plan, row, i, found, fits ? batchSize : share, context, open));
  }
  return records;
}

interface FoundChildren {
  byParent: Stored[][][];
  /** Parents before this one have all their children here. */
  complete: number;
}

function recordWithChildren(
  db: BetterSqlite3.Database,
  plan: PagePlan,
  row: readonly Stored[],
  index: number,
  found: readonly FoundChildren[],
  share: number,
  context: RecordContext,
  open: OpenChildren,
): JsonRecord {
  const children = new Map<string, QueryResult>();
  for (const [i, child] of plan.children.entries()) {
    const rows = found[i]?.byParent[index] ?? [];
    if (rows.length === 0) continue;
    const shown = rows.slice(0, share);
    const records = renderChildren(db, child.page, shown, context, open);
    if (rows.length <= share) {
      children.set(child.name, { totalSize: rows.length, done: true, records });
      continue;
    }
    const { size, address } = openChildren(child, Number(row[plan.idAt]), open);
    children.set(child.name, {
      totalSize: size,
      done: false,
      nextRecordsUrl: address(records.length),
      records,
    });
  }
  return toRecord(plan.shape, row, context, children);
}

/** Records of child rows; below the first level each parent's children are cut at a fixed number. */
function renderChildren(
  db: BetterSqlite3.Database,
  plan: PagePlan,
  rows: readonly Stored[][],
  context: RecordContext,
  open: OpenChildren,
): JsonRecord[] {
  if (plan.children.length === 0) return rows.map((row) => toRecord(plan.shape, row, context));
  return rows.map((row) => {
    const found = plan.children.map((child) =>
      readChildren(db, child, [Number(row[plan.idAt])], DEEPER_ROWS + 1),
    );
    return recordWithChildren(db, plan, row, 0, found, DEEPER_ROWS, context, open);
  });
}

/** Child rows of many parents in the parents' order, `most` at most. */
function readChildren(
  db: BetterSqlite3.Database,
  { query, page }: ChildPlan,
  parents: readonly number[],
  most: number,
): FoundChildren {
  const from = query.fromLead(`json_each(?) parent CROSS JOIN ${query.object.table} t0`);
  const { params } = query.where;
  const where = linkedWhere(query, 'parent.value');
  const order = query.order.map(orderText).join(', ');
  const last = query.limit === undefined ? undefined : query.offset + query.limit;
  const rank = `row_number() OVER (PARTITION BY parent.key ORDER BY ${order})`;
  const sql =
    last === undefined && query.offset === 0
      ? `SELECT ${page.select}, parent.key FROM ${from} ${where} ORDER BY parent.key, ${order} LIMIT ?`
      : `SELECT * FROM (SELECT ${page.select}, parent.key AS parent_key, ${rank} AS child_rank FROM ${from} ${where})
         WHERE child_rank > ${query.offset} ${last === undefined ? '' : `AND child_rank <= ${last}`}
         ORDER BY parent_key, child_rank LIMIT ?`;
  const rows = db
    .prepare(sql)
    .raw()
    .all(JSON.stringify(parents), ...params, most) as Stored[][];
  const keyAt = page.idAt + 1 + hiddenAfterId(page);
  const byParent: Stored[][][] = parents.map(() => []);
  for (const row of rows) byParent[Number(row[keyAt])]?.push(row);
  const lastKey = rows.at(-1)?.[keyAt];
  return { byParent, complete: rows.length < most ? parents.length : Number(lastKey ?? 0) };
}

/** Hidden columns that stand behind the record's number. */
function hiddenAfterId({ shape, idAt }: PagePlan): number {
  return [...shape.ids.values()].filter(({ at }) => at > idAt).length;
}

function openChildren(child: ChildPlan, parent: number, open: OpenChildren): ReturnType<OpenChildren> {
  const { query, page } = child;
  return open(
    page,
    `SELECT t0.n FROM ${query.from} ${linkedWhere(query, '?')} ${query.orderBy} LIMIT ${query.limit ?? -1} OFFSET ${query.offset}`,
    [...query.where.params, parent],
    (table) => `SELECT ${page.select} FROM ${query.fromCursor(table)}`,
  );
}

/** A child query's own WHERE, for the children of one parent. */
function linkedWhere({ where, link }: CompiledQuery, parent: string): string {
  return `${where.sql === '' ? 'WHERE' : `${where.sql} AND`} ${link ?? 'NULL'} = ${parent}`;
}

import { randomInt } from 'node:crypto';
import type BetterSqlite3 from 'better-sqlite3';
import { ApiError } from '../errors';
import { idChecksum } from '../ids';
import { DAY_MS } from '../options';
import type { SqlValue } from './literals';
import { renderRows, type OpenChildren, type PagePlan } from './pages';
import type { JsonRecord, QueryResult, RecordContext, Stored } from './records';
import { addSqlFunctions } from './sql-functions';

/** API Query Cursor Limits: a cursor lives two days; of a user's cursors the oldest gives way to the eleventh. */
const LIFETIME_MS = 2 * DAY_MS;
const MAX_OPEN = 10;

interface Cursor {
  id: string;
  table: string;
  size: number;
  openedAt: number;
  /** Rows per page asked for at the start. */
  batchSize: number;
  plan: PagePlan;
  pageSql: string;
  /** The cursor whose page showed the first of these rows as somebody's children; it goes when that goes. */
  parent: Cursor | undefined;
}

const invalidLocator = (): ApiError => new ApiError(400, 'INVALID_QUERY_LOCATOR', 'invalid query locator');

/**
 * Open query cursors. The record numbers of a result that needs paging are kept, in order, in a table of
 * their own: each page is a range of that table (the cost of a page does not grow with its position), rows
 * that appear later do not shift pages, and memory stays flat however large the result is.
 */
export class Cursors {
  readonly #open = new Map<string, Cursor>();
  #serial = 0;

  constructor(readonly db: BetterSqlite3.Database) {
    addSqlFunctions(db);
  }

  open(
    keysSql: string,
    params: readonly SqlValue[],
    pageSql: (table: string) => string,
    plan: PagePlan,
    batchSize: number,
    now: number,
    parent?: Cursor,
  ): Cursor {
    if (!parent) this.#makeRoom(now);
    const table = `cursor_${++this.#serial}`;
    this.db.exec(`CREATE TABLE ${table} (pos INTEGER PRIMARY KEY, n INTEGER NOT NULL)`);
    // INSERT … SELECT keeps the ORDER BY, so pos counts the result from 1.
    const { changes } = this.db.prepare(`INSERT INTO ${table} (n) ${keysSql}`).run(...params);
    // Random digits bind the locator to this server: another one does not know it.
    const id15 = `01g${String(randomInt(1e9)).padStart(9, '0')}${String(this.#serial).padStart(3, '0').slice(-3)}`;
    const cursor: Cursor = {
      id: id15 + idChecksum(id15),
      table,
      size: changes,
      openedAt: now,
      batchSize,
      plan,
      pageSql: `${pageSql(table)} WHERE cur.pos > ? AND cur.pos <= ? ORDER BY cur.pos`,
      parent,
    };
    this.#open.set(cursor.id, cursor);
    return cursor;
  }

  /** Finds `01g…-2000`; throws INVALID_QUERY_LOCATOR for one that is unknown, too old or beyond the end. */
  find(locator: string, now: number): { cursor: Cursor; offset: number } {
    const match = /^(\w{18})-(\d{1,9})$/.exec(locator);
    const cursor = this.#open.get(match?.[1] ?? '');
    if (!cursor || now - cursor.openedAt > LIFETIME_MS) throw invalidLocator();
    const offset = Number(match?.[2]);
    if (offset >= cursor.size) throw invalidLocator();
    return { cursor, offset };
  }

  page(cursor: Cursor, offset: number, batchSize: number, context: RecordContext): QueryResult {
    const size = Math.min(batchSize, cursor.plan.maxRows);
    const rows = this.db
      .prepare(cursor.pageSql)
      .raw()
      .all(offset, offset + size) as Stored[][];
    const open = this.childOpener(context, cursor.openedAt, size, cursor);
    return this.answer(cursor, offset, renderRows(this.db, cursor.plan, rows, size, context, open), context);
  }

  /** The answer that shows these records, from `offset` on. */
  answer(cursor: Cursor, offset: number, records: JsonRecord[], context: RecordContext): QueryResult {
    const next = offset + records.length;
    if (next >= cursor.size) return { totalSize: cursor.size, done: true, records };
    return {
      totalSize: cursor.size,
      done: false,
      nextRecordsUrl: address(cursor, next, context),
      records,
    };
  }

  /** Opens cursors over the children of one record, as part of a page of `parent` (or of a lone page). */
  childOpener(context: RecordContext, now: number, batchSize: number, parent?: Cursor): OpenChildren {
    return (plan, keysSql, params, pageSql) => {
      const cursor = this.open(keysSql, params, pageSql, plan, batchSize, now, parent);
      return { size: cursor.size, address: (next) => address(cursor, next, context) };
    };
  }

  #makeRoom(now: number): void {
    const mains = [...this.#open.values()].filter((cursor) => !cursor.parent);
    let open = mains.length;
    for (const cursor of mains)
      if (now - cursor.openedAt > LIFETIME_MS || open >= MAX_OPEN) {
        this.#close(cursor);
        open--;
      }
  }

  #close(cursor: Cursor): void {
    for (const other of [...this.#open.values()]) if (other.parent === cursor) this.#close(other);
    this.#open.delete(cursor.id);
    this.db.exec(`DROP TABLE ${cursor.table}`);
  }
}

function address(cursor: Cursor, next: number, context: RecordContext): string {
  return `${context.base}/query/${cursor.id}-${next}`;
}

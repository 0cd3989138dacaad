import { randomInt } from 'node:crypto';
import type BetterSqlite3 from 'better-sqlite3';
import { ApiError } from '../errors';
import { idChecksum } from '../ids';
import { DAY_MS } from '../options';
import type { SqlValue } from './literals';
import { toRecord, type QueryResult, type RecordContext, type RecordShape, type Stored } from './records';

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
  shape: RecordShape;
  pageSql: string;
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

  constructor(readonly db: BetterSqlite3.Database) {}

  open(
    keysSql: string,
    params: readonly SqlValue[],
    pageSql: (table: string) => string,
    shape: RecordShape,
    batchSize: number,
    now: number,
  ): Cursor {
    for (const cursor of [...this.#open.values()])
      if (now - cursor.openedAt > LIFETIME_MS || this.#open.size >= MAX_OPEN) this.#close(cursor);
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
      shape,
      pageSql: `${pageSql(table)} WHERE cur.pos > ? AND cur.pos <= ? ORDER BY cur.pos`,
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
    const rows = this.db
      .prepare(cursor.pageSql)
      .raw()
      .all(offset, offset + batchSize) as Stored[][];
    const records = rows.map((row) => toRecord(cursor.shape, row, context));
    const next = offset + records.length;
    if (next >= cursor.size) return { totalSize: cursor.size, done: true, records };
    return {
      totalSize: cursor.size,
      done: false,
      nextRecordsUrl: `${context.base}/query/${cursor.id}-${next}`,
      records,
    };
  }

  #close(cursor: Cursor): void {
    this.#open.delete(cursor.id);
    this.db.exec(`DROP TABLE ${cursor.table}`);
  }
}

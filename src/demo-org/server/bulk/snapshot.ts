import type BetterSqlite3 from 'better-sqlite3';
import type { BulkRows, SweepKey } from '../../soql/bulk-rows';
import type { Stored } from '../../soql/records';

/** Rows of a table looked at in one go; takes some tens of milliseconds. */
const SLICE_ROWS = 50_000;
/** The first slice is larger, so that a job over an ordinary table is done when its creation is answered. */
const FIRST_SLICES = 2;

/** Lets other requests be answered between two slices. */
export const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/**
 * What a query job found, in a table of its own: record numbers where rows never change, else the values.
 * Large tables are read in slices, from the newest row down, so that rows which appear while the job runs
 * lie behind it and are not found: the result is that of the moment the job was made.
 */
export class Snapshot {
  complete = false;
  #stored = 0;
  #before: SweepKey | undefined;
  #dropped = false;
  #readers = 0;

  constructor(
    readonly db: BetterSqlite3.Database,
    readonly table: string,
    readonly rows: BulkRows,
    readonly sliceRows = SLICE_ROWS,
  ) {
    db.exec(`CREATE TABLE ${table} (pos INTEGER PRIMARY KEY, ${rows.stored.join(', ')})`);
    try {
      if (rows.sweep) this.#slice(rows.sweep);
      else {
        this.#insert(rows.whole, rows.params);
        this.complete = true;
      }
    } catch (error) {
      this.drop();
      throw error;
    }
  }

  /** Rows found so far; final once `complete`. */
  get size(): number {
    return Math.min(this.#stored, this.rows.limit);
  }

  /** Reads the rest. Ends early, incomplete, when the snapshot is dropped or the database closed. */
  async fill(): Promise<void> {
    const { sweep } = this.rows;
    while (sweep && !this.complete) {
      await breathe();
      if (this.#dropped || !this.db.open) return;
      this.#slice(sweep);
    }
  }

  /** Values of the rows from `from` (0-based) up to `to` (exclusive), in the result's order. */
  read(from: number, to: number): Stored[][] {
    const backwards = this.rows.sweep?.backwards === true;
    const [after, upTo] = backwards ? [this.#stored - to, this.#stored - from] : [from, to];
    return this.db
      .prepare(
        `${this.rows.read(this.table)} WHERE cur.pos > ? AND cur.pos <= ? ORDER BY cur.pos${backwards ? ' DESC' : ''}`,
      )
      .raw()
      .all(after, upTo) as Stored[][];
  }

  /** Keeps the rows until `release`, even if the job is deleted: a page being sent is sent to its end. */
  hold(): void {
    this.#readers++;
  }

  release(): void {
    if (--this.#readers === 0 && this.#dropped) this.#remove();
  }

  drop(): void {
    if (this.#dropped) return;
    this.#dropped = true;
    if (this.#readers === 0) this.#remove();
  }

  #remove(): void {
    if (this.db.open) this.db.exec(`DROP TABLE ${this.table}`);
  }

  #slice(sweep: NonNullable<BulkRows['sweep']>): void {
    const before = this.#before ?? [];
    const going = this.#before !== undefined;
    const boundary = this.db
      .prepare(sweep.boundary(going, going ? this.sliceRows : this.sliceRows * FIRST_SLICES))
      .raw()
      .get(...before) as SweepKey | undefined;
    this.#insert(sweep.slice(going, boundary !== undefined), [
      ...this.rows.params,
      ...before,
      ...(boundary ?? []),
    ]);
    this.#before = boundary;
    // Newest first, a LIMIT may be reached early; backwards its rows are the last ones.
    this.complete = boundary === undefined || (!sweep.backwards && this.#stored >= this.rows.limit);
  }

  #insert(select: string, params: readonly unknown[]): void {
    // INSERT … SELECT keeps the ORDER BY, so pos counts on from where the last slice ended.
    this.#stored += this.db
      .prepare(`INSERT INTO ${this.table} (${this.rows.stored.join(', ')}) ${select}`)
      .run(...params).changes;
  }
}

import type { Statement } from 'better-sqlite3';
import type { Connection } from '../connection';

export type Value = string | number | null;

/** Rows per statement: what a call costs by itself is shared by this many. */
const GROUP = 50;

interface Insertion {
  /** Ends with the list of columns. */
  into: string;
  /** Values of a row. */
  width: number;
  /** Follows the values. */
  onConflict?: string;
}

/** Writes the values of the i-th row at a place of the array. */
type Fill = (i: number, values: Value[], at: number) => void;

/**
 * Inserts `count` rows, many to a statement; gives how many were inserted or changed. A row takes a third of the
 * time it takes by itself.
 */
export function insertRows(db: Connection, insertion: Insertion, count: number, fill: Fill): number {
  let inserted = 0;
  inGroups(db, insertion, count, fill, (statement, values) => {
    inserted += statement.run(values).changes;
  });
  return inserted;
}

/** The same where `onConflict` ends with RETURNING: what it returns, in no order. */
export function insertReturning<Row>(db: Connection, insertion: Insertion, count: number, fill: Fill): Row[] {
  const rows: Row[] = [];
  inGroups<Row>(db, insertion, count, fill, (statement, values) => {
    for (const row of statement.all(values)) rows.push(row);
  });
  return rows;
}

function inGroups<Row>(
  db: Connection,
  { into, width, onConflict = '' }: Insertion,
  count: number,
  fill: Fill,
  execute: (statement: Statement<unknown[], Row>, values: Value[]) => void,
): void {
  const one = `(${Array.from({ length: width }, () => '?').join()})`;
  const groups = Math.floor(count / GROUP);
  if (groups > 0) {
    const many = db.prepare<Row>(
      `${into} VALUES ${Array.from({ length: GROUP }, () => one).join()} ${onConflict}`,
    );
    const values = new Array<Value>(GROUP * width).fill(null);
    for (let group = 0; group < groups; group += 1) {
      for (let i = 0; i < GROUP; i += 1) fill(group * GROUP + i, values, i * width);
      execute(many, values);
    }
  }
  const single = db.prepare<Row>(`${into} VALUES ${one} ${onConflict}`);
  const values = new Array<Value>(width).fill(null);
  for (let i = groups * GROUP; i < count; i += 1) {
    fill(i, values, 0);
    execute(single, values);
  }
}

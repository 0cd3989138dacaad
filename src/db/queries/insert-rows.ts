import type { Connection } from '../connection';

export type Value = string | number | null;

/** Rows per statement: what a call costs by itself is shared by this many. */
const GROUP = 50;

/**
 * Inserts `count` rows of `width` values, many to a statement; gives how many were inserted. `fill` writes the
 * values of the i-th row at a place of the array. `into` ends with the list of columns, `onConflict` follows
 * the values. A row takes a third of the time it takes by itself.
 */
export function insertRows(
  db: Connection,
  { into, width, onConflict = '' }: { into: string; width: number; onConflict?: string },
  count: number,
  fill: (i: number, values: Value[], at: number) => void,
): number {
  const one = `(${Array.from({ length: width }, () => '?').join()})`;
  const groups = Math.floor(count / GROUP);
  let inserted = 0;
  if (groups > 0) {
    const many = db.prepare(
      `${into} VALUES ${Array.from({ length: GROUP }, () => one).join()} ${onConflict}`,
    );
    const values = new Array<Value>(GROUP * width).fill(null);
    for (let group = 0; group < groups; group += 1) {
      for (let i = 0; i < GROUP; i += 1) fill(group * GROUP + i, values, i * width);
      inserted += many.run(values).changes;
    }
  }
  const single = db.prepare(`${into} VALUES ${one} ${onConflict}`);
  const values = new Array<Value>(width).fill(null);
  for (let i = groups * GROUP; i < count; i += 1) {
    fill(i, values, 0);
    inserted += single.run(values).changes;
  }
  return inserted;
}

import type { RelationRow } from '../../shared/model/relations';

export interface Difference {
  inserted: RelationRow[];
  updated: RelationRow[];
  deleted: RelationRow[];
  unchanged: number;
}

/** What makes `there` what `wanted` is. Rows are the same when all their values are. */
export function difference(
  wanted: readonly RelationRow[],
  there: readonly RelationRow[],
  keyOf: (row: RelationRow) => string,
): Difference {
  const found = new Map(there.map((row) => [keyOf(row), row]));
  const result: Difference = { inserted: [], updated: [], deleted: [], unchanged: 0 };
  for (const row of wanted) {
    const key = keyOf(row);
    const before = found.get(key);
    if (before === undefined) result.inserted.push(row);
    else if (row.every((value, at) => value === before[at])) result.unchanged += 1;
    else result.updated.push(row);
    found.delete(key);
  }
  result.deleted = [...found.values()];
  return result;
}

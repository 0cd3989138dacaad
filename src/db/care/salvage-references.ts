import type { Database as Sqlite } from 'better-sqlite3';
import { quoted } from '../relations/define';

/** Removes rows whose parents are lost, until nothing refers to nothing. Returns how many, by table. */
export function mendReferences(sqlite: Sqlite): Map<string, number> {
  const removed = new Map<string, number>();
  const tables = sqlite
    .prepare<[], string>("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
    .pluck()
    .all();
  for (let changed = true; changed;) {
    changed = false;
    for (const table of tables) {
      for (const [parent, pairs] of parentsOf(sqlite, table)) {
        const match = pairs.map(([from, to]) => `p.${quoted(to)} = c.${quoted(from)}`).join(' AND ');
        const isSet = pairs.map(([from]) => `c.${quoted(from)} IS NOT NULL`).join(' AND ');
        const { changes } = sqlite
          .prepare(
            `DELETE FROM ${quoted(table)} AS c
             WHERE ${isSet} AND NOT EXISTS (SELECT 1 FROM ${quoted(parent)} p WHERE ${match})`,
          )
          .run();
        if (changes === 0) continue;
        removed.set(table, (removed.get(table) ?? 0) + changes);
        changed = true;
      }
    }
  }
  return removed;
}

function parentsOf(sqlite: Sqlite, table: string): [string, [from: string, to: string][]][] {
  const keys = new Map<number, [string, [string, string][]]>();
  const list = sqlite.pragma(`foreign_key_list(${quoted(table)})`) as {
    id: number;
    table: string;
    from: string;
    to: string;
  }[];
  for (const { id, table: parent, from, to } of list) {
    const key = keys.get(id) ?? [parent, []];
    key[1].push([from, to]);
    keys.set(id, key);
  }
  return [...keys.values()];
}

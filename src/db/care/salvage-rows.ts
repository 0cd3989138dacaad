import type { Database as Sqlite } from 'better-sqlite3';
import type { SalvagedTable } from '../../core/ports-care';
import { explore } from './salvage-explore';
import { quoted } from '../relations/define';
import { type Column, openTable, type TableCopy } from './salvage-table';
import { isTotal } from './salvage-totals';

/**
 * Copies one table row by row. A table in which SQLite finds nothing wrong is read from end to end. In any other
 * one a row counts only when a search for its key leads to it: pages that stand in the wrong place have rows of
 * other tables, or of this one as it was once. Around what cannot be read the key space is halved, again and
 * again, so that a page that is lost costs its own rows and no others.
 */
export function copyTable(damaged: Sqlite, fresh: Sqlite, table: string): SalvagedTable {
  const columns = (fresh.pragma(`table_info(${quoted(table)})`) as Column[]).map((column) => ({
    ...column,
    pk: Number(column.pk),
  }));
  const result: SalvagedTable = { table, rows: 0, whole: true, dropped: 0 };
  const readable = columnsOf(damaged, table);
  // As good as a table that this version does not have yet: there is none in the damaged file.
  if (readable === null) return { ...result, whole: false };
  const shared = columns.filter(({ name }) => readable.has(name));
  const copy = openTable(damaged, fresh, table, shared, columns);
  if (copy === null) return { ...result, whole: false };
  fresh.exec('BEGIN');
  try {
    result.whole = isSound(damaged, table) && copy.straight();
    // Totals are counted again from what they count.
    if (!result.whole && !isTotal(table)) piecewise(copy);
    result.rows = copy.rows();
  } finally {
    fresh.exec('COMMIT');
  }
  return result;
}

function piecewise(copy: TableCopy): void {
  // What a straight reading may have stored was not looked up.
  copy.clear();
  if (copy.fromIndexes()) return;
  for (const [low, high] of copy.spans()) explore(copy, low, high);
  copy.fromIndexes();
}

/** Null: the table is not there, or its definition cannot be read. */
function columnsOf(damaged: Sqlite, table: string): Set<string> | null {
  try {
    const columns = damaged.pragma(`table_info(${quoted(table)})`) as { name: string }[];
    return columns.length === 0 ? null : new Set(columns.map(({ name }) => name));
  } catch {
    return null;
  }
}

function isSound(damaged: Sqlite, table: string): boolean {
  try {
    const lines = damaged.pragma(`quick_check(${quoted(table)})`) as { quick_check: string }[];
    return lines.every((line) => line.quick_check === 'ok');
  } catch {
    return false;
  }
}

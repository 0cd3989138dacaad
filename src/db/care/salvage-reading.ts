import type { Database as Sqlite } from 'better-sqlite3';
import { quoted } from '../relations/define';

/** Undefined: SQLite, or its binding, could not read. All that a damaged file can make them say is just that. */
export function reading<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

/** Indexes that know every row. */
export function indexesOf(damaged: Sqlite, table: string): string[] {
  const list = reading(
    () =>
      damaged.pragma(`index_list(${quoted(table)})`) as { name: string; origin: string; partial: bigint }[],
  );
  return (list ?? [])
    .filter(({ origin, partial }) => origin === 'c' && Number(partial) === 0)
    .map(({ name }) => name);
}

export const isConstraint = (error: unknown): boolean =>
  error instanceof Error && String((error as { code?: unknown }).code).startsWith('SQLITE_CONSTRAINT');

import type { Database as Sqlite } from 'better-sqlite3';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { appliedMigrations, shippedMigrations } from '../migrate';

/**
 * Makes an empty database of the version that the damaged one has, so that its rows fit; of the newest version
 * when the damaged one does not tell.
 */
export function createAsOf(damaged: Sqlite, fresh: Sqlite, migrationsFolder: string): void {
  const version = versionOf(damaged, migrationsFolder);
  fresh.pragma('foreign_keys = OFF');
  fresh.exec(
    `CREATE TABLE __drizzle_migrations (id SERIAL PRIMARY KEY, hash text NOT NULL, created_at numeric)`,
  );
  const note = fresh.prepare('INSERT INTO __drizzle_migrations (hash, created_at) VALUES (?, ?)');
  for (const { sql, hash, folderMillis } of readMigrationFiles({ migrationsFolder })) {
    if (folderMillis > version) break;
    for (const statement of sql) fresh.exec(statement);
    note.run(hash, folderMillis);
  }
}

function versionOf(damaged: Sqlite, migrationsFolder: string): number {
  const shipped = shippedMigrations(migrationsFolder).map(({ when }) => when);
  const newest = shipped.at(-1) ?? 0;
  try {
    const last = appliedMigrations(damaged).at(-1);
    return last !== undefined && shipped.includes(last) ? last : newest;
  } catch {
    return newest;
  }
}

/** Tables that hold rows of ours; the orgs first, by which almost all others are sorted. */
export function tablesInOrder(sqlite: Sqlite): string[] {
  return sqlite
    .prepare<[], string>(
      `SELECT name FROM sqlite_master WHERE type = 'table'
       AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name NOT LIKE '\\_\\_%' ESCAPE '\\' ORDER BY name <> 'org', name`,
    )
    .pluck()
    .all();
}

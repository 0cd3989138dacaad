import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Database as Sqlite } from 'better-sqlite3';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import { migrate as runMigrations } from 'drizzle-orm/better-sqlite3/migrator';
import { z } from 'zod';
import { nameStamp } from '../shared/model/backup-names';
import { AppError } from '../shared/model/errors';
import { backup } from './backup';
import { backupFailed, classify } from './errors';

const Journal = z.object({
  entries: z.array(z.object({ idx: z.number(), when: z.number(), tag: z.string() })),
});
export type Migration = z.infer<typeof Journal>['entries'][number];

/** The migrations this program ships, oldest first. */
export function shippedMigrations(migrationsFolder: string): Migration[] {
  const text = readFileSync(join(migrationsFolder, 'meta', '_journal.json'), 'utf8');
  const { entries } = Journal.parse(JSON.parse(text));
  entries.forEach((entry, i) => {
    const previous = entries[i - 1];
    // drizzle compares with the newest timestamp applied: one out of order would silently never run.
    if (previous !== undefined && entry.when <= previous.when) {
      throw new Error(`Migration ${entry.tag} is not newer than ${previous.tag}; generate it again.`);
    }
  });
  return entries;
}

/** Timestamps of the migrations the file has been through, oldest first. */
export function appliedMigrations(sqlite: Sqlite): number[] {
  const table = sqlite.prepare("SELECT 1 FROM sqlite_master WHERE name = '__drizzle_migrations'").get();
  if (table === undefined) return [];
  return sqlite
    .prepare<[], { at: number }>('SELECT created_at AS at FROM __drizzle_migrations ORDER BY created_at')
    .all()
    .map((row) => Number(row.at));
}

/** Whether `migrate` would change the file. Throws DATABASE_NEWER for a file from a newer program. */
export function needsMigration(sqlite: Sqlite, migrationsFolder: string): boolean {
  return plan(sqlite, migrationsFolder).pending.length > 0;
}

function plan(sqlite: Sqlite, migrationsFolder: string): { applied: number[]; pending: Migration[] } {
  const shipped = shippedMigrations(migrationsFolder);
  const applied = appliedMigrations(sqlite);
  if (applied.some((at) => !shipped.some((migration) => migration.when === at))) {
    throw new AppError({
      code: 'DATABASE_NEWER',
      kind: 'data',
      message: 'The database was written by a newer version of Seatwatch.',
      fix: 'Install the newer version again, or choose another data folder with --data-dir. Nothing was changed.',
    });
  }
  return { applied, pending: shipped.filter((migration) => !applied.includes(migration.when)) };
}

export interface MigrateOptions {
  sqlite: Sqlite;
  file: string;
  migrationsFolder: string;
  nativeBinding?: string | undefined;
  /** False: the file is a copy already. Default: true. */
  backUpFirst?: boolean;
}

/**
 * Brings the file up to the newest schema. An existing database is backed up first, into `backups/`
 * beside it; the migrations run in one transaction with foreign keys off, because a rebuilt table would
 * otherwise delete its children by cascade (the pragma is ignored inside the transaction); afterwards the
 * whole file is checked.
 */
export async function migrate(options: MigrateOptions): Promise<void> {
  const { sqlite, file, migrationsFolder, nativeBinding, backUpFirst = true } = options;
  const { applied, pending } = plan(sqlite, migrationsFolder);
  if (pending.length === 0) return;

  let saved: string | null = null;
  if (applied.length > 0 && backUpFirst) {
    const folder = join(dirname(file), 'backups');
    saved = join(folder, `before-${pending[0]?.tag ?? 'migration'}-${nameStamp(Date.now())}.db`);
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      await backup({ source: file, target: saved, nativeBinding });
    } catch (error) {
      throw backupFailed(classify(error, saved));
    }
  }

  try {
    sqlite.pragma('foreign_keys = OFF');
    runMigrations(drizzle({ client: sqlite }), { migrationsFolder });
  } catch (error) {
    throw classify(error, file);
  } finally {
    sqlite.pragma('foreign_keys = ON');
  }
  const problems = checkDatabase(sqlite);
  const skipped = plan(sqlite, migrationsFolder).pending;
  if (skipped.length > 0)
    problems.push(`not applied: ${skipped.map((migration) => migration.tag).join(', ')}`);
  if (problems.length > 0) {
    throw new AppError({
      code: 'MIGRATION_FAILED',
      kind: 'data',
      message: `The database could not be brought to the new version: ${problems.slice(0, 3).join('; ')}.`,
      fix:
        saved === null
          ? 'Report this; the database was empty before.'
          : `The database as it was before is in ${saved}. Quit Seatwatch, put that file in its place, and report this.`,
    });
  }
}

/** Problems SQLite finds in the file; empty when it is sound. Reads the whole file. */
export function checkDatabase(sqlite: Sqlite): string[] {
  const quick = sqlite.pragma('quick_check(20)') as { quick_check: string }[];
  const problems = quick.map((row) => row.quick_check).filter((line) => line !== 'ok');
  const orphans = sqlite.pragma('foreign_key_check') as { table: string; parent: string }[];
  const tables = new Set(orphans.map((row) => `${row.table} refers to missing rows of ${row.parent}`));
  return [...problems, ...tables];
}

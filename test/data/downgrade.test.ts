import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createCareTasks } from '../../src/db/care/tasks';
import { createDatabase } from '../../src/db/api';
import { MIGRATIONS_FOLDER, newOrg, tempFolder } from '../builders/db';

// An older version is installed again (docs/updates.md): to it, the database is of a newer one.

const care = createCareTasks({ migrationsFolder: MIGRATIONS_FOLDER });
let folder: string;
let remove: () => void;
beforeEach(() => {
  ({ folder, remove } = tempFolder());
});
afterEach(() => remove());

const open = (file: string) => createDatabase({ file, migrationsFolder: MIGRATIONS_FOLDER });

it('restoring the backup from before the upgrade leads back, and keeps the newer database', async () => {
  const dataDir = join(folder, 'data');
  mkdirSync(dataDir, { mode: 0o700 });
  const file = join(dataDir, 'seatwatch.db');
  const before = join(folder, 'before.db');
  const db = await open(file);
  await db.insertOrg(newOrg());
  await db.backupTo(before);
  await db.insertOrg(newOrg({ id: 'org-2', name: 'Beta' }));
  db.close();
  const newer = new Sqlite(file);
  newer.exec("INSERT INTO __drizzle_migrations (hash, created_at) VALUES ('f', 99999999999999)");
  newer.close();
  await expect(open(file)).rejects.toMatchObject({ code: 'DATABASE_NEWER' });

  const { previous } = await care.restore({ dataDir, file: before, command: 'restore', waitMs: 0 });
  const restored = await open(file);
  expect((await restored.listOrgs()).map(({ name }) => name)).toEqual(['Acme']);
  restored.close();
  // For the day the newer version comes again.
  const kept = new Sqlite(previous ?? '', { readonly: true });
  expect(kept.prepare('SELECT name FROM org ORDER BY name').pluck().all()).toEqual(['Acme', 'Beta']);
  expect(kept.pragma('integrity_check', { simple: true })).toBe('ok');
  kept.close();
});

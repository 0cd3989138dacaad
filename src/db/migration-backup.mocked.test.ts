import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { MIGRATIONS_FOLDER, newOrg, tempFolder } from '../../test/builders/db';
import { createDatabase } from './api';
import type * as room from './care/room';

// The disk has no room for the backup that is made before a new version changes the database.

let free: number | null = null;
vi.mock('./care/room', async (original) => {
  const actual = await original<typeof room>();
  return {
    ...actual,
    requireRoom: (need: Parameters<typeof room.requireRoom>[0]) => {
      if (free === null) return;
      // The real check, with a folder on a disk that has so much less.
      actual.requireRoom({ ...need, bytes: need.bytes + 1e18 });
    },
  };
});

const { folder, remove } = tempFolder();
afterEach(() => remove());

it('a migration does not begin without its backup, and the version before still opens the database', async () => {
  const file = join(folder, 'data', 'seatwatch.db');
  const before = await createDatabase({ file, migrationsFolder: MIGRATIONS_FOLDER });
  await before.insertOrg(newOrg());
  before.close();

  const next = join(folder, 'drizzle');
  cpSync(MIGRATIONS_FOLDER, next, { recursive: true });
  const path = join(next, 'meta', '_journal.json');
  const journal = JSON.parse(readFileSync(path, 'utf8')) as { entries: { when: number }[] };
  const when = (journal.entries.at(-1)?.when ?? 0) + 1;
  journal.entries.push({
    idx: journal.entries.length,
    version: '6',
    when,
    tag: '9999_next',
    breakpoints: true,
  } as never);
  writeFileSync(path, JSON.stringify(journal));
  writeFileSync(join(next, '9999_next.sql'), 'DELETE FROM org;');

  free = 0;
  await expect(createDatabase({ file, migrationsFolder: next })).rejects.toMatchObject({
    code: 'NOT_ENOUGH_ROOM',
    kind: 'data',
    message: expect.stringContaining('the backup it makes before could not be made') as string,
    fix: expect.stringContaining('still opens the database') as string,
  });
  expect(readdirSync(join(folder, 'data', 'backups'))).toEqual([]);
  const again = await createDatabase({ file, migrationsFolder: MIGRATIONS_FOLDER });
  expect(await again.listOrgs()).toMatchObject([{ name: 'Acme' }]);
  again.close();

  free = null;
  const migrated = await createDatabase({ file, migrationsFolder: next });
  expect(await migrated.listOrgs()).toEqual([]);
  migrated.close();
  expect(readdirSync(join(folder, 'data', 'backups'))).toEqual([
    expect.stringMatching(/^before-9999_next-.*\.db$/),
  ]);
});

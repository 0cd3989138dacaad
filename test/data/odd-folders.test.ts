import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { listBackups } from '../../src/core/care/backup-folder';
import { createDatabase } from '../../src/db/api';
import { createCareTasks } from '../../src/db/care/tasks';
import { openSession } from '../../src/db/session';
import { MIGRATIONS_FOLDER, newOrg, store, tempFolder } from '../builders/db';
import * as rows from '../builders/db-records';

// Folders as people really have them: links, other people's permissions, what a killed process left.

const isPosix = process.platform !== 'win32';
let folder: string;
let remove: () => void;
let dataDir: string;
let file: string;
/** The system's folder for temporary files, for the time of a test. */
let tmp: string;
let steps: string[];
/** The mode of each file of the data folder that others may read, as soon as it is seen. */
let readable: Set<string>;
const care = createCareTasks({
  migrationsFolder: MIGRATIONS_FOLDER,
  onStep: (step) => {
    steps.push(step);
    for (const name of readdirSync(dataDir))
      if (/^(\.prepared|seatwatch\.db)/.test(name) && (lstatSync(join(dataDir, name)).mode & 0o077) !== 0)
        readable.add(name);
  },
});

beforeEach(() => {
  ({ folder, remove } = tempFolder());
  dataDir = join(folder, 'data');
  mkdirSync(dataDir, { mode: 0o700 });
  file = join(dataDir, 'seatwatch.db');
  tmp = join(folder, 'tmp');
  mkdirSync(tmp);
  vi.stubEnv('TMPDIR', tmp);
  steps = [];
  readable = new Set();
});
afterEach(() => {
  vi.unstubAllEnvs();
  remove();
});

const open = (path: string) => createDatabase({ file: path, migrationsFolder: MIGRATIONS_FOLDER });
async function filled(path: string, users: number): Promise<void> {
  const db = await open(path);
  if ((await db.listOrgs()).length === 0) await db.insertOrg(newOrg());
  await store(
    db,
    'users',
    Array.from({ length: users }, (_, i) => rows.user(`u${i}`)),
  );
  db.close();
}
async function usersIn(path: string): Promise<number | undefined> {
  const db = await open(path);
  const { users } = await db.rowCounts('org-1');
  db.close();
  return users;
}
const moveTo = (to: string) =>
  care.move({
    ...{ dataDir, to, defaultDir: dataDir, isDefault: true, command: 'data move', waitMs: 0 },
  });
const restore = (from: string) => care.restore({ dataDir, file: from, command: 'restore', waitMs: 0 });

describe.runIf(isPosix)('links', () => {
  it('a move takes along a database and backups that are links, however these are written', async () => {
    const disk = join(folder, 'big disk');
    await filled(join(disk, 'seatwatch.db'), 3);
    mkdirSync(join(disk, 'backups'));
    writeFileSync(join(disk, 'backups', 'mine.db'), 'a backup');
    symlinkSync(join('..', 'big disk', 'seatwatch.db'), file);
    symlinkSync(join('..', 'big disk', 'backups'), join(dataDir, 'backups'));
    writeFileSync(join(dataDir, 'vault.json'), 'sealed');
    symlinkSync(join(dataDir, 'vault.json'), join(dataDir, 'vault-link'));
    symlinkSync('vault.json', join(dataDir, 'near-link'));

    const to = join(folder, 'far', 'away', 'data');
    const { kept } = await moveTo(to);
    expect(await usersIn(join(to, 'seatwatch.db'))).toBe(3);
    for (const place of [to, kept]) {
      expect(readFileSync(join(place, 'backups', 'mine.db'), 'utf8')).toBe('a backup');
      expect(existsSync(join(place, 'seatwatch.db'))).toBe(true);
      // What is inside the folder leads to what was moved along.
      for (const link of ['vault-link', 'near-link'])
        expect(readFileSync(join(place, link), 'utf8')).toBe('sealed');
    }
  });

  it('a move does not take a database for moved that cannot be found at the new place', async () => {
    symlinkSync(join(folder, 'gone', 'seatwatch.db'), file);
    await expect(moveTo(join(folder, 'new'))).rejects.toMatchObject({ kind: 'data' });
    expect(existsSync(join(dataDir, 'location.json'))).toBe(false);
  });

  it('a backup behind a link is read with its log', async () => {
    const real = join(folder, 'elsewhere', 'copy.db');
    await filled(real, 3);
    const writer = new Sqlite(real);
    writer.pragma('journal_mode = WAL');
    writer.pragma('wal_autocheckpoint = 0');
    writer.prepare("UPDATE org SET name = 'Renamed'").run();
    // As it is when the computer lost power.
    const copy = join(folder, 'lost power');
    mkdirSync(copy);
    for (const suffix of ['', '-wal'])
      writeFileSync(join(copy, `x.db${suffix}`), readFileSync(real + suffix));
    writer.close();
    const link = join(folder, 'link.db');
    symlinkSync(join(copy, 'x.db'), link);
    expect((await care.inspect(link)).orgs).toMatchObject([{ name: 'Renamed' }]);
    expect((await restore(link)).orgs).toMatchObject([{ name: 'Renamed' }]);
  });

  it('links that lead nowhere or in a circle are no backups', async () => {
    const backups = join(dataDir, 'backups');
    mkdirSync(backups);
    symlinkSync('circle.db', join(backups, 'circle.db'));
    symlinkSync('nowhere', join(backups, 'lost.db'));
    writeFileSync(join(backups, 'mine.db'), 'x');
    expect(listBackups(backups).map(({ name }) => name)).toEqual(['mine.db']);
    await expect(restore(join(backups, 'circle.db'))).rejects.toMatchObject({ code: 'BACKUP_NOT_FOUND' });
  });
});

describe.runIf(isPosix)('permissions', () => {
  it('nobody else can read what is restored, at any time, whoever could read the backup', async () => {
    const backup = join(folder, 'backup.db');
    await filled(join(folder, 'other', 'seatwatch.db'), 3);
    renameSync(join(folder, 'other', 'seatwatch.db'), backup);
    chmodSync(backup, 0o644);
    await restore(backup);
    expect(steps).toContain('migrate');
    expect([...readable]).toEqual([]);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });
});

describe.runIf(isPosix)('what a killed process left', () => {
  const openOnce = async () => {
    const session = await openSession({
      ...{ dataDir, migrationsFolder: MIGRATIONS_FOLDER, nativeBinding: null, keepReady: false },
      ...{ mode: 'write', command: 'test', waitMs: 0 },
    });
    session.close();
  };

  it('of a restore is gone after the next opening', async () => {
    await filled(file, 3);
    for (const name of ['.prepared-4711.db', '.prepared-4711.db-wal', '.prepared-4711.db.damaged'])
      writeFileSync(join(dataDir, name), 'people');
    await openOnce();
    expect(readdirSync(dataDir).filter((name) => name.startsWith('.'))).toEqual([]);
    expect(await usersIn(file)).toBe(3);
  });

  it('of a move does not keep the same move from going on', async () => {
    await filled(file, 3);
    const to = join(folder, 'new');
    mkdirSync(to);
    // Killed while the note was being written.
    writeFileSync(join(to, 'moving.json.4711'), '{"fr');
    await moveTo(to);
    expect(await usersIn(join(to, 'seatwatch.db'))).toBe(3);
  });

  it('of a look into a backup goes with a later one, and nothing of others does', async () => {
    const backup = join(folder, 'backup.db');
    await filled(backup, 3);
    const writer = new Sqlite(backup);
    writer.pragma('journal_mode = WAL');
    const places = ['seatwatch-inspect-old', 'seatwatch-inspect-now', 'other-old'].map((name) =>
      join(tmp, name),
    );
    for (const place of places) {
      mkdirSync(place, { mode: 0o700 });
      writeFileSync(join(place, 'copy.db'), 'people');
      if (place.endsWith('old')) utimesSync(place, 0, 0);
    }
    await care.inspect(backup);
    writer.close();
    expect(readdirSync(tmp).sort()).toEqual(['other-old', 'seatwatch-inspect-now']);
  });
});

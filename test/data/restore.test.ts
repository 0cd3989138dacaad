import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCareTasks } from '../../src/db/care/tasks';
import { createDatabase } from '../../src/db/api';
import { acquire } from '../../src/db/lock';
import { AS_OF, MIGRATIONS_FOLDER, newOrg, store, tempFolder } from '../builders/db';
import * as rows from '../builders/db-records';

const isPosix = process.platform !== 'win32';
let folder: string;
let remove: () => void;
let dataDir: string;
let file: string;
const care = createCareTasks({ migrationsFolder: MIGRATIONS_FOLDER });
const request = (from: string) => ({ dataDir, file: from, command: 'restore', waitMs: 0 });

beforeEach(() => {
  ({ folder, remove } = tempFolder());
  dataDir = join(folder, 'data');
  mkdirSync(dataDir, { mode: 0o700 });
  file = join(dataDir, 'seatwatch.db');
});
afterEach(() => remove());

const open = (path = file) => createDatabase({ file: path, migrationsFolder: MIGRATIONS_FOLDER });

/** The database with so many users of one org, closed. */
async function filled(users: number, path = file): Promise<void> {
  const db = await open(path);
  if ((await db.listOrgs()).length === 0) await db.insertOrg(newOrg());
  await store(
    db,
    'users',
    Array.from({ length: users }, (_, i) => rows.user(`u${i}`)),
  );
  db.close();
}
async function backupOf(users: number): Promise<string> {
  const target = join(folder, `backup-${users}.db`);
  await filled(users, join(folder, 'other', 'seatwatch.db'));
  const other = await open(join(folder, 'other', 'seatwatch.db'));
  await other.backupTo(target);
  other.close();
  return target;
}
async function users(path = file): Promise<number | undefined> {
  const db = await open(path);
  const { users: count } = await db.rowCounts('org-1');
  expect((await db.health()).problems).toEqual([]);
  db.close();
  return count;
}
const leftovers = () =>
  readdirSync(dataDir).filter((name) => !['backups', 'seatwatch.db', 'seatwatch.lock'].includes(name));

describe('restoring', () => {
  it('puts the backup in the place of the database, and keeps that as a backup', async () => {
    const backup = await backupOf(7);
    await filled(3);
    const report = await care.restore(request(backup));
    expect(report).toMatchObject({
      file: backup,
      migrated: false,
      previous: expect.stringMatching(/backups[/\\]before-restore-[^/]*Z\.db$/) as string,
      orgs: [{ id: 'org-1', name: 'Acme', auth: 'client-credentials', isDemo: false }],
    });
    expect(await users()).toBe(7);
    expect(await users(report.previous ?? '')).toBe(3);
    expect(await users(backup)).toBe(7);
    if (isPosix) expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('works into a folder without a database, and leaves nothing beside it', async () => {
    const backup = await backupOf(4);
    expect(await care.restore(request(backup))).toMatchObject({ previous: null });
    expect(leftovers()).toEqual([]);
    expect(await users()).toBe(4);
  });

  it('keeps what was only in the log of the present database', async () => {
    const backup = await backupOf(7);
    const db = await open();
    await db.insertOrg(newOrg());
    await store(db, 'users', [rows.user('u1'), rows.user('u2')]);
    // As a killed process leaves it: the rows are in the log only.
    for (const suffix of ['', '-wal']) copyFileSync(file + suffix, join(folder, `killed${suffix}`));
    db.close();
    for (const suffix of ['', '-wal']) copyFileSync(join(folder, `killed${suffix}`), file + suffix);
    expect(statSync(`${file}-wal`).size).toBeGreaterThan(0);
    const { previous } = await care.restore(request(backup));
    expect(await users(previous ?? '')).toBe(2);
    expect(existsSync(`${file}-wal`)).toBe(false);
    expect(await users()).toBe(7);
  });

  it('takes a database that was copied by hand, with its log, and changes neither', async () => {
    const copied = join(folder, 'copied.db');
    await filled(2);
    const db = await open();
    await store(db, 'users', [rows.user('u1'), rows.user('u2'), rows.user('u3')], { pass: 2 });
    for (const suffix of ['', '-wal']) copyFileSync(file + suffix, copied + suffix);
    db.close();
    const before = readdirSync(folder).map((name) => name);
    const content = [readFileSync(copied), readFileSync(`${copied}-wal`)];
    expect(await care.inspect(copied)).toMatchObject({ orgs: [{ name: 'Acme', users: 3 }], isOlder: false });
    await care.restore(request(copied));
    expect(readdirSync(folder)).toEqual(before);
    expect([readFileSync(copied), readFileSync(`${copied}-wal`)]).toEqual(content);
    expect(await users()).toBe(3);
  });

  it('brings a backup of an older version up to date before it replaces anything', async () => {
    await filled(3);
    const backup = join(folder, 'old.db');
    await olderDatabase(backup);
    expect(await care.inspect(backup)).toMatchObject({ isOlder: true, orgs: [{ name: 'Old' }] });
    expect(await care.restore(request(backup))).toMatchObject({ migrated: true, orgs: [{ name: 'Old' }] });
    const db = await open();
    expect(await db.listOrgs()).toMatchObject([{ name: 'Old' }]);
    expect((await db.health()).problems).toEqual([]);
    db.close();
    // Of the present one; of the backup there is the backup.
    expect(readdirSync(join(dataDir, 'backups'))).toEqual([expect.stringMatching(/^before-restore-/)]);
  });

  it.each<[string, string, string, (path: string) => Promise<void> | void]>([
    ['a file that is not there', 'BACKUP_NOT_FOUND', 'usage', () => undefined],
    ['a folder', 'BACKUP_NOT_FOUND', 'usage', (path) => void mkdirSync(path)],
    [
      'a text file',
      'NOT_A_SEATWATCH_DATABASE',
      'usage',
      (path) => writeFileSync(path, 'Dear Sir, '.repeat(999)),
    ],
    ['an empty file', 'NOT_A_SEATWATCH_DATABASE', 'usage', (path) => writeFileSync(path, '')],
    [
      'a database of another program',
      'NOT_A_SEATWATCH_DATABASE',
      'usage',
      (path) => {
        const db = new Sqlite(path);
        db.exec('CREATE TABLE org (id INTEGER PRIMARY KEY); CREATE TABLE run (id)');
        db.close();
      },
    ],
    [
      'a backup that was cut off',
      'DATABASE_DAMAGED',
      'data',
      async (path) => {
        const whole = readFileSync(await backupOf(500));
        writeFileSync(path, whole.subarray(0, Math.floor(whole.length / 2)));
      },
    ],
    [
      'a backup with rows that refer to nothing',
      'DATABASE_DAMAGED',
      'data',
      async (path) => {
        copyFileSync(await backupOf(5), path);
        const db = new Sqlite(path);
        db.exec('PRAGMA foreign_keys = OFF; UPDATE sf_user SET org_id = 99');
        db.close();
      },
    ],
    [
      'a backup of a newer version',
      'DATABASE_NEWER',
      'data',
      async (path) => {
        copyFileSync(await backupOf(5), path);
        const db = new Sqlite(path);
        db.exec("INSERT INTO __drizzle_migrations (hash, created_at) VALUES ('f', 99999999999999)");
        db.close();
      },
    ],
  ])('refuses %s and changes nothing', async (_, code, kind, make) => {
    await filled(3);
    const wrong = join(folder, 'wrong.db');
    await make(wrong);
    const before = readFileSync(file);
    await expect(care.restore(request(wrong))).rejects.toMatchObject({ code, kind });
    await expect(care.inspect(wrong)).rejects.toMatchObject({ code, kind });
    expect(readFileSync(file).equals(before)).toBe(true);
    expect(leftovers()).toEqual([]);
    expect(existsSync(join(dataDir, 'backups'))).toBe(false);
  });

  it('refuses the database in use itself', async () => {
    await filled(3);
    await expect(care.restore(request(file))).rejects.toMatchObject({ code: 'RESTORE_ONTO_ITSELF' });
  });

  it('is refused while another process holds the folder', async () => {
    const backup = await backupOf(7);
    await filled(3);
    const lock = await acquire({ dataDir, command: 'window', waitMs: 0 });
    await expect(care.restore(request(backup))).rejects.toMatchObject({
      code: 'DATA_DIR_IN_USE',
      kind: 'busy',
      message: expect.stringContaining('window') as string,
    });
    lock.release();
    expect(await users()).toBe(3);
  });

  it('sets a damaged database aside as it is, with its log', async () => {
    const backup = await backupOf(7);
    await filled(500);
    const damaged = readFileSync(file);
    damaged.fill(0x5a, 8192, damaged.length - 4096);
    writeFileSync(file, damaged);
    writeFileSync(`${file}-wal`, 'a log that fits nothing');
    const { previous } = await care.restore(request(backup));
    expect(previous).toMatch(/damaged-[^/\\]*Z[/\\]seatwatch\.db$/);
    expect(readFileSync(previous ?? '').equals(damaged)).toBe(true);
    expect(readFileSync(`${previous ?? ''}-wal`, 'utf8')).toBe('a log that fits nothing');
    expect(await users()).toBe(7);
  });

  it('waits for whoever reads, and gives up with a reason', async () => {
    const backup = await backupOf(7);
    await filled(3);
    const reader = new Sqlite(file, { readonly: true });
    reader.prepare('SELECT count(*) FROM org').get();
    const restoring = care.restore(request(backup));
    await new Promise((done) => setTimeout(done, 400));
    reader.close();
    expect(await restoring).toMatchObject({ migrated: false });
    expect(await users()).toBe(7);
  });
});

/** A database that has been through the first migrations only. */
async function olderDatabase(path: string): Promise<void> {
  const { cpSync } = await import('node:fs');
  const { openDatabase } = await import('../../src/db/open');
  const { migrate } = await import('../../src/db/migrate');
  const migrationsFolder = join(folder, 'first');
  cpSync(MIGRATIONS_FOLDER, migrationsFolder, { recursive: true });
  const journalFile = join(migrationsFolder, 'meta', '_journal.json');
  const journal = JSON.parse(readFileSync(journalFile, 'utf8')) as { entries: unknown[] };
  writeFileSync(journalFile, JSON.stringify({ ...journal, entries: journal.entries.slice(0, 2) }));
  const sqlite = openDatabase({ file: path });
  await migrate({ sqlite, file: path, migrationsFolder });
  sqlite.exec(`INSERT INTO org (uid, name, url, auth, consumer_key, threshold_percent, inactive_days, added_at)
    VALUES ('a', 'Old', 'https://a', 'client-credentials', 'key', 75, 90, ${AS_OF})`);
  sqlite.pragma('journal_mode = DELETE');
  sqlite.close();
}

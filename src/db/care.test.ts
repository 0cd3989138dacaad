import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AS_OF, MIGRATIONS_FOLDER, newOrg, store, tempFolder } from '../../test/builders/db';
import * as rows from '../../test/builders/db-records';
import { createDatabase } from './api';
import { createConnection } from './connection';
import { classify } from './errors';
import { migrate, shippedMigrations } from './migrate';
import { openDatabase, openPlain } from './open';
import { commitPage } from './queries/pages';

let folder: string;
let file: string;
let remove: () => void;
beforeEach(() => {
  ({ folder, remove } = tempFolder());
  file = join(folder, 'data', 'seatwatch.db');
});
afterEach(() => remove());

const open = (changes: { readOnly?: boolean; migrationsFolder?: string } = {}) =>
  createDatabase({ file, migrationsFolder: MIGRATIONS_FOLDER, ...changes });

async function filled(users = 1): Promise<void> {
  const db = await open();
  await db.insertOrg(newOrg());
  await store(
    db,
    'users',
    Array.from({ length: users }, (_, i) => rows.user(`u${i}`)),
  );
  db.close();
}

const isPosix = process.platform !== 'win32';
const mode = (path: string) => statSync(path).mode & 0o777;

describe('opening', () => {
  it('creates folder and file for the owner alone, and tightens a looser file', async () => {
    await filled();
    if (!isPosix) return;
    expect([mode(join(folder, 'data')), mode(file)]).toEqual([0o700, 0o600]);
    const { chmodSync } = await import('node:fs');
    chmodSync(file, 0o644);
    (await open()).close();
    expect(mode(file)).toBe(0o600);
  });

  it('says what is wrong with a file that is no database, and leaves it alone', async () => {
    mkdirSync(join(folder, 'data'));
    const rubbish = 'This was a database once. '.repeat(500);
    writeFileSync(file, rubbish);
    for (const readOnly of [false, true]) {
      await expect(open({ readOnly })).rejects.toMatchObject({ code: 'DATABASE_DAMAGED', kind: 'data' });
    }
    expect(readFileSync(file, 'utf8')).toBe(rubbish);
    expect(existsSync(file)).toBe(true);
  });

  it('notices a file cut short or scribbled on', async () => {
    await filled(3000);
    const whole = statSync(file).size;
    const copy = readFileSync(file);

    truncateSync(file, Math.floor(whole / 2));
    await expect(openAndCheck()).rejects.toMatchObject({ code: 'DATABASE_DAMAGED' });

    const scribbled = Buffer.from(copy);
    scribbled.fill(0xa5, Math.floor(whole / 2), Math.floor(whole / 2) + 16_384);
    writeFileSync(file, scribbled);
    const outcome = await openAndCheck().catch((error: unknown) => error);
    expect(outcome).toSatisfy(
      (value) =>
        (Array.isArray(value) && value.length > 0) ||
        (value as { code?: string }).code === 'DATABASE_DAMAGED',
    );
    expect(statSync(file).size).toBe(whole);
  });

  async function openAndCheck(): Promise<string[]> {
    const db = await open();
    try {
      const { problems } = await db.health();
      await db.rowCounts('org-1');
      return problems;
    } finally {
      db.close();
    }
  }

  it('puts a full disk into words and keeps everything stored before', async () => {
    await filled();
    const sqlite = openDatabase({ file });
    sqlite.pragma(`max_page_count = ${Number(sqlite.pragma('page_count', { simple: true })) + 2}`);
    const db = createConnection(sqlite, file);
    const page = Array.from({ length: 2000 }, (_, i) => rows.login(`l${i}`, 'u0', AS_OF + i));
    const checkpoint = { watermark: AS_OF, cursor: null, pass: 1, complete: true, updatedAt: AS_OF };
    expect(() => {
      try {
        commitPage(db, {
          orgId: 'org-1',
          runId: 1,
          stream: 'loginHistory',
          rows: page,
          checkpoint,
          endOfPass: true,
          at: AS_OF,
        });
      } catch (error) {
        throw classify(error, file);
      }
    }).toThrow(expect.objectContaining({ code: 'DISK_FULL', kind: 'data', retryable: true }) as Error);
    sqlite.close();
    const again = await open();
    expect(await again.rowCounts('org-1')).toMatchObject({ users: 1, loginHistory: 0 });
    again.close();
  });

  it.each([
    ['SQLITE_CORRUPT_INDEX', 'DATABASE_DAMAGED'],
    ['SQLITE_READONLY_DBMOVED', 'DATABASE_READ_ONLY'],
    ['SQLITE_IOERR_WRITE', 'DATABASE_IO_ERROR'],
    ['SQLITE_BUSY_SNAPSHOT', 'DATABASE_BUSY'],
    ['SQLITE_CANTOPEN', 'DATABASE_CANNOT_OPEN'],
    ['EACCES', 'DATABASE_READ_ONLY'],
    ['ENOSPC', 'DISK_FULL'],
  ])('explains %s as %s', (code, expected) => {
    const known = classify(Object.assign(new Error('x'), { code }), '/data/seatwatch.db');
    expect(known).toMatchObject({ code: expected });
    expect((known as { fix: string }).fix).not.toBe('');
  });

  it('leaves a bug a bug', () => {
    const bug = Object.assign(new Error('x'), { code: 'SQLITE_CONSTRAINT_NOTNULL' });
    expect(classify(bug, 'f')).toBe(bug);
  });
});

describe('migrations', () => {
  it('are shipped in rising order of time', () => {
    const shipped = shippedMigrations(MIGRATIONS_FOLDER);
    expect(shipped.length).toBeGreaterThan(0);
    expect(shipped.map((migration) => migration.idx)).toEqual(shipped.map((_, i) => i));
  });

  it('out of order are refused before anything runs', async () => {
    const migrationsFolder = nextVersion('SELECT 1;', -1);
    await expect(open({ migrationsFolder })).rejects.toThrow(/not newer/);
  });

  it('leave strict tables, clustered by their key', async () => {
    await filled();
    const raw = openPlain(file, undefined, { readonly: true });
    const tables = raw
      .prepare<[], { name: string; strict: number; wr: number }>(
        "SELECT name, strict, wr FROM pragma_table_list WHERE schema = 'main' AND type = 'table'",
      )
      .all()
      .filter((table) => !/^(sqlite_|__drizzle)/.test(table.name));
    raw.close();
    expect(tables.filter((table) => table.strict === 0)).toEqual([]);
    expect(
      tables
        .filter((table) => table.wr === 0)
        .map((table) => table.name)
        .sort(),
    ).toEqual([
      'address_list',
      'check_progress',
      'connectivity_report',
      'finding',
      'finding_event',
      'finding_mute',
      'idle_policy',
      'login_client',
      'login_ip',
      'login_place',
      'login_status',
      'login_user',
      'org',
      'row_change',
      'run',
      'seat_decision',
      'setup_draft',
    ]);
  });

  it('refuse a database of a newer version, for readers too, and do not touch it', async () => {
    await filled();
    const raw = openPlain(file, undefined);
    raw.exec("INSERT INTO __drizzle_migrations (hash, created_at) VALUES ('future', 99999999999999)");
    raw.close();
    const before = readFileSync(file);
    for (const readOnly of [false, true]) {
      await expect(open({ readOnly })).rejects.toMatchObject({ code: 'DATABASE_NEWER', kind: 'data' });
    }
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  it('keep a backup, and rows below a table that is rebuilt', async () => {
    await filled(25);
    // As drizzle-kit writes it: with foreign keys on, dropping `org` would empty every other table.
    const rebuild = `PRAGMA foreign_keys=OFF;--> statement-breakpoint
      CREATE TABLE __new_org AS SELECT * FROM org;--> statement-breakpoint
      DROP TABLE org;--> statement-breakpoint
      ${definitionOf('org')};--> statement-breakpoint
      INSERT INTO org SELECT * FROM __new_org;--> statement-breakpoint
      DROP TABLE __new_org;`;
    const db = await open({ migrationsFolder: nextVersion(rebuild, 1) });
    expect(await db.rowCounts('org-1')).toMatchObject({ users: 25 });
    expect(await db.health()).toMatchObject({ schemaVersion: '9999_next', problems: [] });
    db.close();

    const backups = readdirSync(join(folder, 'data', 'backups'));
    expect(backups).toEqual([expect.stringMatching(/^before-9999_next-.*\.db$/)]);
    const saved = join(folder, 'data', 'backups', backups[0] ?? '');
    if (isPosix) expect(mode(saved)).toBe(0o600);
    const old = await createDatabase({ file: saved, migrationsFolder: MIGRATIONS_FOLDER });
    expect(await old.rowCounts('org-1')).toMatchObject({ users: 25 });
    old.close();
  });

  it('that fail change nothing', async () => {
    await filled(3);
    const migrationsFolder = nextVersion(
      'DELETE FROM sf_user;--> statement-breakpoint SELECT * FROM no_such_table;',
      1,
    );
    await expect(open({ migrationsFolder })).rejects.toThrow();
    const db = await open();
    expect(await db.rowCounts('org-1')).toMatchObject({ users: 3 });
    db.close();
  });

  it('bring a database of the first schema along, drafts and orgs', async () => {
    const migrationsFolder = join(folder, 'first');
    cpSync(MIGRATIONS_FOLDER, migrationsFolder, { recursive: true });
    const path = join(migrationsFolder, 'meta', '_journal.json');
    const journal = JSON.parse(readFileSync(path, 'utf8')) as { entries: unknown[] };
    writeFileSync(path, JSON.stringify({ ...journal, entries: journal.entries.slice(0, 1) }));
    const sqlite = openDatabase({ file });
    await migrate({ sqlite, file, migrationsFolder });
    sqlite.exec(`
      INSERT INTO org (uid, name, url, auth, consumer_key, jwt_username, threshold_percent, inactive_days, added_at)
      VALUES ('a', 'Secret', 'https://a', 'client-credentials', 'key', NULL, 75, 90, 1),
             ('b', 'Jwt', 'https://b', 'jwt-bearer', 'key', 'bot@acme.example', 75, 90, 1);
      INSERT INTO setup_draft (id, name, url, consumer_key) VALUES (1, 'Draft', 'https://c', 'draft.key');
      INSERT INTO setup_draft_step (step, done_by, updated_at) VALUES ('app.oauth', 'user', 1);
    `);
    sqlite.close();

    const db = await open();
    expect(await db.listOrgs()).toMatchObject([
      { id: 'b', auth: 'jwt-bearer', jwtUsername: 'bot@acme.example', certificates: null },
      { id: 'a', auth: 'client-credentials', certificates: null },
    ]);
    const setup = await db.getSetup(null);
    expect(setup.draft).toEqual({
      name: 'Draft',
      url: 'https://c',
      consumerKey: 'draft.key',
      auth: 'client-credentials',
      username: '',
    });
    expect(setup.draftCertificate).toBeNull();
    expect(setup.steps.find(({ id }) => id === 'app.oauth')?.doneBy).toBe('user');
    expect((await db.health()).problems).toEqual([]);
    db.close();
  });

  function definitionOf(table: string): string {
    const raw = openPlain(file, undefined, { readonly: true });
    const row = raw
      .prepare<[string], { sql: string }>('SELECT sql FROM sqlite_master WHERE name = ?')
      .get(table);
    raw.close();
    return row?.sql ?? '';
  }

  /** The shipped migrations and one more, `step` ms after the newest. */
  function nextVersion(sql: string, step: number): string {
    const next = join(folder, `drizzle${step}`);
    cpSync(MIGRATIONS_FOLDER, next, { recursive: true });
    const path = join(next, 'meta', '_journal.json');
    const journal = JSON.parse(readFileSync(path, 'utf8')) as { entries: Record<string, unknown>[] };
    const when = Number(journal.entries.at(-1)?.['when']) + step;
    journal.entries.push({
      idx: journal.entries.length,
      version: '6',
      when,
      tag: '9999_next',
      breakpoints: true,
    });
    writeFileSync(path, JSON.stringify(journal));
    writeFileSync(join(next, '9999_next.sql'), sql);
    return next;
  }
});

describe('backups', () => {
  it('are whole while pages are being committed', async () => {
    const db = await open();
    await db.insertOrg(newOrg());
    const target = join(folder, 'copy.db');
    let running = true;
    let pages = 0;
    const writing = (async () => {
      while (running) {
        const page = Array.from({ length: 500 }, (_, i) => rows.login(`l${pages}-${i}`, 'u1', AS_OF + pages));
        await store(db, 'loginHistory', page, { pass: ++pages, endOfPass: false });
        await new Promise((done) => setImmediate(done));
      }
    })();
    for (let i = 0; i < 5; i++) {
      while (pages < (i + 1) * 4) await new Promise((done) => setImmediate(done));
      const size = await db.backupTo(target);
      expect(size).toBe(statSync(target).size);
      const copy = openPlain(target, undefined, { readonly: true });
      expect(copy.pragma('integrity_check', { simple: true })).toBe('ok');
      const { n, pass } = copy
        .prepare<[], { n: number; pass: number }>(
          'SELECT (SELECT count(*) FROM login_history) AS n, (SELECT pass FROM stream_checkpoint) AS pass',
        )
        .get() ?? { n: -1, pass: 0 };
      copy.close();
      expect(n).toBe(pass * 500);
    }
    running = false;
    await writing;
    db.close();
    if (isPosix) expect(mode(target)).toBe(0o600);
    expect(readdirSync(folder).sort()).toEqual(['copy.db', 'data']);
  });

  it('say where they cannot be written, and leave no trace', async () => {
    const db = await open();
    await expect(db.backupTo(join(folder, 'missing', 'copy.db'))).rejects.toMatchObject({
      code: 'BACKUP_NOT_WRITABLE',
      kind: 'usage',
    });
    await expect(db.backupTo(file)).rejects.toMatchObject({ code: 'BACKUP_ONTO_ITSELF' });
    mkdirSync(join(folder, 'taken'));
    await expect(db.backupTo(join(folder, 'taken'))).rejects.toMatchObject({ code: 'BACKUP_NOT_WRITABLE' });
    db.close();
    expect(readdirSync(folder).sort()).toEqual(['data', 'taken']);
  });
});

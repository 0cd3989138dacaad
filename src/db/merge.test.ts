import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  AS_OF,
  DAY,
  HOUR,
  MIGRATIONS_FOLDER,
  newOrg,
  store,
  tempFolder,
  type TestDatabase,
} from '../../test/builders/db';
import * as rows from '../../test/builders/db-records';
import {
  backupOf,
  dump,
  expectExact,
  mergeInto,
  read,
  twoWorkstations,
} from '../../test/builders/two-workstations';
import { UsersQuery } from '../shared/model/users';
import { migrate } from './migrate';
import { openDatabase } from './open';

let a: TestDatabase;
let b: TestDatabase;
let dispose: () => void;
beforeEach(async () => {
  ({ a, b, dispose } = await twoWorkstations());
});
afterEach(() => dispose());

const usersAt = (orgId: string, at: number) =>
  UsersQuery.parse({ orgId, inactiveDays: 90, asOf: new Date(at).toISOString() });

const run = async (
  of: TestDatabase,
  orgId: string,
  at: number,
  state: 'complete' | 'failed' = 'complete',
) => {
  const id = await of.db.startRun(orgId, at, 75, 'manual');
  await of.db.finishRun(id, {
    state,
    endedAt: at + 60_000,
    resumeAt: null,
    callsMade: 3,
    orgUsedBefore: null,
    orgUsedAfter: null,
    orgMax: null,
    error: null,
  });
  return id;
};

describe('merging another workstation’s backup', () => {
  it('takes what the other collected later, remembers what changed, and adds nothing the second time', async () => {
    await store(a.db, 'users', [rows.user('005A', { name: 'Old' }), rows.user('005B'), rows.user('005C')], {
      orgId: 'uid-a',
    });
    await run(a, 'uid-a', AS_OF);
    await store(
      b.db,
      'users',
      [rows.user('005A', { name: 'New', features: ['KnowledgeUser'] }), rows.user('005B'), rows.user('005D')],
      {
        orgId: 'uid-b',
        at: AS_OF + DAY,
        pass: 7,
      },
    );
    await run(b, 'uid-b', AS_OF + DAY);
    // Of these the newer ones are here.
    await store(a.db, 'profiles', [{ id: '00e1', name: 'Here', userLicenseId: null, userType: null }], {
      orgId: 'uid-a',
      at: AS_OF + 2 * DAY,
    });
    await store(b.db, 'profiles', [{ id: '00e1', name: 'There', userLicenseId: null, userType: null }], {
      orgId: 'uid-b',
    });
    const file = await backupOf(b);
    const before = dump(a);
    const preview = await a.db.previewMerge(file);
    expect(dump(a)).toEqual(before);
    const report = await a.db.mergeFrom(file);
    expect(report).toEqual(preview);
    expect(report.orgs).toEqual([
      {
        name: 'Acme',
        url: 'https://acme.my.salesforce.com',
        outcome: 'merged',
        added: { users: 1, runs: 1 },
        updated: 1,
      },
    ]);
    expect(read(a, 'SELECT id, name, features FROM sf_user ORDER BY id')).toEqual([
      ['005A', 'New', '["KnowledgeUser"]'],
      ['005B', 'User 005B', '[]'],
      ['005D', 'User 005D', '[]'],
    ]);
    expect(read(a, 'SELECT name FROM profile')).toEqual([['Here']]);
    expect(read(a, `SELECT kind, row_id FROM row_change WHERE stream = 'users' ORDER BY row_id`)).toEqual([
      ['changed', '005A'],
      ['removed', '005C'],
      ['added', '005D'],
    ]);
    expect(read(a, 'SELECT sum(changes) FROM row_change_count')).toEqual([[3]]);
    const looks = await a.db.users(usersAt('uid-a', AS_OF + HOUR));
    expect(looks.rows.map(({ name }) => name).sort()).toEqual(['Old', 'User 005B', 'User 005C']);
    expect(await a.db.listRuns('uid-a', 5)).toHaveLength(2);
    expect((await a.db.lastRun('uid-a'))?.startedAt).toBe(new Date(AS_OF + DAY).toISOString());
    const merged = dump(a);
    const again = await a.db.mergeFrom(file);
    expect(again.orgs).toMatchObject([{ outcome: 'merged', added: {}, updated: 0 }]);
    expect(dump(a)).toEqual(merged);
    // The next collection goes on as ever.
    await store(a.db, 'users', [rows.user('005A', { name: 'Newest' })], {
      orgId: 'uid-a',
      at: AS_OF + 3 * DAY,
      pass: 9,
    });
    expect(read(a, 'SELECT name FROM sf_user')).toEqual([['Newest']]);
    expectExact(a);
    expect(readdirSync(a.folder).filter((name) => name.startsWith('merging'))).toEqual([]);
  });

  it('adds an org that is not connected here, whole, with its history', async () => {
    await b.db.insertOrg(newOrg({ id: 'uid-2', name: 'ACME', url: 'https://new.my.salesforce.com' }));
    const orgId = 'uid-2';
    await store(b.db, 'users', [rows.user('005A'), rows.user('005B')], { orgId });
    await run(b, orgId, AS_OF);
    await store(b.db, 'users', [rows.user('005A', { name: 'Renamed' })], { orgId, at: AS_OF + DAY, pass: 2 });
    await store(b.db, 'loginHistory', [rows.login('0Ya1', '005A', AS_OF)], { orgId });
    await b.db.recordLimits(orgId, AS_OF, [{ name: 'DailyApiRequests', max: 10, remaining: 1 }]);
    const { orgs } = await mergeInto(a, b);
    // Two orgs of one name do not go together.
    expect(orgs.map(({ name, outcome }) => [name, outcome])).toEqual([
      ['ACME (2)', 'new'],
      ['Acme', 'merged'],
    ]);
    expect(orgs[0]?.added).toMatchObject({ users: 1, loginHistory: 1, runs: 1, changes: 2, limitSamples: 1 });
    const [org] = (await a.db.listOrgs()).filter(({ id }) => id === orgId);
    expect(org).toMatchObject({ name: 'ACME (2)', certificates: null });
    const past = await a.db.users(usersAt(orgId, AS_OF + HOUR));
    expect(past.rows.map(({ id }) => id).sort()).toEqual(['005A', '005B']);
    expect((await mergeInto(a, b)).orgs).toMatchObject([
      { added: {}, updated: 0, outcome: 'merged' },
      { added: {}, updated: 0 },
    ]);
    expectExact(a);
  });

  it('keeps runs in the order in which they were', async () => {
    for (const day of [1, 4, 6]) await run(a, 'uid-a', AS_OF + day * DAY);
    const [, , newest] = read<[number]>(a, 'SELECT id FROM run ORDER BY id');
    await store(a.db, 'users', [rows.user('005A')], { orgId: 'uid-a' });
    await store(a.db, 'users', [rows.user('005A', { name: 'x' })], {
      orgId: 'uid-a',
      pass: 2,
      at: AS_OF + HOUR,
    });
    for (const day of [2, 3, 5]) await run(b, 'uid-b', AS_OF + day * DAY, day === 3 ? 'failed' : 'complete');
    await mergeInto(a, b);
    const runs = await a.db.listRuns('uid-a', 10);
    expect(runs.map(({ startedAt }) => (Date.parse(startedAt) - AS_OF) / DAY)).toEqual([6, 5, 4, 3, 2, 1]);
    expect(newest).toBeDefined();
    expect(read(a, 'SELECT count(*) FROM row_change c JOIN run r ON r.id = c.run_id')).toEqual(
      read(a, 'SELECT count(*) FROM row_change WHERE run_id > 0'),
    );
  });

  it('of an older version is brought up to date in a copy first', async () => {
    const { folder, remove } = tempFolder();
    try {
      const migrationsFolder = join(folder, 'drizzle');
      cpSync(MIGRATIONS_FOLDER, migrationsFolder, { recursive: true });
      const path = join(migrationsFolder, 'meta', '_journal.json');
      const journal = JSON.parse(readFileSync(path, 'utf8')) as { entries: unknown[] };
      writeFileSync(path, JSON.stringify({ ...journal, entries: journal.entries.slice(0, 2) }));
      const file = join(folder, 'old.db');
      const sqlite = openDatabase({ file });
      await migrate({ sqlite, file, migrationsFolder });
      sqlite.exec(`
        INSERT INTO org (id, uid, name, url, auth, consumer_key, threshold_percent, inactive_days, added_at, data_as_of)
        VALUES (1, 'old', 'Old', 'HTTPS://acme.my.salesforce.com', 'client-credentials', 'key', 75, 90, 1, ${AS_OF});
        INSERT INTO login_history (org_id, login_time, id, user_id, status, success)
        VALUES (1, ${AS_OF - DAY}, 'l1', '005A', 'Success', 1), (1, ${AS_OF - DAY + 1}, 'l2', '005B', 'Failed', 0);
        INSERT INTO stream_checkpoint (org_id, stream, watermark, pass, complete, updated_at)
        VALUES (1, 'loginHistory', ${AS_OF}, 7, 1, ${AS_OF});
        PRAGMA journal_mode = DELETE;
      `);
      sqlite.close();
      const before = readFileSync(file);
      const { orgs } = await a.db.mergeFrom(file);
      // Nobody there knows which org of Salesforce it is: the address tells.
      expect(orgs).toMatchObject([{ name: 'Acme', outcome: 'merged', added: { loginHistory: 2 } }]);
      expect(readFileSync(file).equals(before)).toBe(true);
      expect(await a.db.checkpoints('uid-a')).toMatchObject({
        loginHistory: { watermark: AS_OF, complete: true },
      });
      expectExact(a);
    } finally {
      remove();
    }
  });

  it('refuses what is no backup, and waits for no collection', async () => {
    await expect(a.db.mergeFrom(join(a.folder, 'nothing.db'))).rejects.toMatchObject({
      code: 'BACKUP_NOT_FOUND',
    });
    const rubbish = join(a.folder, 'rubbish.db');
    cpSync(join(process.cwd(), 'package.json'), rubbish);
    await expect(a.db.mergeFrom(rubbish)).rejects.toMatchObject({ kind: 'usage' });
    const file = await backupOf(b);
    await a.db.startRun('uid-a', AS_OF, 75, 'manual');
    for (const attempt of [a.db.mergeFrom(file), a.db.previewMerge(file)])
      await expect(attempt).rejects.toMatchObject({ code: 'ALREADY_COLLECTING' });
  });
});

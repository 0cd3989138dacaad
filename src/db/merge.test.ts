import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { expectExactRollUps } from '../../test/builders/roll-ups';
import {
  AS_OF,
  DAY,
  HOUR,
  MIGRATIONS_FOLDER,
  newOrg,
  store,
  tempFolder,
  type TestDatabase,
  testDatabase,
} from '../../test/builders/db';
import * as rows from '../../test/builders/db-records';
import { UsersQuery } from '../shared/model/users';
import { migrate } from './migrate';
import { openDatabase, openPlain } from './open';
import { streamTables } from './stream-tables';

type LoginRecord = ReturnType<typeof rows.login>;

const SF_ID = '00D000000000001EAA';
let a: TestDatabase;
let b: TestDatabase;
beforeEach(async () => {
  [a, b] = [await testDatabase(), await testDatabase()];
  await a.db.insertOrg(newOrg({ id: 'uid-a', name: 'Acme' }));
  await b.db.insertOrg(newOrg({ id: 'uid-b', name: 'Acme Production', consumerKey: 'other' }));
  await a.db.setOrgIdentity('uid-a', { salesforceOrgId: SF_ID });
  await b.db.setOrgIdentity('uid-b', { salesforceOrgId: SF_ID });
});
afterEach(() => {
  a.dispose();
  b.dispose();
});

const usersAt = (orgId: string, at: number) =>
  UsersQuery.parse({ orgId, inactiveDays: 90, asOf: new Date(at).toISOString() });

let backups = 0;
async function backup(of: TestDatabase): Promise<string> {
  const file = join(of.folder, `backup-${String(backups++)}.db`);
  await of.db.backupTo(file);
  return file;
}
const merge = async (into: TestDatabase, from: TestDatabase) => into.db.mergeFrom(await backup(from));

function read<T = unknown[]>(of: TestDatabase, sql: string): T[] {
  const reader = openPlain(of.file, undefined, { readonly: true });
  try {
    return reader.prepare(sql).raw().all() as T[];
  } finally {
    reader.close();
  }
}
function exact(of: TestDatabase): void {
  const reader = openPlain(of.file, undefined, { readonly: true });
  try {
    expectExactRollUps(reader);
    expect(reader.pragma('foreign_key_check')).toEqual([]);
  } finally {
    reader.close();
  }
}
const LOGINS = `SELECT ${streamTables.loginHistory.fields
  .map((field) => field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`))
  .join(', ')}, success FROM login_history ORDER BY login_time, id`;
const dump = (of: TestDatabase) =>
  read<[string]>(
    of,
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'sqlite_sequence' ORDER BY 1",
  ).map(([name]) => [name, read(of, `SELECT * FROM "${name}"`)]);

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
    const file = await backup(b);
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
    exact(a);
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
    const { orgs } = await merge(a, b);
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
    expect((await merge(a, b)).orgs).toMatchObject([
      { added: {}, updated: 0, outcome: 'merged' },
      { added: {}, updated: 0 },
    ]);
    exact(a);
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
    await merge(a, b);
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
      exact(a);
    } finally {
      remove();
    }
  });

  it('lets the newest decision of a person count', async () => {
    const finding = (of: TestDatabase, first: number, last: number | null) => {
      const writer = openPlain(of.file, undefined);
      writer
        .prepare(
          `INSERT INTO finding (org_id, check_id, key, severity, first_seen_at, last_seen_at, occurrences, summary,
             evidence, provisional, found_at) VALUES (1, 'X1', 'k', 'high', ?, ?, 1, 's', '{}', 0, ?)`,
        )
        .run(first, last, first);
      writer.close();
    };
    finding(a, 200, 900);
    finding(b, 100, 800);
    await a.db.acknowledge(
      'uid-a',
      { ids: [1] },
      {
        by: 'ann',
        at: 1000,
        reason: 'known',
        until: null,
      },
    );
    await b.db.acknowledge(
      'uid-b',
      { ids: [1] },
      {
        by: 'ben',
        at: 2000,
        reason: 'fine',
        until: null,
      },
    );
    await a.db.setLeave('uid-a', ['005A'], { reason: 'old', until: null, by: 'ann', at: 1 });
    await b.db.setLeave('uid-b', ['005A'], { reason: 'new', until: null, by: 'ben', at: 2 });
    await b.db.setLeave('uid-b', ['005B'], { reason: 'b', until: null, by: 'ben', at: 2 });
    await merge(a, b);
    expect(
      read(a, 'SELECT first_seen_at, last_seen_at, acknowledged_by, acknowledged_reason FROM finding'),
    ).toEqual([[100, 900, 'ben', 'fine']]);
    expect(read(a, 'SELECT at, kind, by FROM finding_event ORDER BY id')).toEqual([
      [1000, 'acknowledged', 'ann'],
      [2000, 'acknowledged', 'ben'],
    ]);
    expect(read(a, 'SELECT user_id, reason FROM leave ORDER BY 1')).toEqual([
      ['005A', 'new'],
      ['005B', 'b'],
    ]);
    await merge(b, a);
    expect(read(b, 'SELECT first_seen_at, last_seen_at, acknowledged_by FROM finding')).toEqual([
      [100, 900, 'ben'],
    ]);
    await b.db.reopen('uid-b', { ids: [1] }, { by: 'ben', at: 3000, note: 'no' });
    await merge(a, b);
    expect(read(a, 'SELECT acknowledged_by FROM finding')).toEqual([[null]]);
  });

  it('does not bring back who is to be forgotten', async () => {
    await store(a.db, 'loginHistory', [rows.login('0Ya1', '005A', AS_OF)], { orgId: 'uid-a' });
    await a.db.forgetPerson('uid-a', '005A', true, AS_OF);
    await store(b.db, 'users', [rows.user('005A'), rows.user('005B', { managerId: '005A' })], {
      orgId: 'uid-b',
    });
    await store(
      b.db,
      'loginHistory',
      [rows.login('0Ya1', '005A', AS_OF), rows.login('0Ya2', '005B', AS_OF)],
      {
        orgId: 'uid-b',
      },
    );
    await merge(a, b);
    expect(read(a, 'SELECT id, manager_id FROM sf_user')).toEqual([['005B', null]]);
    expect(read(a, 'SELECT user_id FROM login_user')).toEqual([['005B']]);
    expect(JSON.stringify(dump(a))).not.toContain('005A');
    exact(a);
  });

  it('refuses what is no backup, and waits for no collection', async () => {
    await expect(a.db.mergeFrom(join(a.folder, 'nothing.db'))).rejects.toMatchObject({
      code: 'BACKUP_NOT_FOUND',
    });
    const rubbish = join(a.folder, 'rubbish.db');
    cpSync(join(process.cwd(), 'package.json'), rubbish);
    await expect(a.db.mergeFrom(rubbish)).rejects.toMatchObject({ kind: 'usage' });
    const file = await backup(b);
    await a.db.startRun('uid-a', AS_OF, 75, 'manual');
    for (const attempt of [a.db.mergeFrom(file), a.db.previewMerge(file)])
      await expect(attempt).rejects.toMatchObject({ code: 'ALREADY_COLLECTING' });
  });

  it('of any two histories has the logins of both, counted right, whoever merges whom', async () => {
    const aLogin = fc.record({
      n: fc.nat(30),
      status: fc.constantFrom('Success', 'Invalid Password', null),
      city: fc.constantFrom('Bern', null),
      browser: fc.constantFrom('Edge', 'Chrome', null),
      sourceIp: fc.constantFrom('192.0.2.1', '2001:db8::1', null),
    });
    const record = ({ n, ...rest }: { n: number } & Partial<LoginRecord>): LoginRecord =>
      // One login has one time and one person, whoever reads it.
      rows.login(`0Ya${String(n)}`, `005${String(n % 4)}`, AS_OF - (n % 7) * 9 * HOUR, rest);
    let count = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(aLogin, { maxLength: 25 }),
        fc.array(aLogin, { maxLength: 25 }),
        fc.integer({ min: -1, max: 1 }),
        async (here, there, later) => {
          const orgId = `p${String(count++)}`;
          const url = `https://${orgId}.my.salesforce.com`;
          for (const [of, list, at] of [
            [a, here, AS_OF],
            [b, there, AS_OF + later * HOUR],
          ] as const) {
            await of.db.insertOrg(newOrg({ id: orgId, name: orgId, url }));
            await store(
              of.db,
              'users',
              [0, 1, 2, 3].map((n) => rows.user(`005${String(n)}`)),
              { orgId, at },
            );
            const once = [...new Map(list.map((login) => [login.n, login])).values()];
            await store(of.db, 'loginHistory', once.map(record), { orgId, at });
          }
          const [fromA, fromB] = [await backup(a), await backup(b)];
          await a.db.mergeFrom(fromB);
          await b.db.mergeFrom(fromA);
          const of = (side: TestDatabase) =>
            read(
              side,
              LOGINS.replace('FROM', ', (SELECT uid FROM org WHERE id = org_id) AS uid FROM'),
            ).filter((row) => row.at(-1) === orgId);
          const ids = (list: { n: number }[]) => list.map(({ n }) => `0Ya${String(n)}`);
          const union = new Set([...ids(here), ...ids(there)]);
          expect(new Set(of(a).map(([id]) => id))).toEqual(union);
          expect(of(a)).toHaveLength(union.size);
          expect(of(b)).toEqual(of(a));
          exact(a);
          exact(b);
          for (const side of [a, b])
            expect(
              read(
                side,
                `SELECT s.id FROM sf_user s LEFT JOIN login_user u ON u.org_id = s.org_id AND u.user_id = s.id
                 WHERE s.last_seen_at IS NOT u.last_success_at`,
              ),
            ).toEqual([]);
          await a.db.mergeFrom(fromB);
          await store(a.db, 'loginHistory', [rows.login('0YaNext', '0051', AS_OF + DAY)], { orgId });
          exact(a);
        },
      ),
      { numRuns: 8 },
    );
  });
});

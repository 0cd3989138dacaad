import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connectServer } from '../src/core/publish/server';
import { takeLease } from '../src/core/publish/lease';
import { parseTarget } from '../src/core/publish';
import { createDatabase, type LocalDatabase } from '../src/db/api';
import { createPublicationSources } from '../src/db/queries/publish/source';
import { publishedRelations } from '../src/db/queries/publish/relations';
import { collectRig } from './builders/collect-rig';
import {
  AS_OF,
  DAY,
  HOUR,
  MIGRATIONS_FOLDER,
  newOrg,
  store,
  testDatabase,
  type TestDatabase,
} from './builders/db';
import { login, oauthToken, profile, user, userLicense } from './builders/db-records';
import { hasPostgres, startPostgres, type Postgres } from './builders/postgres';
import { changesOf, differencesOf, NOTHING, publish } from './builders/publish-scene';

const ORG_18 = '00D000000000001AAA';

describe.runIf(hasPostgres)('publishing', () => {
  let server: Postgres;
  let database: string;
  let source: TestDatabase;
  let db: LocalDatabase;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(async () => server.dispose());
  beforeEach(async () => {
    database = await server.createDatabase();
    source = await testDatabase();
    ({ db } = source);
    await db.insertOrg(newOrg());
    await organization();
  });
  afterEach(() => source.dispose());

  const organization = (orgId = 'org-1', id = ORG_18) =>
    store(
      db,
      'organization',
      [
        {
          id,
          name: 'Acme',
          organizationType: 'Enterprise Edition',
          instanceName: 'NA1',
          isSandbox: false,
          trialExpirationAt: null,
          timeZone: 'UTC',
        },
      ],
      { orgId },
    );
  const to = (changes: Parameters<typeof publish>[2] = {}) => publish(db, server.url(database), changes);
  const ask = (sql: string) => server.ask(database, sql);
  const count = async (table: string) =>
    Number((await ask(`SELECT count(*) AS n FROM seatwatch.${table}`))[0]?.['n']);
  const same = async () => expect(await differencesOf(source.file, server, database)).toEqual([]);

  it('follows a demo org from collection to collection, row by row', async () => {
    const rig = await collectRig({ users: 60, logins: 2_500 });
    try {
      const { file } = rig.database;
      for (let round = 0; round < 3; round += 1) {
        expect((await rig.collector.collect(rig.orgId)).state).toBe('complete');
        const result = await publish(rig.database.db, server.url(database));
        expect(result.organizationId).toMatch(/^00D.{15}$/);
        expect(await differencesOf(file, server, database)).toEqual([]);
        if (round > 0) expect(result.relations['logins']?.unchanged).toBeGreaterThan(1_500);
        rig.advance(7 * HOUR);
      }
      expect(changesOf(await publish(rig.database.db, server.url(database)))).toEqual(NOTHING);
    } finally {
      await rig.dispose();
    }
  });

  it('brings additions, changes and removals, and says how many', async () => {
    const many = Array.from({ length: 40 }, (_, i) => user(`u${i}`));
    await store(db, 'users', many);
    await store(db, 'profiles', [profile()]);
    const first = await to();
    expect(first.relations['users']).toEqual({ inserted: 40, updated: 0, deleted: 0, unchanged: 0 });

    await store(
      db,
      'users',
      [...many.slice(5), user('new')].map((one, i) =>
        i < 3 ? { ...one, department: 'Söme “Team”, \\{x}' } : one,
      ),
      { pass: 2, at: AS_OF + HOUR },
    );
    const second = await to();
    expect(second.relations['users']).toEqual({ inserted: 1, updated: 3, deleted: 5, unchanged: 32 });
    await same();
    expect(changesOf(await to())).toEqual(NOTHING);
  });

  it('finds logins that come late, logins that are read again with more fields, and back-fills', async () => {
    const at = (hours: number) => AS_OF - hours * HOUR;
    await store(db, 'loginHistory', [login('l1', 'u1', at(30)), login('l2', 'u2', at(2))]);
    await to();
    await store(db, 'loginHistory', [
      // Late, into an hour that was published; changed in place; months before.
      login('l3', 'u1', at(2) + 5),
      login('l1', 'u1', at(30), { city: 'Potsdam', browser: null }),
      login('l4', 'u3', at(4_000), { status: 'Invalid Password' }),
    ]);
    expect((await to()).relations['logins']).toEqual({ inserted: 2, updated: 1, deleted: 0, unchanged: 1 });
    await same();
  });

  it('removes what retention removed here, or keeps it there when asked to', async () => {
    const logins = Array.from({ length: 50 }, (_, i) => login(`l${i}`, 'u1', AS_OF - i * 7 * HOUR));
    await store(db, 'loginHistory', logins);
    await to();
    await db.purgeLogins('org-1', AS_OF - 100 * HOUR - 1, 10_000);
    const kept = await to({ keepRemoved: true });
    expect(kept.relations['logins']?.deleted).toBe(0);
    expect(await count('logins')).toBe(50);
    // Kept in the middle of an hour, too: no checksum hides it from a publication that mirrors.
    await db.purgeLogins('org-1', AS_OF - 70 * HOUR + 1, 10_000);
    await to({ keepRemoved: true });
    expect(await count('logins')).toBe(50);
    expect((await to()).relations['logins']?.deleted).toBe(40);
    await same();
  });

  it('keeps rows of the hour that retention cuts in two', async () => {
    const hour = Math.floor(AS_OF / HOUR) * HOUR;
    await store(db, 'loginHistory', [login('a', 'u1', hour + 1), login('b', 'u1', hour + 9)]);
    await to();
    await db.purgeLogins('org-1', hour + 5, 100);
    await to({ keepRemoved: true });
    expect(await count('logins')).toBe(2);
    expect((await to()).relations['logins']?.deleted).toBe(1);
    await same();
  });

  it('sends an hour of more logins than a transaction holds in stretches', async () => {
    const hour = Math.floor(AS_OF / HOUR) * HOUR;
    const all = Array.from({ length: 10_400 }, (_, i) =>
      login(`l${i}`, `u${i % 7}`, hour + Math.floor(i / 3)),
    );
    await store(db, 'loginHistory', all);
    expect((await to()).relations['logins']?.inserted).toBe(10_400);
    await same();
    await store(db, 'loginHistory', [login('l9', 'u2', hour + 3, { city: 'Elsewhere' })]);
    expect((await to()).relations['logins']).toEqual({
      inserted: 0,
      updated: 1,
      deleted: 0,
      unchanged: 10_399,
    });
    await same();
  });

  it('brings whatever a text may hold', async () => {
    const odd = [
      '',
      ' ',
      "it's",
      'a"b',
      '{NULL}',
      'NULL',
      'null',
      '\\',
      '\t\n\r',
      '😀',
      '{"a":1}',
      '\u2028',
      'a,b',
    ];
    await store(
      db,
      'users',
      odd.map((text, i) => user(`u${i}`, { name: text, department: text, features: [text, 'B'].sort() })),
    );
    await to();
    await same();
    expect(changesOf(await to({ full: true }))).toEqual(NOTHING);
  });

  it('heals what others changed there, with --full', async () => {
    await store(db, 'users', [user('u1'), user('u2')]);
    await store(db, 'loginHistory', [login('l1', 'u1', AS_OF)]);
    await to();
    await ask(`UPDATE seatwatch.users SET name = 'Mallory' WHERE id = 'u1'`);
    await ask(`DELETE FROM seatwatch.users WHERE id = 'u2'`);
    await ask(`INSERT INTO seatwatch.logins (org_id, login_time, id, user_id, success)
      VALUES ('${ORG_18}', '2001-01-01', 'x', 'u9', true)`);
    const { relations } = await to({ full: true });
    expect(relations['users']).toEqual({ inserted: 1, updated: 1, deleted: 0, unchanged: 0 });
    expect(relations['logins']).toEqual({ inserted: 0, updated: 0, deleted: 1, unchanged: 1 });
    await same();
  });

  it('counts without changing anything, before the first publication and after', async () => {
    await store(db, 'users', [user('u1')]);
    const before = await to({ dryRun: true });
    expect(before.relations['users']?.inserted).toBe(1);
    expect(await ask(`SELECT 1 FROM pg_namespace WHERE nspname = 'seatwatch'`)).toEqual([]);
    await to();
    await store(db, 'users', [user('u1', { name: 'Other' })], { pass: 2 });
    expect((await to({ dryRun: true })).relations['users']?.updated).toBe(1);
    expect((await to()).relations['users']?.updated).toBe(1);
  });

  it('reads one moment, whatever is stored meanwhile', async () => {
    await store(db, 'users', [user('u1')]);
    const meanwhile: Promise<void>[] = [];
    await to({
      onProgress({ relation }) {
        if (relation === 'organizations' && meanwhile.length === 0)
          meanwhile.push(store(db, 'users', [user('u1'), user('late')], { pass: 2 }));
      },
    });
    expect(meanwhile).toHaveLength(1);
    await Promise.all(meanwhile);
    expect(await count('users')).toBe(1);
    expect((await to()).relations['users']?.inserted).toBe(1);
    await same();
  });

  it('answers the questions of the product with its views', async () => {
    await store(db, 'profiles', [profile()]);
    await store(db, 'userLicenses', [userLicense()]);
    await store(db, 'users', [
      user('idle', { lastLoginAt: AS_OF - 200 * DAY }),
      user('busy', { lastLoginAt: AS_OF - DAY }),
    ]);
    await store(db, 'loginHistory', [
      login('l1', 'busy', AS_OF - DAY),
      login('l2', 'busy', AS_OF - 2 * DAY, { status: 'Invalid Password' }),
      login('l3', 'busy', AS_OF - 40 * DAY),
    ]);
    await to();
    const seats = await ask('SELECT user_id, reason, days_since_login, org FROM seatwatch.unused_seats');
    expect(seats).toEqual([{ user_id: 'idle', reason: 'inactive', days_since_login: '200', org: 'Acme' }]);
    const listed = await db.seats({
      orgId: 'org-1',
      asOf: null,
      rule: { ...(await db.idlePolicy('org-1')).policy, inactiveDays: 90, includeFree: false },
      license: null,
      kinds: [],
      reasons: [],
      decisions: [],
      group: null,
      only: null,
      search: '',
      sort: 'name',
      descending: false,
      offset: 0,
      limit: 100,
    });
    expect(listed.rows.map(({ userId }) => userId)).toEqual(['idle']);
    expect(
      await ask(`SELECT logins_30d, failed_logins_30d FROM seatwatch.user_activity WHERE user_id = 'busy'`),
    ).toEqual([{ logins_30d: '1', failed_logins_30d: '1' }]);
    for (const view of ['logins_per_day', 'open_findings', 'license_utilization'])
      await ask(`SELECT * FROM seatwatch.${view}`);
    expect(await count('logins_per_day')).toBe(3);
  });

  describe('several who publish', () => {
    it('keeps orgs apart', async () => {
      await db.insertOrg(newOrg({ id: 'org-2', name: 'Other', url: 'https://other.my.salesforce.com' }));
      await organization('org-2', '00D000000000002AAA');
      await store(db, 'users', [user('u1')]);
      await store(db, 'users', [user('u1', { name: 'Somebody else' })], { orgId: 'org-2' });
      await Promise.all([to(), to({ orgId: 'org-2' })]);
      await same();
      expect(await differencesOf(source.file, server, database, { orgId: 'org-2' })).toEqual([]);
      expect(await count('users')).toBe(2);
    });

    it('many for the first time at the same moment make the tables together', async () => {
      const orgs = [2, 3, 4];
      for (const n of orgs) {
        await db.insertOrg(
          newOrg({ id: `org-${n}`, name: `Org ${n}`, url: `https://o${n}.my.salesforce.com` }),
        );
        await organization(`org-${n}`, `00D00000000000${n}AAA`);
      }
      await Promise.all([to(), ...orgs.map((n) => to({ orgId: `org-${n}` }))]);
      expect(await count('orgs')).toBe(4);
    });

    it('two at once on one org: one is told so, or both end with the rows of the source', async () => {
      await store(
        db,
        'loginHistory',
        Array.from({ length: 3_000 }, (_, i) => login(`l${i}`, 'u1', AS_OF - i * 60_000)),
      );
      const outcomes = await Promise.allSettled([to(), to(), to()]);
      const failed = outcomes
        .filter((one) => one.status === 'rejected')
        .map(({ reason }) => reason as { code: string });
      expect(failed.length).toBeLessThan(3);
      for (const { code } of failed) expect(code).toBe('BEING_PUBLISHED');
      await to();
      await same();
    });

    it('what an overtaken publication has under way is refused', async () => {
      await store(
        db,
        'loginHistory',
        Array.from({ length: 12_000 }, (_, i) => login(`l${i}`, 'u1', AS_OF - i * 60_000)),
      );
      const dead = { process: { host: 'workstation', pid: 1, isAlive: () => false } };
      const overtaking: Promise<unknown>[] = [];
      const first = to({
        ...dead,
        onProgress({ relation, rows }) {
          // The second takes the first one for dead while that is in the middle of its work.
          if (relation === 'logins' && rows > 1_000 && overtaking.length === 0) overtaking.push(to(dead));
        },
      });
      await expect(first).rejects.toMatchObject({ code: 'LEASE_LOST', kind: 'busy' });
      expect(overtaking).toHaveLength(1);
      await Promise.all(overtaking);
      await same();
      expect(changesOf(await to())).toEqual(NOTHING);
    });

    it('waits for the lease of a publisher whose process cannot be asked after', async () => {
      await to();
      const target = parseTarget(server.url(database), 'boss');
      const other = await connectServer({ target, password: null, schema: 'seatwatch' });
      const org = { id: ORG_18, name: 'Acme', url: '', inactiveDays: 90 };
      const publisher = { id: 'org-1', host: 'elsewhere', pid: 1 };
      await takeLease({ server: other, schema: 'seatwatch', org, publisher, takeOver: false });
      await expect(to()).rejects.toMatchObject({ code: 'BEING_PUBLISHED', kind: 'busy', retryable: true });
      await ask(`UPDATE seatwatch.publication_org SET held_until = now() - INTERVAL '1 second'`);
      await to();
      await other.close();
    });

    it('refuses a second workstation until it is told to take over, and then mirrors it', async () => {
      await store(db, 'users', [user('u1'), user('u2')]);
      await store(db, 'loginHistory', [login('l1', 'u1', AS_OF), login('l2', 'u2', AS_OF)]);
      await to();
      const second = await testDatabase();
      try {
        await second.db.insertOrg(newOrg({ id: 'other-uid' }));
        db = second.db;
        await organization('other-uid');
        await store(db, 'users', [user('u2')], { orgId: 'other-uid' });
        // The same integers for other people: only the witness tells.
        await store(db, 'loginHistory', [login('l1', 'u2', AS_OF), login('l2', 'u1', AS_OF)], {
          orgId: 'other-uid',
        });
        await expect(to({ orgId: 'other-uid' })).rejects.toMatchObject({
          code: 'PUBLISHED_ELSEWHERE',
          kind: 'busy',
        });
        const taken = await to({ orgId: 'other-uid', takeOver: true });
        expect(taken.relations['users']).toMatchObject({ deleted: 1, unchanged: 1 });
        expect(taken.relations['logins']).toMatchObject({ updated: 2 });
        expect(await differencesOf(second.file, server, database, { orgId: 'other-uid' })).toEqual([]);
      } finally {
        second.dispose();
      }
    });

    it('does not take the keys of a restored database for those it published', async () => {
      await store(db, 'loginHistory', [login('l1', 'u1', AS_OF - DAY)]);
      const backup = join(source.folder, 'backup.db');
      await db.backupTo(backup);
      await store(db, 'loginHistory', [login('l2', 'u2', AS_OF, { city: 'Two' })]);
      await to();
      db.close();
      copyFileSync(backup, source.file);
      db = await createDatabase({ file: source.file, migrationsFolder: MIGRATIONS_FOLDER });
      // The key that stood for one city stands for another one now.
      await store(db, 'loginHistory', [login('l2', 'u2', AS_OF, { city: 'Three' })]);
      expect((await to()).relations['logins']).toMatchObject({ updated: 1 });
      await same();
      db.close();
    });
  });

  describe('versions', () => {
    /** Publishes what another version of the program defines. */
    async function toAs(
      version: string,
      change: (relations: ReturnType<typeof publishedRelations>) => typeof relations,
    ) {
      const sources = createPublicationSources({ file: source.file }, () => change(publishedRelations()));
      const reader = await createDatabase({
        file: source.file,
        migrationsFolder: MIGRATIONS_FOLDER,
        readOnly: true,
      });
      const sqlite = new Sqlite(source.file, { readonly: true });
      const connection = {
        orgKey: () => sqlite.prepare('SELECT id FROM org').pluck().get() as number,
      } as unknown as Parameters<typeof sources.openPublication>[0];
      try {
        return await publish(
          {
            openPublication: async (orgId) => sources.openPublication(connection, orgId),
            beginRelation: async (...args) => sources.beginRelation(connection, ...args),
            nextBatch: async (session) => sources.nextBatch(connection, session),
            closePublication: async (session) => sources.closePublication(connection, session),
          },
          server.url(database),
          { programVersion: version },
        );
      } finally {
        sqlite.close();
        reader.close();
      }
    }

    it('a newer program adds its columns, fills them, and an older one is refused from then on', async () => {
      await store(db, 'users', [user('u1', { country: 'DE' }), user('u2', { country: 'FR' })]);
      await toAs('1.0.0', (relations) =>
        relations.map((one) =>
          one.name === 'users'
            ? {
                ...one,
                columns: one.columns.filter(({ name }) => name !== 'country' && name !== 'federation_id'),
              }
            : one,
        ),
      );
      const next = await to({ programVersion: '1.1.0' });
      expect(next.relations['users']).toMatchObject({ updated: 2 });
      await same();
      await expect(toAs('1.0.0', (relations) => relations.slice(1))).rejects.toMatchObject({
        code: 'TARGET_NEWER',
        kind: 'data',
      });
    });

    it('the rows of a relation that was renamed are under its new name alone', async () => {
      await store(db, 'users', [user('u1')]);
      await toAs('1.0.0', (relations) => [
        ...relations,
        ...relations.filter(({ name }) => name === 'users').map((one) => ({ ...one, name: 'people' })),
      ]);
      expect(await count('people')).toBe(1);
      await to({ programVersion: '1.1.0' });
      expect(await count('people')).toBe(0);
      expect(await ask(`SELECT 1 FROM seatwatch.publication_part WHERE relation = 'people'`)).toEqual([]);
      await same();
    });

    it('tells what it does not know from what it made', async () => {
      await ask('CREATE SCHEMA seatwatch');
      await ask('CREATE TABLE seatwatch.users (org_id text, id integer)');
      await expect(to()).rejects.toMatchObject({ code: 'TARGET_DIFFERS', kind: 'data' });
    });
  });

  describe('what may be wrong with the server', () => {
    const password = 'pa$$w0rd-of-bi';
    beforeEach(async () => {
      await ask(`DO $$ BEGIN CREATE ROLE bi LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$`);
      await ask(`ALTER ROLE bi PASSWORD '${password}'`);
    });
    const as = (changes: Parameters<typeof publish>[2] = {}) =>
      publish(db, server.url(database, 'bi'), { password, patienceMs: 0, ...changes });

    it.each([
      ['a wrong password', { password: 'guess' }],
      ['no password', { password: null }],
    ])('%s is a matter of credentials', async (_, changes) => {
      const failure = as(changes);
      await expect(failure).rejects.toMatchObject({ kind: 'credentials' });
      await expect(failure).rejects.not.toMatchObject({
        message: expect.stringContaining('guess') as string,
      });
    });

    it('a user who may not create the schema is told what the owner has to do', async () => {
      await expect(as()).rejects.toMatchObject({
        code: '42501',
        kind: 'credentials',
        fix: expect.stringContaining('CREATE SCHEMA seatwatch AUTHORIZATION') as string,
      });
    });

    it('a user who owns the schema, and nothing else, can publish', async () => {
      await ask('CREATE SCHEMA seatwatch AUTHORIZATION bi');
      await store(db, 'users', [user('u1')]);
      await as();
      await same();
      expect(changesOf(await as())).toEqual(NOTHING);
    });

    it('a missing database is a usage error, a server that is not there is unreachable', async () => {
      await expect(publish(db, server.url('nowhere'))).rejects.toMatchObject({
        code: '3D000',
        kind: 'usage',
      });
      await expect(publish(db, 'postgres://boss@127.0.0.1:1/bi', { patienceMs: 0 })).rejects.toMatchObject({
        code: 'ECONNREFUSED',
        kind: 'unreachable',
      });
    });

    it('nothing was collected yet', async () => {
      await db.insertOrg(newOrg({ id: 'empty', name: 'Empty', url: 'https://e.my.salesforce.com' }));
      await expect(to({ orgId: 'empty' })).rejects.toMatchObject({
        code: 'NOTHING_TO_PUBLISH',
        kind: 'usage',
      });
    });
  });

  it('stops between two transactions when asked to, and goes on the next time', async () => {
    await store(
      db,
      'loginHistory',
      Array.from({ length: 12_000 }, (_, i) => login(`l${i}`, 'u1', AS_OF - i * 60_000)),
    );
    await store(db, 'oauthTokens', [oauthToken('u1')]);
    const stop = new AbortController();
    const stopped = to({
      signal: stop.signal,
      onProgress({ relation, rows }) {
        if (relation === 'logins' && rows > 5_000) stop.abort(new Error('enough'));
      },
    });
    await expect(stopped).rejects.toThrow('enough');
    const there = await count('logins');
    expect(there).toBeGreaterThan(0);
    expect((await to()).relations['logins']?.inserted).toBe(12_000 - there);
    await same();
  });
});

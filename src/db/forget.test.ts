import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { expectExactRollUps } from '../../test/builders/roll-ups';
import { AS_OF, DAY, HOUR, newOrg, store, type TestDatabase, testDatabase } from '../../test/builders/db';
import * as rows from '../../test/builders/db-records';
import { openPlain } from './open';
import { rounds } from '../../test/builders/rounds';

let test: TestDatabase;
let reader: ReturnType<typeof openPlain>;
beforeEach(async () => {
  test = await testDatabase();
  reader = openPlain(test.file, undefined, { readonly: true });
  await test.db.insertOrg(newOrg());
});
afterEach(() => {
  reader.close();
  test.dispose();
});

const ADA = '005000000000001AAA';
const BOB = '005000000000002AAA';
const EVE = '005000000000003AAA';
/** Found in the bytes of a file that still holds her. */
const TRACES = [
  ADA,
  ADA.slice(0, 15),
  'ada@acme.test',
  'ada.old@acme.test',
  'ada@mail.test',
  'fed-ada-77',
  'Ada Lovelace',
  'Ada King',
  '198.51.100.77',
];

const users = (changes: Partial<ReturnType<typeof rows.user>> = {}) => [
  rows.user(ADA, {
    name: 'Ada Lovelace',
    username: 'ada@acme.test',
    email: 'ada@mail.test',
    federationId: 'fed-ada-77',
    ...changes,
  }),
  rows.user(BOB, { name: 'Bob', username: 'bob@acme.test', managerId: ADA }),
  rows.user(EVE, { name: 'Eve', username: 'eve@acme.test' }),
];

async function collect(): Promise<void> {
  const { db } = test;
  await store(db, 'users', users({ name: 'Ada King', username: 'ada.old@acme.test' }));
  await store(db, 'users', users(), { pass: 2, at: AS_OF + HOUR });
  // Bob gets another manager, and gets her back: his history names her.
  await store(
    db,
    'users',
    users().map((user) => ({ ...user, managerId: null })),
    { pass: 3, at: AS_OF + 2 * HOUR },
  );
  await store(db, 'users', users(), { pass: 4, at: AS_OF + 3 * HOUR });
  await store(
    db,
    'loginHistory',
    [ADA, BOB, EVE].flatMap((user, u) =>
      Array.from({ length: 40 }, (_, i) =>
        rows.login(`0Ya${String(u)}${String(i).padStart(13, '0')}`, user, AS_OF - i * 5 * HOUR - u, {
          status: i % 4 === 0 ? 'Invalid Password' : 'Success',
          sourceIp: user === ADA && i % 2 === 0 ? '198.51.100.77' : '192.0.2.1',
        }),
      ),
    ),
  );
  await store(db, 'userLogins', [
    { id: '0Yw1', userId: ADA, isFrozen: false, isPasswordLocked: false },
    { id: '0Yw2', userId: BOB, isFrozen: true, isPasswordLocked: false },
  ]);
  await store(db, 'permissionSetAssignments', [
    {
      id: '0Pa1',
      assigneeId: ADA,
      permissionSetId: 'ps',
      permissionSetGroupId: null,
      expiresAt: null,
      isActive: true,
    },
    {
      id: '0Pa2',
      assigneeId: BOB,
      permissionSetId: 'ps',
      permissionSetGroupId: null,
      expiresAt: null,
      isActive: true,
    },
  ]);
  await store(db, 'oauthTokens', [
    {
      id: `${ADA} App`,
      userId: ADA,
      appName: 'App',
      appMenuItemId: null,
      useCount: 1,
      tokens: 1,
      createdAt: null,
      lastUsedAt: null,
    },
  ]);
  await store(db, 'authProviders', [
    { id: '0SO1', developerName: 'P', friendlyName: null, providerType: 'Google', executionUserId: ADA },
  ]);
  const audit = (id: string, createdById: string, display: string, delegateUser: string | null = null) => ({
    id,
    createdAt: AS_OF,
    action: 'changed',
    section: null,
    display,
    createdById,
    createdByContext: null,
    createdByIssuer: null,
    delegateUser,
  });
  await store(db, 'setupAuditTrail', [
    audit('0Ym1', ADA, 'Her own change'),
    audit('0Ym2', BOB, 'Changed profile for user Ada Lovelace (ada@acme.test) from A to B'),
    audit('0Ym3', BOB, 'Logged in as somebody', 'ADA@acme.test'),
    audit('0Ym4', BOB, 'Changed profile for user bada@acme.test', null),
  ]);
}

async function fill(): Promise<void> {
  const { db } = test;
  await collect();
  await db.setLeave('org-1', [ADA], { reason: 'Parental leave', until: null, by: 'admin', at: AS_OF });
  await db.evaluateChecks('org-1', AS_OF);
  // What a check could say of somebody else.
  const writer = openPlain(test.file, undefined);
  writer
    .prepare(
      `INSERT INTO finding (org_id, check_id, key, severity, user_id, first_seen_at, occurrences, summary, evidence, provisional, found_at)
       VALUES (1, 'X1', 'ip:192.0.2.1', 'high', NULL, 1, 2, ?, ?, 0, 1), (1, 'X1', ?, 'low', NULL, 1, 2, 's', '{}', 0, 1)`,
    )
    .run(
      'Ada Lovelace and Bob share an address',
      JSON.stringify({
        people: [
          { id: ADA, username: 'ada@acme.test' },
          { id: BOB, username: 'bob@acme.test' },
        ],
      }),
      `pair ${ADA} ${BOB}`,
    );
  writer.close();
}

const bytes = () =>
  Buffer.concat([test.file, `${test.file}-wal`].map((file) => readFileSync(file, { flag: 'a+' })));
const dump = (): string => {
  const tables = reader
    .prepare<[], { name: string }>("SELECT name FROM sqlite_master WHERE type = 'table'")
    .all();
  return JSON.stringify(
    tables.map(({ name }) => [name, reader.prepare(`SELECT * FROM "${name}"`).raw().all()]),
  );
};

describe('forgetting a person', () => {
  it('leaves no byte of them, in no table, and everything of others', async () => {
    await fill();
    for (const trace of TRACES) expect(bytes().includes(trace), trace).toBe(true);
    const about = reader
      .prepare<[], { n: number }>(`SELECT count(*) AS n FROM finding WHERE user_id = '${ADA}'`)
      .get();
    const preview = await test.db.previewForget('org-1', ADA);
    const counts = await test.db.forgetPerson('org-1', ADA, false, AS_OF);
    expect(counts).toEqual(preview);
    expect(counts.username).toBe('ada@acme.test');
    expect(counts.rows).toMatchObject({
      login: 40,
      login_ip: 1,
      sf_user: 2,
      user_login: 1,
      permission_set_assignment: 1,
      oauth_token: 1,
      auth_provider: 1,
      setup_audit_trail: 3,
      leave: 1,
      finding: (about?.n ?? 0) + 2,
    });
    // Somebody else's name contains hers.
    const rest = bytes().toString('latin1').replaceAll('bada@acme.test', '');
    for (const trace of TRACES) expect(rest.includes(trace), trace).toBe(false);

    expectExactRollUps(reader);

    const get = <T>(sql: string) => reader.prepare(sql).raw().all() as T[];
    expect(get('SELECT id, manager_id FROM sf_user ORDER BY id')).toEqual([
      [BOB, null],
      [EVE, null],
    ]);
    expect(get("SELECT summary, evidence FROM finding WHERE check_id = 'X1'")).toEqual([
      [
        '[removed] and Bob share an address',
        JSON.stringify({
          people: [
            { id: '[removed]', username: '[removed]' },
            { id: BOB, username: 'bob@acme.test' },
          ],
        }),
      ],
    ]);
    expect(get('SELECT display, delegate_user FROM setup_audit_trail ORDER BY id')).toEqual([
      ['Changed profile for user [removed] ([removed]) from A to B', null],
      ['Logged in as somebody', null],
      ['Changed profile for user bada@acme.test', null],
    ]);
    expect(get('SELECT count(*) FROM login')).toEqual([[80]]);
    expect(get('SELECT source_ip FROM login_ip')).toEqual([['192.0.2.1']]);
    // Of Bob's history only the name is gone.
    expect(get(`SELECT before, after FROM row_change WHERE row_id = '${BOB}' ORDER BY id`)).toEqual([
      ['{"managerId":null}', '{"managerId":null}'],
      ['{"managerId":null}', '{"managerId":null}'],
    ]);
    expect(get('SELECT sum(changes) FROM row_change_count')).toEqual(get('SELECT count(*) FROM row_change'));
    expect(await test.db.findPerson('org-1', 'ada@acme.test')).toEqual([]);
    await expect(test.db.forgetPerson('org-1', ADA, false, AS_OF)).rejects.toMatchObject({
      code: 'UNKNOWN_PERSON',
    });
  });

  it('shown beforehand, changes nothing', async () => {
    await fill();
    const before = dump();
    await test.db.previewForget('org-1', ADA);
    expect(dump()).toBe(before);
    await expect(test.db.previewForget('org-1', '005x')).rejects.toMatchObject({ code: 'UNKNOWN_PERSON' });
    // What was kept in memory of the logins is still true.
    await store(test.db, 'loginHistory', [rows.login('0YaX', ADA, AS_OF, { sourceIp: '198.51.100.77' })]);
    expectExactRollUps(reader);
  });

  it('is possible by any name they ever had', async () => {
    await fill();
    for (const called of ['ada@acme.test', 'ADA@acme.test', 'ada.old@acme.test', ADA])
      expect(await test.db.findPerson('org-1', called), called).toEqual([ADA]);
    expect(await test.db.findPerson('org-1', 'nobody@acme.test')).toEqual([]);
  });

  it('of whom nothing but sign-ins is left is possible too', async () => {
    await store(test.db, 'loginHistory', [rows.login('0Ya1', ADA, AS_OF), rows.login('0Ya2', BOB, AS_OF)]);
    expect(await test.db.forgetPerson('org-1', ADA, false, AS_OF)).toMatchObject({
      username: null,
      rows: { login: 1 },
    });
    expectExactRollUps(reader);
  });

  it('keeps them out for good when asked to, without keeping who they are', async () => {
    await fill();
    await test.db.forgetPerson('org-1', ADA, true, AS_OF);
    expect(await test.db.listIgnored('org-1')).toHaveLength(1);
    await collect();
    // An audit entry of somebody else, and a history of another's row, name her anew by name, not by id.
    expect(dump()).not.toContain(ADA);
    const stored = reader.prepare<[], { n: number }>('SELECT count(*) AS n FROM login').get();
    expect(stored?.n).toBe(80);
    expect(
      reader.prepare(`SELECT 1 FROM sf_user WHERE id = '${ADA}' OR manager_id = '${ADA}'`).get(),
    ).toBeUndefined();
    expectExactRollUps(reader);

    expect(await test.db.stopIgnoring('org-1', ADA)).toBe(true);
    expect(await test.db.stopIgnoring('org-1', ADA)).toBe(false);
    await store(test.db, 'users', users(), { pass: 9 });
    expect(await test.db.findPerson('org-1', 'ada@acme.test')).toEqual([ADA]);
  });

  it('is refused during a collection, and of the user Seatwatch signs in as', async () => {
    await fill();
    await test.db.setOrgIdentity('org-1', { runAsUserId: ADA });
    await expect(test.db.forgetPerson('org-1', ADA, false, AS_OF)).rejects.toMatchObject({
      code: 'RUN_AS_USER',
    });
    await test.db.startRun('org-1', AS_OF, 75, 'manual');
    await expect(test.db.forgetPerson('org-1', BOB, false, AS_OF)).rejects.toMatchObject({
      code: 'ALREADY_COLLECTING',
    });
    expect(reader.prepare<[], { n: number }>('SELECT count(*) AS n FROM sf_user').get()?.n).toBe(3);
  });

  it('of whatever logins leaves counts that counting again would give', async () => {
    const aLogin = fc.record({
      user: fc.integer({ min: 1, max: 4 }),
      at: fc.integer({ min: 0, max: 30 }).map((slot) => AS_OF - slot * 7 * HOUR),
      status: fc.constantFrom('Success', 'Invalid Password', null),
      sourceIp: fc.constantFrom('192.0.2.1', '192.0.2.2', null),
      countryIso: fc.constantFrom('DE', null),
    });
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(aLogin, { minLength: 1, maxLength: 40 }), async (logins) => {
        const org = `p${String(run++)}`;
        await test.db.insertOrg(newOrg({ id: org, name: org, url: `https://${org}.my.salesforce.com` }));
        const records = logins.map(({ user, at, ...rest }, i) =>
          rows.login(`0Ya${String(i)}`, `${org}u${String(user)}`, at, rest),
        );
        await store(test.db, 'loginHistory', records, { orgId: org });
        const gone = records[0]?.userId ?? '';
        await test.db.forgetPerson(org, gone, false, AS_OF);
        expectExactRollUps(reader);
        const left = records.filter(({ userId }) => userId !== gone);
        expect(await test.db.rowCounts(org)).toMatchObject({ loginHistory: left.length });
        // What comes next is counted on top.
        await store(test.db, 'loginHistory', [rows.login('0YaNext', gone, AS_OF - DAY)], { orgId: org });
        expectExactRollUps(reader);
      }),
      { numRuns: rounds(15) },
    );
  });
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  AS_OF,
  DAY,
  HOUR,
  type TestDatabase,
  newOrg,
  store,
  testDatabase,
  type StreamName,
  type StreamRecords,
} from '../../test/builders/db';
import * as rows from '../../test/builders/db-records';
import { ChangesQuery } from '../shared/model/changes';
import { openPlain } from './open';
import { streamTables } from './stream-tables';

let test: TestDatabase;
beforeEach(async () => {
  test = await testDatabase();
  await test.db.insertOrg(newOrg());
});
afterEach(() => test.dispose());

const ask = (query: Partial<ChangesQuery> = {}) =>
  test.db.changes(ChangesQuery.parse({ orgId: 'org-1', ...query }));
/** "changed Ada: isActive 1>0" */
const lines = async (query: Partial<ChangesQuery> = {}) =>
  (await ask(query)).rows.map(
    ({ kind, label, fields }) =>
      `${kind} ${label}${fields.map(({ field, before, after }) => ` ${field} ${before}>${after}`).join()}`,
  );

/** A pass in which only some fields may be read. */
async function storeSome<S extends StreamName>(
  stream: S,
  records: StreamRecords[S][],
  fields: readonly string[],
  { pass, endOfPass = true, at = AS_OF }: { pass: number; endOfPass?: boolean; at?: number },
): Promise<void> {
  await test.db.commitPage({
    ...{ orgId: 'org-1', runId: 1, stream, rows: records, fields, endOfPass, at },
    checkpoint: { watermark: null, cursor: null, pass, complete: endOfPass, updatedAt: at },
  });
}

const USER_FIELDS: readonly string[] = streamTables.users.fields;
const allBut = (...left: string[]) => USER_FIELDS.filter((field) => !left.includes(field));

describe('history of rows', () => {
  it('begins with the end of the first full pass, however often that was broken off', async () => {
    expect(await ask()).toMatchObject({ total: 0, trackedSince: null });
    await store(test.db, 'users', [rows.user('u1')], { pass: 1, endOfPass: false });
    await store(test.db, 'users', [rows.user('u1', { name: 'Ada' })], { pass: 2, endOfPass: false });
    expect((await ask()).trackedSince).toBeNull();
    await store(test.db, 'users', [rows.user('u2')], { pass: 2, at: AS_OF + HOUR });
    expect(await ask()).toMatchObject({
      total: 0,
      rows: [],
      trackedSince: new Date(AS_OF + HOUR).toISOString(),
    });
  });

  it('tells what was added, changed and removed, once', async () => {
    const people = [rows.user('u1', { name: 'Ada' }), rows.user('u2', { name: 'Bob' })];
    await store(test.db, 'users', people, { pass: 1 });
    const next = [
      rows.user('u1', { name: 'Ada', isActive: false, lastLoginAt: AS_OF }),
      rows.user('u3', { name: 'Cid' }),
    ];
    for (const endOfPass of [false, false, true])
      await store(test.db, 'users', next, { pass: 2, endOfPass, at: AS_OF + DAY });
    // The last page once more, as after a crash between commit and reply.
    await store(test.db, 'users', next, { pass: 2, at: AS_OF + DAY });
    expect(await lines()).toEqual(['removed Bob', 'added Cid', 'changed Ada isActive 1>0']);
    expect((await ask()).counts).toEqual([
      { stream: 'users', title: 'Users', kind: 'added', count: 1 },
      { stream: 'users', title: 'Users', kind: 'changed', count: 1 },
      { stream: 'users', title: 'Users', kind: 'removed', count: 1 },
    ]);
  });

  it('makes no entry of signing in', async () => {
    await store(test.db, 'users', [rows.user('u1')], { pass: 1 });
    await store(test.db, 'users', [rows.user('u1', { lastLoginAt: AS_OF, failedLogins: 3 })], { pass: 2 });
    expect((await ask()).total).toBe(0);
    expect((await test.db.user('org-1', 'u1', 90))?.user.lastLoginAt).toBe(new Date(AS_OF).toISOString());
  });

  it('keeps its order when the clock of the computer is put back', async () => {
    await store(test.db, 'users', [rows.user('u1', { name: 'A' })], { pass: 1 });
    await store(test.db, 'users', [rows.user('u1', { name: 'B' })], { pass: 2, at: AS_OF + DAY });
    await store(test.db, 'users', [rows.user('u1', { name: 'C' })], { pass: 3, at: AS_OF });
    expect(await lines()).toEqual(['changed C name B>C', 'changed B name A>B']);
    expect((await ask()).rows[0]?.at).toBe(new Date(AS_OF + DAY).toISOString());
  });

  it('goes with the org', async () => {
    await store(test.db, 'users', [rows.user('u1', { lastLoginAt: AS_OF - 300 * DAY })], { pass: 1 });
    await store(test.db, 'users', [], { pass: 2 });
    await test.db.removeOrg('org-1', true);
    const raw = openPlain(test.file, undefined, { readonly: true });
    for (const table of ['row_change', 'row_change_count', 'former_last_login', 'stream_fields'])
      expect(raw.prepare(`SELECT count(*) AS n FROM ${table}`).get()).toEqual({ n: 0 });
    raw.close();
  });
});

describe('fields that may not always be read', () => {
  const ada = (changes: Partial<StreamRecords['users']> = {}) =>
    rows.user('u1', { name: 'Ada', department: 'Sales', features: ['KnowledgeUser'], ...changes });

  it('are no change when they are read for the first time', async () => {
    const hidden = ada({ department: null, features: [] });
    await storeSome('users', [hidden], allBut('department', 'features'), { pass: 1 });
    await storeSome('users', [hidden], allBut('department', 'features'), { pass: 2 });
    await storeSome('users', [ada()], USER_FIELDS, { pass: 3 });
    expect(await lines()).toEqual([]);
    await storeSome('users', [ada({ department: 'Legal' })], USER_FIELDS, { pass: 4 });
    expect(await lines()).toEqual(['changed Ada department Sales>Legal']);
  });

  it('keep what is stored while they are out of reach, and then show what really changed', async () => {
    const bob = rows.user('u2', { name: 'Bob', department: 'Sales' });
    await storeSome('users', [ada(), bob], USER_FIELDS, { pass: 1 });
    const hidden = ada({ department: null, email: 'new@acme.test' });
    const cid = rows.user('u3', { name: 'Cid', department: null });
    await storeSome('users', [hidden, { ...bob, department: null }, cid], allBut('department'), { pass: 2 });
    expect(await lines()).toEqual(['added Cid', 'changed Ada email u1@mail.test>new@acme.test']);
    const seen = [
      ada({ email: 'new@acme.test' }),
      { ...bob, department: 'Legal' },
      rows.user('u3', { name: 'Cid', department: 'Sales' }),
    ];
    await storeSome('users', seen, USER_FIELDS, { pass: 3 });
    // Whoever was added meanwhile had a department all along.
    expect(await lines()).toEqual([
      'changed Bob department Sales>Legal',
      'added Cid',
      'changed Ada email u1@mail.test>new@acme.test',
    ]);
  });

  it('count as read only when every page of a full pass had them', async () => {
    await storeSome('users', [ada({ department: null })], allBut('department'), { pass: 1 });
    await storeSome('users', [ada({ department: null })], allBut('department'), {
      pass: 2,
      endOfPass: false,
    });
    await storeSome('users', [rows.user('u2', { department: 'Sales' })], USER_FIELDS, { pass: 2 });
    // Read by changes: under the number of the same pass.
    await storeSome('users', [ada()], USER_FIELDS, { pass: 2 });
    expect(await lines({ kinds: ['changed'] })).toEqual([]);
    await storeSome('users', [ada(), rows.user('u2', { department: 'Sales' })], USER_FIELDS, { pass: 3 });
    await storeSome('users', [ada({ department: 'Legal' }), rows.user('u2')], USER_FIELDS, { pass: 4 });
    expect(await lines({ kinds: ['changed'] })).toEqual([
      'changed User u2 department Sales>null',
      'changed Ada department Sales>Legal',
    ]);
  });

  it('are flags of a list, too', async () => {
    const fields = (...flags: string[]) => [
      ...allBut('features'),
      ...flags.map((flag) => `features.${flag}`),
    ];
    await storeSome('users', [ada()], fields('KnowledgeUser'), { pass: 1 });
    // A new release knows one more, which Ada had all along.
    const both = ada({ features: ['KnowledgeUser', 'SupportUser'] });
    await storeSome('users', [both], fields('KnowledgeUser', 'SupportUser'), { pass: 2 });
    // And the other one is refused.
    await storeSome('users', [ada({ features: ['SupportUser'] })], fields('SupportUser'), { pass: 3 });
    expect(await lines()).toEqual([]);
    await storeSome('users', [ada({ features: [] })], fields('KnowledgeUser', 'SupportUser'), { pass: 4 });
    expect((await ask()).rows[0]?.fields).toMatchObject([
      { field: 'features', before: '["KnowledgeUser","SupportUser"]', after: '[]' },
    ]);
  });
});

describe('the list of changes', () => {
  const NOW = AS_OF + 2 * DAY;
  beforeEach(async () => {
    await store(test.db, 'profiles', [
      rows.profile('p1', { name: 'Sales' }),
      rows.profile('p2', { name: 'Legal' }),
    ]);
    await store(test.db, 'permissionSetLicenses', [rows.permissionSetLicense()]);
    await store(test.db, 'users', [
      rows.user('u1', { name: 'Ada Öz', username: 'ada@acme.test', profileId: 'p1' }),
      rows.user('u2', { name: 'Bob', managerId: null, profileId: 'p1' }),
    ]);
    await store(test.db, 'permissionSetLicenseAssignments', [rows.pslAssignment('u2')]);
    const ada = rows.user('u1', {
      name: 'Ada Öz',
      username: 'ada@acme.test',
      profileId: 'p2',
      managerId: 'u2',
    });
    await test.db.commitPage({
      ...{ orgId: 'org-1', runId: 7, stream: 'users', rows: [ada, rows.user('u3', { name: 'Cid' })] },
      checkpoint: { watermark: null, cursor: null, pass: 2, complete: true, updatedAt: NOW },
      ...{ endOfPass: true, at: NOW },
    });
    await store(test.db, 'permissionSetLicenseAssignments', [rows.pslAssignment('u1')], {
      ...{ pass: 2, at: NOW + HOUR },
    });
  });

  it('names what ids stand for, also of those who are gone', async () => {
    const page = await ask();
    expect(page.rows).toMatchObject([
      { kind: 'removed', label: 'Sales Console User', userId: 'u2', userName: 'Bob', runId: 1, fields: [] },
      { kind: 'added', label: 'Sales Console User', userId: 'u1', userName: 'Ada Öz' },
      { kind: 'removed', label: 'Bob', streamTitle: 'Users', at: new Date(NOW).toISOString() },
      { kind: 'added', label: 'Cid', runId: 7 },
      {
        kind: 'changed',
        label: 'Ada Öz',
        fields: [
          { field: 'profileId', before: 'p1', after: 'p2', beforeLabel: 'Sales', afterLabel: 'Legal' },
          { field: 'managerId', before: null, after: 'u2', beforeLabel: null, afterLabel: 'Bob' },
        ],
      },
    ]);
  });

  it('names people by what they are called, whichever came first', async () => {
    await store(test.db, 'userLogins', [rows.frozen('u1', false)], { pass: 1 });
    await store(test.db, 'userLogins', [rows.frozen('u1'), rows.frozen('u4')], { pass: 2, at: NOW + HOUR });
    const people = [rows.user('u1', { name: 'Ada' }), rows.user('u4', { name: 'Dan' })];
    await store(test.db, 'users', people, { pass: 3, at: NOW + HOUR });
    expect(await lines({ streams: ['userLogins'] })).toEqual(['added Dan', 'changed Ada isFrozen 0>1']);
  });

  it('filters by run, time, kind of row and of change, person and words', async () => {
    const total = async (query: Partial<ChangesQuery>) => {
      const page = await ask(query);
      expect(page.counts.reduce((sum, { count }) => sum + count, 0)).toBe(page.total);
      expect(page.rows).toHaveLength(page.total);
      return page.total;
    };
    expect(await total({})).toBe(5);
    expect(await total({ runId: 7 })).toBe(3);
    expect(await total({ since: new Date(NOW + 1).toISOString() })).toBe(2);
    expect(await total({ until: new Date(NOW + HOUR).toISOString() })).toBe(3);
    expect(await total({ streams: ['permissionSetLicenseAssignments'], kinds: ['removed'] })).toBe(1);
    expect(await total({ userId: 'u1' })).toBe(2);
    expect(await total({ userId: 'u2', kinds: ['removed'] })).toBe(2);
    // By name in any case and script, by username, by what things are called; also of those who are gone.
    expect(await total({ search: 'ada öZ' })).toBe(2);
    expect(await total({ search: 'ADA@acme' })).toBe(2);
    expect(await total({ search: 'console' })).toBe(2);
    expect(await total({ search: 'bob' })).toBe(2);
    expect(await total({ search: 'o_b' })).toBe(0);
    expect(await total({ search: 'ada', kinds: ['added'], runId: 1 })).toBe(1);
  });

  it('comes in slices that neither repeat nor miss an entry', async () => {
    const whole = (await ask()).rows.map(({ id }) => id);
    for (const query of [{}, { search: 'a' }, { userId: 'u1' }, { kinds: ['added' as const] }]) {
      const wanted = (await ask(query)).rows.map(({ id }) => id);
      for (const limit of [1, 2, 3]) {
        const found: number[] = [];
        for (let offset = 0; offset < 6; offset += limit)
          found.push(...(await ask({ ...query, offset, limit })).rows.map(({ id }) => id));
        expect(found).toEqual(wanted);
      }
    }
    expect(whole).toEqual([...whole].sort((a, b) => b - a));
  });
});

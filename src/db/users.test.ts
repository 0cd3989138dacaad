import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AS_OF, DAY, type TestDatabase, newOrg, store, testDatabase } from '../../test/builders/db';
import * as rows from '../../test/builders/db-records';
import { SeatsQuery } from '../shared/model/licenses';
import { UsersQuery } from '../shared/model/users';
import { IdleRule } from '../shared/model/idle-rule';

let test: TestDatabase;
beforeEach(async () => {
  test = await testDatabase();
  await test.db.insertOrg(newOrg());
});
afterEach(() => test.dispose());

const rule = IdleRule.parse({});
const seatsOf = async (changes: Partial<SeatsQuery> = {}) =>
  (await test.db.seats(SeatsQuery.parse({ orgId: 'org-1', rule, ...changes }))).rows;
const usersOf = (changes: Partial<UsersQuery> = {}) =>
  test.db.users(UsersQuery.parse({ orgId: 'org-1', inactiveDays: 90, ...changes }));

async function base(): Promise<void> {
  await store(test.db, 'profiles', [rows.profile()]);
  await store(test.db, 'userLicenses', [rows.userLicense()]);
  await store(test.db, 'permissionSetLicenses', [rows.permissionSetLicense()]);
  await store(test.db, 'packageLicenses', [rows.packageLicense()]);
}

describe('users', () => {
  it('searches for what was typed, wildcards and all, in any case', async () => {
    await store(test.db, 'users', [
      rows.user('u1', { name: '100% Gärtner', username: 'under_score@acme.test', email: null }),
      rows.user('u2', { name: 'Anna ÄRGER', username: 'underXscore@acme.test', email: "o'hara@mail.test" }),
      rows.user('u3', { name: 'Back\\slash', username: 'plain@acme.test' }),
    ]);
    const found = async (search: string) => (await usersOf({ search })).rows.map((row) => row.id).sort();
    expect(await found('%')).toEqual(['u1']);
    expect(await found('_score')).toEqual(['u1']);
    expect(await found('\\')).toEqual(['u3']);
    expect(await found('GÄRT')).toEqual(['u1']);
    expect(await found('ärger')).toEqual(['u2']);
    expect(await found("O'HARA@")).toEqual(['u2']);
    expect(await found('" OR 1=1 --')).toEqual([]);
    expect(await found('  ACME.test ')).toEqual(['u1', 'u2', 'u3']);
  });

  it('filters by state, license and profile, counts, sorts and lists what there is to filter by', async () => {
    await store(test.db, 'userLicenses', [rows.userLicense(), rows.userLicense('l2', { label: 'Platform' })]);
    await store(test.db, 'profiles', [
      rows.profile('p1', { name: 'Sales' }),
      rows.profile('p2', { name: 'Field', userLicenseId: 'l2' }),
      rows.profile('p3', { name: 'Nobody has it' }),
    ]);
    await store(test.db, 'users', [
      rows.user('a', { name: 'anna', profileId: 'p1', lastLoginAt: AS_OF }),
      rows.user('b', { name: 'Bert', profileId: 'p2', lastLoginAt: AS_OF - 100 * DAY }),
      rows.user('c', { name: 'Carl', profileId: 'p1', isActive: false }),
      rows.user('d', { name: 'dora', profileId: null }),
    ]);
    await store(test.db, 'userLogins', [rows.frozen('a')]);
    const ids = async (changes: Partial<UsersQuery>) => (await usersOf(changes)).rows.map((row) => row.id);
    expect(await ids({})).toEqual(['a', 'b', 'c', 'd']);
    expect(await ids({ descending: true })).toEqual(['d', 'c', 'b', 'a']);
    expect(await ids({ states: ['frozen', 'deactivated'] })).toEqual(['a', 'c']);
    expect(await ids({ states: ['never-logged-in'] })).toEqual(['d']);
    expect(await ids({ licenses: ['Platform'] })).toEqual(['b']);
    expect(await ids({ profiles: ['Sales'], states: ['deactivated'] })).toEqual(['c']);
    expect(await ids({ profiles: ['No such'] })).toEqual([]);
    expect(await ids({ sort: 'lastLoginAt' })).toEqual(['c', 'd', 'b', 'a']);
    const page = await usersOf({ states: ['frozen', 'deactivated'], limit: 1 });
    expect(page).toMatchObject({
      total: 2,
      all: 4,
      facets: { licenses: ['Platform', 'Salesforce'], profiles: ['Field', 'Sales'] },
    });
    expect(page.rows[0]).toMatchObject({
      id: 'a',
      isFrozen: true,
      license: 'Salesforce',
      profile: 'Sales',
      state: 'frozen',
    });
    for (const sort of ['username', 'profile', 'license', 'state', 'createdAt', 'failedLogins30d'] as const) {
      expect((await ids({ sort })).length).toBe(4);
    }
  });

  it('shows one user with licenses held and newest logins first', async () => {
    await base();
    await store(test.db, 'users', [rows.user('u1', { lastLoginAt: AS_OF })]);
    await store(test.db, 'permissionSetLicenseAssignments', [rows.pslAssignment('u1')]);
    await store(test.db, 'userPackageLicenses', [rows.packageAssignment('u1')]);
    await store(test.db, 'loginHistory', [
      rows.login('l1', 'u1', AS_OF - 2),
      rows.login('l2', 'u1', AS_OF - 1),
    ]);
    const detail = await test.db.user('org-1', 'u1', 90);
    expect(detail?.licenses.map((license) => license.name)).toEqual([
      'Salesforce',
      'Sales Console User',
      'acme_pkg',
    ]);
    expect(detail?.recentLogins.map((row) => row.id)).toEqual(['l2', 'l1']);
    expect(detail?.recentLogins[0]).toMatchObject({
      username: 'u1@acme.test',
      success: true,
      countryIso: 'DE',
    });
    expect(await test.db.user('org-1', 'nobody', 90)).toBeNull();
  });

  it('is empty before the first collection', async () => {
    expect(await usersOf()).toMatchObject({ asOf: null, total: 0, rows: [] });
    expect(await seatsOf()).toEqual([]);
    expect(await test.db.overview('org-1', rule, AS_OF)).toMatchObject({
      asOf: null,
      activity: [],
      quota: null,
      waste: [],
    });
  });
});

describe('logins', () => {
  it('pages by key through equal times, within since (inclusive) and until (exclusive)', async () => {
    await store(test.db, 'users', [rows.user('u1'), rows.user('u2')]);
    const page = Array.from({ length: 50 }, (_, i) =>
      rows.login(`l${i}`, i % 2 ? 'u1' : 'u2', AS_OF - (i % 7)),
    );
    await store(test.db, 'loginHistory', page);
    const walk = async (username: string | null, since: number | null, until: number | null) => {
      const ids: string[] = [];
      for (let after: { loginTime: string; id: string } | null = null; ;) {
        const found = await test.db.logins({ orgId: 'org-1', since, until, username, after, limit: 4 });
        ids.push(...found.map((row) => row.id));
        const last = found.at(-1);
        if (last === undefined) return ids;
        after = { loginTime: last.loginTime, id: last.id };
      }
    };
    const expected = (filter: (row: (typeof page)[number]) => boolean) =>
      page
        .filter(filter)
        .sort((a, b) => a.loginTime - b.loginTime || (a.id < b.id ? -1 : 1))
        .map((row) => row.id);
    expect(await walk(null, null, null)).toEqual(expected(() => true));
    expect(await walk('U1@ACME.test', null, null)).toEqual(expected((row) => row.userId === 'u1'));
    expect(await walk(null, AS_OF - 3, AS_OF - 1)).toEqual(
      expected((row) => row.loginTime >= AS_OF - 3 && row.loginTime < AS_OF - 1),
    );
    expect(await walk('nobody@acme.test', null, null)).toEqual([]);
  });
});

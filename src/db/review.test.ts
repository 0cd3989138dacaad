import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AS_OF, DAY, type TestDatabase, newOrg, store, testDatabase } from '../../test/builders/db';
import * as rows from '../../test/builders/db-records';
import { SeatsQuery } from '../shared/model/licenses';
import { UsersQuery } from '../shared/model/users';

let test: TestDatabase;
beforeEach(async () => {
  test = await testDatabase();
  await test.db.insertOrg(newOrg());
});
afterEach(() => test.dispose());

const rule = { inactiveDays: 90, graceDays: 7, includeFree: false };
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

describe('thresholds', () => {
  it.each([
    ['a millisecond after 90 days', AS_OF - 90 * DAY + 1, [], 89, 'active'],
    ['exactly 90 days', AS_OF - 90 * DAY, ['inactive'], 90, 'inactive'],
    ['a millisecond before', AS_OF - 90 * DAY - 1, ['inactive'], 90, 'inactive'],
    ['a millisecond less than 91 days', AS_OF - 91 * DAY + 1, ['inactive'], 90, 'inactive'],
    ['exactly 91 days', AS_OF - 91 * DAY, ['inactive'], 91, 'inactive'],
    ['after the last collection', AS_OF + 5_000, [], 0, 'active'],
  ])('last seen %s', async (_, lastLoginAt, reasons, days, state) => {
    await base();
    await store(test.db, 'users', [rows.user('u1', { lastLoginAt })]);
    expect((await seatsOf()).map((seat) => seat.reason)).toEqual(reasons);
    expect((await usersOf()).rows[0]).toMatchObject({ daysSinceLogin: days, state });
  });

  it.each([
    ['within the grace', AS_OF - 7 * DAY + 1, [], 'active'],
    ['exactly at its end', AS_OF - 7 * DAY, ['never-logged-in'], 'never-logged-in'],
  ])('never logged in and created %s', async (_, createdAt, reasons, state) => {
    await base();
    await store(test.db, 'users', [rows.user('u1', { createdAt })]);
    expect((await seatsOf()).map((seat) => seat.reason)).toEqual(reasons);
    expect((await usersOf()).rows[0]).toMatchObject({ daysSinceLogin: null, lastLoginAt: null, state });
  });

  it('counts logins of the 30 days up to and including the data time', async () => {
    await store(test.db, 'users', [rows.user('u1')]);
    const times = [AS_OF - 30 * DAY, AS_OF - 30 * DAY + 1, AS_OF, AS_OF + 1];
    await store(test.db, 'loginHistory', [
      ...times.map((time, i) => rows.login(`s${i}`, 'u1', time)),
      ...times.map((time, i) => rows.login(`f${i}`, 'u1', time, { status: 'Invalid Password' })),
      rows.login('other', 'u2', AS_OF),
    ]);
    const [row] = (await usersOf()).rows;
    expect(row).toMatchObject({ logins30d: 2, failedLogins30d: 2 });
    expect((await usersOf({ sort: 'logins30d', descending: true })).rows[0]).toEqual(row);
  });
});

describe('unused seats', () => {
  const old = AS_OF - 200 * DAY;

  it('gives the first reason that fits, one row per seat', async () => {
    await base();
    await store(test.db, 'users', [
      rows.user('gone', { isActive: false, lastLoginAt: AS_OF }),
      rows.user('cold', { lastLoginAt: AS_OF }),
      rows.user('never'),
      rows.user('idle', { lastLoginAt: old }),
      rows.user('busy', { lastLoginAt: AS_OF }),
    ]);
    await store(test.db, 'userLogins', ['gone', 'cold', 'never', 'busy'].map((id) => rows.frozen(id, id !== 'never' && id !== 'busy')));
    const ids = ['gone', 'cold', 'never', 'idle', 'busy'];
    await store(test.db, 'permissionSetLicenseAssignments', ids.map((id) => rows.pslAssignment(id)));
    await store(test.db, 'userPackageLicenses', ['gone', 'idle'].map((id) => rows.packageAssignment(id)));

    const found = (await seatsOf({ sort: 'reason' })).map((seat) => `${seat.userId} ${seat.licenseKind} ${seat.reason}`);
    expect(found).toEqual([
      'gone permissionSet user-deactivated',
      'gone package user-deactivated',
      'cold user frozen',
      'cold permissionSet frozen',
      'never user never-logged-in',
      'never permissionSet never-logged-in',
      'idle user inactive',
      'idle permissionSet inactive',
      'idle package inactive',
    ]);
    const overview = await test.db.overview('org-1', rule, AS_OF);
    expect(overview.reasons).toEqual({ 'user-deactivated': 2, frozen: 2, 'never-logged-in': 2, inactive: 3 });
    expect(overview.users).toEqual({ total: 5, active: 1, inactive: 1, neverLoggedIn: 1, frozen: 1, deactivated: 1 });
    expect(overview.seats).toEqual({ paid: 100, used: 10, free: 90, unused: 3 });
  });

  it('prices them, and sums the waste with the seats nobody holds', async () => {
    await base();
    await store(test.db, 'users', [rows.user('idle', { lastLoginAt: old }), rows.user('idle2', { lastLoginAt: old })]);
    await store(test.db, 'userPackageLicenses', [rows.packageAssignment('idle')]);
    expect((await test.db.licenses('org-1', rule))[0]).toMatchObject({ unused: 2, annualWaste: null, monthlyPrice: null });

    await test.db.setPrice('org-1', { kind: 'user', licenseId: 'license-1', monthlyPrice: 150.1, currency: 'EUR' });
    await test.db.setPrice('org-1', { kind: 'package', licenseId: 'package-1', monthlyPrice: 10, currency: 'USD' });
    expect((await test.db.licenses('org-1', rule))[0]).toMatchObject({
      kind: 'user', name: 'Salesforce', developerName: 'SFDC', total: 100, used: 10, free: 90, assignedActive: 2,
      unused: 2, neverLoggedIn: 0, monthlyPrice: 150.1, currency: 'EUR', annualWaste: 3602.4, paidPerSeat: true,
    });
    expect((await test.db.overview('org-1', rule, AS_OF)).waste).toEqual([
      { currency: 'EUR', monthly: 13_809.2, annual: 165_710.4 },
      { currency: 'USD', monthly: 250, annual: 3000 },
    ]);
    const [first] = await seatsOf({ sort: 'annualSaving', descending: true });
    expect(first).toMatchObject({ org: 'Acme', monthlyPrice: 150.1, currency: 'EUR', annualSaving: 1801.2 });

    await test.db.setPrice('org-1', { kind: 'user', licenseId: 'license-1', monthlyPrice: null, currency: 'EUR' });
    expect((await test.db.licenses('org-1', rule))[0]).toMatchObject({ monthlyPrice: null, annualWaste: null });
  });

  it('leaves out licenses nobody pays per seat for, unless asked', async () => {
    await base();
    await store(test.db, 'userLicenses', [
      rows.userLicense('chatter', { name: 'Chatter Free', label: 'Chatter Free', definitionKey: 'CSNUser' }),
      rows.userLicense('site', { name: 'Guest User License', definitionKey: 'PID_Guest_User', total: -1 }),
    ]);
    await store(test.db, 'profiles', [
      rows.profile('p-chatter', { userLicenseId: 'chatter' }),
      rows.profile('p-site', { userLicenseId: 'site' }),
    ]);
    await store(test.db, 'packageLicenses', [rows.packageLicense('site-pkg', { allowed: -1 })]);
    await store(test.db, 'users', [rows.user('c', { profileId: 'p-chatter' }), rows.user('s', { profileId: 'p-site' })]);
    await store(test.db, 'userPackageLicenses', [rows.packageAssignment('c', 'site-pkg')]);
    expect(await seatsOf()).toEqual([]);
    expect(await seatsOf({ rule: { ...rule, includeFree: true } })).toHaveLength(3);
    const all = await test.db.licenses('org-1', rule);
    expect(all.find((row) => row.id === 'site-pkg')).toMatchObject({ total: null, free: null, unused: 0, paidPerSeat: false });
    const withFree = await test.db.licenses('org-1', { ...rule, includeFree: true });
    expect(withFree.filter((row) => row.unused > 0).map((row) => row.id)).toEqual(['chatter', 'site', 'site-pkg']);
  });

  it('pages without repeating or losing a row, and narrows by license and words', async () => {
    await base();
    const ids = Array.from({ length: 23 }, (_, i) => `u${i}`);
    await store(test.db, 'users', ids.map((id) => rows.user(id, { name: 'Same Name' })));
    await store(test.db, 'permissionSetLicenseAssignments', ids.map((id) => rows.pslAssignment(id)));
    const seen = new Set<string>();
    for (let offset = 0; offset < 46; offset += 5) {
      for (const seat of await seatsOf({ offset, limit: 5 })) seen.add(`${seat.licenseKind} ${seat.userId}`);
    }
    expect(seen.size).toBe(46);
    expect(await seatsOf({ license: { kind: 'permissionSet', id: 'psl-1' } })).toHaveLength(23);
    expect(await seatsOf({ search: 'U7@ACME' })).toHaveLength(2);
    expect(await seatsOf({ search: 'console' })).toHaveLength(23);
  });
});

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
    expect(page).toMatchObject({ total: 2, all: 4, facets: { licenses: ['Platform', 'Salesforce'], profiles: ['Field', 'Sales'] } });
    expect(page.rows[0]).toMatchObject({ id: 'a', isFrozen: true, license: 'Salesforce', profile: 'Sales', state: 'frozen' });
    for (const sort of ['username', 'profile', 'license', 'state', 'createdAt', 'failedLogins30d'] as const) {
      expect((await ids({ sort })).length).toBe(4);
    }
  });

  it('shows one user with licenses held and newest logins first', async () => {
    await base();
    await store(test.db, 'users', [rows.user('u1', { lastLoginAt: AS_OF })]);
    await store(test.db, 'permissionSetLicenseAssignments', [rows.pslAssignment('u1')]);
    await store(test.db, 'userPackageLicenses', [rows.packageAssignment('u1')]);
    await store(test.db, 'loginHistory', [rows.login('l1', 'u1', AS_OF - 2), rows.login('l2', 'u1', AS_OF - 1)]);
    const detail = await test.db.user('org-1', 'u1', 90);
    expect(detail?.licenses.map((license) => license.name)).toEqual(['Salesforce', 'Sales Console User', 'acme_pkg']);
    expect(detail?.recentLogins.map((row) => row.id)).toEqual(['l2', 'l1']);
    expect(detail?.recentLogins[0]).toMatchObject({ username: 'u1@acme.test', success: true, countryIso: 'DE' });
    expect(await test.db.user('org-1', 'nobody', 90)).toBeNull();
  });

  it('is empty before the first collection', async () => {
    expect(await usersOf()).toMatchObject({ asOf: null, total: 0, rows: [] });
    expect(await seatsOf()).toEqual([]);
    expect(await test.db.overview('org-1', rule, AS_OF)).toMatchObject({ asOf: null, activity: [], quota: null, waste: [] });
  });
});

describe('logins', () => {
  it('pages by key through equal times, within since (inclusive) and until (exclusive)', async () => {
    await store(test.db, 'users', [rows.user('u1'), rows.user('u2')]);
    const page = Array.from({ length: 50 }, (_, i) => rows.login(`l${i}`, i % 2 ? 'u1' : 'u2', AS_OF - (i % 7)));
    await store(test.db, 'loginHistory', page);
    const walk = async (username: string | null, since: number | null, until: number | null) => {
      const ids: string[] = [];
      for (let after: { loginTime: string; id: string } | null = null; ; ) {
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

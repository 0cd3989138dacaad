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
    await store(
      test.db,
      'userLogins',
      ['gone', 'cold', 'never', 'busy'].map((id) => rows.frozen(id, id !== 'never' && id !== 'busy')),
    );
    const ids = ['gone', 'cold', 'never', 'idle', 'busy'];
    await store(
      test.db,
      'permissionSetLicenseAssignments',
      ids.map((id) => rows.pslAssignment(id)),
    );
    await store(
      test.db,
      'userPackageLicenses',
      ['gone', 'idle'].map((id) => rows.packageAssignment(id)),
    );

    const found = (await seatsOf({ sort: 'reason' })).map(
      (seat) => `${seat.userId} ${seat.licenseKind} ${seat.reason}`,
    );
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
    expect(overview.users).toEqual({
      total: 5,
      active: 1,
      inactive: 1,
      neverLoggedIn: 1,
      frozen: 1,
      deactivated: 1,
    });
    expect(overview.seats).toEqual({ paid: 100, used: 10, free: 90, unused: 3 });
  });

  it('prices them, and sums the waste with the seats nobody holds', async () => {
    await base();
    await store(test.db, 'users', [
      rows.user('idle', { lastLoginAt: old }),
      rows.user('idle2', { lastLoginAt: old }),
    ]);
    await store(test.db, 'userPackageLicenses', [rows.packageAssignment('idle')]);
    expect((await test.db.licenses('org-1', rule))[0]).toMatchObject({
      unused: 2,
      annualWaste: null,
      monthlyPrice: null,
    });

    await test.db.setPrice('org-1', {
      kind: 'user',
      licenseId: 'license-1',
      price: { amount: 150.1, per: 'month', currency: 'EUR', contractEnd: null },
    });
    await test.db.setPrice('org-1', {
      kind: 'package',
      licenseId: 'package-1',
      price: { amount: 10, per: 'month', currency: 'USD', contractEnd: null },
    });
    expect((await test.db.licenses('org-1', rule))[0]).toMatchObject({
      kind: 'user',
      name: 'Salesforce',
      developerName: 'SFDC',
      total: 100,
      used: 10,
      free: 90,
      assignedActive: 2,
      unused: 2,
      neverLoggedIn: 0,
      monthlyPrice: 150.1,
      currency: 'EUR',
      annualWaste: 3602.4,
      paidPerSeat: true,
    });
    expect((await test.db.overview('org-1', rule, AS_OF)).waste).toEqual([
      { currency: 'EUR', monthly: 13_809.2, annual: 165_710.4 },
      { currency: 'USD', monthly: 250, annual: 3000 },
    ]);
    const [first] = await seatsOf({ sort: 'annualSaving', descending: true });
    expect(first).toMatchObject({ org: 'Acme', monthlyPrice: 150.1, currency: 'EUR', annualSaving: 1801.2 });

    await test.db.setPrice('org-1', {
      kind: 'user',
      licenseId: 'license-1',
      price: null,
    });
    expect((await test.db.licenses('org-1', rule))[0]).toMatchObject({
      monthlyPrice: null,
      annualWaste: null,
    });
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
    await store(test.db, 'users', [
      rows.user('c', { profileId: 'p-chatter' }),
      rows.user('s', { profileId: 'p-site' }),
    ]);
    await store(test.db, 'userPackageLicenses', [rows.packageAssignment('c', 'site-pkg')]);
    expect(await seatsOf()).toEqual([]);
    expect(await seatsOf({ rule: { ...rule, includeFree: true } })).toHaveLength(3);
    const all = await test.db.licenses('org-1', rule);
    expect(all.find((row) => row.id === 'site-pkg')).toMatchObject({
      total: null,
      free: null,
      unused: 0,
      paidPerSeat: false,
    });
    const withFree = await test.db.licenses('org-1', { ...rule, includeFree: true });
    expect(withFree.filter((row) => row.unused > 0).map((row) => row.id)).toEqual([
      'chatter',
      'site',
      'site-pkg',
    ]);
  });

  it('pages without repeating or losing a row, and narrows by license and words', async () => {
    await base();
    const ids = Array.from({ length: 23 }, (_, i) => `u${i}`);
    await store(
      test.db,
      'users',
      ids.map((id) => rows.user(id, { name: 'Same Name' })),
    );
    await store(
      test.db,
      'permissionSetLicenseAssignments',
      ids.map((id) => rows.pslAssignment(id)),
    );
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

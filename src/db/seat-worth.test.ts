import { afterEach, beforeEach, expect, it } from 'vitest';
import { AS_OF, DAY, type TestDatabase, newOrg, store, testDatabase } from '../../test/builders/db';
import * as rows from '../../test/builders/db-records';
import { IdleRule } from '../shared/model/idle-rule';
import { SeatsQuery } from '../shared/model/licenses';
import type { SeatPrice } from '../shared/model/prices';

let test: TestDatabase;
beforeEach(async () => {
  test = await testDatabase();
  await test.db.insertOrg(newOrg());
});
afterEach(() => test.dispose());

const listed = (changes: Partial<SeatsQuery> = {}) =>
  test.db.seats(SeatsQuery.parse({ orgId: 'org-1', rule: IdleRule.parse({}), ...changes }));
const price = (amount: number, per: 'month' | 'year', currency: string): SeatPrice => ({
  amount,
  per,
  currency,
  contractEnd: null,
});

it('adds up what all seats that match cost, not only those of the page', async () => {
  const old = { lastLoginAt: AS_OF - 200 * DAY };
  const license = rows.userLicense();
  const psl = rows.permissionSetLicense();
  await store(test.db, 'profiles', [rows.profile()]);
  await store(test.db, 'userLicenses', [license]);
  await store(test.db, 'permissionSetLicenses', [psl]);
  await store(test.db, 'users', [
    rows.user('u1', { ...old, department: 'Sales' }),
    rows.user('u2', { ...old, department: 'Sales' }),
    rows.user('u3', { ...old, department: 'Finance' }),
    rows.user('u4', { lastLoginAt: AS_OF - DAY }),
  ]);
  await store(test.db, 'permissionSetLicenseAssignments', [
    rows.pslAssignment('u1'),
    rows.pslAssignment('u3'),
    rows.pslAssignment('u4'),
  ]);
  const seats = await listed();
  expect([seats.total, seats.annual]).toEqual([5, []]);

  await test.db.setPrice('org-1', {
    kind: 'user',
    licenseId: license.id,
    price: price(33.33, 'month', 'USD'),
  });
  await test.db.setPrice('org-1', {
    kind: 'permissionSet',
    licenseId: psl.id,
    price: price(90.1, 'year', 'EUR'),
  });
  expect((await listed({ limit: 1 })).annual).toEqual([
    { currency: 'USD', amount: 1199.88 },
    { currency: 'EUR', amount: 180.2 },
  ]);
  expect((await listed({ offset: 400 })).annual).toHaveLength(2);
  expect((await listed({ group: { by: 'department', value: 'Sales' } })).annual).toEqual([
    { currency: 'USD', amount: 799.92 },
    { currency: 'EUR', amount: 90.1 },
  ]);
  expect((await listed({ license: { kind: 'permissionSet', id: psl.id } })).annual).toEqual([
    { currency: 'EUR', amount: 180.2 },
  ]);
  expect((await listed({ search: 'nobody has this name' })).annual).toEqual([]);
});

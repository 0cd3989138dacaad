import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AS_OF, DAY, HOUR, newOrg, store, type TestDatabase, testDatabase } from '../../test/builders/db';
import * as rows from '../../test/builders/db-records';
import { openPlain } from './open';

/** Up to here the checks took the logins for settled. */
const THROUGH = AS_OF - HOUR;

let test: TestDatabase;
let sqlite: ReturnType<typeof openPlain>;
beforeEach(async () => {
  test = await testDatabase();
  sqlite = openPlain(test.file, undefined, {});
  await test.db.insertOrg(newOrg());
  await test.db.insertOrg(newOrg({ id: 'org-2', name: 'Other', url: 'https://other.my.salesforce.com' }));
  await store(test.db, 'loginHistory', [old]);
  settle('org-1');
  settle('org-2');
});
afterEach(() => {
  sqlite.close();
  test.dispose();
});

const old = rows.login('l1', 'u1', AS_OF - DAY, { city: 'Bern' });

function settle(orgId: string): void {
  sqlite
    .prepare(
      `INSERT INTO check_progress (org_id, through, fingerprint, evaluated_at, as_of)
       SELECT id, ?, 'x', ?, ? FROM org WHERE uid = ?
       ON CONFLICT DO UPDATE SET late_since = NULL, through = excluded.through`,
    )
    .run(THROUGH, AS_OF, AS_OF, orgId);
}

const lateSince = (orgId = 'org-1'): unknown =>
  sqlite
    .prepare('SELECT late_since FROM check_progress WHERE org_id = (SELECT id FROM org WHERE uid = ?)')
    .pluck()
    .get(orgId);

describe('logins that arrive after the checks looked at their time', () => {
  it.each([
    ['later than what is settled', THROUGH + 1, null],
    ['at the last settled moment', THROUGH, THROUGH],
    ['long before it', THROUGH - 30 * DAY, THROUGH - 30 * DAY],
  ])('%s', async (_, at, expected) => {
    await store(test.db, 'loginHistory', [rows.login('l2', 'u1', at), rows.login('l3', 'u1', AS_OF)]);
    expect(lateSince()).toBe(expected);
    expect(lateSince('org-2')).toBeNull();
  });

  it('keep the oldest of several commits', async () => {
    const commit = (id: string, hours: number) =>
      store(test.db, 'loginHistory', [rows.login(id, 'u1', THROUGH - hours * HOUR)]);
    await commit('l2', 5);
    expect(lateSince()).toBe(THROUGH - 5 * HOUR);
    await commit('l3', 2);
    expect(lateSince()).toBe(THROUGH - 5 * HOUR);
    await commit('l4', 9);
    expect(lateSince()).toBe(THROUGH - 9 * HOUR);
  });

  it('are not those of the overlap, which are stored already', async () => {
    await store(test.db, 'loginHistory', [old]);
    await store(test.db, 'loginHistory', [old, rows.login('l2', 'u1', AS_OF)]);
    expect(lateSince()).toBeNull();
  });

  it('are found among those of the overlap', async () => {
    await store(test.db, 'loginHistory', [
      old,
      rows.login('l2', 'u1', THROUGH - HOUR),
      rows.login('l3', 'u1', AS_OF),
    ]);
    expect(lateSince()).toBe(THROUGH - HOUR);
  });

  it('are also those that turned out to be otherwise', async () => {
    await store(test.db, 'loginHistory', [{ ...old, city: 'Basel' }, rows.login('l2', 'u1', AS_OF)]);
    expect(lateSince()).toBe(old.loginTime);
    settle('org-1');
    await store(test.db, 'loginHistory', [{ ...old, city: 'Basel', status: 'Invalid Password' }]);
    expect(lateSince()).toBe(old.loginTime);
  });

  it('are not those of a commit that was rolled back', async () => {
    const broken = { ...rows.login('l9', 'u1', AS_OF), id: null as unknown as string };
    const late = rows.login('l2', 'u1', THROUGH - HOUR);
    await expect(store(test.db, 'loginHistory', [late, broken])).rejects.toThrow();
    expect(lateSince()).toBeNull();
  });

  it('are nothing to an org that was never evaluated', async () => {
    sqlite.prepare('DELETE FROM check_progress').run();
    await store(test.db, 'loginHistory', [rows.login('l2', 'u1', THROUGH - HOUR)]);
    expect(lateSince()).toBeUndefined();
  });
});

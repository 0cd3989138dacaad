import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AS_OF, DAY, HOUR, type TestDatabase, newOrg, store, testDatabase } from '../../test/builders/db';
import * as rows from '../../test/builders/db-records';
import { SeatsQuery } from '../shared/model/licenses';
import { UsersQuery } from '../shared/model/users';
import { IdleRule } from '../shared/model/idle-rule';
import { rounds } from '../../test/builders/rounds';

let test: TestDatabase;
beforeEach(async () => {
  test = await testDatabase();
  await test.db.insertOrg(newOrg());
});
afterEach(() => test.dispose());

const rule = IdleRule.parse({});
const iso = (at: number) => new Date(at).toISOString();
/** Before and after everybody's circumstances change. */
const THEN = AS_OF;
const NOW = AS_OF + 10 * DAY;

const usersAt = (at: number | null, query: Partial<UsersQuery> = {}) =>
  test.db.users(
    UsersQuery.parse({ orgId: 'org-1', inactiveDays: 90, asOf: at === null ? null : iso(at), ...query }),
  );
const seatsAt = (at: number | null) =>
  test.db.seats(SeatsQuery.parse({ orgId: 'org-1', rule, asOf: at === null ? null : iso(at) }));

async function collect(pass: number, at: number, changes: boolean): Promise<void> {
  const options = { pass, at };
  await store(test.db, 'profiles', [rows.profile('p1', { name: changes ? 'Sales 2' : 'Sales' })], options);
  await store(test.db, 'userLicenses', [rows.userLicense('license-1', { used: changes ? 1 : 3 })], options);
  await store(test.db, 'permissionSetLicenses', [rows.permissionSetLicense()], options);
  const user = (id: string, more: Parameters<typeof rows.user>[1] = {}) =>
    rows.user(id, { profileId: 'p1', ...more });
  const long = THEN - 200 * DAY;
  await store(
    test.db,
    'users',
    changes
      ? [
          user('idle', { lastLoginAt: NOW - DAY, name: 'Married' }),
          user('busy', { lastLoginAt: THEN - DAY, isActive: false }),
          user('new', { createdAt: THEN + DAY }),
        ]
      : [user('idle', { lastLoginAt: long }), user('busy', { lastLoginAt: THEN - DAY }), user('gone')],
    options,
  );
  await store(test.db, 'userLogins', [rows.frozen('idle', false), rows.frozen('busy', changes)], options);
  await store(
    test.db,
    'permissionSetLicenseAssignments',
    changes ? [rows.pslAssignment('new')] : [rows.pslAssignment('idle')],
    options,
  );
  await store(
    test.db,
    'loginHistory',
    changes
      ? [rows.login('l3', 'idle', NOW - DAY), rows.login('l4', 'new', THEN + 6 * HOUR)]
      : [
          rows.login('l1', 'busy', THEN - DAY),
          rows.login('l2', 'gone', THEN - 2 * HOUR, { status: 'Failed' }),
        ],
    options,
  );
}

describe('looking back', () => {
  it('answers every review question as it was answered then', async () => {
    await collect(1, THEN, false);
    const ask = async (at: number | null) => {
      const asOf = at === null ? null : iso(at);
      return {
        users: await usersAt(at, { sort: 'lastLoginAt' }),
        found: await usersAt(at, { search: 'USER IDLE', states: ['inactive'] }),
        user: await test.db.user('org-1', 'idle', 90, asOf),
        gone: await test.db.user('org-1', 'gone', 90, asOf),
        licenses: await test.db.licenses('org-1', rule, asOf),
        seats: await seatsAt(at),
        overview: await test.db.overview('org-1', rule, NOW, asOf),
      };
    };
    const then = await ask(null);
    expect(then.found.total).toBe(1);
    expect(then.gone?.recentLogins).toHaveLength(1);
    expect(then.seats.total).toBe(3);
    await collect(2, NOW, true);
    const now = await ask(null);
    expect(now).not.toEqual(then);
    expect(await ask(THEN)).toEqual(then);
    // Looking back has left the present alone.
    expect(await ask(null)).toEqual(now);
    expect(await ask(NOW + DAY)).toEqual(now);
  });

  it('remembers when somebody was last here, even from before the login history', async () => {
    await collect(1, THEN, false);
    await collect(2, NOW, true);
    const [then] = (await usersAt(THEN, { search: 'idle' })).rows;
    expect(then).toMatchObject({ lastLoginAt: iso(THEN - 200 * DAY), state: 'inactive', name: 'User idle' });
    expect((await usersAt(null, { search: 'idle' })).rows).toMatchObject([
      { state: 'active', name: 'Married' },
    ]);
  });

  it('lists the moments, and says from when on there are any', async () => {
    expect(await test.db.asOfChoices('org-1')).toEqual([]);
    await collect(1, THEN, false);
    await expect(usersAt(THEN - HOUR)).rejects.toMatchObject({
      kind: 'usage',
      code: 'NOT_TRACKED_YET',
      message: expect.stringContaining('2026-06-30 12:00 UTC') as string,
    });
    await expect(usersAt(null, { asOf: 'yesterday' })).rejects.toMatchObject({
      kind: 'usage',
      code: 'BAD_MOMENT',
    });
    // Nobody's users were ever read to the end.
    await test.db.insertOrg(newOrg({ id: 'org-2', name: 'Two', url: 'https://two.my.salesforce.com' }));
    await store(test.db, 'profiles', [rows.profile()], { orgId: 'org-2' });
    await expect(usersAt(THEN - HOUR, { orgId: 'org-2' })).rejects.toMatchObject({ code: 'NOT_TRACKED_YET' });
    await expect(usersAt(THEN, { orgId: 'org-3' })).rejects.toMatchObject({ code: 'UNKNOWN_ORG' });
  });

  it('sees logins of then that were collected only later', async () => {
    await collect(1, THEN, false);
    await collect(2, NOW, true);
    const points = async () => (await test.db.overview('org-1', rule, NOW, iso(THEN))).activity.at(-1);
    expect(await points()).toMatchObject({ logins: 0, failures: 1, activeUsers: 0 });
    await store(test.db, 'loginHistory', [rows.login('late', 'gone', THEN - HOUR)], { at: NOW });
    expect(await points()).toMatchObject({ logins: 1, failures: 1, activeUsers: 1 });
    expect((await test.db.user('org-1', 'gone', 90, iso(THEN)))?.user.lastLoginAt).toBe(iso(THEN - HOUR));
  });

  it('goes on while more is collected and removed', async () => {
    await collect(1, THEN, false);
    await collect(2, NOW, true);
    const then = await usersAt(THEN);
    await store(test.db, 'users', [], { pass: 3, at: NOW + DAY });
    expect(await usersAt(THEN)).toEqual(then);
    await test.db.removeOrg('org-1', true);
    await expect(usersAt(THEN)).rejects.toMatchObject({ code: 'UNKNOWN_ORG' });
  });

  it('keeps orgs apart', async () => {
    await test.db.insertOrg(newOrg({ id: 'org-2', name: 'Two', url: 'https://two.my.salesforce.com' }));
    await collect(1, THEN, false);
    await store(test.db, 'users', [rows.user('other')], { orgId: 'org-2', at: THEN });
    await collect(2, NOW, true);
    await store(test.db, 'users', [rows.user('another')], { orgId: 'org-2', at: NOW, pass: 2 });
    const idsOf = async (orgId: string) => (await usersAt(THEN, { orgId })).rows.map(({ id }) => id);
    expect(await idsOf('org-2')).toEqual(['other']);
    expect(await idsOf('org-1')).toEqual(['busy', 'gone', 'idle']);
  });

  it('finds for everybody the last login up to then', { timeout: 60_000 }, async () => {
    const people = ['u0', 'u1', 'u2'];
    // Days before the last moment at which somebody signed in; what of it the login history has.
    const login = fc.record({
      person: fc.constantFrom(...people),
      daysAgo: fc.integer({ min: 0, max: 400 }),
      inHistory: fc.boolean(),
      success: fc.boolean(),
    });
    let orgs = 1;
    await fc.assert(
      fc.asyncProperty(fc.array(login, { maxLength: 25 }), async (signIns) => {
        const orgId = `org-${++orgs}`;
        await test.db.insertOrg(
          newOrg({ id: orgId, name: orgId, url: `https://${orgId}.my.salesforce.com` }),
        );
        const end = THEN + 400 * DAY;
        const all = signIns.map((one, i) => ({
          ...one,
          at: end - one.daysAgo * DAY - i * 1_000 - HOUR,
          id: `l${i}`,
        }));
        const moments = [0, 100, 101, 250, 399, 400].map((days) => THEN + days * DAY);
        const newest = (person: string, until: number, from = 0) =>
          all
            .filter((one) => one.person === person && one.success && one.at <= until && one.at >= from)
            .reduce((latest, one) => Math.max(latest, one.at), -1);
        let before = 0;
        for (const [i, at] of moments.entries()) {
          const users = people.map((person) => {
            const lastLoginAt = newest(person, at);
            return rows.user(person, { lastLoginAt: lastLoginAt < 0 ? null : lastLoginAt });
          });
          await store(test.db, 'users', users, { orgId, at, pass: i + 1 });
          const history = all.filter((one) => one.inHistory && one.at <= at && one.at > before);
          await store(
            test.db,
            'loginHistory',
            history.map((one) =>
              rows.login(one.id, one.person, one.at, one.success ? {} : { status: 'Failed' }),
            ),
            { orgId, at, pass: i + 1 },
          );
          before = at;
        }
        for (const at of moments) {
          const found = await usersAt(at, { orgId });
          expect(found.rows.map(({ id, lastLoginAt }) => [id, lastLoginAt])).toEqual(
            people.map((person) => [person, newest(person, at) < 0 ? null : iso(newest(person, at))]),
          );
        }
      }),
      { numRuns: rounds(25) },
    );
  });
});

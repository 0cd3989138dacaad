import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestDatabase, newOrg, store, testDatabase } from '../../test/builders/db';
import {
  type Asked,
  type Login,
  PROFILES,
  type Person,
  expectedSeats,
  expectedUsers,
  in30Days,
  lastSeen,
  login,
  person,
  seatsQuery,
  stateOf,
  usernameOf,
  usersQuery,
} from '../../test/builders/db-oracle';
import * as rows from '../../test/builders/db-records';
import { SeatsQuery } from '../shared/model/licenses';
import { UsersQuery } from '../shared/model/users';
import { IdleRule } from '../shared/model/idle-rule';
import { rounds } from '../../test/builders/rounds';

// Lists are kept in memory and sorted there. Here they are worked out a second time, from the definition and
// anew for every question, while people, logins and prices change in between.

let test: TestDatabase;
beforeAll(async () => {
  test = await testDatabase();
});
afterAll(() => test.dispose());

const step = fc.record({
  change: fc.oneof(
    fc.record({
      kind: fc.constant('people' as const),
      people: fc.array(person, { minLength: 4, maxLength: 8 }),
    }),
    fc.record({ kind: fc.constant('frozen' as const), who: fc.nat({ max: 7 }), isFrozen: fc.boolean() }),
    fc.record({
      kind: fc.constant('logins' as const),
      logins: fc.array(fc.record({ who: fc.nat({ max: 5 }), login }), { minLength: 1, maxLength: 5 }),
    }),
    fc.record({ kind: fc.constant('price' as const), price: fc.option(fc.integer({ min: 1, max: 9 })) }),
  ),
  users: fc.array(usersQuery, { minLength: 1, maxLength: 3 }),
  seats: seatsQuery,
});

/** What every change may move, asked after each of them. */
const BY_ACTIVITY = (['lastLoginAt', 'logins30d', 'state'] as const).map((sort): Asked => ({
  ...{ sort, descending: false, search: '', states: [], licenses: [], profiles: [] },
  ...{ inactiveDays: 30, offset: 0, limit: 20 },
}));

let orgs = 0;

it('lists users and seats as the definition says, whatever changes in between', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (steps) => {
      const orgId = `org-${++orgs}`;
      const to = { orgId };
      await test.db.insertOrg(newOrg({ id: orgId, name: orgId, url: `https://${orgId}` }));
      const labels = ['Crm', 'platform'];
      await store(
        test.db,
        'userLicenses',
        labels.map((label) => rows.userLicense(label, { name: label, label })),
        to,
      );
      const profiles = PROFILES.map(({ id, name, license }) =>
        rows.profile(id, { name, userLicenseId: license }),
      );
      await store(test.db, 'profiles', profiles, to);
      await store(
        test.db,
        'permissionSetLicenses',
        [rows.permissionSetLicense('psl-1', { label: 'Console' })],
        to,
      );

      let people: Person[] = [];
      const prices = new Map<string, number>();
      let logins = 0;
      let pass = 0;
      const storeLogin = ({ id }: Person, { at, success }: Login) =>
        store(
          test.db,
          'loginHistory',
          [rows.login(`l${++logins}`, id, at, { status: success ? 'Success' : 'Invalid Password' })],
          to,
        );

      for (const { change, users, seats } of steps) {
        pass += 1;
        if (change.kind === 'people') {
          const before = new Map(people.map((one) => [one.id, one]));
          // Logins are kept for ever, also of people who go and come back.
          people = change.people.map((one, i) => {
            const known = before.get(`u${i}`);
            return {
              ...one,
              id: `u${i}`,
              logins: known?.logins ?? [],
              ...(known && { isFrozen: known.isFrozen }),
            };
          });
          const gone = [...before.values()].filter((one) => !people.some(({ id }) => id === one.id));
          if (gone.length > 0) people.push(...gone);
          const records = people.map((one) =>
            rows.user(one.id, { ...one, username: usernameOf(one), profileId: one.profile }),
          );
          await store(test.db, 'users', records, { ...to, pass });
          await store(
            test.db,
            'userLogins',
            people.map((one) => rows.frozen(one.id, one.isFrozen)),
            { ...to, pass },
          );
          await store(
            test.db,
            'permissionSetLicenseAssignments',
            people.map((one) => rows.pslAssignment(one.id)),
            {
              ...to,
              pass,
            },
          );
          for (const [i, { logins: made }] of change.people.entries()) {
            const one = people[i];
            if (one === undefined || before.has(one.id)) continue;
            for (const entry of made) {
              one.logins = [...one.logins, entry];
              await storeLogin(one, entry);
            }
          }
        }
        if (change.kind === 'price') {
          const { price } = change;
          if (price === null) prices.delete('Crm');
          else prices.set('Crm', price);
          await test.db.setPrice(orgId, {
            kind: 'user',
            licenseId: 'Crm',
            price:
              price === null ? null : { amount: price, per: 'month', currency: 'EUR', contractEnd: null },
          });
        }
        const one = 'who' in change ? people[change.who] : undefined;
        if (one !== undefined && change.kind === 'frozen') {
          one.isFrozen = change.isFrozen;
          await store(test.db, 'userLogins', [rows.frozen(one.id, change.isFrozen)], {
            ...to,
            pass,
            endOfPass: false,
          });
        }
        for (const { who, login } of change.kind === 'logins' ? change.logins : []) {
          const signsIn = people[who];
          if (signsIn === undefined) continue;
          signsIn.logins = [...signsIn.logins, login];
          await storeLogin(signsIn, login);
        }

        for (const query of [...users, ...BY_ACTIVITY]) {
          const page = await test.db.users(UsersQuery.parse({ orgId, ...query }));
          const expected = expectedUsers(people, query);
          const shown = expected.slice(query.offset, query.offset + query.limit);
          expect(
            page.rows.map(({ id, state, logins30d, failedLogins30d, lastLoginAt }) => [
              id,
              state,
              logins30d,
              failedLogins30d,
              lastLoginAt === null ? null : Date.parse(lastLoginAt),
            ]),
          ).toEqual(
            shown.map((user) => [
              user.id,
              stateOf(user, query.inactiveDays),
              in30Days(user, true),
              in30Days(user, false),
              lastSeen(user),
            ]),
          );
          expect([page.total, page.all]).toEqual([expected.length, people.length]);
        }
        const rule = IdleRule.parse({ includeFree: true });
        const list = await test.db.seats(SeatsQuery.parse({ orgId, rule, limit: 200, ...seats }));
        expect(list.rows.map((seat) => `${seat.userId} ${seat.license}`)).toEqual(
          expectedSeats(people, prices, seats),
        );
      }
    }),
    { numRuns: rounds(60) },
  );
}, 120_000);

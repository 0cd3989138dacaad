import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { AS_OF, DAY, type TestDatabase, newOrg, store, testDatabase } from '../../test/builders/db';
import * as rows from '../../test/builders/db-records';
import { IdleRule } from '../shared/model/idle-rule';
import { SeatsQuery } from '../shared/model/licenses';
import { rounds } from '../../test/builders/rounds';

// The unused list is what the product is for, so it is worked out a second time here, row by row in
// JavaScript and from the definition, and compared on thousands of small organizations.

let test: TestDatabase;
beforeAll(async () => {
  test = await testDatabase();
});
afterAll(() => test.dispose());

const LICENSES = [
  { id: 'crm', record: rows.userLicense('crm'), paid: true },
  {
    id: 'platform',
    record: rows.userLicense('platform', { name: 'Platform', definitionKey: 'AUL' }),
    paid: true,
  },
  {
    id: 'chatter',
    record: rows.userLicense('chatter', { name: 'Chatter Free', definitionKey: null }),
    paid: false,
  },
  {
    id: 'by-login',
    record: rows.userLicense('by-login', { name: 'C', monthlyLoginsEntitlement: 500 }),
    paid: false,
  },
] as const;
const PSLS = [rows.permissionSetLicense('psl-a'), rows.permissionSetLicense('psl-b', { status: 'Expired' })];
const PACKAGES = [rows.packageLicense('pkg-a'), rows.packageLicense('pkg-b', { allowed: -1 })];
const PAID = new Set(['crm', 'platform', 'psl-a', 'pkg-a']);

/** Around the thresholds, to the millisecond, as often as far from them. */
const age = fc.oneof(
  fc.constantFrom(0, 1, 7 * DAY - 1, 7 * DAY, 7 * DAY + 1, 90 * DAY - 1, 90 * DAY, 90 * DAY + 1),
  fc.integer({ min: 0, max: 400 * DAY }),
);

const person = fc.record({
  isActive: fc.boolean(),
  isFrozen: fc.boolean(),
  license: fc.constantFrom<(string | null)[]>('crm', 'platform', 'chatter', 'by-login', 'missing', null),
  createdAge: age,
  lastLoginAge: fc.option(age),
  logins: fc.array(
    fc.record({ age, status: fc.constantFrom('Success', 'success ', 'Invalid Password', null) }),
    { maxLength: 3 },
  ),
  psls: fc.subarray(['psl-a', 'psl-b']),
  packages: fc.subarray(['pkg-a', 'pkg-b']),
});
type Person = typeof person extends fc.Arbitrary<infer T> ? T : never;

function reasonOf(one: Person, inactiveDays: number, graceDays: number): string | null {
  const successes = one.logins.filter((login) => login.status?.trim().toLowerCase() === 'success');
  const ages = [one.lastLoginAge, ...successes.map((login) => login.age)].filter((value) => value !== null);
  if (!one.isActive) return 'user-deactivated';
  if (one.isFrozen) return 'frozen';
  if (ages.length === 0) return one.createdAge >= graceDays * DAY ? 'never-logged-in' : null;
  return Math.min(...ages) >= inactiveDays * DAY ? 'inactive' : null;
}

function expectedSeats(
  people: Person[],
  inactiveDays: number,
  graceDays: number,
  includeFree: boolean,
): string[] {
  return people
    .flatMap((one, i) => {
      const reason = reasonOf(one, inactiveDays, graceDays);
      if (reason === null) return [];
      const own = one.isActive && one.license !== null && one.license !== 'missing' ? [one.license] : [];
      return [...own, ...one.psls, ...one.packages]
        .filter((license) => includeFree || PAID.has(license))
        .map((license) => `u${i} ${license} ${reason}`);
    })
    .sort();
}

let count = 0;

async function load(people: Person[]): Promise<string> {
  const orgId = `org-${++count}`;
  await test.db.insertOrg(newOrg({ id: orgId, name: orgId, url: `https://${orgId}` }));
  const at = { orgId };
  await store(
    test.db,
    'userLicenses',
    LICENSES.map((license) => ({ ...license.record, label: license.id })),
    at,
  );
  await store(
    test.db,
    'profiles',
    [...LICENSES.map((l) => l.id), 'missing'].map((id) => rows.profile(id, { userLicenseId: id })),
    at,
  );
  await store(
    test.db,
    'permissionSetLicenses',
    PSLS.map((psl) => ({ ...psl, label: psl.id })),
    at,
  );
  await store(
    test.db,
    'packageLicenses',
    PACKAGES.map((pkg) => ({ ...pkg, namespacePrefix: pkg.id })),
    at,
  );
  const each = <T>(make: (one: Person, id: string) => T[]) => people.flatMap((one, i) => make(one, `u${i}`));
  const users = each((one, id) => [
    rows.user(id, {
      isActive: one.isActive,
      profileId: one.license,
      createdAt: AS_OF - one.createdAge,
      lastLoginAt: one.lastLoginAge === null ? null : AS_OF - one.lastLoginAge,
    }),
  ]);
  const logins = each((one, id) =>
    one.logins.map((l, j) => rows.login(`${id}-${j}`, id, AS_OF - l.age, { status: l.status })),
  );
  const saveUsers = () => store(test.db, 'users', users, at);
  const saveLogins = () => store(test.db, 'loginHistory', logins, at);
  // Either may come first.
  for (const save of count % 2 === 0 ? [saveUsers, saveLogins] : [saveLogins, saveUsers]) await save();
  await store(
    test.db,
    'userLogins',
    each((one, id) => [rows.frozen(id, one.isFrozen)]),
    at,
  );
  await store(
    test.db,
    'permissionSetLicenseAssignments',
    each((one, id) => one.psls.map((psl) => rows.pslAssignment(id, psl))),
    at,
  );
  await store(
    test.db,
    'userPackageLicenses',
    each((one, id) => one.packages.map((pkg) => rows.packageAssignment(id, pkg))),
    at,
  );
  return orgId;
}

it('lists exactly the seats the definition names', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(person, { maxLength: 12 }),
      fc.constantFrom(1, 30, 90, 180),
      fc.constantFrom(0, 7, 30),
      fc.boolean(),
      async (people, inactiveDays, graceDays, includeFree) => {
        const orgId = await load(people);
        const rule = IdleRule.parse({ inactiveDays, graceDays, includeFree });
        const page = await test.db.seats({ ...SeatsQuery.parse({ orgId, rule, asOf: null }), limit: 10_000 });
        const expected = expectedSeats(people, inactiveDays, graceDays, includeFree);
        expect(page.rows.map((seat) => `${seat.userId} ${seat.license} ${seat.reason}`).sort()).toEqual(
          expected,
        );
        expect(page.total).toBe(expected.length);

        // The other places that speak of the same seats agree with the list.
        const licenses = await test.db.licenses(orgId, rule);
        for (const license of licenses) {
          const mine = expected.filter((line) => line.split(' ')[1] === license.id);
          expect(license.unused).toBe(mine.length);
          expect(license.neverLoggedIn).toBe(mine.filter((line) => line.endsWith('never-logged-in')).length);
          expect(license.paidPerSeat).toBe(PAID.has(license.id));
        }
        for (const by of ['department', 'profile', 'manager', 'country'] as const) {
          const groups = await test.db.savings(orgId, rule, by);
          expect(groups.reduce((sum, { seats }) => sum + seats, 0)).toBe(expected.length);
        }
        const curve = await test.db.idleCurve(orgId, IdleRule.parse({ graceDays, includeFree }));
        for (const { id, always, byDays } of curve.licenses) {
          const idle = byDays.reduce((sum, [days, n]) => sum + (days >= inactiveDays ? n : 0), always);
          expect(idle).toBe(licenses.find((license) => license.id === id)?.unused);
        }
        const { reasons, users } = await test.db.overview(orgId, rule, AS_OF);
        expect(Object.values(reasons).reduce((a, b) => a + b, 0)).toBe(expected.length);
        expect(users.active + users.inactive + users.neverLoggedIn + users.frozen + users.deactivated).toBe(
          people.length,
        );
      },
    ),
    { numRuns: rounds(80) },
  );
}, 60_000);

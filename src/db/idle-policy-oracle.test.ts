import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { AS_OF, DAY, type TestDatabase, newOrg, store, testDatabase } from '../../test/builders/db';
import * as rows from '../../test/builders/db-records';
import { IdleRule } from '../shared/model/idle-rule';
import { SeatsQuery } from '../shared/model/licenses';
import { rounds } from '../../test/builders/rounds';

// The whole definition of idle, worked out a second time from its words for one person after the other, and
// compared on hundreds of small organizations with what the lists say.

let test: TestDatabase;
beforeAll(async () => {
  test = await testDatabase();
});
afterAll(() => test.dispose());

/** Around the thresholds, to the millisecond, as often as far from them. */
const age = fc.oneof(
  fc.constantFrom(0, 7 * DAY - 1, 7 * DAY, 30 * DAY - 1, 30 * DAY, 90 * DAY - 1, 90 * DAY, 90 * DAY + 1),
  fc.integer({ min: 0, max: 170 * DAY }),
);

const PROFILES = {
  inside: { userType: 'Standard', licenseId: 'crm' },
  outside: { userType: 'CspLitePortal', licenseId: 'community' },
  program: { userType: 'Standard', licenseId: 'integration' },
  apiOnly: { userType: 'Standard', licenseId: 'crm' },
} as const;
type ProfileName = keyof typeof PROFILES;

const API_LOGIN = { loginType: 'Remote Access 2.0', application: 'Loader', browser: 'Java', apiType: 'REST' };

const person = fc.record({
  isActive: fc.constantFrom(true, true, true, false),
  isFrozen: fc.constantFrom(false, false, false, true),
  profile: fc.constantFrom<ProfileName[]>('inside', 'outside', 'program', 'apiOnly'),
  createdAge: fc.oneof(age, fc.constant(400 * DAY)),
  /** User.LastLoginDate, where no stored login explains it. */
  lastLoginAge: fc.option(age),
  logins: fc.array(fc.record({ age, isApi: fc.boolean(), isSuccess: fc.boolean() }), { maxLength: 3 }),
  tokenAge: fc.option(age, { freq: 3 }),
  isAssignedApiOnly: fc.constantFrom(false, false, true),
  mark: fc.constantFrom('integration' as const, 'person' as const, null, null, null),
  leave: fc.constantFrom('open', 'future', 'over', null, null, null),
});
type Person = typeof person extends fc.Arbitrary<infer T> ? T : never;

const rules = fc.record({
  inactiveDays: fc.constantFrom(30, 90),
  graceDays: fc.constantFrom(0, 7),
  newUserDays: fc.constantFrom(0, 30),
  externalDays: fc.constantFrom(null, 7, 90),
  integration: fc.constantFrom('any-login' as const, 'api-only' as const),
  integrationDays: fc.constantFrom(null, 7, 90),
  exceptions: fc.boolean(),
});

/** The reason of a person's seat; null: not idle. */
function expected(one: Person, rule: IdleRule): string | null {
  if (rule.exceptions && (one.leave === 'open' || one.leave === 'future')) return null;
  if (!one.isActive) return 'user-deactivated';
  if (one.isFrozen) return 'frozen';
  const isProgram =
    one.mark === 'integration' ||
    (one.mark === null && (one.profile === 'program' || one.profile === 'apiOnly' || one.isAssignedApiOnly));
  const successes = one.logins.filter(({ isSuccess }) => isSuccess);
  const newest = (ages: (number | null)[]): number | null => {
    const known = ages.filter((value) => value !== null);
    return known.length === 0 ? null : Math.min(...known);
  };
  const seen = newest([one.lastLoginAge, ...successes.map((login) => login.age)]);
  const stored = newest(successes.map((login) => login.age));
  // A LastLoginDate newer than every stored login may have been through an API.
  const unexplained =
    one.lastLoginAge !== null && (stored === null || one.lastLoginAge < stored - 60_000)
      ? one.lastLoginAge
      : null;
  const byApi = newest([
    one.tokenAge,
    unexplained,
    ...successes.filter(({ isApi }) => isApi).map((login) => login.age),
  ]);
  const judged = isProgram && rule.integration === 'api-only' ? byApi : seen;
  const isNew = rule.newUserDays > 0 && one.createdAge < rule.newUserDays * DAY;
  if (judged === null) {
    if (isNew || one.createdAge < rule.graceDays * DAY) return null;
    return seen === null ? 'never-logged-in' : 'inactive';
  }
  let threshold = rule.inactiveDays;
  if (one.profile === 'outside' && rule.externalDays !== null) threshold = rule.externalDays;
  if (isProgram && rule.integrationDays !== null) threshold = rule.integrationDays;
  return judged >= threshold * DAY && !isNew ? 'inactive' : null;
}

let orgs = 0;
async function load(people: readonly Person[]): Promise<string> {
  const orgId = `policy-${(orgs += 1)}`;
  await test.db.insertOrg(newOrg({ id: orgId, name: orgId, url: `https://${orgId}.my.salesforce.com` }));
  const at = { orgId };
  const { db } = test;
  await store(
    db,
    'userLicenses',
    [
      rows.userLicense('crm'),
      rows.userLicense('community', { name: 'Customer Community', definitionKey: 'PID_Customer_Community' }),
      rows.userLicense('integration', { name: 'Salesforce Integration', definitionKey: 'SFDC_INTEGRATION' }),
    ],
    at,
  );
  await store(
    db,
    'profiles',
    Object.entries(PROFILES).map(([id, { userType, licenseId }]) =>
      rows.profile(id, { userType, userLicenseId: licenseId }),
    ),
    at,
  );
  await store(
    db,
    'permissionSets',
    [
      rows.permissionSet('of-profile', {
        isOwnedByProfile: true,
        profileId: 'apiOnly',
        permissions: ['ApiUserOnly'],
      }),
      rows.permissionSet('assigned', { permissions: ['ApiEnabled', 'ApiUserOnly'] }),
      rows.permissionSet('harmless', { permissions: ['ApiEnabled'] }),
    ],
    at,
  );
  await store(
    db,
    'permissionSetAssignments',
    people.map((one, i) =>
      rows.permissionSetAssignment(`u${i}`, one.isAssignedApiOnly ? 'assigned' : 'harmless'),
    ),
    at,
  );
  await store(
    db,
    'users',
    people.map((one, i) => {
      const ages = one.logins.filter(({ isSuccess }) => isSuccess).map((login) => login.age);
      const last = one.lastLoginAge === null ? null : Math.min(one.lastLoginAge, ...ages);
      return rows.user(`u${i}`, {
        isActive: one.isActive,
        profileId: one.profile,
        createdAt: AS_OF - one.createdAge,
        lastLoginAt: last === null ? null : AS_OF - last,
      });
    }),
    at,
  );
  await store(
    db,
    'userLogins',
    people.map((one, i) => rows.frozen(`u${i}`, one.isFrozen)),
    at,
  );
  await store(db, 'permissionSetLicenses', [rows.permissionSetLicense('psl')], at);
  await store(
    db,
    'permissionSetLicenseAssignments',
    people.map((_, i) => rows.pslAssignment(`u${i}`, 'psl')),
    at,
  );
  await store(
    db,
    'oauthTokens',
    people.flatMap((one, i) =>
      one.tokenAge === null ? [] : [rows.oauthToken(`u${i}`, { lastUsedAt: AS_OF - one.tokenAge })],
    ),
    at,
  );
  await store(
    db,
    'loginHistory',
    people.flatMap((one, i) =>
      one.logins.map(({ age: ago, isApi, isSuccess }, n) =>
        rows.login(`${orgId}-${i}-${n}`, `u${i}`, AS_OF - ago, {
          ...(isApi ? API_LOGIN : {}),
          status: isSuccess ? 'Success' : 'Invalid Password',
        }),
      ),
    ),
    at,
  );
  for (const [i, { leave, mark }] of people.entries()) {
    const until = { open: null, future: AS_OF + 1, over: AS_OF }[leave ?? 'open'];
    if (leave !== null) await db.setLeave(orgId, [`u${i}`], { reason: 'Away', until, by: 'me', at: 1 });
    if (mark !== null) await db.setMark(orgId, `u${i}`, mark, 'me', 1);
  }
  return orgId;
}

it('judges everybody as the definition says', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(person, { minLength: 1, maxLength: 12 }), rules, async (people, given) => {
      const orgId = await load(people);
      const rule = IdleRule.parse({ ...given, includeFree: true });
      const page = await test.db.seats({
        ...SeatsQuery.parse({ orgId, rule, asOf: null, license: { kind: 'permissionSet', id: 'psl' } }),
        limit: 1_000,
      });
      const found = new Map(page.rows.map((row) => [row.userId, row.reason]));
      expect(people.map((_, i) => found.get(`u${i}`) ?? null)).toEqual(
        people.map((one) => expected(one, rule)),
      );
      // Any threshold can be read off one curve.
      const curve = (await test.db.idleCurve(orgId, { ...rule, inactiveDays: 400 })).licenses.find(
        ({ id }) => id === 'psl',
      );
      const idle = (curve?.byDays ?? []).reduce(
        (sum, [days, n]) => sum + (days >= rule.inactiveDays ? n : 0),
        curve?.always ?? 0,
      );
      expect(idle).toBe(page.total);
      const psl = (await test.db.licenses(orgId, rule)).find(({ id }) => id === 'psl');
      expect(psl?.unused).toBe(page.total);
      const withoutLeave = people.filter(
        (one) => expected(one, rule) === null && expected(one, { ...rule, exceptions: false }) !== null,
      );
      expect(psl?.protected.onLeave).toBe(withoutLeave.length);
    }),
    { numRuns: rounds(100) },
  );
}, 120_000);

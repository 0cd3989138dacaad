import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { atThreshold } from '../src/renderer/features/licenses/idle-threshold';
import { IdleRule } from '../src/shared/model/idle-rule';
import type { LicenseTableRow } from '../src/shared/model/licenses';
import { AS_OF, DAY, type TestDatabase, newOrg, store, testDatabase } from './builders/db';
import * as rows from './builders/db-records';
import { rounds } from './builders/rounds';

// What the window draws while the threshold is being dragged, against what the database answers for it.

const ORG = 'what-if';
const PEOPLE = 240;
let test: TestDatabase;

beforeAll(async () => {
  test = await testDatabase();
  const { db } = test;
  const at = { orgId: ORG };
  await db.insertOrg(newOrg({ id: ORG, name: ORG, url: `https://${ORG}.my.salesforce.com` }));
  const people = Array.from({ length: PEOPLE }, (_, i) => `u${i}`);
  await store(
    db,
    'userLicenses',
    [
      rows.userLicense('crm'),
      rows.userLicense('community', { name: 'Customer Community', definitionKey: 'PID_Customer_Community' }),
      rows.userLicense('integration', { name: 'Salesforce Integration', definitionKey: 'SFDC_INTEGRATION' }),
      rows.userLicense('chatter', { name: 'Chatter Free', definitionKey: 'CSN_User' }),
    ],
    at,
  );
  await store(
    db,
    'profiles',
    ['crm', 'community', 'integration', 'chatter'].map((id) =>
      rows.profile(id, { userType: id === 'community' ? 'CspLitePortal' : 'Standard', userLicenseId: id }),
    ),
    at,
  );
  await store(
    db,
    'users',
    people.map((id, i) =>
      rows.user(id, {
        isActive: i % 13 !== 0,
        profileId: ['crm', 'crm', 'community', 'integration', 'chatter'][i % 5] ?? 'crm',
        createdAt: AS_OF - (5 + i * 3) * DAY,
        // On the hour, the millisecond before and after, and never.
        lastLoginAt: i % 11 === 0 ? null : AS_OF - ((i * 7) % 420) * DAY + ((i % 3) - 1),
      }),
    ),
    at,
  );
  await store(
    db,
    'userLogins',
    people.map((id, i) => rows.frozen(id, i % 17 === 0)),
    at,
  );
  await store(db, 'permissionSetLicenses', [rows.permissionSetLicense('psl')], at);
  await store(
    db,
    'permissionSetLicenseAssignments',
    people.filter((_, i) => i % 2 === 0).map((id) => rows.pslAssignment(id, 'psl')),
    at,
  );
  const price = { per: 'year', currency: 'EUR', contractEnd: null } as const;
  await db.setPrice(ORG, { kind: 'user', licenseId: 'crm', price: { ...price, amount: 1999.99 } });
  await db.setPrice(ORG, { kind: 'permissionSet', licenseId: 'psl', price: { ...price, amount: 0.1 } });
  await db.setLeave(ORG, ['u1', 'u2', 'u6'], { reason: 'Away', until: null, by: 'me', at: 1 });
});
afterAll(() => test.dispose());

const days = fc.integer({ min: 1, max: 420 });
const own = fc.option(days, { nil: null });
const rules = fc.record({
  inactiveDays: days,
  includeFree: fc.boolean(),
  graceDays: fc.constantFrom(0, 7, 365),
  newUserDays: fc.constantFrom(0, 30),
  externalDays: own,
  integration: fc.constantFrom('any-login' as const, 'api-only' as const),
  integrationDays: own,
  exceptions: fc.boolean(),
});

/** Who only an exception protects cannot be read off a curve; the page says so nowhere while dragging. */
const withoutProtected = (licenses: readonly LicenseTableRow[]) =>
  licenses.map(({ protected: _, ...license }) => license);

it('is the same for every definition and every threshold', async () => {
  const { db } = test;
  let different = 0;
  await fc.assert(
    fc.asyncProperty(rules, days, async (given, other) => {
      const rule = IdleRule.parse(given);
      const answered = await db.licenses(ORG, rule);
      const wanted = await db.licenses(ORG, { ...rule, inactiveDays: other });
      const drawn = atThreshold(await db.idleCurve(ORG, rule), answered, other);
      expect(withoutProtected(drawn)).toEqual(withoutProtected(wanted));
      if (wanted.some(({ unused }, i) => unused !== answered[i]?.unused)) different += 1;
    }),
    { numRuns: rounds(150) },
  );
  // It would be no proof if nothing ever changed.
  expect(different).toBeGreaterThan(75);
});

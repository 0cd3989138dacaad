import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AS_OF, DAY, newOrg, store } from '../../test/builders/db';
import * as rows from '../../test/builders/db-records';
import {
  ORG,
  YEAR,
  closeScene,
  decide,
  list,
  old,
  openScene,
  people,
  seat,
  setPrice,
  stored,
  test,
} from '../../test/builders/decisions-scene';
import { DecisionsQuery } from '../shared/model/reclaim';

beforeEach(openScene);
afterEach(closeScene);

describe('what became of it', () => {
  /** Another complete collection. */
  const collected = async (at: number, users: ReturnType<typeof people>, pass: number) => {
    await store(test.db, 'users', users, { pass, at });
    await test.db.recordLicenseUse(ORG, at);
  };
  const without = (...ids: string[]) =>
    people().map((user) => (ids.includes(user.id) ? { ...user, isActive: false } : user));

  it('counts what was reclaimed, and the money saved since', async () => {
    await setPrice(100);
    await decide([seat('idle'), seat('never')], 'reclaim');
    await collected(AS_OF + DAY, without('idle'), 2);
    const now = AS_OF + DAY + 73 * DAY;
    expect((await list({ outcomes: ['reclaimed'] }, now)).rows).toMatchObject([
      {
        userId: 'idle',
        outcome: 'reclaimed',
        reclaimedAt: new Date(AS_OF + DAY).toISOString(),
        savedSoFar: 239.84, // 1200 / 365.25 x 73
      },
    ]);
    expect(await test.db.reclaimSummary(ORG, now)).toEqual({
      keep: 0,
      ask: 0,
      open: 1,
      reclaimed: 1,
      returned: 0,
      openAnnual: [{ currency: 'USD', amount: 1200 }],
      reclaimedAnnual: [{ currency: 'USD', amount: 1200 }],
      savedSoFar: [{ currency: 'USD', amount: 239.84 }],
      unpriced: 0,
    });
  });

  it('keeps the moment at which the seat was first gone', async () => {
    await decide([seat('idle')], 'reclaim');
    await collected(AS_OF + DAY, without('idle'), 2);
    await collected(AS_OF + 2 * DAY, without('idle'), 3);
    expect(stored('gone_at, returned_at')).toEqual([{ gone_at: AS_OF + DAY, returned_at: null }]);
  });

  it('notices when a seat comes back, and when it goes again', async () => {
    await setPrice(100);
    await decide([seat('idle')], 'reclaim');
    await collected(AS_OF + DAY, without('idle'), 2);
    await collected(AS_OF + 2 * DAY, people(), 3);
    expect((await list({}, AS_OF + YEAR)).rows).toMatchObject([
      { outcome: 'returned', reclaimedAt: null, savedSoFar: 0 },
    ]);
    expect(await test.db.reclaimSummary(ORG, AS_OF + YEAR)).toMatchObject({
      returned: 1,
      reclaimed: 0,
      savedSoFar: [],
    });
    await collected(AS_OF + 3 * DAY, without('idle'), 4);
    expect(stored('gone_at, returned_at')).toEqual([{ gone_at: AS_OF + 3 * DAY, returned_at: null }]);
  });

  it('sees the end of every kind of seat', async () => {
    const all = [
      seat('idle', 'permissionSet', 'psl-1'),
      seat('idle', 'package', 'package-1'),
      seat('idle', 'feature', 'MarketingUser'),
    ];
    await decide(all, 'reclaim');
    await test.db.recordLicenseUse(ORG, AS_OF + 1);
    expect(await test.db.reclaimSummary(ORG, AS_OF)).toMatchObject({ open: 3, reclaimed: 0 });
    await store(test.db, 'permissionSetLicenseAssignments', [rows.pslAssignment('gone')], { pass: 2 });
    await store(test.db, 'userPackageLicenses', [], { pass: 2 });
    await collected(AS_OF + DAY, [...people().slice(1), rows.user('idle', { lastLoginAt: old })], 2);
    expect(await test.db.reclaimSummary(ORG, AS_OF)).toMatchObject({ open: 0, reclaimed: 3, unpriced: 3 });
  });

  it('counts a user license as given back when the user gets another one', async () => {
    await store(
      test.db,
      'userLicenses',
      [rows.userLicense(), rows.userLicense('license-2', { name: 'Platform' })],
      {
        pass: 2,
      },
    );
    const profiles = [rows.profile(), rows.profile('profile-2', { userLicenseId: 'license-2' })];
    await store(test.db, 'profiles', profiles, { pass: 2 });
    await decide([seat('idle')], 'reclaim');
    await collected(
      AS_OF + DAY,
      people().map((user) => (user.id === 'idle' ? { ...user, profileId: 'profile-2' } : user)),
      2,
    );
    expect((await list()).rows).toMatchObject([{ userId: 'idle', outcome: 'reclaimed' }]);
  });

  it('takes nothing for gone that is only hidden from the run-as user', async () => {
    await decide([seat('idle')], 'reclaim');
    await store(test.db, 'users', [], { pass: 2, at: AS_OF + DAY });
    await test.db.recordLicenseUse(ORG, AS_OF + DAY, false);
    expect(await test.db.reclaimSummary(ORG, AS_OF)).toMatchObject({ open: 1, reclaimed: 0 });
  });

  it('lets what is kept or asked about alone', async () => {
    await decide([seat('idle')], 'keep');
    await decide([seat('never')], 'ask');
    await collected(AS_OF + DAY, without('idle', 'never'), 2);
    expect(stored('gone_at')).toEqual([{ gone_at: null }, { gone_at: null }]);
    expect((await list()).rows.map(({ outcome }) => outcome)).toEqual(['open', 'open']);
  });

  it('fixes the price when it decides, else when the seat is gone, else takes today’s', async () => {
    await decide([seat('never')], 'reclaim');
    await collected(AS_OF + DAY, without('never'), 2);
    await setPrice(50);
    await decide([seat('idle')], 'reclaim', { at: AS_OF + DAY });
    await setPrice(60);
    const prices = async () =>
      (await list({ sort: 'name', descending: false })).rows.map(({ annualPrice, currency }) => [
        annualPrice,
        currency,
      ]);
    expect(await prices()).toEqual([
      [600, 'USD'],
      [720, 'USD'],
    ]);
    await setPrice(90, 'year', 'EUR');
    expect(await prices()).toEqual([
      [600, 'USD'],
      [90, 'EUR'],
    ]);
  });

  it('fixes a price that was entered between the decision and its end', async () => {
    await decide([seat('idle')], 'reclaim');
    await setPrice(50);
    await collected(AS_OF + DAY, without('idle'), 2);
    await setPrice(900, 'month', 'EUR');
    expect((await list()).rows).toMatchObject([{ annualPrice: 600, currency: 'USD' }]);
  });

  it('has no price of a seat where logins are paid', async () => {
    const login = rows.userLicense('license-1', {
      name: 'Customer Community Login',
      label: 'Customer Community Login',
      definitionKey: 'PID_Customer_Community_Login',
    });
    await store(test.db, 'userLicenses', [login], { pass: 2 });
    await setPrice(2);
    await decide([seat('idle')], 'reclaim');
    await collected(AS_OF + DAY, without('idle'), 2);
    expect((await list()).rows).toMatchObject([{ annualPrice: null, currency: null, savedSoFar: null }]);
    expect(await test.db.reclaimSummary(ORG, AS_OF)).toMatchObject({ reclaimed: 1, unpriced: 1 });
  });

  it('adds up per currency and rounds only then', async () => {
    await setPrice(0.004, 'year');
    await decide([seat('idle'), seat('never'), seat('busy')], 'reclaim');
    expect(await test.db.reclaimSummary(ORG, AS_OF)).toMatchObject({
      openAnnual: [{ currency: 'USD', amount: 0.01 }],
    });
  });

  it('is the org’s own', async () => {
    await test.db.insertOrg(newOrg({ id: 'org-2', name: 'Other', url: 'https://other.my.salesforce.com' }));
    await decide([seat('idle')], 'reclaim');
    await test.db.recordLicenseUse('org-2', AS_OF + DAY);
    expect(stored('gone_at')).toEqual([{ gone_at: null }]);
    expect(await test.db.decisions(DecisionsQuery.parse({ orgId: 'org-2' }), AS_OF)).toEqual({
      total: 0,
      rows: [],
    });
  });
});

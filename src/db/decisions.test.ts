import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AS_OF, DAY, type TestDatabase, newOrg, store, testDatabase } from '../../test/builders/db';
import * as rows from '../../test/builders/db-records';
import { IdleRule } from '../shared/model/idle-rule';
import { type SeatRef, SeatsQuery } from '../shared/model/licenses';
import { type Decision, DecisionsQuery } from '../shared/model/reclaim';
import { openPlain } from './open';

let test: TestDatabase;
const ORG = 'org-1';
const YEAR = 365.25 * DAY;
const old = AS_OF - 200 * DAY;

beforeEach(async () => {
  test = await testDatabase();
  await test.db.insertOrg(newOrg());
  await store(test.db, 'profiles', [rows.profile()]);
  await store(test.db, 'userLicenses', [rows.userLicense()]);
  await store(test.db, 'permissionSetLicenses', [rows.permissionSetLicense()]);
  await store(test.db, 'packageLicenses', [rows.packageLicense()]);
  await store(test.db, 'users', people());
  await store(test.db, 'permissionSetLicenseAssignments', [
    rows.pslAssignment('idle'),
    rows.pslAssignment('gone'),
  ]);
  await store(test.db, 'userPackageLicenses', [rows.packageAssignment('idle')]);
});
afterEach(() => test.dispose());

const people = () => [
  rows.user('idle', { name: 'Ida Idle', lastLoginAt: old, features: ['MarketingUser'], managerId: 'busy' }),
  rows.user('never', { name: 'Åsa Never', department: 'Sales' }),
  rows.user('gone', { name: 'Gina Gone', isActive: false, features: ['MarketingUser'] }),
  rows.user('busy', { name: 'Bob Busy', lastLoginAt: AS_OF }),
];

const seat = (userId: string, kind: SeatRef['kind'] = 'user', id = 'license-1'): SeatRef => ({
  userId,
  kind,
  id,
});
const rule = IdleRule.parse({});
const query = (changes: Partial<SeatsQuery> = {}) =>
  SeatsQuery.parse({ orgId: ORG, asOf: null, rule, ...changes });
const decide = (
  seats: readonly SeatRef[] | SeatsQuery,
  decision: Decision | null,
  changes: { note?: string; by?: string; at?: number } = {},
) => test.db.decide(ORG, seats, { decision, note: '', by: 'Kim', at: AS_OF, ...changes });
const list = async (changes: Partial<DecisionsQuery> = {}, now = AS_OF) =>
  test.db.decisions(DecisionsQuery.parse({ orgId: ORG, ...changes }), now);
const setPrice = (amount: number, per: 'month' | 'year' = 'month', currency = 'USD') =>
  test.db.setPrice(ORG, {
    kind: 'user',
    licenseId: 'license-1',
    price: { amount, per, currency, contractEnd: null },
  });

/** What is stored, in the order it was written. */
function stored(columns: string): unknown[] {
  const sqlite = openPlain(test.file, undefined, { readonly: true });
  try {
    return sqlite.prepare(`SELECT ${columns} FROM seat_decision ORDER BY id`).all();
  } finally {
    sqlite.close();
  }
}

describe('decide', () => {
  it('writes down what was seen at that moment', async () => {
    await setPrice(100);
    expect(await decide([seat('idle')], 'reclaim', { note: 'Left in May' })).toBe(1);
    await store(test.db, 'users', [rows.user('idle', { name: 'Renamed', lastLoginAt: AS_OF })], { pass: 2 });
    await setPrice(500);
    expect((await list()).rows).toEqual([
      {
        kind: 'user',
        licenseId: 'license-1',
        license: 'Salesforce',
        userId: 'idle',
        name: 'Ida Idle',
        username: 'idle@acme.test',
        department: null,
        manager: null,
        managerEmail: null,
        decision: 'reclaim',
        note: 'Left in May',
        decidedBy: 'Kim',
        decidedAt: new Date(AS_OF).toISOString(),
        reason: 'inactive',
        daysIdle: 200,
        isIdle: false,
        outcome: 'open',
        reclaimedAt: null,
        annualPrice: 1200,
        currency: 'USD',
        savedSoFar: 0,
      },
    ]);
  });

  it('takes seats of every kind that somebody holds, and no others', async () => {
    const held = [
      seat('idle'),
      seat('idle', 'permissionSet', 'psl-1'),
      seat('idle', 'package', 'package-1'),
      seat('idle', 'feature', 'MarketingUser'),
      // Deactivated users keep what was assigned to them; their license and flags they have given back.
      seat('gone', 'permissionSet', 'psl-1'),
    ];
    const notHeld = [
      seat('gone'),
      seat('gone', 'feature', 'MarketingUser'),
      seat('busy', 'permissionSet', 'psl-1'),
      seat('idle', 'feature', 'SupportUser'),
      seat('idle', 'user', 'license-9'),
      seat('nobody'),
    ];
    expect(await decide([...held, ...notHeld], 'ask')).toBe(held.length);
    const decided = (await list()).rows.map(({ userId, kind, licenseId: id }) => ({ userId, kind, id }));
    expect(new Set(decided.map((one) => JSON.stringify(one)))).toEqual(
      new Set(held.map((one) => JSON.stringify(one))),
    );
  });

  it('counts a seat that is named twice once, and one in use without a reason', async () => {
    expect(await decide([seat('busy'), seat('busy')], 'keep')).toBe(1);
    expect((await list()).rows).toMatchObject([{ reason: null, daysIdle: null, isIdle: false }]);
  });

  it('keeps every decision and puts the newest in force', async () => {
    await decide([seat('idle')], 'ask', { at: AS_OF });
    await decide([seat('idle')], 'reclaim', { at: AS_OF + 1, by: 'Ada' });
    expect(stored('decision, decided_by, is_current')).toEqual([
      { decision: 'ask', decided_by: 'Kim', is_current: 0 },
      { decision: 'reclaim', decided_by: 'Ada', is_current: 1 },
    ]);
    expect((await list()).rows).toMatchObject([{ decision: 'reclaim', decidedBy: 'Ada' }]);
  });

  it('takes back what was decided, and leaves a trace', async () => {
    await decide([seat('idle'), seat('never')], 'reclaim');
    expect(await decide([seat('idle'), seat('busy')], null, { at: AS_OF + 1, note: 'Wrong person' })).toBe(1);
    expect((await list()).rows.map(({ userId }) => userId)).toEqual(['never']);
    expect(stored('user_id, decision, note, is_current').at(-1)).toEqual({
      user_id: 'idle',
      decision: null,
      note: 'Wrong person',
      is_current: 1,
    });
    expect(await decide([seat('idle')], null)).toBe(0);
  });

  it('takes back decisions about seats that are gone', async () => {
    await decide([seat('idle')], 'reclaim');
    await store(test.db, 'users', [rows.user('busy')], { pass: 2 });
    expect(await decide([seat('idle')], 'keep')).toBe(0);
    expect(await decide([seat('idle')], null)).toBe(1);
    expect((await list()).total).toBe(0);
  });

  it('decides about everything a list shows, whatever its page', async () => {
    const idle = (await test.db.seats(query())).total;
    expect(idle).toBeGreaterThan(3);
    expect(await decide(query({ limit: 1, offset: 2 }), 'reclaim')).toBe(idle);
    expect((await list()).total).toBe(idle);
  });

  it('is not confused by a list that gets shorter by deciding', async () => {
    const open = query({ decisions: ['none'], limit: 1 });
    const idle = (await test.db.seats(open)).total;
    expect(await decide(open, 'reclaim')).toBe(idle);
    expect((await test.db.seats(open)).total).toBe(0);
    expect(await decide(query({ decisions: ['reclaim'] }), null)).toBe(idle);
    expect((await test.db.seats(open)).total).toBe(idle);
  });

  it('walks through lists of more than one page', { timeout: 30_000 }, async () => {
    const many = Array.from({ length: 4_500 }, (_, i) => rows.user(`m${i}`, { lastLoginAt: old }));
    await store(test.db, 'users', many, { pass: 2 });
    const lists = query({ license: { kind: 'user', id: 'license-1' } });
    expect(await decide(lists, 'reclaim')).toBe(4_500);
    expect(await test.db.reclaimSummary(ORG, AS_OF)).toMatchObject({ open: 4_500 });
  });

  it('shows in the list of idle seats at once', async () => {
    await decide([seat('never')], 'ask', { note: 'Hired in June' });
    const seats = (await test.db.seats(query({ license: { kind: 'user', id: 'license-1' } }))).rows;
    expect(
      seats.map(({ userId, decision, decisionNote }) => [userId, decision, decisionNote]),
    ).toContainEqual(['never', 'ask', 'Hired in June']);
  });
});

describe('the review list', () => {
  beforeEach(async () => {
    await decide([seat('idle')], 'reclaim', { at: AS_OF, note: 'Straße' });
    await decide([seat('never')], 'ask', { at: AS_OF + 1 });
    await decide([seat('busy')], 'keep', { at: AS_OF + 2 });
  });
  const users = async (changes: Partial<DecisionsQuery>) =>
    (await list(changes)).rows.map(({ userId }) => userId);

  it('is filtered by decision and outcome', async () => {
    expect(await users({ decisions: ['ask', 'keep'] })).toEqual(['busy', 'never']);
    expect(await users({ outcomes: ['reclaimed'] })).toEqual([]);
    expect(await users({ outcomes: ['open'], decisions: ['reclaim'] })).toEqual(['idle']);
  });

  it.each([
    ['åSA', ['never']],
    ['STRASSE', []],
    ['straße', ['idle']],
    ['bob busy', ['busy', 'idle']], // his own seat, and that of whom he manages
    ['sales', ['busy', 'never', 'idle']], // a department, and the license of all
    ['100%', []],
  ])('finds %s in what it shows', async (search, expected) => {
    expect(await users({ search })).toEqual(expected);
  });

  it('has a total order for every sorting, and pages that neither repeat nor miss a row', async () => {
    for (const sort of ['decidedAt', 'name', 'license', 'manager', 'annualPrice', 'reclaimedAt'] as const) {
      for (const descending of [true, false]) {
        const whole = await users({ sort, descending });
        const paged = await Promise.all(
          [0, 1, 2].map((offset) => users({ sort, descending, limit: 1, offset })),
        );
        expect(paged.flat()).toEqual(whole);
        expect(new Set(whole).size).toBe(3);
        expect(await users({ sort, descending: !descending })).toEqual([...whole].reverse());
      }
    }
    expect(await users({ sort: 'name', descending: false })).toEqual(['busy', 'idle', 'never']);
    expect((await list({ limit: 1 })).total).toBe(3);
  });

  it('says who is idle today by the org’s own definition', async () => {
    const idle = async () =>
      (await list({ sort: 'name', descending: false })).rows.map(({ isIdle }) => isIdle);
    expect(await idle()).toEqual([false, true, true]);
    await test.db.updateOrg(ORG, { inactiveDays: 365 });
    expect(await idle()).toEqual([false, false, true]);
  });

  it('names the manager, and where to write to', async () => {
    expect((await list({ search: 'Ida' })).rows).toMatchObject([
      { manager: 'Bob Busy', managerEmail: 'busy@mail.test' },
    ]);
  });
});

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

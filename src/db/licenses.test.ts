import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AS_OF, DAY, HOUR, type TestDatabase, newOrg, store, testDatabase } from '../../test/builders/db';
import * as rows from '../../test/builders/db-records';
import { DEFAULT_POLICY, IdleRule } from '../shared/model/idle-rule';
import { type LicenseTableRow, SeatsQuery } from '../shared/model/licenses';

let test: TestDatabase;
beforeEach(async () => {
  test = await testDatabase();
  await test.db.insertOrg(newOrg());
  await store(test.db, 'profiles', [rows.profile()]);
  await store(test.db, 'userLicenses', [rows.userLicense()]);
});
afterEach(() => test.dispose());

const rule = IdleRule.parse({});
const old = AS_OF - 120 * DAY;
const seatsOf = async (changes: Partial<SeatsQuery> = {}) =>
  (await test.db.seats(SeatsQuery.parse({ orgId: 'org-1', rule, ...changes }))).rows;
const licenseOf = async (id: string, given: IdleRule = rule): Promise<LicenseTableRow | undefined> =>
  (await test.db.licenses('org-1', given)).find((license) => license.id === id);
const metric = (kind: 'feature' | 'permission-set-license' | 'profile', subject: string, at: number) => ({
  id: `${kind}-${subject}-${at}`,
  ...{ kind, subject, metricsDate: at, label: null, userLicenseId: null },
  ...{ total: null, assignedUsers: null, activeUsers: null },
});

describe('feature licenses', () => {
  beforeEach(async () => {
    await store(test.db, 'users', [
      rows.user('idle', { features: ['MarketingUser', 'SupportUser'], lastLoginAt: old }),
      rows.user('busy', { features: ['CallCenterAutoLogin', 'MarketingUser'], lastLoginAt: AS_OF }),
      rows.user('gone', { features: ['MarketingUser'], lastLoginAt: old, isActive: false }),
    ]);
  });

  it('are the flags of active users; what was bought comes from the newest metric', async () => {
    const day = AS_OF - (AS_OF % DAY);
    await store(test.db, 'featureLicenseMetrics', [
      { ...metric('feature', 'MarketingUser', day - DAY), total: 7, assignedUsers: 1, activeUsers: 1 },
      { ...metric('feature', 'MarketingUser', day), total: 10, assignedUsers: 3, activeUsers: 2 },
      { ...metric('feature', 'KnowledgeUser', day), total: 5, assignedUsers: 0, activeUsers: 0 },
      { ...metric('feature', 'OfflineUser', day), total: 0, assignedUsers: 0, activeUsers: 0 },
    ]);
    const features = (await test.db.licenses('org-1', rule)).filter(({ kind }) => kind === 'feature');
    expect(
      features.map(({ name, total, used, free, assignedActive }) => [
        name,
        total,
        used,
        free,
        assignedActive,
      ]),
    ).toEqual([
      ['Knowledge User', 5, 0, 5, 0],
      ['Marketing User', 10, 3, 7, 2],
      ['Service Cloud User', null, 1, null, 1],
    ]);
    expect(features[1]?.metric).toEqual({
      at: new Date(day).toISOString(),
      total: 10,
      assigned: 3,
      active: 2,
    });
  });

  it('are on the unused list once they have a price, or when free ones are asked for', async () => {
    expect((await seatsOf()).map((seat) => seat.licenseKind)).toEqual(['user']);
    await test.db.setPrice('org-1', {
      kind: 'feature',
      licenseId: 'SupportUser',
      price: { amount: 900, per: 'year', currency: 'USD', contractEnd: '2027-03-31' },
    });
    expect((await seatsOf({ kinds: ['feature'] })).map((seat) => [seat.license, seat.annualSaving])).toEqual([
      ['Service Cloud User', 900],
    ]);
    const everything = await seatsOf({ rule: { ...rule, includeFree: true }, sort: 'license' });
    expect(everything.map((seat) => [seat.userId, seat.license])).toEqual([
      ['idle', 'Marketing User'],
      ['idle', 'Salesforce'],
      ['idle', 'Service Cloud User'],
    ]);
    const detail = await test.db.user('org-1', 'idle', 90);
    expect(detail?.licenses.map(({ name }) => name)).toEqual([
      'Salesforce',
      'Marketing User',
      'Service Cloud User',
    ]);
  });
});

describe('prices', () => {
  it('per year count to the cent, and per month are rounded once', async () => {
    await store(
      test.db,
      'users',
      [1, 2, 3].map((i) => rows.user(`u${i}`, { lastLoginAt: old })),
    );
    const price = { amount: 1000, per: 'year' as const, currency: 'EUR', contractEnd: '2027-01-31' };
    await test.db.setPrice('org-1', { kind: 'user', licenseId: 'license-1', price });
    expect(await licenseOf('license-1')).toMatchObject({ price, monthlyPrice: 83.33, annualWaste: 3000 });
    expect((await test.db.overview('org-1', rule, AS_OF)).waste).toEqual([
      { currency: 'EUR', monthly: 7750, annual: 93_000 },
    ]);
    expect(await test.db.savings('org-1', rule, 'profile')).toEqual([
      {
        value: 'Profile profile-1',
        label: 'Profile profile-1',
        people: 3,
        seats: 3,
        unpriced: 0,
        annual: [{ currency: 'EUR', amount: 3000 }],
      },
    ]);
  });

  it('of logins bought per month waste no seats', async () => {
    await store(test.db, 'userLicenses', [
      rows.userLicense('license-1', {
        name: 'Customer Community Login',
        monthlyLoginsEntitlement: 5000,
        monthlyLoginsUsed: 1200,
      }),
    ]);
    await store(test.db, 'users', [rows.user('u1', { lastLoginAt: old })]);
    await test.db.setPrice('org-1', {
      kind: 'user',
      licenseId: 'license-1',
      price: { amount: 2, per: 'month', currency: 'EUR', contractEnd: null },
    });
    expect(await licenseOf('license-1', { ...rule, includeFree: true })).toMatchObject({
      metering: 'logins',
      logins: { entitlement: 5000, used: 1200 },
      unused: 1,
      annualWaste: null,
      paidPerSeat: false,
    });
    expect((await test.db.overview('org-1', rule, AS_OF)).waste).toEqual([]);
    const all = { ...rule, includeFree: true };
    expect(await test.db.savings('org-1', all, 'profile')).toMatchObject([
      { seats: 1, unpriced: 1, annual: [] },
    ]);
    expect(await seatsOf({ rule: all })).toMatchObject([{ userId: 'u1', annualSaving: null }]);
  });
});

describe('Salesforce’s count and ours', () => {
  it('counts users whose seat changed since Salesforce last counted', async () => {
    const counted = AS_OF - 20 * HOUR;
    await store(test.db, 'userLicenses', [
      rows.userLicense('license-1', { usedUpdatedAt: counted, used: 3 }),
    ]);
    const users = [rows.user('a'), rows.user('b'), rows.user('c')];
    await store(test.db, 'users', users, { at: AS_OF - 2 * DAY });
    const later = [
      rows.user('a', { isActive: false }),
      rows.user('b', { department: 'Sales' }),
      rows.user('c'),
      rows.user('d'),
    ];
    await store(test.db, 'users', later, { at: AS_OF });
    expect(await licenseOf('license-1')).toMatchObject({
      used: 3,
      assignedActive: 3,
      heldByDeactivated: 0,
      usedUpdatedAt: new Date(counted).toISOString(),
      // One was deactivated, one is new; who only moved to another department has the same seat.
      changedSince: 2,
    });
  });

  it('says who of the deactivated still holds other licenses', async () => {
    await store(test.db, 'permissionSetLicenses', [rows.permissionSetLicense()]);
    await store(test.db, 'users', [
      rows.user('a', { isActive: false }),
      rows.user('b', { lastLoginAt: AS_OF }),
    ]);
    await store(test.db, 'permissionSetLicenseAssignments', [
      rows.pslAssignment('a'),
      rows.pslAssignment('b'),
    ]);
    expect(await licenseOf('psl-1')).toMatchObject({
      assignedActive: 1,
      heldByDeactivated: 1,
      changedSince: null,
      unused: 1,
      reasons: { 'user-deactivated': 1, frozen: 0, 'never-logged-in': 0, inactive: 0 },
    });
  });

  it('adds up what Salesforce counted of the profiles of a user license', async () => {
    const day = AS_OF - (AS_OF % DAY);
    const of = (profile: string, assignedUsers: number, activeUsers: number) => ({
      ...metric('profile', profile, day),
      ...{ userLicenseId: 'license-1', assignedUsers, activeUsers },
    });
    await store(test.db, 'profileMetrics', [of('p1', 10, 4), of('p2', 5, 5)]);
    expect((await licenseOf('license-1'))?.metric).toEqual({
      at: new Date(day).toISOString(),
      total: null,
      assigned: 15,
      active: 9,
    });
  });
});

describe('evidence', () => {
  it('names manager, department, ways of signing in and everything held', async () => {
    await store(test.db, 'permissionSetLicenses', [rows.permissionSetLicense()]);
    await store(test.db, 'users', [
      rows.user('boss', { name: 'Grace Hopper', email: 'grace@acme.test', lastLoginAt: AS_OF }),
      rows.user('u1', {
        managerId: 'boss',
        department: ' Sales ',
        country: 'Germany',
        lastLoginAt: old,
        features: ['MarketingUser'],
      }),
    ]);
    await store(test.db, 'permissionSetLicenseAssignments', [rows.pslAssignment('u1')]);
    await store(test.db, 'loginHistory', [
      rows.login('l1', 'u1', AS_OF - 100 * DAY),
      rows.login('l2', 'u1', AS_OF - 95 * DAY, { loginType: 'SAML Sfdc Initiated SSO' }),
      rows.login('l3', 'u1', AS_OF - 5 * DAY, { status: 'Invalid Password' }),
    ]);
    const [seat] = await seatsOf({ license: { kind: 'permissionSet', id: 'psl-1' } });
    expect(seat).toMatchObject({
      department: 'Sales',
      manager: 'Grace Hopper',
      managerId: 'boss',
      managerEmail: 'grace@acme.test',
      country: 'Germany',
      ...{ logins30d: 0, logins90d: 0, logins180d: 2, failedLogins30d: 1 },
      access: 'ui sso',
      licensesHeld: 'Salesforce; Sales Console User; Marketing User',
      assignmentId: 'psl-1-u1',
      licenseId: 'psl-1',
      userLastLoginAt: new Date(old).toISOString(),
      storedLoginAt: new Date(AS_OF - 95 * DAY).toISOString(),
      lastLoginAt: new Date(AS_OF - 95 * DAY).toISOString(),
      daysIdle: 95,
      detail: null,
      decision: null,
    });
    expect(await test.db.savings('org-1', rule, 'manager')).toMatchObject([
      { value: 'boss', label: 'Grace Hopper', people: 1, seats: 2 },
    ]);
    const group = { by: 'department' as const, value: 'Sales' };
    expect(await seatsOf({ group })).toHaveLength(2);
    expect(await seatsOf({ group: { ...group, value: 'Nowhere' } })).toEqual([]);
    expect(await seatsOf({ group: { ...group, value: null } })).toEqual([]);
  });

  it('says that only wrong passwords were tried', async () => {
    await store(test.db, 'users', [rows.user('tried'), rows.user('untouched')]);
    await store(test.db, 'loginHistory', [
      rows.login('l1', 'tried', AS_OF - DAY, { status: 'Invalid Password' }),
    ]);
    const details = (await seatsOf()).map((seat) => [seat.userId, seat.reason, seat.detail]);
    expect(details).toEqual([
      ['tried', 'never-logged-in', 'only-failed-logins'],
      ['untouched', 'never-logged-in', null],
    ]);
  });

  it('judges a program by what it does through an API, whoever logs in with its name', async () => {
    await store(test.db, 'users', [
      rows.user('robot', { lastLoginAt: AS_OF - DAY }),
      rows.user('person', { lastLoginAt: AS_OF - DAY }),
    ]);
    await store(test.db, 'loginHistory', [
      rows.login('l1', 'robot', AS_OF - DAY),
      rows.login('l2', 'robot', AS_OF - 100 * DAY, {
        loginType: 'Remote Access 2.0',
        application: 'Loader',
        apiType: 'REST',
      }),
    ]);
    const own = { ...rule, ...DEFAULT_POLICY };
    expect(await seatsOf({ rule: own })).toEqual([]);
    await test.db.setMark('org-1', 'robot', 'integration', 'me', AS_OF);
    expect(await seatsOf({ rule: own })).toMatchObject([
      {
        userId: 'robot',
        reason: 'inactive',
        detail: 'no-api-use',
        isIntegration: true,
        daysIdle: 100,
        daysSinceLogin: 1,
      },
    ]);
    // By any login, as the headless command judges, it is in use.
    expect(await seatsOf()).toEqual([]);
    // A token used since is use, too: it leaves no login.
    await store(test.db, 'oauthTokens', [rows.oauthToken('robot', { lastUsedAt: AS_OF - 3 * DAY })]);
    expect(await seatsOf({ rule: own })).toEqual([]);
    expect(await test.db.personFacts('org-1', 'robot')).toMatchObject({
      mark: 'integration',
      integrationSigns: ['mark'],
      lastApiUseAt: new Date(AS_OF - 3 * DAY).toISOString(),
    });
  });
});

it('leaves people on leave out as long as it lasts, and says how many', async () => {
  await store(test.db, 'users', [
    rows.user('away', { lastLoginAt: old }),
    rows.user('back', { lastLoginAt: old }),
  ]);
  const leave = { reason: 'Parental leave', by: 'Ada', at: AS_OF };
  await test.db.setLeave('org-1', ['away'], { ...leave, until: AS_OF + 1 });
  await test.db.setLeave('org-1', ['back'], { ...leave, until: AS_OF });
  const own = { ...rule, exceptions: true };
  expect((await seatsOf({ rule: own })).map(({ userId }) => userId)).toEqual(['back']);
  expect(await licenseOf('license-1', own)).toMatchObject({
    unused: 1,
    protected: { onLeave: 1, created: 0 },
  });
  expect(await seatsOf()).toHaveLength(2);
});

it('filters by reason, by what was decided and by single seats', async () => {
  await store(test.db, 'users', [
    rows.user('a', { lastLoginAt: old }),
    rows.user('b', { lastLoginAt: old }),
    rows.user('c'),
  ]);
  expect((await seatsOf({ reasons: ['never-logged-in'] })).map(({ userId }) => userId)).toEqual(['c']);
  const seat = { kind: 'user' as const, id: 'license-1', userId: 'b' };
  await test.db.decide('org-1', [seat], { decision: 'reclaim', note: 'Left', by: 'Ada', at: AS_OF });
  const decided = await seatsOf({ decisions: ['reclaim'] });
  expect(decided).toMatchObject([
    { userId: 'b', decision: 'reclaim', decisionNote: 'Left', decidedBy: 'Ada' },
  ]);
  expect((await seatsOf({ decisions: ['none'] })).map(({ userId }) => userId).sort()).toEqual(['a', 'c']);
  expect(
    (await seatsOf({ only: [seat, { ...seat, userId: 'nobody' }] })).map(({ userId }) => userId),
  ).toEqual(['b']);
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AS_OF, DAY, HOUR, type TestDatabase, newOrg, store, testDatabase } from '../../test/builders/db';
import * as rows from '../../test/builders/db-records';
import type { StreamRecords } from '../../test/builders/db';
import { DEFAULT_POLICY } from '../shared/model/idle-rule';
import type { LicenseRef } from '../shared/model/licenses';

let test: TestDatabase;
const ORG = 'org-1';
const old = AS_OF - 200 * DAY;
const USER_LICENSE: LicenseRef = { kind: 'user', id: 'license-1' };
const MIDNIGHT = Math.floor(AS_OF / DAY) * DAY;
const day = (offset: number) => new Date(MIDNIGHT + offset * DAY).toISOString().slice(0, 10);

beforeEach(async () => {
  test = await testDatabase();
  await test.db.insertOrg(newOrg());
  await store(test.db, 'profiles', [rows.profile(), rows.profile('profile-2')]);
  await store(test.db, 'userLicenses', [rows.userLicense('license-1', { total: 100, used: 7 })]);
  await store(test.db, 'permissionSetLicenses', [rows.permissionSetLicense()]);
  await store(test.db, 'users', [
    rows.user('u1', { lastLoginAt: old, features: ['MarketingUser'] }),
    rows.user('u2', { lastLoginAt: AS_OF }),
    rows.user('u3'),
  ]);
});
afterEach(() => test.dispose());

const use = (license: LicenseRef | null = USER_LICENSE, since = AS_OF - 400 * DAY) =>
  test.db.licenseUse(ORG, license, since);
const points = async (license: LicenseRef = USER_LICENSE, since?: number) =>
  (await use(license, since))[0]?.points;

let metricIds = 0;
const metric = (
  kind: StreamRecords['profileMetrics']['kind'],
  offset: number,
  changes: Partial<StreamRecords['profileMetrics']>,
) => ({
  id: `m${(metricIds += 1)}`,
  kind,
  metricsDate: MIDNIGHT + offset * DAY,
  subject: 'psl-1',
  label: null,
  userLicenseId: null,
  total: null,
  assignedUsers: 5,
  activeUsers: 3,
  ...changes,
});

describe('recordLicenseUse', () => {
  it('writes down every license by the org’s own definition of idle', async () => {
    await test.db.recordLicenseUse(ORG, AS_OF);
    expect(await use(null)).toEqual([
      {
        ...USER_LICENSE,
        name: 'Salesforce',
        points: [{ day: day(0), paid: 100, used: 7, idle: 2, active: null }],
      },
      {
        kind: 'permissionSet',
        id: 'psl-1',
        name: 'Sales Console User',
        points: [{ day: day(0), paid: 20, used: 5, idle: 0, active: null }],
      },
      {
        kind: 'feature',
        id: 'MarketingUser',
        name: 'Marketing User',
        // Features cost nothing by the seat until somebody enters a price.
        points: [{ day: day(0), paid: null, used: 1, idle: 0, active: null }],
      },
    ]);
    await test.db.setIdlePolicy(ORG, { ...DEFAULT_POLICY, graceDays: 365 });
    await test.db.updateOrg(ORG, { inactiveDays: 300 });
    await test.db.recordLicenseUse(ORG, AS_OF);
    expect(await points()).toMatchObject([{ idle: 1 }]);
  });

  it('keeps one point per UTC day: what the last collection of the day found', async () => {
    await test.db.recordLicenseUse(ORG, MIDNIGHT);
    await store(test.db, 'userLicenses', [rows.userLicense('license-1', { used: 8 })], { pass: 2 });
    await store(test.db, 'permissionSetLicenses', [], { pass: 2 });
    await test.db.recordLicenseUse(ORG, MIDNIGHT + DAY - 1);
    await test.db.recordLicenseUse(ORG, MIDNIGHT + DAY);
    expect(await points()).toMatchObject([
      { day: day(0), used: 8 },
      { day: day(1), used: 8 },
    ]);
    // What the org no longer has is not said to have been there at the end of the day.
    expect(await use({ kind: 'permissionSet', id: 'psl-1' })).toEqual([]);
  });

  it('forgets days to come, which only a clock that was ahead can have written', async () => {
    await test.db.recordLicenseUse(ORG, AS_OF + 400 * DAY);
    await test.db.recordLicenseUse(ORG, AS_OF);
    const [use] = await test.db.licenseUse(ORG, { kind: 'user', id: 'license-1' }, 0);
    expect(use?.points.map(({ day }) => day)).toEqual(['2026-06-30']);
  });

  it('tells of a license that is gone when asked for it, and only then', async () => {
    await test.db.recordLicenseUse(ORG, AS_OF);
    await store(test.db, 'permissionSetLicenses', [], { pass: 2 });
    await test.db.recordLicenseUse(ORG, AS_OF + DAY);
    expect((await use(null)).map(({ id }) => id)).toEqual(['license-1', 'MarketingUser']);
    expect(await use({ kind: 'permissionSet', id: 'psl-1' })).toMatchObject([
      { name: 'Sales Console User', points: [{ day: day(0), used: 5 }] },
    ]);
    expect(await use({ kind: 'package', id: 'never-seen' })).toEqual([]);
  });

  it('writes nothing of an org without data, and nothing of others', async () => {
    await test.db.insertOrg(newOrg({ id: 'org-2', name: 'Other', url: 'https://other.my.salesforce.com' }));
    await test.db.recordLicenseUse('org-2', AS_OF);
    expect(await test.db.licenseUse('org-2', null, 0)).toEqual([]);
    expect(await points()).toEqual([]);
  });
});

describe('licenseUse', () => {
  it('begins with the day asked for, oldest first', async () => {
    for (const offset of [0, 1, 2]) await test.db.recordLicenseUse(ORG, AS_OF + offset * DAY);
    const days = async (since: number) => (await points(USER_LICENSE, since))?.map((point) => point.day);
    expect(await days(MIDNIGHT)).toEqual([day(0), day(1), day(2)]);
    expect(await days(MIDNIGHT + DAY - 1)).toEqual([day(0), day(1), day(2)]);
    expect(await days(MIDNIGHT + DAY)).toEqual([day(1), day(2)]);
  });

  it('tells of the days before the first collection what Salesforce counted', async () => {
    await store(test.db, 'permissionSetLicenseMetrics', [
      metric('permission-set-license', -2, { total: 25, assignedUsers: 12, activeUsers: 9 }),
      metric('permission-set-license', -1, { total: -1, assignedUsers: 13, activeUsers: null }),
      metric('permission-set-license', -1, { subject: 'psl-2' }),
      metric('permission-set-license', 0, { total: 20, assignedUsers: 14, activeUsers: 11 }),
      // A day on which nothing was collected.
      metric('permission-set-license', 1, { assignedUsers: 15 }),
    ]);
    await test.db.recordLicenseUse(ORG, AS_OF);
    await test.db.recordLicenseUse(ORG, AS_OF + 2 * DAY);
    expect(await points({ kind: 'permissionSet', id: 'psl-1' })).toEqual([
      { day: day(-2), paid: 25, used: 12, idle: null, active: 9 },
      { day: day(-1), paid: null, used: 13, idle: null, active: null },
      { day: day(0), paid: 20, used: 5, idle: 0, active: 11 },
      { day: day(2), paid: 20, used: 5, idle: 0, active: null },
    ]);
  });

  it('adds profiles up to their user license, day by day', async () => {
    const of = (
      profile: string,
      userLicenseId: string | null,
      assignedUsers: number,
      activeUsers: number,
    ) => ({
      subject: profile,
      userLicenseId,
      assignedUsers,
      activeUsers,
    });
    await store(test.db, 'profileMetrics', [
      metric('profile', -3, of('profile-1', 'license-1', 10, 4)),
      metric('profile', -3, of('profile-2', 'license-1', 5, 5)),
      metric('profile', -3, of('profile-9', 'license-9', 100, 90)),
      metric('profile', -2, of('profile-1', 'license-1', 11, 6)),
      metric('profile', -2, of('profile-8', null, 7, 7)),
      metric('profile', 0, of('profile-1', 'license-1', 12, 8)),
    ]);
    await test.db.recordLicenseUse(ORG, AS_OF);
    expect(await points()).toEqual([
      { day: day(-3), paid: null, used: 15, idle: null, active: 9 },
      { day: day(-2), paid: null, used: 11, idle: null, active: 6 },
      { day: day(0), paid: 100, used: 7, idle: 2, active: 8 },
    ]);
    expect((await use(null)).find(({ id }) => id === 'license-1')?.points).toEqual(await points());
    expect(await points(USER_LICENSE, MIDNIGHT - 2 * DAY + HOUR)).toHaveLength(2);
  });

  it('knows features by the name of their flag', async () => {
    await store(test.db, 'featureLicenseMetrics', [
      metric('feature', -1, { subject: 'MarketingUser', total: 30, assignedUsers: 9, activeUsers: 2 }),
    ]);
    await test.db.recordLicenseUse(ORG, AS_OF);
    expect(await points({ kind: 'feature', id: 'MarketingUser' })).toEqual([
      { day: day(-1), paid: 30, used: 9, idle: null, active: 2 },
      { day: day(0), paid: 30, used: 9, idle: 0, active: null },
    ]);
  });

  it('has Salesforce’s counts before anything was ever written down', async () => {
    await store(test.db, 'permissionSetLicenseMetrics', [metric('permission-set-license', -1, {})]);
    expect(await points({ kind: 'permissionSet', id: 'psl-1' })).toHaveLength(1);
  });
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AS_OF, DAY, HOUR, newOrg, store, type TestDatabase, testDatabase } from '../../test/builders/db';
import * as rows from '../../test/builders/db-records';
import { ADA, addFinding, session, setup, verification } from '../../test/builders/timeline-rows';
import type { TimelineEntry } from '../shared/model/sign-in-map';

const MINUTE = 60_000;

let test: TestDatabase;
beforeEach(async () => {
  test = await testDatabase();
  await test.db.insertOrg(newOrg());
});
afterEach(() => test.dispose());

const page = (changes: { userId?: string; before?: string | null; limit?: number; orgId?: string } = {}) =>
  test.db.timeline(
    changes.orgId ?? 'org-1',
    changes.userId ?? ADA,
    changes.before ?? null,
    changes.limit ?? 100,
  );
const titles = async (changes: Parameters<typeof page>[0] = {}) =>
  (await page(changes)).entries.map(({ title }) => title);

describe('the timeline of a user', () => {
  it('tells what is known of one, newest first, and nothing of others', async () => {
    await store(test.db, 'users', [
      rows.user(ADA, { name: 'Ada Lee', username: 'ada@acme.test' }),
      rows.user('005000000000009AAA', { name: 'Root' }),
    ]);
    await store(test.db, 'loginHistory', [
      rows.login('l1', ADA, AS_OF - 5 * HOUR),
      rows.login('l2', ADA, AS_OF - 4 * HOUR, { status: 'Invalid Password', city: null, countryIso: null }),
      rows.login('l3', '005000000000009AAA', AS_OF),
    ]);
    await store(test.db, 'verificationHistory', [
      verification('v1', AS_OF - 3 * HOUR),
      verification('v2', AS_OF, '005000000000009AAA'),
    ]);
    await store(test.db, 'authSessions', [session('s1', AS_OF - 2 * HOUR), session('s2', AS_OF, 'x')]);
    await store(test.db, 'oauthTokens', [
      rows.oauthToken(ADA, { createdAt: AS_OF - HOUR, useCount: 1200, lastUsedAt: AS_OF - MINUTE }),
      rows.oauthToken('x', { createdAt: AS_OF }),
    ]);
    await store(test.db, 'setupAuditTrail', [
      setup('a1', AS_OF - 30 * MINUTE, { display: 'Froze user account for Ada Lee' }),
      setup('a2', AS_OF, { display: 'Froze user account for Ada Leeson' }),
    ]);
    addFinding(test.file, 'org-1', { key: 'k', at: AS_OF - 20 * MINUTE });
    addFinding(test.file, 'org-1', { key: 'other', at: AS_OF, userId: 'x' });

    const { entries, next } = await page();
    expect(next).toBeNull();
    expect(entries).toEqual([
      {
        at: '2026-06-30T11:40:00.000Z',
        since: '2026-06-30T11:40:00.000Z',
        kind: 'finding',
        title: 'Finding k',
        details: [expect.any(String)],
        severity: 'high',
        findingId: 1,
        count: 3,
      },
      entry('setup', '11:30', 'Froze user account for Ada Lee', ['Manage Users', 'By Root']),
      entry('app', '11:00', 'Let the app Loader in', ['Used 1,200 times', 'Last used 2026-06-30']),
      entry('session', '10:00', 'Session began (UI)', [
        'Application',
        'Security level: HIGH_ASSURANCE',
        '192.0.2.7',
      ]),
      entry(
        'verification',
        '09:00',
        'Identity verification by Salesforce authenticator: Failed invalid code',
        ['For: Access reports', 'Policy: High assurance', '192.0.2.7'],
      ),
      entry('failure', '08:00', 'Failed to sign in: Invalid Password', [
        '192.0.2.1',
        'Application',
        'Browser',
        'Chrome 140 on Windows 11',
      ]),
      entry('login', '07:00', 'Signed in from Berlin, DE', [
        '192.0.2.1',
        'Application',
        'Browser',
        'Chrome 140 on Windows 11',
      ]),
    ]);
  });

  it('tells what collections found changed', async () => {
    const ada = rows.user(ADA, { name: 'Ada Lee' });
    await store(test.db, 'profiles', [rows.profile('profile-1'), rows.profile('admin', { name: 'Admin' })]);
    await store(test.db, 'users', [ada]);
    await store(test.db, 'oauthTokens', []);
    await store(test.db, 'users', [{ ...ada, isActive: false, profileId: 'admin' }], {
      pass: 2,
      at: AS_OF + HOUR,
    });
    await store(
      test.db,
      'oauthTokens',
      [
        rows.oauthToken(ADA, { id: 'known', createdAt: AS_OF - DAY }),
        rows.oauthToken(ADA, { id: 'unknown', appName: 'Old', createdAt: null }),
      ],
      { pass: 2, at: AS_OF + 2 * HOUR },
    );
    expect((await page()).entries).toMatchObject([
      { kind: 'change', title: 'Let the app in: Old', at: '2026-06-30T14:00:00.000Z' },
      { kind: 'change', title: 'Active: yes → no; Profile: Profile profile-1 → Admin' },
      // Known to the second: what the collection noticed later says nothing new.
      { kind: 'app', title: 'Let the app Loader in', at: '2026-06-29T12:00:00.000Z' },
    ]);
  });

  it('makes one entry of like logins in a row, within a day', async () => {
    const at = AS_OF - 2 * HOUR;
    await store(test.db, 'loginHistory', [
      rows.login('l0', ADA, at - DAY),
      rows.login('l1', ADA, at),
      rows.login('l2', ADA, at + MINUTE),
      rows.login('l3', ADA, at + 2 * MINUTE, { sourceIp: '192.0.2.9' }),
      rows.login('l4', ADA, at + 3 * MINUTE),
      rows.login('l5', ADA, at + 3 * MINUTE),
      rows.login('l6', ADA, at + 4 * MINUTE),
    ]);
    expect(
      (await page()).entries.map(({ at: newest, since, count }) => [
        newest.slice(11, 16),
        since.slice(8, 16),
        count,
      ]),
    ).toEqual([
      ['10:04', '30T10:03', 3],
      ['10:02', '30T10:02', 1],
      ['10:01', '30T10:00', 2],
      ['10:00', '29T10:00', 1],
    ]);
  });

  it('finds in the setup audit trail what a user did, also as somebody else, and what was done to them', async () => {
    await store(test.db, 'users', [
      rows.user(ADA, { name: 'Ada Lee', username: 'ada@acme.test' }),
      rows.user('005000000000009AAA', { name: 'Root' }),
    ]);
    const at = (minutes: number) => AS_OF - minutes * MINUTE;
    await store(test.db, 'setupAuditTrail', [
      setup('a1', at(1), { createdById: ADA, display: 'Created profile X' }),
      setup('a2', at(2), { delegateUser: 'ADA@acme.test', display: 'Changed a page layout' }),
      setup('a3', at(3), { display: 'Unlocked user someone (UserID: [005000000000001])' }),
      setup('a4', at(4), { display: 'Time-Based Token added for ada@acme.test' }),
      setup('a5', at(5), { display: 'Changed profile for user Ada Lee from A to B' }),
      setup('a6', at(6), { display: 'Token added for lada@acme.test.uk' }),
      setup('a7', at(7), { display: 'Token added for lada@acme.test' }),
      setup('a8', at(8), { display: null, action: 'loginas', createdById: ADA }),
    ]);
    const { entries } = await page();
    expect(entries.map(({ title }) => title)).toEqual([
      'Created profile X',
      'Changed a page layout',
      'Unlocked user someone (UserID: [005000000000001])',
      'Time-Based Token added for ada@acme.test',
      'Changed profile for user Ada Lee from A to B',
      'loginas',
    ]);
    expect(entries[1]?.details).toEqual(['Manage Users', 'By Root', 'Logged in as that user: ADA@acme.test']);
    await store(test.db, 'users', [rows.user('other', { name: 'Ada Lee' })], { endOfPass: false });
    const about = 'Somebody else has the same name: it may be about them';
    expect((await page()).entries.map(({ details }) => details.includes(about))).toEqual([
      false,
      false,
      false,
      false,
      true,
      false,
    ]);
  });

  it('begins anywhere, and refuses what is no place in it', async () => {
    await store(test.db, 'loginHistory', [
      rows.login('l1', ADA, AS_OF - HOUR, { city: 'A' }),
      rows.login('l2', ADA, AS_OF, { city: 'B' }),
    ]);
    expect(await titles({ before: '2026-06-30T12:00:00Z' })).toEqual(['Signed in from A, DE']);
    expect(await titles({ before: '2026-06-30T12:00:00.001Z' })).toHaveLength(2);
    for (const before of ['', 'yesterday', '2026-06-30T12:00:00Z nothing 1', '2026-06-30T12:00:00Z sign-in'])
      await expect(page({ before })).rejects.toMatchObject({ code: 'INVALID_CURSOR' });
    expect(await page({ userId: 'nobody' })).toEqual({ entries: [], next: null });
  });
});

function entry(kind: TimelineEntry['kind'], time: string, title: string, details: string[]): TimelineEntry {
  const at = `2026-06-30T${time}:00.000Z`;
  return { at, since: at, kind, title, details, severity: null, findingId: null, count: 1 };
}

import { afterEach, beforeEach, expect, test } from 'vitest';
import { DAY_MS } from '../options';
import { NOON } from '../test-client';
import { openStore, type TestStore } from '../test-store';
import { RUN_AS } from './system-users';

const HOUR = 3_600_000;

let org: TestStore;
beforeEach(async () => {
  org = await openStore({ users: 300, live: true });
});
afterEach(() => org.store.close());

test('new sign-ins open sessions, old sessions end', () => {
  const ids = (): unknown[] => org.query('SELECT Id FROM AuthSession').map((row) => row['Id']);
  const before = ids();
  expect(before.length).toBeGreaterThan(5);
  org.store.feed.advance(NOON + 3 * HOUR);
  const after = ids();
  expect(after.some((id) => !before.includes(id))).toBe(true);
  // Whatever was open at noon has not been used since.
  expect(after.filter((id) => before.includes(id))).toEqual([]);
  for (const row of org.query('SELECT LastModifiedDate, NumSecondsValid FROM AuthSession'))
    expect(
      Date.parse(String(row['LastModifiedDate'])) + Number(row['NumSecondsValid']) * 1000,
    ).toBeGreaterThan(NOON + 3 * HOUR);
});

test('a granted token is the caller’s current session; using it keeps it open', () => {
  org.store.feed.recordGrant(NOON, 'Success', RUN_AS, 'seatwatch');
  const current = (): Record<string, unknown>[] =>
    org.query(
      'SELECT Id, SessionType, LoginHistoryId, LoginHistory.Application FROM AuthSession WHERE IsCurrent = true',
    );
  const [first] = current();
  expect(first).toMatchObject({ SessionType: 'Oauth2', LoginHistory: { Application: 'Seatwatch' } });
  // Another grant gives the same token: one session, whose sign-in is the latest.
  org.store.feed.recordGrant(NOON + 60_000, 'Success', RUN_AS, 'seatwatch');
  expect(current()).toHaveLength(1);
  expect(current()[0]).toMatchObject({ Id: first?.['Id'] });
  expect(current()[0]?.['LoginHistoryId']).not.toBe(first?.['LoginHistoryId']);
  for (let t = NOON; t < NOON + 5 * HOUR; t += HOUR) org.store.feed.advance(t);
  expect(current()).toHaveLength(1);
  org.store.feed.recordGrant(NOON + 5 * HOUR, 'Invalid Password', RUN_AS, 'seatwatch');
  expect(current()).toHaveLength(1);
});

test('a refused grant opens no session', () => {
  org.store.feed.recordGrant(NOON, 'Restricted IP', RUN_AS, 'seatwatch');
  expect(org.count('AuthSession WHERE IsCurrent = true')).toBe(0);
});

test('token use follows the sign-ins, and a new app brings a new token', () => {
  const uses = (): Record<string, unknown> | undefined =>
    org.query("SELECT UseCount, LastUsedDate FROM OauthToken WHERE AppName = 'ERP Connector'")[0];
  const before = uses();
  org.store.feed.advance(NOON + DAY_MS);
  expect(Number(uses()?.['UseCount'])).toBeGreaterThan(Number(before?.['UseCount']));
  expect(org.count("OauthToken WHERE AppName = 'Seatwatch' AND User.Name = 'Morgan Hale'")).toBe(0);
  org.store.feed.recordGrant(NOON + DAY_MS, 'Success', 1, 'seatwatch-jwt');
  expect(
    org.query("SELECT UseCount FROM OauthToken WHERE AppName = 'Seatwatch' AND User.Name = 'Morgan Hale'"),
  ).toMatchObject([{ UseCount: 1 }]);
});

test('the next day brings its license metrics', () => {
  const newest = (): unknown =>
    org.query(
      'SELECT MetricsDate, COUNT(Id) n FROM ActiveProfileMetric GROUP BY MetricsDate ORDER BY MetricsDate DESC LIMIT 1',
    )[0];
  expect(newest()).toMatchObject({ MetricsDate: '2026-03-17' });
  org.store.feed.advance(NOON + 2 * DAY_MS);
  expect(newest()).toMatchObject({ MetricsDate: '2026-03-19', n: org.count('Profile') });
});

test('people verify themselves at new sign-ins, too', () => {
  const before = org.count('VerificationHistory');
  org.store.feed.advance(NOON + DAY_MS);
  expect(org.count('VerificationHistory')).toBeGreaterThan(before);
});

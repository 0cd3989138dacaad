import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '../logins/event';
import { found } from '../testing/logins';
import { at, burst, everyDay, IPHONE, PROGRAM } from '../testing/scenes';
import check from './mass-login-by-a-connected-app';

const KEY = 'Loader:2026-01-25';
const START = at(20, 8, 30);
const users = (count: number, from = START, client: object = PROGRAM) =>
  burst(count, from, HOUR_MS / count, (i) => ({ user: `user${String(i)}`, client }));
const history = everyDay(20);

describe('mass login by a connected app', () => {
  it('is many users within an hour, across the hour of the clock', () => {
    const findings = found(check, { logins: [...history, ...users(15)] });
    expect([...findings.keys()]).toEqual([KEY]);
    expect(findings.get(KEY)).toMatchObject({
      severity: 'medium',
      app: 'Loader',
      userId: null,
      evidence: { users: 15, usualUsers: 0, baselineDays: 0 },
    });
    expect(found(check, { logins: [...history, ...users(14)] }).size).toBe(0);
  });

  it('counts the last hour only', () => {
    const slow = burst(40, START, HOUR_MS / 14, (i) => ({ user: `user${String(i)}`, client: PROGRAM }));
    expect(found(check, { logins: [...history, ...slow] }).size).toBe(0);
  });

  it('counts users, and sign-ins by themselves', () => {
    const one = (count: number) => burst(count, at(20, 8), 1000, () => ({ client: PROGRAM }));
    expect(found(check, { logins: [...history, ...one(499)] }).size).toBe(0);
    expect(found(check, { logins: [...history, ...one(500)] }).get(KEY)).toMatchObject({
      severity: 'low',
      evidence: { users: 1, logins: 500 },
    });
  });

  it('knows how busy the app usually is', () => {
    const before = Array.from({ length: 19 }, (_, day) => users(10, at(day, 8))).flat();
    expect(found(check, { logins: [...before, ...users(30)] }).size).toBe(0);
    expect(found(check, { logins: [...before, ...users(31)] }).get(KEY)).toMatchObject({
      evidence: { users: 31, usualUsers: 10, baselineDays: 19 },
    });
    // A hundred people with phones every morning are no news either.
    const phones = Array.from({ length: 21 }, (_, day) => users(100, at(day, 8), IPHONE)).flat();
    expect(found(check, { logins: phones }).size).toBe(0);
  });

  it('is no matter of browsers, nor of sign-ins without an application', () => {
    expect(found(check, { logins: [...history, ...users(200, START, {})] }).size).toBe(0);
    const none = users(200, START, { ...PROGRAM, application: 'N/A' });
    expect(found(check, { logins: [...history, ...none] }).size).toBe(0);
  });

  it('learns before it judges', () => {
    const logins = users(40);
    const last = logins.at(-1)?.at ?? 0;
    expect(found(check, { logins, historySince: last - 14 * 24 * HOUR_MS + 1 }).size).toBe(0);
    expect(found(check, { logins, historySince: last - 14 * 24 * HOUR_MS }).size).toBe(1);
  });
});

import { describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS } from '../logins/event';
import { found } from '../testing/logins';
import { addressList, at, burst, WRONG } from '../testing/scenes';
import check from './successful-access-from-a-previously-only-failing-ip';

const IP = '203.0.113.7';
const START = at(10);
const tried = (users: number, times = 1) =>
  burst(users * times, START, 1000, (i) => ({ ...WRONG, ip: IP, user: `user${String(i % users)}` }));
const enter = (words = {}) => ({ at: START + HOUR_MS, ip: IP, user: 'victim', ...words });
const historySince = at(0);

describe('successful access from a previously only failing ip', () => {
  it('is the first success after failures of several users', () => {
    const findings = found(check, { logins: [...tried(3), enter()], historySince });
    expect([...findings.keys()]).toEqual(['203.0.113.7:2026-01-15']);
    expect([...findings.values()][0]).toMatchObject({
      severity: 'medium',
      userId: 'victim',
      ip: IP,
      evidence: { users: 3, failures: 3, triedBefore: false },
    });
    expect(found(check, { logins: [...tried(2), enter()], historySince }).size).toBe(0);
  });

  it('is high from five users on', () => {
    const worst = (users: number) =>
      [...found(check, { logins: [...tried(users), enter()], historySince }).values()][0]?.severity;
    expect(worst(4)).toBe('medium');
    expect(worst(5)).toBe('high');
  });

  it('is ten failures of one user, too', () => {
    const findings = found(check, { logins: [...tried(1, 10), enter({ user: 'user0' })], historySince });
    expect([...findings.values()][0]).toMatchObject({ severity: 'medium', evidence: { triedBefore: true } });
    expect(found(check, { logins: [...tried(1, 9), enter({ user: 'user0' })], historySince }).size).toBe(0);
  });

  it('is only the first success', () => {
    const logins = [...tried(5), enter(), enter({ at: START + 2 * DAY_MS })];
    expect([...found(check, { logins, historySince }).values()].map((one) => one.occurrences)).toEqual([1]);
    const before = [{ at: at(8), ip: IP, user: 'somebody' }, ...tried(5), enter()];
    expect(found(check, { logins: before, historySince }).size).toBe(0);
  });

  it('forgets failures of long ago', () => {
    const after = (ms: number) => [...tried(3), enter({ at: START + 7 * DAY_MS + ms })];
    expect(found(check, { logins: after(0), historySince }).size).toBe(1);
    expect(found(check, { logins: after(1), historySince }).size).toBe(0);
  });

  it('takes no confirmation that was not given for guessing', () => {
    const logins = tried(6).map((login) => ({ ...login, status: 'Failed: Computer activation required' }));
    expect(found(check, { logins: [...logins, enter()], historySince }).size).toBe(0);
  });

  it('judges nothing in the first days of the history, and no address of the company', () => {
    const logins = [...tried(5), enter()];
    expect(found(check, { logins, historySince: START + HOUR_MS - 7 * DAY_MS + 1 }).size).toBe(0);
    expect(found(check, { logins, historySince: START + HOUR_MS - 7 * DAY_MS }).size).toBe(1);
    expect(found(check, { logins, historySince, addresses: [addressList('office', IP)] }).size).toBe(0);
  });
});

import { describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS } from '../logins/event';
import { found } from '../testing/logins';
import { addressList, at, burst, WRONG } from '../testing/scenes';
import check from './ip-threat';

const IP = '203.0.113.7';
const tried = (users: number, within: number, first = 0) =>
  burst(users, at(10), within / (users - 1), (i) => ({ ...WRONG, ip: IP, user: `user${String(first + i)}` }));

describe('ip threat', () => {
  it('is ten users within a day', () => {
    const findings = found(check, { logins: tried(10, DAY_MS) });
    expect([...findings.keys()]).toEqual(['203.0.113.7:2026-01-16']);
    expect([...findings.values()][0]).toMatchObject({
      severity: 'medium',
      ip: IP,
      evidence: { usersDay: 10, usersWeek: 10, failures: 10, successes: 0 },
    });
    expect(found(check, { logins: tried(9, DAY_MS) }).size).toBe(0);
    expect(found(check, { logins: tried(10, DAY_MS + 9) }).size).toBe(0);
  });

  it('is fifteen users within a week', () => {
    expect(found(check, { logins: tried(15, 7 * DAY_MS) }).size).toBe(1);
    expect(found(check, { logins: tried(14, 7 * DAY_MS) }).size).toBe(0);
    expect(found(check, { logins: tried(15, 7 * DAY_MS + 14) }).size).toBe(0);
  });

  it('counts users, not failures', () => {
    const logins = tried(200, DAY_MS).map((login, i) => ({ ...login, user: `user${String(i % 9)}` }));
    expect(found(check, { logins }).size).toBe(0);
  });

  it('is high with twice as many and no success ever', () => {
    const worst = (logins: ReturnType<typeof tried>) => [...found(check, { logins }).values()][0]?.severity;
    expect(worst(tried(19, 20 * HOUR_MS))).toBe('medium');
    expect(worst(tried(20, 13 * HOUR_MS))).toBe('high');
    expect(worst([{ at: at(9), ip: IP, user: 'x', status: 'Success' }, ...tried(20, 13 * HOUR_MS)])).toBe(
      'medium',
    );
  });

  it('accuses no office: neither a listed one nor one that only looks like it', () => {
    for (const purpose of ['office', 'vpn'] as const)
      expect(found(check, { logins: tried(30, HOUR_MS), addresses: [addressList(purpose, IP)] }).size).toBe(
        0,
      );
    const colleagues = burst(5, at(9), HOUR_MS, (i) => ({ ip: IP, user: `user${String(i)}` }));
    expect(found(check, { logins: [...colleagues, ...tried(30, HOUR_MS)] }).size).toBe(0);
    expect(found(check, { logins: [...colleagues.slice(1), ...tried(30, HOUR_MS)] }).size).toBe(1);
  });

  it('leaves out addresses from which much succeeds', () => {
    // 3 of 13 sign-ins are 23 %, of 15 they are 20 %.
    const works = burst(3, at(9), HOUR_MS, () => ({ ip: IP, user: 'somebody' }));
    const day = { usersDay: 10, usersWeek: 500 };
    expect(found(check, { logins: [...works, ...tried(10, DAY_MS)], values: day }).size).toBe(0);
    expect(found(check, { logins: [...works, ...tried(11, DAY_MS)], values: day }).size).toBe(0);
    expect(found(check, { logins: [...works, ...tried(12, DAY_MS)], values: day }).size).toBe(1);
  });
});

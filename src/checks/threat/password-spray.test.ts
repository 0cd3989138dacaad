import { describe, expect, it } from 'vitest';
import { HOUR_MS, MINUTE_MS } from '../logins/event';
import { found } from '../testing/logins';
import { addressList, at, burst, WRONG } from '../testing/scenes';
import check from './password-spray';

const IP = '203.0.113.7';
const KEY = '203.0.113.7:2026-01-12';
const START = at(7, 3);
/** So many users within exactly five minutes. */
const spray = (users: number) =>
  burst(users, START, (5 * MINUTE_MS) / (users - 1), (i) => ({ ...WRONG, ip: IP, user: `user${String(i)}` }));
const LAST = START + 5 * MINUTE_MS;

describe('password spray', () => {
  it('is wrong passwords of more than fifteen users within five minutes', () => {
    const findings = found(check, { logins: spray(16) });
    expect([...findings.keys()]).toEqual([KEY]);
    expect(findings.get(KEY)).toMatchObject({
      severity: 'high',
      ip: IP,
      userId: null,
      evidence: { users: 16, failures: 16, gotIn: [], from: '2026-01-12T03:00:00.000Z' },
    });
  });

  it('is none with fifteen, or a millisecond longer, or from two addresses', () => {
    expect(found(check, { logins: spray(15) }).size).toBe(0);
    const longer = spray(16).map((login, i) => (i === 15 ? { ...login, at: login.at + 1 } : login));
    expect(found(check, { logins: longer }).size).toBe(0);
    const twoOf = spray(16).map((login, i) => (i === 3 ? { ...login, ip: '203.0.113.8' } : login));
    expect(found(check, { logins: twoOf }).size).toBe(0);
  });

  it('counts users, not failures', () => {
    const one = spray(30).map((login, i) => ({ ...login, user: `user${String(i % 15)}` }));
    expect(found(check, { logins: one }).size).toBe(0);
  });

  it('is critical when somebody gets in within the hours set', () => {
    const enter = (after: number) => [...spray(16), { at: LAST + after, ip: IP, user: 'user3' }];
    const finding = found(check, { logins: enter(24 * HOUR_MS) }).get(KEY);
    expect(finding).toMatchObject({
      severity: 'critical',
      userId: 'user3',
      evidence: { gotIn: [{ username: 'user3@example.com', at: '2026-01-13T03:05:00.000Z' }] },
    });
    expect(found(check, { logins: enter(24 * HOUR_MS + 1) }).get(KEY)?.severity).toBe('high');
    const elsewhere = [...spray(16), { at: LAST + 1, ip: '203.0.113.9', user: 'user3' }];
    expect(found(check, { logins: elsewhere }).get(KEY)?.severity).toBe('high');
  });

  it('remembers who got in before enough people had been tried', () => {
    const logins = [...spray(16), { at: START + 3 * MINUTE_MS, ip: IP, user: 'victim' }];
    expect(found(check, { logins }).get(KEY)).toMatchObject({ severity: 'critical', userId: 'victim' });
    // But not somebody who signed in there hours before.
    const before = [
      ...burst(3, START - 5 * HOUR_MS, 1000, (i) => ({ ...WRONG, ip: IP, user: `user${String(i)}` })),
      { at: START - 4 * HOUR_MS, ip: IP, user: 'victim' },
      ...spray(16),
    ];
    expect(found(check, { logins: before }).get(KEY)).toMatchObject({ severity: 'high', userId: null });
  });

  it('keeps saying who got in when the spray goes on', () => {
    const again = spray(16).map((login) => ({ ...login, at: login.at + HOUR_MS }));
    const logins = [...spray(16), { at: LAST + 1, ip: IP, user: 'victim' }, ...again];
    const finding = found(check, { logins }).get(KEY);
    expect(finding?.severity).toBe('critical');
    expect(finding?.summary).toContain('User victim signed in');
    expect(finding?.evidence['gotIn']).toHaveLength(1);
  });

  it('is low at an address that many people use, and none at known ones', () => {
    const people = (count: number) =>
      burst(count, at(3, 9), MINUTE_MS, (i) => ({ ip: IP, user: `user${String(i)}` }));
    const after = { at: LAST + 1, ip: IP, user: 'user1' };
    expect(found(check, { logins: [...people(5), ...spray(16), after] }).get(KEY)).toMatchObject({
      severity: 'low',
      evidence: { sharedAddress: true },
    });
    expect(found(check, { logins: [...people(4), ...spray(16), after] }).get(KEY)?.severity).toBe('critical');
    for (const purpose of ['office', 'vpn'] as const)
      expect(found(check, { logins: spray(40), addresses: [addressList(purpose, `${IP}/32`)] }).size).toBe(0);
  });

  it('is not about missing second factors', () => {
    const logins = spray(16).map((login) => ({ ...login, status: 'Multi-factor required' }));
    expect(found(check, { logins }).size).toBe(0);
  });
});

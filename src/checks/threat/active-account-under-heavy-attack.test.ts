import { describe, expect, it } from 'vitest';
import { DAY_MS } from '../logins/event';
import { found } from '../testing/logins';
import { addressList, at, burst, everyDay, IPHONE, WRONG } from '../testing/scenes';
import check from './active-account-under-heavy-attack';

const home = { ip: '91.12.3.4' };
const from = (i: number) => ({ ...WRONG, ip: `203.0.${String(i)}.7` });
/** Five addresses in exactly seven days. */
const attack = burst(5, at(5), (7 * DAY_MS) / 4, from);

describe('active account under heavy attack', () => {
  it('is guessing from five addresses within seven days', () => {
    const findings = found(check, { logins: [...everyDay(5, home), ...attack] });
    expect([...findings.keys()]).toEqual(['ada:2026-01-17']);
    expect(findings.get('ada:2026-01-17')).toMatchObject({
      severity: 'medium',
      evidence: { addressCount: 5, networkCount: 5, failures: 5, from: '2026-01-10T00:00:00.000Z' },
    });
  });

  it('is none a millisecond later, nor from four', () => {
    const slower = attack.map((login, i) => (i === 4 ? { ...login, at: login.at + 1 } : login));
    expect(found(check, { logins: slower }).size).toBe(0);
    expect(found(check, { logins: attack.slice(1) }).size).toBe(0);
  });

  it('is high from ten networks', () => {
    const many = (count: number) => burst(count, at(5), 1000, from);
    expect([...found(check, { logins: many(9) }).values()][0]?.severity).toBe('medium');
    expect([...found(check, { logins: many(10) }).values()][0]?.severity).toBe('high');
    const oneNetwork = burst(10, at(5), 1000, (i) => ({ ...WRONG, ip: `203.0.5.${String(i + 1)}` }));
    expect([...found(check, { logins: oneNetwork }).values()][0]?.severity).toBe('medium');
  });

  it('does not count the user’s own networks, nor the company’s, nor private ones', () => {
    const known = { at: at(0), ip: '203.0.4.99' };
    expect(found(check, { logins: [known, ...attack] }).size).toBe(0);
    for (const purpose of ['office', 'vpn', 'carrier'] as const)
      expect(found(check, { logins: attack, addresses: [addressList(purpose, '203.0.2.0/24')] }).size).toBe(
        0,
      );
    const inside = attack.map((login, i) => ({ ...login, ip: `10.0.${String(i)}.1` }));
    expect(found(check, { logins: inside }).size).toBe(0);
  });

  it('does not count rules at work, nor closed accounts', () => {
    for (const status of ['Restricted IP', 'User is Inactive', 'Login rate exceeded'])
      expect(found(check, { logins: attack.map((login) => ({ ...login, status })) }).size).toBe(0);
  });

  it('does not take the user’s own phone with an old password for somebody else', () => {
    const phones = attack.map((login) => ({ ...login, client: IPHONE }));
    expect(found(check, { logins: [...everyDay(5, { ...home, client: IPHONE }), ...phones] }).size).toBe(0);
    expect(found(check, { logins: [...everyDay(5, home), ...phones] }).size).toBe(1);
  });
});

import { describe, expect, it } from 'vitest';
import { DAY_MS } from '../logins/event';
import { type LoginWords, found, somebody } from '../testing/logins';
import { addressList, at, burst, IPHONE, WRONG } from '../testing/scenes';
import check from './inactive-account-probing';

const strange = { ip: '203.0.113.7' };
const home = { ip: '192.0.2.1' };
const twice = (from: number, status: string, words: Partial<LoginWords> = strange) =>
  burst(2, from, 60_000, () => ({ status, ...words }));

describe('inactive account probing', () => {
  it.each(['User is Inactive', 'User is Frozen', 'user is deactivated'])(
    'is two attempts at “%s”',
    (status) => {
      const logins = [{ at: at(0), ...home }, ...twice(at(1), status)];
      const findings = found(check, { logins });
      expect([...findings.keys()]).toEqual(['ada:2026-01-06']);
      expect(findings.get('ada:2026-01-06')).toMatchObject({
        severity: 'medium',
        evidence: { probes: 2, reason: 'closed', knownSources: false, addresses: ['203.0.113.7'] },
      });
      expect(found(check, { logins: logins.slice(0, 2) }).size).toBe(0);
    },
  );

  it('is two wrong passwords after thirty days without a success', () => {
    const logins = (gap: number) => [{ at: at(0), ...home }, ...twice(at(0) + gap, 'Invalid Password')];
    expect(found(check, { logins: logins(30 * DAY_MS) }).size).toBe(1);
    // The first of the two is a millisecond early; only the second is judged, and counts the first.
    expect(found(check, { logins: logins(30 * DAY_MS - 60_001) }).size).toBe(0);
  });

  it('does not add up attempts that are farther apart than the days set', () => {
    const logins = [
      { at: at(0), ...home },
      { at: at(40), ...WRONG, ...strange },
      { at: at(47), ...WRONG, ...strange },
    ];
    expect(found(check, { logins }).size).toBe(1);
    expect(
      found(check, { logins: [...logins.slice(0, 2), { at: at(47) + 1, ...WRONG, ...strange }] }).size,
    ).toBe(0);
  });

  it('is low from where the user signed in before, and from the office', () => {
    const own = [{ at: at(0), ...home }, ...twice(at(40), 'Invalid Password', { ip: '192.0.2.9' })];
    expect([...found(check, { logins: own }).values()][0]).toMatchObject({
      severity: 'low',
      evidence: { knownSources: true, reason: 'unused' },
    });
    const office = [{ at: at(0), ...home }, ...twice(at(40), 'User is Frozen')];
    const addresses = [addressList('office', '203.0.113.0/24')];
    expect([...found(check, { logins: office, addresses }).values()][0]?.severity).toBe('low');
  });

  it('is low from the phone of somebody who left', () => {
    const phone = { ...strange, client: IPHONE };
    const tries = twice(at(2), 'User is Inactive', phone);
    expect([
      ...found(check, { logins: [{ at: at(0), ...home, client: IPHONE }, ...tries] }).values(),
    ]).toMatchObject([{ severity: 'low' }]);
    expect([...found(check, { logins: [{ at: at(0), ...home }, ...tries] }).values()]).toMatchObject([
      { severity: 'medium' },
    ]);
  });

  it('judges accounts without a success only with enough history and age', () => {
    const logins = twice(at(40), 'Invalid Password');
    const people = (createdAt: number) => [somebody('ada', { createdAt })];
    expect(found(check, { logins, people: people(0), historySince: at(0) }).size).toBe(1);
    expect(found(check, { logins, people: people(0), historySince: at(11) }).size).toBe(0);
    expect(found(check, { logins, people: people(at(11)), historySince: at(0) }).size).toBe(0);
    expect(found(check, { logins, people: [], historySince: at(0) }).size).toBe(0);
  });

  it('takes no rule at work for probing', () => {
    expect(found(check, { logins: [{ at: at(0) }, ...twice(at(40), 'Restricted IP')] }).size).toBe(0);
  });
});

import { describe, expect, it } from 'vitest';
import { DAY_MS } from '../logins/event';
import { found, somebody } from '../testing/logins';
import { addressList, at, everyDay, PROGRAM } from '../testing/scenes';
import check from './new-country-for-tenant';

const home = everyDay(60, { country: 'DE' });
const visit = (words = {}) => ({ at: at(60, 12), country: 'PE', user: 'ben', ip: '190.12.3.4', ...words });

describe('new country for tenant', () => {
  it('is the first success of anybody from a country', () => {
    const findings = found(check, { logins: [...home, visit()] });
    expect([...findings.keys()]).toEqual(['PE']);
    expect(findings.get('PE')).toMatchObject({
      severity: 'medium',
      userId: 'ben',
      occurrences: 1,
      evidence: { previousAt: null, country: 'PE', historySince: '2026-01-05T09:00:00.000Z' },
    });
  });

  it('is none of a country anybody signed in from, until so many days later', () => {
    const again = (ms: number) => [
      ...home,
      { at: at(1), country: 'PE', user: 'eve' },
      visit({ at: at(91) + ms }),
    ];
    expect(found(check, { logins: again(0) }).size).toBe(0);
    const [finding] = found(check, { logins: again(1) }).values();
    expect(finding?.evidence['previousAt']).toBe('2026-01-06T00:00:00.000Z');
  });

  it('does not take failures for having been there', () => {
    const failed = { at: at(10), country: 'PE', status: 'Invalid Password' };
    expect(found(check, { logins: [...home, failed, visit()] }).has('PE')).toBe(true);
    expect(found(check, { logins: [...home, { ...visit(), status: 'Invalid Password' }] }).size).toBe(0);
  });

  it('judges nothing before there is enough history', () => {
    const logins = [...home.slice(20), visit()];
    expect(found(check, { logins, historySince: at(60, 12) - 30 * DAY_MS + 1 }).size).toBe(0);
    expect(found(check, { logins, historySince: at(60, 12) - 30 * DAY_MS }).size).toBe(1);
  });

  it('leaves out young accounts and known addresses, but remembers the country', () => {
    const people = [somebody('ada'), somebody('ben', { createdAt: at(60) })];
    expect(found(check, { logins: [...home, visit()], people }).size).toBe(0);
    for (const purpose of ['office', 'vpn', 'carrier'] as const) {
      const logins = [...home, visit(), visit({ at: at(61), ip: '190.99.1.1' })];
      expect(found(check, { logins, addresses: [addressList(purpose, '190.12.3.0/24')] }).size).toBe(0);
    }
  });

  it('is low for programs, whose servers may move', () => {
    const severity = (words: object, people = [somebody('ada'), somebody('ben')]) =>
      found(check, { logins: [...home, visit(words)], people }).get('PE')?.severity;
    expect(severity({ client: PROGRAM })).toBe('low');
    expect(severity({}, [somebody('ada'), somebody('ben', { isIntegration: true })])).toBe('low');
  });

  it('says nothing where no country is known', () => {
    expect(found(check, { logins: [...home, visit({ country: null })] }).size).toBe(0);
  });
});

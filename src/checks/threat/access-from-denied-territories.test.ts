import { describe, expect, it } from 'vitest';
import { found } from '../testing/logins';
import { addressList, at } from '../testing/scenes';
import { problemWith } from '../parameters';
import check from './access-from-denied-territories';

describe('access from denied territories', () => {
  it.each(['CU', 'IR', 'KP', 'SY'])('is a success from %s', (country) => {
    const findings = found(check, { logins: [{ at: at(0), country }] });
    expect([...findings.keys()]).toEqual(['ada:2026-01-05']);
    expect([...findings.values()][0]).toMatchObject({
      severity: 'high',
      evidence: { because: 'country', country },
    });
  });

  it('names the country', () => {
    const [finding] = found(check, { logins: [{ at: at(0), country: 'KP' }] }).values();
    expect(finding?.summary).toBe(
      'User ada signed in from North Korea, which is on the list of denied countries.',
    );
  });

  it('is none from elsewhere, from nowhere, or a failure', () => {
    for (const country of ['RU', 'KR', 'US', null])
      expect(found(check, { logins: [{ at: at(0), country }] }).size).toBe(0);
    expect(found(check, { logins: [{ at: at(0), country: 'IR', status: 'Restricted IP' }] }).size).toBe(0);
  });

  it('follows the list of the company', () => {
    const logins = [
      { at: at(0), country: 'RU', user: 'ada' },
      { at: at(0), country: 'IR', user: 'ben' },
    ];
    expect([...found(check, { logins, values: { countries: ['RU'] } }).keys()]).toEqual(['ada:2026-01-05']);
    expect(found(check, { logins, values: { countries: [] } }).size).toBe(0);
    expect(problemWith(check.info.parameters, { countries: ['RU', 'BY'] })).toBeNull();
    expect(problemWith(check.info.parameters, { countries: ['Russia'] })).toContain('Russia');
  });

  it('knows denied addresses, of both kinds', () => {
    const of = (ip: string, cidr: string) =>
      found(check, { logins: [{ at: at(0), ip }], addresses: [addressList('denied', cidr)] }).get(
        'ada:2026-01-05',
      );
    expect(of('45.155.205.77', '45.155.205.0/24')).toMatchObject({
      severity: 'high',
      ip: '45.155.205.77',
      evidence: { because: 'address', lists: ['Our denied'] },
    });
    expect(of('2a0d:5600::1', '2a0d:5600::/32')).toBeDefined();
    expect(of('45.155.206.77', '45.155.205.0/24')).toBeUndefined();
  });

  it('is no matter of an office list', () => {
    const logins = [{ at: at(0), ip: '45.155.205.77' }];
    expect(found(check, { logins, addresses: [addressList('office', '45.155.205.0/24')] }).size).toBe(0);
  });
});

import { describe, expect, it } from 'vitest';
import { found, type Scene, somebody } from '../testing/logins';
import check from './users-outside-trusted-ip-ranges';

const AT = Date.UTC(2026, 0, 1);
const OFFICE = [
  { name: 'Offices', purpose: 'office' as const, ranges: [{ cidr: '203.0.113.0/24', note: '' }] },
];
const from = (ip: string | null, scene: Partial<Scene> = {}) =>
  found(check, { logins: [{ at: AT, ip }], addresses: OFFICE, ...scene }).size;

describe('a user outside the trusted ranges', () => {
  it('is found, with the addresses, newest first', () => {
    const ips = ['198.51.100.1', '198.51.100.2', '203.0.113.5', '198.51.100.1'];
    const findings = found(check, { logins: ips.map((ip, i) => ({ at: AT + i, ip })), addresses: OFFICE });
    expect(findings.get('ada')).toMatchObject({
      severity: 'low',
      ip: '198.51.100.1',
      occurrences: 3,
      evidence: { addresses: ['198.51.100.1', '198.51.100.2'], trusted: ['office'] },
    });
  });

  it('keeps no more addresses than it shows', () => {
    const logins = Array.from({ length: 50 }, (_, i) => ({ at: AT + i, ip: `198.51.100.${String(i)}` }));
    const addresses = found(check, { logins, addresses: OFFICE }).get('ada')?.evidence['addresses'];
    expect(addresses).toHaveLength(20);
    expect((addresses as string[])[0]).toBe('198.51.100.49');
  });

  it('trusts what the org itself trusts, and VPNs; not carriers, nor what is denied', () => {
    const range = { trusted: [{ start: '198.51.100.5', end: '198.51.100.7' }], addresses: [] };
    expect(from('198.51.100.5', range)).toBe(0);
    expect(from('198.51.100.7', range)).toBe(0);
    expect(from('198.51.100.8', range)).toBe(1);
    for (const [purpose, findings] of [
      ['vpn', 0],
      ['carrier', 1],
      ['denied', 1],
    ] as const) {
      const list = { name: 'x', purpose, ranges: [{ cidr: '198.51.100.0/24', note: '' }] };
      expect([purpose, from('198.51.100.8', { addresses: [...OFFICE, list] })]).toEqual([purpose, findings]);
    }
  });

  it('is none where nothing is trusted: there is nothing to be outside of', () => {
    expect(from('198.51.100.1', { addresses: [] })).toBe(0);
    const denied = { name: 'x', purpose: 'denied' as const, ranges: [{ cidr: '192.0.2.0/24', note: '' }] };
    expect(from('198.51.100.1', { addresses: [denied] })).toBe(0);
  });

  it('is none without an address', () => {
    for (const ip of [null, 'Salesforce.com IP']) expect([ip, from(ip)]).toEqual([ip, 0]);
  });

  it('weighs more with administrative permissions', () => {
    const people = [somebody('ada', { isAdmin: true })];
    const [finding] = found(check, { logins: [{ at: AT }], addresses: OFFICE, people }).values();
    expect(finding?.severity).toBe('medium');
  });

  it('leaves out customers, and programs and phones unless they are asked for', () => {
    const of = (facts: Parameters<typeof somebody>[1], values = {}) =>
      from('198.51.100.1', { people: [somebody('ada', facts)], values });
    expect(of({ userType: 'CspLitePortal' })).toBe(0);
    expect(of({ userType: null })).toBe(1);
    expect(of({ isIntegration: true })).toBe(0);
    expect(of({ isIntegration: true }, { programs: true })).toBe(1);
    const phone = { logins: [{ at: AT, client: { isUi: false, isMobile: true } }] };
    expect(from(null, phone)).toBe(0);
    expect(from(null, { ...phone, values: { mobile: true } })).toBe(1);
  });
});

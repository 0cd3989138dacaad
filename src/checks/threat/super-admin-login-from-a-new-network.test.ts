import { describe, expect, it } from 'vitest';
import { DAY_MS } from '../logins/event';
import { type LoginWords, found, type Scene, somebody } from '../testing/logins';
import { addressList, at, everyDay, FIREFOX, IPHONE, PROGRAM } from '../testing/scenes';
import check from './super-admin-login-from-a-new-network';

const people = [somebody('ada', { isAdmin: true, isSuperAdmin: true })];
const home = everyDay(60, { country: 'DE', ip: '91.12.3.4' });
const visit = (words: Partial<LoginWords> = {}): LoginWords => ({
  at: at(60, 12),
  country: 'DE',
  ip: '190.12.3.4',
  ...words,
});
const of = (logins: LoginWords[], more: Partial<Scene> = {}) =>
  found(check, { logins, people, ...more }).get('ada:2026-03-06');

describe('super admin login from a new network', () => {
  it('is low by itself, medium with one more novelty, high with two', () => {
    expect(of([...home, visit()])).toMatchObject({
      severity: 'low',
      evidence: { network: '190.12.3.0/24', newDevice: false, newCountry: false, previousAt: null },
    });
    expect(of([...home, visit({ client: FIREFOX })])?.severity).toBe('medium');
    expect(of([...home, visit({ country: 'PE' })])?.severity).toBe('medium');
    expect(of([...home, visit({ country: 'PE', client: FIREFOX })])?.severity).toBe('high');
  });

  it('is at most medium for phones, and low for programs', () => {
    expect(of([...home, visit({ country: 'PE', client: IPHONE })])?.severity).toBe('medium');
    expect(of([...home, visit({ country: 'PE', client: PROGRAM })])?.severity).toBe('low');
  });

  it('is none from another address of the same network, nor for others', () => {
    expect(of([...home, visit({ ip: '91.12.3.200' })])).toBeUndefined();
    expect(of([...home, visit({ ip: '91.12.4.4' })])).toBeDefined();
    for (const facts of [{ isAdmin: true }, {}])
      expect(
        of([...home, visit({ country: 'PE', client: FIREFOX })], { people: [somebody('ada', facts)] }),
      ).toBe(undefined);
  });

  it('is new again after so many days', () => {
    const since = (ms: number) => of([visit({ at: at(60, 12) - 90 * DAY_MS - ms }), ...home, visit()]);
    expect(since(0)).toBeUndefined();
    expect(since(1)).toBeDefined();
  });

  it('leaves out known and private addresses', () => {
    for (const purpose of ['office', 'vpn', 'carrier'] as const)
      expect(of([...home, visit()], { addresses: [addressList(purpose, '190.12.3.4')] })).toBeUndefined();
    expect(of([...home, visit({ ip: '10.1.2.3' })])).toBeUndefined();
  });

  it('judges nobody without habits', () => {
    const bounds = { historySince: at(0) };
    expect(of([...home.slice(-9), visit()], bounds)).toBeUndefined();
    expect(of([...home.slice(-10), visit()], bounds)).toBeDefined();
    expect(of([...home, visit()], { historySince: at(60, 12) - 30 * DAY_MS + 1 })).toBeUndefined();
    const young = [{ ...people[0], createdAt: at(60, 12) - 14 * DAY_MS + 1 } as (typeof people)[0]];
    expect(of([...home, visit()], { people: young })).toBeUndefined();
  });
});

import { describe, expect, it } from 'vitest';
import { DAY_MS } from '../logins/event';
import { type LoginWords, found, type Scene, somebody } from '../testing/logins';
import { addressList, at, everyDay, FIREFOX, PROGRAM } from '../testing/scenes';
import check from './new-country-for-user';

const home = everyDay(60, { country: 'DE', ip: '91.12.3.4' });
const visit = (words: Partial<LoginWords> = {}): LoginWords => ({
  at: at(60, 12),
  country: 'PE',
  ip: '190.12.3.4',
  ...words,
});
const of = (logins: LoginWords[], more: Partial<Scene> = {}) =>
  found(check, { logins, ...more }).get('ada:PE');

describe('new country for user', () => {
  it('is low with a known device and medium with a new one', () => {
    expect(of([...home, visit()])).toMatchObject({
      severity: 'low',
      evidence: { countries: ['DE'], newDevice: false, successes: 60 },
    });
    expect(of([...home, visit({ client: FIREFOX })])).toMatchObject({ severity: 'medium' });
  });

  it('is none where colleagues have been, but is where only they have', () => {
    const colleague = { ...visit(), user: 'ben', at: at(5) };
    expect(of([...home, colleague, visit()])).toBeDefined();
    expect(of([...home, { ...colleague, user: 'ada' }, visit()])).toBeUndefined();
  });

  it('is new again after so many days', () => {
    const since = (ms: number) => of([visit({ at: at(0) }), ...home, visit({ at: at(90) + ms })]);
    expect(since(0)).toBeUndefined();
    expect(since(1)?.evidence['previousAt']).toBe('2026-01-05T00:00:00.000Z');
  });

  it('judges nobody without habits: few sign-ins, little history, a young account', () => {
    expect(of([...home.slice(-9), visit()], { historySince: at(0) })).toBeUndefined();
    expect(of([...home.slice(-10), visit()], { historySince: at(0) })).toBeDefined();
    const logins = [...home.slice(-20), visit()];
    expect(of(logins, { historySince: at(60, 12) - 30 * DAY_MS + 1 })).toBeUndefined();
    expect(of(logins, { historySince: at(60, 12) - 30 * DAY_MS })).toBeDefined();
    const young = (days: number) => [somebody('ada', { createdAt: at(60, 12) - days * DAY_MS })];
    expect(of([...home, visit()], { people: young(13.9) })).toBeUndefined();
    expect(of([...home, visit()], { people: young(14) })).toBeDefined();
  });

  it('leaves out known addresses, programs and integration users', () => {
    for (const purpose of ['office', 'vpn', 'carrier'] as const)
      expect(of([...home, visit()], { addresses: [addressList(purpose, '190.12.3.4')] })).toBeUndefined();
    expect(of([...home, visit({ client: PROGRAM })])).toBeUndefined();
    expect(of([...home, visit()], { people: [somebody('ada', { isIntegration: true })] })).toBeUndefined();
  });
});

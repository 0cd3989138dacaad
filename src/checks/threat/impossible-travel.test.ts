import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '../logins/event';
import { type LoginWords, found, type Scene, somebody } from '../testing/logins';
import { addressList, at, everyDay, FIREFOX, HAMBURG, IPHONE, LIMA, PROGRAM } from '../testing/scenes';
import check from './impossible-travel';

const HOME = '91.12.3.4';
const FAR = '190.12.3.4';
const home: Partial<LoginWords> = { ip: HOME, ...HAMBURG };
const away: Partial<LoginWords> = { ip: FAR, ...LIMA, client: FIREFOX };
const KEY = 'ada:2026-01-25';

/** Twenty days at home, the last sign-in there on day 20 at nine; then this. */
const after = (minutes: number, words: Partial<LoginWords> = away, more: Partial<Scene> = {}) =>
  found(check, {
    logins: [...everyDay(21, home), { at: at(20, 9, minutes), ...words }],
    ...more,
  }).get(KEY);

describe('impossible travel', () => {
  it('tells distance, time and speed', () => {
    expect(after(40)).toMatchObject({
      severity: 'high',
      ip: FAR,
      evidence: {
        distanceKm: 10888,
        minutes: 40,
        speedKmh: 16333,
        stranger: 'to',
        exact: true,
        newNetwork: true,
        newDevice: true,
        newCountry: true,
        from: { at: '2026-01-25T09:00:00.000Z', ip: HOME, city: 'Hamburg', device: 'Chrome on Windows' },
        to: { at: '2026-01-25T09:40:00.000Z', ip: FAR, city: 'Lima', device: 'Firefox on Linux' },
      },
    });
    expect(after(0)?.evidence['speedKmh']).toBeNull();
  });

  it('is none at the speed set, nor slower', () => {
    // 10,888.4 km at 1,000 km/h are 653.3 minutes.
    expect(after(653)).toBeDefined();
    expect(after(654)).toBeUndefined();
  });

  it('is none below the distance set', () => {
    const near = (km: number) => after(1, { ...away, latitude: 53.55 - km / 111.195, longitude: 9.99 });
    expect(near(499)).toBeUndefined();
    expect(near(501)).toBeDefined();
  });

  it('is info when only the network is new, medium when the device or the country is', () => {
    const visited = (words: Partial<LoginWords>) =>
      found(check, {
        logins: [{ at: at(2, 20), ...words }, ...everyDay(21, home), { at: at(20, 9, 30), ...away }],
      }).get(KEY);
    expect(visited({ ...LIMA, ip: '190.99.1.1', client: FIREFOX })).toMatchObject({
      severity: 'info',
      evidence: { newDevice: false, newCountry: false },
    });
    expect(visited({ ...LIMA, ip: '190.99.1.1' })?.severity).toBe('medium');
    expect(after(30, { ...away, client: {} })?.severity).toBe('medium');
    expect(visited({ ...home, client: FIREFOX })?.severity).toBe('medium');
  });

  it('is none between networks that were both used before', () => {
    const vpn = { at: at(3, 20), ip: '190.12.3.99', ...LIMA };
    const logins = [vpn, ...everyDay(21, home), { at: at(20, 9, 30), ...away }];
    expect(found(check, { logins }).get(KEY)).toBeUndefined();
  });

  it('does not take an intruder for a regular on the same day', () => {
    const again = [
      ...everyDay(21, home),
      { at: at(20, 9, 30), ...away },
      { at: at(20, 10), ...home },
      { at: at(20, 10, 30), ...away },
    ];
    expect(found(check, { logins: again }).get(KEY)).toMatchObject({ severity: 'high', occurrences: 3 });
  });

  it('recognizes the intruder also when they came first', () => {
    const logins = [...everyDay(20, home), { at: at(20, 8, 30), ...away }, { at: at(20, 9), ...home }];
    expect(found(check, { logins }).get(KEY)).toMatchObject({
      severity: 'high',
      ip: FAR,
      evidence: { stranger: 'from' },
    });
  });

  it('leaves out gateways of the company and of carriers, on either side', () => {
    for (const purpose of ['vpn', 'carrier'] as const) {
      expect(after(30, away, { addresses: [addressList(purpose, `${FAR}/32`)] })).toBeUndefined();
      expect(after(30, away, { addresses: [addressList(purpose, `${HOME}/32`)] })).toBeUndefined();
    }
  });

  it('believes an office, but not so much that a known device behind it has moved', () => {
    const addresses = [addressList('office', `${HOME}/32`)];
    const office = [addressList('office', `${FAR}/32`)];
    expect(after(30, away, { addresses })?.severity).toBe('high');
    expect(after(30, { ...away, client: {} }, { addresses })?.severity).toBe('low');
    // The stranger is then the one at home, where the user always is.
    expect(after(30, { ...away, client: {} }, { addresses: office })).toBeUndefined();
    // Nor is a device that was in that country before.
    const before = { at: at(2, 20), ...LIMA, ip: '190.99.1.1' };
    const logins = [before, ...everyDay(21, home), { at: at(20, 9, 30), ...away, client: {} }];
    expect(found(check, { logins, addresses }).get(KEY)).toBeUndefined();
  });

  it('knows that phones appear where their carrier wants', () => {
    const words = { ...away, client: IPHONE };
    const used = { at: at(4, 20), ...home, client: IPHONE };
    const logins = (phone: LoginWords) => [
      phone,
      ...everyDay(21, home),
      { at: at(20, 9, 30), ...words, ip: '190.77.1.1' },
    ];
    expect(found(check, { logins: logins(used) }).get(KEY)).toBeUndefined();
    expect(found(check, { logins: logins({ ...used, client: {} }) }).get(KEY)?.severity).toBe('medium');
  });

  it('asks for more within one country, and says little of it', () => {
    const munich = { ...away, country: 'DE', city: 'Munich', latitude: 48.14, longitude: 11.58 };
    expect(after(5, munich)).toBeUndefined();
    const values = { sameCountryKm: 500 };
    expect(after(5, munich, { values })?.severity).toBe('low');
    expect(after(5, { ...munich, client: {} }, { values })?.severity).toBe('info');
  });

  it('does not trust the middle of a country', () => {
    const middle = (country: string, latitude: number, longitude: number) =>
      after(5, { ...away, country, city: null, latitude, longitude });
    expect(middle('DE', 40, 9.49)).toBeUndefined();
    // 1,500 km are taken off: the Netherlands are near, Peru is not.
    expect(middle('NL', 52.38, 4.9)).toBeUndefined();
    expect(middle('ES', 40.46, -3.75)).toBeUndefined();
    expect(middle('PE', -9.19, -75.02)).toMatchObject({ severity: 'high', evidence: { exact: false } });
  });

  it('says nothing where there are no coordinates, or a private address', () => {
    expect(after(30, { ...away, latitude: null, longitude: null })).toBeUndefined();
    expect(after(30, { ...away, ip: '10.1.2.3' })).toBeUndefined();
    expect(after(30, { ...away, ip: null })).toBeUndefined();
  });

  it('leaves out programs, unless told to, and integration users', () => {
    expect(after(30, { ...away, client: PROGRAM })).toBeUndefined();
    expect(after(30, { ...away, client: PROGRAM }, { values: { api: true } })).toBeDefined();
    expect(after(30, away, { people: [somebody('ada', { isIntegration: true })] })).toBeUndefined();
    // Nor does a program's server become the place a person was at.
    const logins = [
      ...everyDay(21, home),
      { at: at(20, 9, 30), ...away, client: PROGRAM },
      { at: at(20, 10), ...home, ip: '91.55.1.1' },
    ];
    expect(found(check, { logins }).size).toBe(0);
  });

  it('judges nothing in the first days of the history, and no young accounts', () => {
    const end = at(20, 9, 30);
    expect(after(30, away, { historySince: end - 7 * 24 * HOUR_MS + 1 })).toBeUndefined();
    expect(after(30, away, { historySince: end - 7 * 24 * HOUR_MS })).toBeDefined();
    const young = (createdAt: number) => ({ people: [somebody('ada', { createdAt })] });
    expect(after(30, away, young(end - 3 * 24 * HOUR_MS + 1))).toBeUndefined();
    expect(after(30, away, young(end - 3 * 24 * HOUR_MS))).toBeDefined();
  });

  it('is not certain of somebody who has hardly signed in', () => {
    const few = (count: number) =>
      found(check, {
        logins: [...everyDay(21, home).slice(-count), { at: at(20, 9, 30), ...away }],
        historySince: at(0),
      }).get(KEY)?.severity;
    expect(few(4)).toBe('medium');
    expect(few(5)).toBe('high');
  });
});

import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  AS_OF,
  DAY,
  HOUR,
  newOrg,
  type StreamRecords,
  store,
  type TestDatabase,
  testDatabase,
} from '../../test/builders/db';
import * as rows from '../../test/builders/db-records';
import type { HeatMap } from '../shared/model/sign-in-map';
import { rounds } from '../../test/builders/rounds';

let test: TestDatabase;
beforeEach(async () => {
  test = await testDatabase();
  await test.db.insertOrg(newOrg());
  await test.db.insertOrg(newOrg({ id: 'org-2', name: 'Other', url: 'https://other.my.salesforce.com' }));
});
afterEach(() => test.dispose());

let number = 0;
const login = (userId: string, at: number, changes: Parameters<typeof rows.login>[3] = {}) =>
  rows.login(`l${String(++number).padStart(6, '0')}`, userId, at, changes);
const failed = { status: 'Invalid Password' };

const organization = (timeZone: string | null): StreamRecords['organization'] => ({
  id: '00D000000000001',
  name: 'Acme',
  organizationType: null,
  instanceName: null,
  isSandbox: null,
  trialExpirationAt: null,
  timeZone,
});

const sum = (counts: HeatMap['logins']): number => counts.flat().reduce((a, b) => a + b, 0);
/** Hours with something in them: weekday from Monday, hour, how many. */
const filled = (counts: HeatMap['logins']): number[][] =>
  counts.flatMap((day, weekday) => day.flatMap((n, hour) => (n > 0 ? [[weekday, hour, n]] : [])));

describe('logins by country', () => {
  it('counts the last days of the data, and knows the first and the last success ever stored', async () => {
    const midnight = AS_OF - 12 * HOUR;
    await store(test.db, 'loginHistory', [
      login('u1', AS_OF - 300 * DAY, { countryIso: 'US' }),
      login('u1', midnight - 29 * DAY, { countryIso: 'US' }),
      login('u2', AS_OF - HOUR, { countryIso: 'US', ...failed }),
      // A millisecond before the first of the thirty days.
      login('u2', midnight - 29 * DAY - 1, { countryIso: 'FR' }),
      login('u3', AS_OF - DAY, { countryIso: 'DE' }),
      login('u3', AS_OF - 2 * DAY, { countryIso: 'DE' }),
      login('u4', AS_OF - 2 * DAY, { countryIso: 'KP', ...failed }),
      login('u4', AS_OF - 2 * DAY, { countryIso: null }),
    ]);
    await store(test.db, 'loginHistory', [login('u9', AS_OF, { countryIso: 'JP' })], { orgId: 'org-2' });
    expect(await test.db.countryLogins('org-1', 30)).toEqual([
      { country: 'DE', logins: 2, failures: 0, firstDay: '2026-06-28', lastDay: '2026-06-29' },
      { country: 'US', logins: 1, failures: 1, firstDay: '2025-09-03', lastDay: '2026-06-01' },
      { country: '', logins: 1, failures: 0, firstDay: '2026-06-28', lastDay: '2026-06-28' },
      { country: 'KP', logins: 0, failures: 1, firstDay: null, lastDay: null },
    ]);
    expect((await test.db.countryLogins('org-1', 31)).map(({ country }) => country)).toContain('FR');
  });

  it('is empty before the first collection', async () => {
    expect(await test.db.countryLogins('org-1', 30)).toEqual([]);
  });
});

describe('the heat map', () => {
  it('is empty before the first collection, in the zone asked for', async () => {
    const map = await test.db.heatMap('org-1', 90, null, 'Asia/Kathmandu');
    expect(map).toMatchObject({ timeZone: 'Asia/Kathmandu', since: null, until: null });
    expect([sum(map.logins), sum(map.failures)]).toEqual([0, 0]);
  });

  it('stands in the zone of the org, on both sides of the change to summer time', async () => {
    await store(test.db, 'organization', [organization('Europe/Berlin')]);
    await store(test.db, 'loginHistory', [
      // Friday and Monday around 2026-03-29, both at 8:15 in Berlin.
      login('u1', Date.parse('2026-03-27T07:15:00Z')),
      login('u1', Date.parse('2026-03-30T06:15:00Z')),
      login('u1', Date.parse('2026-03-30T06:29:59.999Z'), failed),
      // Sunday evening in UTC is Monday in Berlin.
      login('u1', Date.parse('2026-03-29T22:00:00Z')),
    ]);
    const map = await test.db.heatMap('org-1', 365, null, null);
    expect(map).toMatchObject({
      timeZone: 'Europe/Berlin',
      since: '2026-03-27T07:15:00.000Z',
      until: '2026-03-30T06:30:00.000Z',
    });
    expect(filled(map.logins)).toEqual([
      [0, 0, 1],
      [0, 8, 1],
      [4, 8, 1],
    ]);
    expect(filled(map.failures)).toEqual([[0, 8, 1]]);
    expect(filled((await test.db.heatMap('org-1', 365, null, 'UTC')).logins)).toEqual([
      [0, 6, 1],
      [4, 7, 1],
      [6, 22, 1],
    ]);
  });

  it.each([[null], ['Somewhere/Else']])('is in UTC when the zone of the org is %s', async (zone) => {
    await store(test.db, 'organization', [organization(zone)]);
    expect((await test.db.heatMap('org-1', 30, null, null)).timeZone).toBe('UTC');
  });

  it('refuses a zone that nobody knows', async () => {
    await expect(test.db.heatMap('org-1', 30, null, 'Mars/Olympus')).rejects.toMatchObject({
      code: 'UNKNOWN_TIME_ZONE',
    });
  });

  it('of everybody is that of all users together, and as large as the map by country', async () => {
    let orgs = 0;
    const aLogin = fc.record({
      user: fc.nat(3),
      minutes: fc.nat(60 * 24 * 40),
      status: fc.constantFrom('Success', 'Invalid Password'),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(aLogin, { maxLength: 40 }),
        fc.integer({ min: 1, max: 45 }),
        fc.constantFrom('UTC', 'America/St_Johns', 'Asia/Tokyo'),
        async (logins, days, zone) => {
          const orgId = `p${String(++orgs)}`;
          await test.db.insertOrg(
            newOrg({ id: orgId, name: orgId, url: `https://${orgId}.my.salesforce.com` }),
          );
          const records = logins.map(({ user, minutes, status }) =>
            login(`u${user}`, AS_OF - minutes * 60_000 - 1, { status }),
          );
          await store(test.db, 'loginHistory', records, { orgId });
          const all = await test.db.heatMap(orgId, days, null, zone);
          const each = await Promise.all(
            [0, 1, 2, 3].map((user) => test.db.heatMap(orgId, days, `u${user}`, zone)),
          );
          for (const kind of ['logins', 'failures'] as const) {
            const together = all[kind].map((day, weekday) =>
              day.map((_, hour) => each.reduce((n, map) => n + (map[kind][weekday]?.[hour] ?? 0), 0)),
            );
            expect(together).toEqual(all[kind]);
            const countries = await test.db.countryLogins(orgId, days);
            expect(countries.reduce((n, country) => n + country[kind], 0)).toBe(sum(all[kind]));
          }
          const first = AS_OF - 12 * HOUR - (days - 1) * DAY;
          expect(sum(all.logins) + sum(all.failures)).toBe(
            records.filter(({ loginTime }) => loginTime >= first).length,
          );
        },
      ),
      { numRuns: rounds(25) },
    );
  });

  it('of somebody who never signed in is empty', async () => {
    await store(test.db, 'loginHistory', [login('u1', AS_OF)]);
    expect(await test.db.heatMap('org-1', 30, 'u2', null)).toMatchObject({ since: null, until: null });
  });
});

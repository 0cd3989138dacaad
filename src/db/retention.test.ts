import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AS_OF, DAY, HOUR, newOrg, store, type TestDatabase, testDatabase } from '../../test/builders/db';
import * as rows from '../../test/builders/db-records';
import { openPlain } from './open';
import { rounds } from '../../test/builders/rounds';

let test: TestDatabase;
let reader: ReturnType<typeof openPlain>;
beforeEach(async () => {
  test = await testDatabase();
  reader = openPlain(test.file, undefined, { readonly: true });
  await test.db.insertOrg(newOrg());
  await test.db.insertOrg(newOrg({ id: 'org-2', name: 'Other', url: 'https://other.my.salesforce.com' }));
});
afterEach(() => {
  reader.close();
  test.dispose();
});

/** Every roll-up as it is stored, and as counting what is left would make it. */
const ROLL_UPS: Record<string, { stored: string; counted: string }> = {
  days: {
    stored: 'SELECT org_id, day, logins, failures, active_users FROM login_day',
    counted: `SELECT org_id, login_time / 86400000, sum(success), sum(1 - success),
      count(DISTINCT CASE success WHEN 1 THEN user_id END) FROM login_history GROUP BY 1, 2`,
  },
  users: {
    stored: `SELECT d.org_id, u.user_id, d.day, d.logins, d.failures
      FROM login_user_day d JOIN login_user u ON u.key = d.user_key`,
    counted: `SELECT org_id, user_id, login_time / 86400000, sum(success), sum(1 - success)
      FROM login_history GROUP BY 1, 2, 3`,
  },
  addresses: {
    stored: `SELECT d.org_id, i.source_ip, d.day, d.logins, d.failures
      FROM login_ip_day d JOIN login_ip i ON i.key = d.ip_key`,
    counted: `SELECT org_id, source_ip, login_time / 86400000, sum(success), sum(1 - success)
      FROM login_history WHERE source_ip IS NOT NULL GROUP BY 1, 2, 3`,
  },
  countries: {
    stored: 'SELECT org_id, country_iso, day, logins, failures FROM login_country_day',
    counted: `SELECT org_id, coalesce(country_iso, ''), login_time / 86400000, sum(success), sum(1 - success)
      FROM login_history GROUP BY 1, 2, 3`,
  },
  quarters: {
    stored: 'SELECT org_id, quarter, logins, failures FROM login_quarter',
    counted: `SELECT org_id, login_time / 900000, sum(success), sum(1 - success) FROM login_history GROUP BY 1, 2`,
  },
  clients: {
    stored: `SELECT d.org_id, c.browser, d.day, d.logins, d.failures
      FROM login_client_day d JOIN login_client c ON c.key = d.client_key`,
    counted: `SELECT org_id, browser, login_time / 86400000, sum(success), sum(1 - success)
      FROM login_history GROUP BY 1, 2, 3`,
  },
};

function read(sql: string): unknown[] {
  return reader
    .prepare(sql)
    .raw()
    .all()
    .map((row) => JSON.stringify(row))
    .sort();
}

function expectExactRollUps(): void {
  for (const [name, { stored, counted }] of Object.entries(ROLL_UPS))
    expect(read(stored), name).toEqual(read(counted));
}

const aLogin = fc.record({
  user: fc.integer({ min: 0, max: 4 }),
  // Close together, so that days are cut in the middle and moments are shared.
  at: fc.integer({ min: 0, max: 24 }).map((slot) => AS_OF - slot * 4 * HOUR),
  status: fc.constantFrom('Success', 'Success', 'Invalid Password', 'success ', null),
  sourceIp: fc.constantFrom('192.0.2.1', '192.0.2.2', '2001:db8::1', null),
  countryIso: fc.constantFrom('DE', 'US', null),
  browser: fc.constantFrom('Chrome', 'Firefox', null),
  isOwn: fc.boolean(),
});

describe('removing old logins', () => {
  it('leaves every roll-up as if the removed ones had never been counted', async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(aLogin, { minLength: 25, maxLength: 60 }),
        fc.integer({ min: -1, max: 100 }).map((hours) => AS_OF - hours * HOUR),
        fc.integer({ min: 1, max: 12 }),
        async (logins, before, limit) => {
          // Two fresh orgs in the same database: creating one per run would take most of the time.
          run += 1;
          const [own, other] = [`own-${run}`, `other-${run}`];
          for (const id of [own, other]) {
            await test.db.insertOrg(newOrg({ id, name: id, url: `https://${id}.my.salesforce.com` }));
            await store(
              test.db,
              'users',
              [0, 1, 2, 3, 4].map((n) => rows.user(`u${n}`)),
              { orgId: id },
            );
            const records = logins
              .filter(({ isOwn }) => isOwn === (id === own))
              .map(({ user, at, isOwn: _, ...login }, i) => rows.login(`l${i}`, `u${user}`, at, login));
            await store(test.db, 'loginHistory', records, { orgId: id });
          }
          const seen = read('SELECT org_id, id, last_seen_at FROM sf_user');
          const newest = read('SELECT org_id, user_id, last_success_at FROM login_user');
          const expected = logins.filter(({ isOwn, at }) => isOwn && at < before).length;
          expect(await test.db.countLoginsBefore(own, before)).toBe(expected);

          let removed = 0;
          for (let last = limit; last === limit; removed += last) {
            last = await test.db.purgeLogins(own, before, limit);
            expect(last).toBeLessThanOrEqual(limit);
            // Exact at any moment, not only at the end.
            expectExactRollUps();
          }
          expect(removed).toBe(expected);
          expect(await test.db.countLoginsBefore(own, before)).toBe(0);
          const stored = async (orgId: string) => (await test.db.rowCounts(orgId))['loginHistory'];
          const mine = logins.filter(({ isOwn }) => isOwn).length;
          expect(await stored(own)).toBe(mine - expected);
          expect(await stored(other)).toBe(logins.length - mine);
          // Nobody becomes somebody who never signed in.
          expect(read('SELECT org_id, id, last_seen_at FROM sf_user')).toEqual(seen);
          expect(read('SELECT org_id, user_id, last_success_at FROM login_user')).toEqual(newest);
        },
      ),
      { numRuns: rounds(15) },
    );
  });

  it('keeps when somebody was last seen, also when the user is collected again', async () => {
    await store(test.db, 'users', [rows.user('u1', { lastLoginAt: null })]);
    await store(test.db, 'loginHistory', [rows.login('l1', 'u1', AS_OF - 300 * DAY)]);
    expect(await test.db.purgeLogins('org-1', AS_OF - 200 * DAY, 100)).toBe(1);
    await store(test.db, 'users', [rows.user('u1', { lastLoginAt: null, name: 'Renamed' })], { pass: 2 });
    expect(read('SELECT name, last_seen_at FROM sf_user')).toEqual([
      JSON.stringify(['Renamed', AS_OF - 300 * DAY]),
    ]);
  });

  it('counts again what comes again, from addresses and people known before', async () => {
    const old = rows.login('l1', 'u1', AS_OF - 300 * DAY, { sourceIp: '203.0.113.9', browser: 'Lynx' });
    await store(test.db, 'loginHistory', [old, rows.login('l2', 'u1', AS_OF)]);
    expect(await test.db.purgeLogins('org-1', AS_OF - 200 * DAY, 100)).toBe(1);
    await store(test.db, 'loginHistory', [old]);
    expectExactRollUps();
    expect(read("SELECT id, source_ip FROM login_history WHERE browser = 'Lynx'")).toEqual([
      JSON.stringify(['l1', '203.0.113.9']),
    ]);
  });

  it('removes what else tells about old sign-ins, and leaves the setup audit trail alone', async () => {
    const sqlite = openPlain(test.file, undefined);
    const old = AS_OF - 300 * DAY;
    const verify = sqlite.prepare(
      'INSERT INTO verification_history (org_id, verification_time, id, user_id) VALUES (1, ?, ?, ?)',
    );
    const file = sqlite.prepare(
      'INSERT INTO event_log_file (org_id, log_date, id, event_type) VALUES (1, ?, ?, ?)',
    );
    const event = sqlite.prepare('INSERT INTO login_event (org_id, file_id, line, at) VALUES (1, ?, ?, ?)');
    for (let i = 0; i < 7; i++) {
      verify.run(old + i, `v${i}`, 'u1');
      event.run('f-old', i, old);
    }
    verify.run(AS_OF, 'v-new', 'u1');
    file.run(old, 'f-old', 'Login');
    // The day of the cut is not over when it begins.
    file.run(AS_OF - 200 * DAY - HOUR, 'f-cut', 'Login');
    event.run('f-cut', 1, AS_OF - 200 * DAY - HOUR);
    sqlite.exec(`INSERT INTO setup_audit_trail (org_id, created_at, id) VALUES (1, ${old}, 'a1')`);
    sqlite.close();

    const removed: number[] = [];
    do removed.push(await test.db.purgeLogins('org-1', AS_OF - 200 * DAY, 5));
    while (removed.at(-1) === 5);
    expect(removed).toEqual([5, 5, 4]);
    expect(read('SELECT id FROM verification_history')).toEqual(['["v-new"]']);
    expect(read('SELECT file_id FROM login_event')).toEqual(['["f-cut"]']);
    expect(read('SELECT id FROM setup_audit_trail')).toEqual(['["a1"]']);
  });

  it('knows no org that is not on the list', async () => {
    await expect(test.db.purgeLogins('nobody', AS_OF, 10)).rejects.toMatchObject({ code: 'UNKNOWN_ORG' });
    await expect(test.db.countLoginsBefore('nobody', AS_OF)).rejects.toMatchObject({ code: 'UNKNOWN_ORG' });
  });
});

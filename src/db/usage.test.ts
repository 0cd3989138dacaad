import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AS_OF, DAY, HOUR, type TestDatabase, newOrg, store, testDatabase } from '../../test/builders/db';
import * as rows from '../../test/builders/db-records';
import { type Connection, createConnection } from './connection';
import { openDatabase, openPlain } from './open';
import { rewind } from './queries/history/rewind';
import { API, MOBILE, SSO, UI, accessNames } from './queries/login-access';
import { peopleOf } from './queries/people';
import { activityOf } from './queries/recent-activity';
import {
  DAYS_WITH,
  NEWEST_WITH,
  USAGE_OF_DAYS,
  type Usage,
  everybodysUsage,
  knownUsage,
  lastApiLogins,
  lastUiLogins,
  newestStoredLogins,
  readingUsage,
  usageOf,
} from './queries/usage';
import { rounds } from '../../test/builders/rounds';

// Counted a second time, login by login.

let test: TestDatabase;
let db: Connection;
beforeAll(async () => {
  test = await testDatabase();
  db = createConnection(openDatabase({ file: test.file }), test.file);
});
afterAll(() => {
  db.sqlite.close();
  test.dispose();
});

const CLIENTS = [
  { bits: UI, fields: { loginType: 'Application' } },
  { bits: UI | SSO, fields: { loginType: 'SAML Idp Initiated SSO' } },
  { bits: API, fields: { loginType: 'Other Apex API', application: 'Data Loader' } },
  { bits: MOBILE, fields: { loginType: 'Remote Access 2.0', application: 'Salesforce for iOS' } },
  { bits: 0, fields: { loginType: 'Telepathy', application: null } },
] as const;

/** `gone` is on no list of users any more, `none` never signed in. */
const USERS = ['u1', 'u2', 'u3', 'gone', 'none'] as const;

interface Login {
  who: (typeof USERS)[number];
  at: number;
  success: boolean;
  client: number;
}

/** Near the ends of windows and days, where counting goes wrong. */
const moment = fc.oneof(
  fc.integer({ min: AS_OF - 190 * DAY, max: AS_OF + 2 * DAY }),
  fc
    .tuple(fc.constantFrom(0, 1, 30, 90, 180), fc.constantFrom(-DAY / 2, -1, 0, 1, HOUR, DAY / 2))
    .map(([days, off]) => AS_OF - days * DAY + off),
  fc
    .tuple(fc.constantFrom(0, 1, 29, 30, 31, 180), fc.constantFrom(-1, 0, 999))
    .map(([days, off]) => Math.floor(AS_OF / DAY) * DAY - days * DAY + off),
);
const login: fc.Arbitrary<Login> = fc.record({
  who: fc.constantFrom('u1', 'u2', 'u3', 'gone'),
  at: moment,
  success: fc.boolean(),
  client: fc.nat(CLIENTS.length - 1),
});

function expectedUsage(logins: readonly Login[], who: string, asOf: number): Usage {
  const within = (days: number, success: boolean) =>
    logins.filter(
      (one) => one.who === who && one.success === success && one.at <= asOf && one.at > asOf - days * DAY,
    ).length;
  const firstDay = Math.floor((asOf - 180 * DAY + 1) / DAY);
  return {
    logins30d: within(30, true),
    logins90d: within(90, true),
    logins180d: within(180, true),
    failedLogins30d: within(30, false),
    access: logins
      .filter((one) => one.who === who && one.success && one.at <= asOf && one.at >= firstDay * DAY)
      .reduce((bits, one) => bits | (CLIENTS[one.client]?.bits ?? 0), 0),
  };
}

const NO_USE: Usage = { logins30d: 0, logins90d: 0, logins180d: 0, failedLogins30d: 0, access: 0 };

const expectedNewest = (logins: readonly Login[], until: number, bit: number | null) => {
  const newest = new Map<string, number>();
  for (const { who, at, success, client } of logins) {
    const fits = bit === null || ((CLIENTS[client]?.bits ?? 0) & bit) !== 0;
    if (success && fits && at <= until) newest.set(who, Math.max(at, newest.get(who) ?? 0));
  }
  return newest;
};

function check(asked: Connection, org: number, logins: readonly Login[], asOf: number): void {
  const usage = usageOf(asked, org, asOf, USERS);
  for (const who of USERS)
    expect([who, usage.get(who) ?? NO_USE]).toEqual([who, expectedUsage(logins, who, asOf)]);
  const activity = activityOf(asked, org, asOf, USERS);
  for (const who of USERS) {
    const { logins30d, failedLogins30d } = expectedUsage(logins, who, asOf);
    expect([who, activity.get(who) ?? { logins: 0, failures: 0 }]).toEqual([
      who,
      { logins: logins30d, failures: failedLogins30d },
    ]);
  }
  const people = peopleOf(asked, org);
  const everybody = everybodysUsage(asked, org, people, asOf);
  for (let person = 0; person < people.count; person++) {
    const who = people.ids.at(person);
    const { failedLogins30d: _, ...expected } = expectedUsage(logins, who, asOf);
    expect([
      who,
      {
        logins30d: everybody.logins30[person],
        logins90d: everybody.logins90[person],
        logins180d: everybody.logins180[person],
        access: everybody.access[person],
      },
    ]).toEqual([who, expected]);
  }
  const sorted = (map: Map<string, number>) => [...map].sort(([a], [b]) => (a < b ? -1 : 1));
  const until = Math.min(asked.until, Number.MAX_SAFE_INTEGER);
  for (const [found, bit] of [
    [newestStoredLogins(asked, org, USERS), null],
    [lastApiLogins(asked, org, USERS), API],
    [lastUiLogins(asked, org, USERS), UI],
  ] as const)
    expect([bit, sorted(found)]).toEqual([bit, sorted(expectedNewest(logins, until, bit))]);
}

let orgs = 0;

it('counts and finds as the logins say, now and looking back', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(login, { maxLength: 40 }),
      fc.array(login, { maxLength: 10 }),
      moment,
      moment,
      async (first, more, asOf, back) => {
        const orgId = `org-${++orgs}`;
        await test.db.insertOrg(newOrg({ id: orgId, name: orgId, url: `https://${orgId}` }));
        await store(
          test.db,
          'users',
          USERS.filter((who) => who !== 'gone').map((who) => rows.user(who)),
          { orgId },
        );
        const org = db.orgKey(orgId);
        const stored: Login[] = [];
        for (const logins of [first, more]) {
          const records = logins.map(({ who, at, success, client }, i) =>
            rows.login(`l${stored.length + i}`, who, at, {
              status: success ? 'Success' : 'Invalid Password',
              browser: null,
              ...CLIENTS[client]?.fields,
            }),
          );
          await store(test.db, 'loginHistory', records, { orgId });
          stored.push(...logins);
          check(db, org, stored, asOf);
          check(db, org, stored, AS_OF);
        }
        const past = createConnection(openDatabase({ file: test.file, readOnly: true }), test.file, back);
        try {
          rewind(past, org, back);
          check(past, org, stored, back);
        } finally {
          past.sqlite.close();
        }
      },
    ),
    { numRuns: rounds(40) },
  );
});

describe('looking back to a moment before the first sign-in of its day', () => {
  it('takes away nothing that was not counted', async () => {
    const orgId = `org-${++orgs}`;
    await test.db.insertOrg(newOrg({ id: orgId, name: orgId, url: `https://${orgId}` }));
    await store(test.db, 'users', [rows.user('u1')], { orgId });
    const logins = [-DAY, HOUR].map((off, i) => rows.login(`l${i}`, 'u1', AS_OF + off));
    await store(test.db, 'loginHistory', logins, { orgId });
    const org = db.orgKey(orgId);
    const past = createConnection(openDatabase({ file: test.file, readOnly: true }), test.file, AS_OF);
    rewind(past, org, AS_OF);
    const found = [activityOf(past, org, AS_OF, ['u1']), usageOf(past, org, AS_OF, ['u1'])];
    past.sqlite.close();
    expect(found.map((counts) => counts.get('u1'))).toMatchObject([
      { logins: 1, failures: 0 },
      { logins30d: 1 },
    ]);
  });
});

describe('the usage of everybody', () => {
  it('is made a day at a time, and then is there', async () => {
    const orgId = `org-${++orgs}`;
    await test.db.insertOrg(newOrg({ id: orgId, name: orgId, url: `https://${orgId}` }));
    await store(test.db, 'users', [rows.user('u1')], { orgId });
    const logins = [0, 1, 2, 40, 100].map((days, i) => rows.login(`l${i}`, 'u1', AS_OF - days * DAY));
    await store(test.db, 'loginHistory', logins, { orgId });
    const org = db.orgKey(orgId);
    const people = peopleOf(db, org);
    expect(knownUsage(db, org, people, AS_OF)).toBeNull();
    const task = readingUsage(db, org, people, AS_OF);
    let slices = 0;
    while (!task.step()) slices += 1;
    expect(slices).toBeGreaterThanOrEqual(logins.length);
    const usage = everybodysUsage(db, org, people, AS_OF);
    expect([usage.logins30[0], usage.logins90[0], usage.logins180[0]]).toEqual([3, 4, 5]);
    expect(usage).toBe(knownUsage(db, org, people, AS_OF));
    expect(knownUsage(db, org, people, AS_OF)?.failures30[0]).toBe(0);
    // Told from yesterday's, and from before a login that came late.
    expect(everybodysUsage(db, org, people, AS_OF - DAY).logins30[0]).toBe(2);
    await store(test.db, 'loginHistory', [rows.login('late', 'u1', AS_OF - 50 * DAY)], { orgId });
    expect(everybodysUsage(db, org, peopleOf(db, org), AS_OF).logins90[0]).toBe(5);
  });
});

describe('the newest sign-in through an API', () => {
  it('is not the one that a retry turned into a failure, though its bits stay', async () => {
    const orgId = `org-${++orgs}`;
    await test.db.insertOrg(newOrg({ id: orgId, name: orgId, url: `https://${orgId}` }));
    const api = { loginType: 'Other Apex API', application: 'Data Loader' };
    const newest = rows.login('l2', 'u1', AS_OF - HOUR, api);
    const logins = [rows.login('l1', 'u1', AS_OF - 40 * DAY, api), newest];
    await store(test.db, 'loginHistory', logins, { orgId });
    const org = db.orgKey(orgId);
    expect(lastApiLogins(db, org, ['u1'])).toEqual(new Map([['u1', newest.loginTime]]));
    await store(test.db, 'loginHistory', [{ ...newest, status: 'Restricted IP' }], { orgId });
    expect(lastApiLogins(db, org, ['u1'])).toEqual(new Map([['u1', AS_OF - 40 * DAY]]));
    expect(accessNames(usageOf(db, org, AS_OF, ['u1']).get('u1')?.access ?? 0)).toEqual(['api']);
  });
});

describe('query plans', () => {
  it('go by days, and within a day by a stretch of the log', () => {
    const plan = (sql: string): string => {
      const raw = openPlain(test.file, undefined, { readonly: true });
      const literal = sql.replace(/@\w+/g, '1');
      const steps = raw.prepare<[], { detail: string }>(`EXPLAIN QUERY PLAN ${literal}`).all();
      raw.close();
      return steps.map((step) => step.detail).join('\n');
    };
    expect(plan(USAGE_OF_DAYS)).toContain('SEARCH d USING PRIMARY KEY (org_id=? AND day=? AND user_key=?)');
    expect(plan(DAYS_WITH)).toContain('SEARCH d USING PRIMARY KEY (org_id=? AND day=? AND user_key=?)');
    expect(plan(NEWEST_WITH)).toContain(
      'SEARCH l USING PRIMARY KEY (org_id=? AND login_time>? AND login_time<?)',
    );
    for (const sql of [DAYS_WITH, NEWEST_WITH]) expect(plan(sql)).not.toContain('TEMP B-TREE');
  });
});

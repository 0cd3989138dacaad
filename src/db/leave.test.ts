import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AS_OF, DAY, type TestDatabase, newOrg, store, testDatabase } from '../../test/builders/db';
import * as rows from '../../test/builders/db-records';
import { DEFAULT_POLICY } from '../shared/model/idle-rule';
import { SeatsQuery } from '../shared/model/licenses';
import { createConnection } from './connection';
import { openPlain } from './open';
import { leavesAt } from './queries/licensing/leave';
import { marksOf } from './queries/licensing/marks';

let test: TestDatabase;
beforeEach(async () => {
  test = await testDatabase();
  await test.db.insertOrg(newOrg());
  await store(test.db, 'users', [
    rows.user('u1', { name: 'Zoe', lastLoginAt: AS_OF - 200 * DAY }),
    rows.user('u2', { name: 'adam', lastLoginAt: AS_OF - 200 * DAY }),
  ]);
});
afterEach(() => test.dispose());

const noted = { reason: 'Parental leave', until: null, by: 'Kim', at: AS_OF };

/** A connection of its own: what the query modules are given. */
function direct<T>(work: (db: ReturnType<typeof createConnection>) => T): T {
  const sqlite = openPlain(test.file, undefined, { readonly: true });
  try {
    return work(createConnection(sqlite, test.file));
  } finally {
    sqlite.close();
  }
}

describe('leave', () => {
  it('lists everybody by name, with how long and by whom', async () => {
    await test.db.setLeave('org-1', ['u1', 'u2'], noted);
    expect(await test.db.leave('org-1')).toEqual(
      [
        ['u2', 'adam'],
        ['u1', 'Zoe'],
      ].map(([userId, name]) => ({
        userId,
        name,
        username: `${userId ?? ''}@acme.test`,
        reason: 'Parental leave',
        until: null,
        isExpired: false,
        by: 'Kim',
        at: new Date(AS_OF).toISOString(),
      })),
    );
  });

  it('replaces what was noted before, and ends by hand', async () => {
    await test.db.setLeave('org-1', ['u1', 'u2'], noted);
    await test.db.setLeave('org-1', ['u1'], {
      reason: 'Sabbatical',
      until: AS_OF + DAY,
      by: 'Ada',
      at: AS_OF + 1,
    });
    await test.db.endLeave('org-1', ['u2', 'unknown']);
    expect(await test.db.leave('org-1')).toMatchObject([
      { userId: 'u1', reason: 'Sabbatical', until: new Date(AS_OF + DAY).toISOString(), by: 'Ada' },
    ]);
  });

  it.each([
    ['ends a millisecond after the data', AS_OF + 1, false],
    ['ends with the data', AS_OF, true],
    ['ended before', AS_OF - 1, true],
  ])('%s', async (_, until, isExpired) => {
    await test.db.setLeave('org-1', ['u1'], { ...noted, until });
    expect(await test.db.leave('org-1')).toMatchObject([{ userId: 'u1', isExpired }]);
    const away = direct((db) => leavesAt(db, db.orgKey('org-1'), AS_OF));
    expect(away).toEqual(isExpired ? [] : [{ userId: 'u1', until }]);
  });

  it('keeps an entry of somebody Salesforce no longer lists, under the id', async () => {
    await test.db.setLeave('org-1', ['005gone'], noted);
    expect(await test.db.leave('org-1')).toMatchObject([
      { userId: '005gone', name: '005gone', username: '' },
    ]);
  });

  it('takes people off the unused list for as long as it lasts, and only in its own org', async () => {
    await test.db.insertOrg(newOrg({ id: 'org-2', name: 'Other', url: 'https://other.my.salesforce.com' }));
    for (const orgId of ['org-1', 'org-2']) {
      await store(test.db, 'users', [rows.user('u1', { lastLoginAt: AS_OF - 200 * DAY })], {
        orgId,
        pass: 2,
      });
      await store(test.db, 'profiles', [rows.profile()], { orgId });
      await store(test.db, 'userLicenses', [rows.userLicense()], { orgId });
    }
    const idle = async (orgId: string) => {
      const rule = { ...DEFAULT_POLICY, inactiveDays: 90 };
      return (await test.db.seats(SeatsQuery.parse({ orgId, asOf: null, rule }))).total;
    };
    await test.db.setLeave('org-1', ['u1'], noted);
    expect([await idle('org-1'), await idle('org-2')]).toEqual([0, 1]);
    await test.db.endLeave('org-1', ['u1']);
    expect(await idle('org-1')).toBe(1);
  });
});

it('marks people as programs or not, and forgets it', async () => {
  const marks = () => direct((db) => marksOf(db, db.orgKey('org-1')));
  await test.db.setMark('org-1', 'u1', 'integration', 'Kim', AS_OF);
  await test.db.setMark('org-1', 'u2', 'person', 'Kim', AS_OF);
  await test.db.setMark('org-1', 'u2', 'integration', 'Ada', AS_OF + 1);
  expect(marks()).toEqual([
    { userId: 'u1', mark: 'integration' },
    { userId: 'u2', mark: 'integration' },
  ]);
  await test.db.setMark('org-1', 'u1', null, 'Kim', AS_OF);
  expect(marks()).toEqual([{ userId: 'u2', mark: 'integration' }]);
});

it('finds the UserLogin rows of people, and leaves out those without', async () => {
  await store(test.db, 'userLogins', [rows.frozen('u1', false), rows.frozen('u2')]);
  expect(await test.db.userLoginIds('org-1', ['u1', 'u2', 'u3'])).toEqual({
    u1: 'login-of-u1',
    u2: 'login-of-u2',
  });
  expect(await test.db.userLoginIds('org-1', [])).toEqual({});
});

describe('exchange rates', () => {
  const usd = [
    { currency: 'EUR', rate: 1.08 },
    { currency: 'GBP', rate: 1.3 },
  ];

  it('are kept per reporting currency and replaced together', async () => {
    await test.db.setExchangeRates('USD', usd, AS_OF);
    await test.db.setExchangeRates('EUR', [{ currency: 'USD', rate: 0.92 }], AS_OF);
    await test.db.setExchangeRates('USD', [{ currency: 'JPY', rate: 0.0064 }], AS_OF + DAY);
    expect(await test.db.exchangeRates('USD')).toEqual([
      { currency: 'JPY', rate: 0.0064, at: new Date(AS_OF + DAY).toISOString() },
    ]);
    expect(await test.db.exchangeRates('EUR')).toMatchObject([{ currency: 'USD', rate: 0.92 }]);
    expect(await test.db.exchangeRates('CHF')).toEqual([]);
  });

  it('say when each was entered: one that stays the same keeps its time', async () => {
    await test.db.setExchangeRates('USD', usd, AS_OF);
    const [eur, gbp = { currency: 'GBP', rate: 1.3 }] = usd;
    await test.db.setExchangeRates('USD', [{ ...eur, currency: 'EUR', rate: 1.1 }, gbp], AS_OF + DAY);
    expect((await test.db.exchangeRates('USD')).map(({ at }) => Date.parse(at))).toEqual([
      AS_OF + DAY,
      AS_OF,
    ]);
  });

  it('have none of a currency to itself', async () => {
    await test.db.setExchangeRates('USD', [{ currency: 'USD', rate: 2 }], AS_OF);
    expect(await test.db.exchangeRates('USD')).toEqual([]);
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { date, dateTime } from '../src/core/collect/streams/fields';
import { IdleRule } from '../src/shared/model/idle-rule';
import { SeatsQuery } from '../src/shared/model/licenses';
import { UsersQuery } from '../src/shared/model/users';
import { DAY, newOrg, store, type TestDatabase, testDatabase } from './builders/db';
import * as rows from './builders/db-records';

// A day is 24 hours, wherever the computer stands and whatever its clock does in spring and autumn: the same
// seat must be idle for everybody who looks at it.

/** Zones, with the minutes that their clocks are behind UTC at the moments below. */
const OFFSETS: Record<string, number[]> = {
  UTC: [0],
  'America/New_York': [240, 300],
  'Australia/Lord_Howe': [-660, -630],
  'Asia/Kathmandu': [-345],
  'Pacific/Kiritimati': [-840],
};
const ZONES = Object.keys(OFFSETS);

/** Moments whose last three months hold something that a calendar would count otherwise. */
const MOMENTS: [string, string][] = [
  ['half an hour after New York’s clocks went forward', '2026-03-08T07:30:00.000Z'],
  ['in the hour that New York has twice', '2026-11-01T05:30:00.000Z'],
  ['the same hour again', '2026-11-01T06:30:00.000Z'],
  ['after Lord Howe’s half hour went back', '2026-04-04T15:15:00.000Z'],
  ['after Lord Howe’s half hour went forward', '2026-10-03T15:45:00.000Z'],
  ['on a leap day', '2028-02-29T23:59:59.999Z'],
  ['90 days after a leap day', '2028-05-29T00:00:00.000Z'],
  ['at the first millisecond of a year', '2027-01-01T00:00:00.000Z'],
];

const THRESHOLDS = [89, 90, 91];
const GRACE = 7;
const EDGES = [-1, 0, 1];

/** People by how long ago something of theirs was, to the millisecond. */
const SEEN = THRESHOLDS.flatMap((days) => EDGES.map((edge) => ({ id: `s${days}${edge}`, days, edge })));
const BORN = [GRACE, 30].flatMap((days) => EDGES.map((edge) => ({ id: `b${days}${edge}`, days, edge })));

let test: TestDatabase;
const before = process.env['TZ'];
beforeAll(async () => {
  test = await testDatabase();
});
afterAll(() => {
  if (before === undefined) delete process.env['TZ'];
  else process.env['TZ'] = before;
  test.dispose();
});

let orgs = 0;

/** One org as of a moment: somebody for every edge, seen by LastLoginDate and by a stored login in turn. */
async function orgAsOf(asOf: number): Promise<string> {
  const orgId = `org-${++orgs}`;
  const to = { orgId, at: asOf };
  await test.db.insertOrg(newOrg({ id: orgId, name: orgId, url: `https://${orgId}` }));
  await store(test.db, 'userLicenses', [rows.userLicense()], to);
  await store(test.db, 'profiles', [rows.profile()], to);
  const people = [
    ...SEEN.map(({ id, days, edge }, i) => ({
      id,
      seen: asOf - days * DAY + edge,
      born: 0,
      isStored: i % 2 === 0,
    })),
    ...BORN.map(({ id, days, edge }) => ({
      id,
      seen: null,
      born: asOf - days * DAY + edge,
      isStored: false,
    })),
  ];
  const users = people.map(({ id, seen, born, isStored }) =>
    rows.user(id, { createdAt: born, lastLoginAt: isStored ? null : seen }),
  );
  await store(test.db, 'users', users, to);
  const logins = people.flatMap(({ id, seen, isStored }) =>
    isStored && seen !== null ? [rows.login(`l-${id}`, id, seen)] : [],
  );
  await store(test.db, 'loginHistory', logins, to);
  return orgId;
}

/** Whole days as people count them on a clock that never changes. */
const wholeDays = ({ days, edge }: { days: number; edge: number }) => (edge > 0 ? days - 1 : days);

async function answers(orgId: string, asOf: number): Promise<unknown[]> {
  const { db } = test;
  const found: unknown[] = [];
  for (const inactiveDays of THRESHOLDS) {
    const rule = IdleRule.parse({ inactiveDays });
    const { rows: seats } = await db.seats(SeatsQuery.parse({ orgId, asOf: null, rule, sort: 'name' }));
    const expected = [
      ...SEEN.filter((one) => wholeDays(one) >= inactiveDays).map((one) => [
        one.id,
        'inactive',
        wholeDays(one),
      ]),
      ...BORN.filter((one) => wholeDays(one) >= GRACE).map(({ id }) => [id, 'never-logged-in', null]),
    ];
    expect([inactiveDays, seats.map((row) => [row.userId, row.reason, row.daysIdle]).sort()]).toEqual([
      inactiveDays,
      expected.sort(),
    ]);
    for (const row of seats) expect(row.daysSinceLogin).toBe(row.daysIdle);
    const users = await db.users(
      UsersQuery.parse({ orgId, inactiveDays, states: ['inactive', 'never-logged-in'] }),
    );
    expect(users.rows.map(({ id }) => id).sort()).toEqual(seats.map(({ userId }) => userId).sort());
    const [license] = await db.licenses(orgId, rule);
    expect(license?.unused).toBe(seats.length);
    found.push(seats, license);
  }
  const curve = await db.idleCurve(orgId, IdleRule.parse({}));
  expect(curve.asOf).toBe(new Date(asOf).toISOString());
  expect(curve.licenses[0]?.byDays).toEqual([
    [88, 1],
    [89, 3],
    [90, 3],
    [91, 2],
  ]);
  return [...found, curve, await db.savings(orgId, IdleRule.parse({}), 'profile')];
}

describe.each(ZONES)('on a computer in %s', (zone) => {
  beforeAll(() => {
    process.env['TZ'] = zone;
  });

  it('is what it says', () => {
    const offsets = new Set(MOMENTS.map(([, at]) => new Date(at).getTimezoneOffset()));
    expect([...offsets].sort((a, b) => a - b)).toEqual(OFFSETS[zone]);
  });

  it.each(MOMENTS)('89, 90 and 91 days end to the millisecond: %s', async (_, moment) => {
    const asOf = Date.parse(moment);
    await answers(await orgAsOf(asOf), asOf);
  });

  it.each(MOMENTS)(
    'so do leave, the days of new people, and thresholds of their own: %s',
    async (_, moment) => {
      const { db } = test;
      const asOf = Date.parse(moment);
      const orgId = await orgAsOf(asOf);
      const to = { orgId, at: asOf, pass: 2 };
      const idle = async (rule: Partial<IdleRule>) =>
        (await db.seats(SeatsQuery.parse({ orgId, asOf: null, rule }))).rows
          .map(({ userId }) => userId)
          .sort();
      const newer = await idle({ newUserDays: 30 });
      expect(newer.filter((id) => id.startsWith('b'))).toEqual(['b30-1', 'b300']);

      const [away, back] = ['s91-1', 's910'];
      await db.setLeave(orgId, [away], { reason: '', until: asOf + 1, by: 'Ada', at: asOf });
      await db.setLeave(orgId, [back], { reason: '', until: asOf, by: 'Ada', at: asOf });
      const all = await idle({ inactiveDays: 91 });
      expect(await idle({ inactiveDays: 91, exceptions: true })).toEqual(all.filter((id) => id !== away));

      await store(db, 'profiles', [rows.profile('profile-1', { userType: 'PowerPartner' })], to);
      expect(await idle({ inactiveDays: 1, externalDays: 90 })).toEqual(await idle({ inactiveDays: 90 }));
    },
  );

  it('moments and days from Salesforce are read the same', () => {
    const record = {
      At: '2026-03-08T02:30:00.000+0000',
      Half: '2026-10-04T02:15:00.000+1030',
      Day: '2028-02-29',
    };
    expect(dateTime(record, 'At')).toBe(Date.UTC(2026, 2, 8, 2, 30));
    expect(dateTime(record, 'Half')).toBe(Date.UTC(2026, 9, 3, 15, 45));
    expect(date(record, 'Day')).toBe(Date.UTC(2028, 1, 29));
  });
});

it('answers are the same to the letter in every zone', async () => {
  const asOf = Date.parse('2026-11-01T06:30:00.000Z');
  const found = new Set<string>();
  for (const zone of ZONES) {
    process.env['TZ'] = zone;
    const orgId = await orgAsOf(asOf);
    await test.db.setPrice(orgId, {
      kind: 'user',
      licenseId: 'license-1',
      price: { amount: 10, per: 'month', currency: 'EUR', contractEnd: '2026-11-01' },
    });
    found.add(JSON.stringify(await answers(orgId, asOf)).replaceAll(orgId, 'the org'));
  }
  expect(found.size).toBe(1);
});

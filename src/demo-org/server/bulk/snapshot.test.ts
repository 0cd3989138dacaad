import fc from 'fast-check';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loginHistory, LOGIN_TABLES } from '../../catalog/objects/logins';
import { Catalog } from '../../catalog/catalog';
import { bulkRows } from '../../soql/bulk-rows';
import { compileSoql } from '../../soql/compile';
import { allPermissions } from '../../permissions';
import { shownRows } from './chunks';
import type { Job } from './job';
import { csvPage } from './results';
import { Snapshot } from './snapshot';

const NOW = Date.parse('2026-03-18T12:00:00Z');
let db: Database.Database;
beforeEach(() => {
  db = new Database(':memory:');
  db.exec(LOGIN_TABLES);
  db.exec("INSERT INTO login_status VALUES (0, 'Success', 1), (1, 'Invalid Password', 0)");
});
afterEach(() => db.close());

/** A login by its number; several share a second, numbers have gaps. */
function addLogin(n: number, t: number, status = 0): void {
  db.prepare('INSERT INTO login (n, t, user, status, client, ip) VALUES (?, ?, 7, ?, 0, 0)').run(
    n,
    t,
    status,
  );
}

function snapshot(soql: string, sliceRows: number): Snapshot {
  const query = compileSoql(soql, {
    catalog: new Catalog(allPermissions(), 67),
    instance: '5g0',
    now: NOW,
    runAs: 1,
  });
  return new Snapshot(db, 'bulk_1', bulkRows(query), sliceRows);
}

/** LoginTime of each row, as stored. */
const times = (s: Snapshot): number[] => s.read(0, s.size).map(([t]) => Number(t));

describe('a result read in slices', () => {
  beforeEach(() => {
    for (let i = 0; i < 100; i++) addLogin(10 + i * 3, 1_000_000 + Math.floor(i / 3) * 1000, i % 2);
  });

  test.each([
    ['SELECT LoginTime FROM LoginHistory', 'ORDER BY n'],
    ['SELECT LoginTime FROM LoginHistory ORDER BY LoginTime', 'ORDER BY t, n'],
    ['SELECT LoginTime FROM LoginHistory ORDER BY LoginTime DESC', 'ORDER BY t DESC, n DESC'],
    ['SELECT LoginTime FROM LoginHistory ORDER BY Id DESC', 'ORDER BY n DESC'],
    [
      'SELECT LoginTime FROM LoginHistory WHERE LoginTime > 1970-01-01T00:16:50Z OR LoginTime < 1970-01-01T00:16:43Z',
      'WHERE t > 1010000 OR t < 1003000 ORDER BY n',
    ],
    ['SELECT LoginTime FROM LoginHistory WHERE LoginTime > 2026-01-01T00:00:00Z', 'WHERE 0'],
    ['SELECT LoginTime FROM LoginHistory LIMIT 100001', 'ORDER BY n LIMIT 100001'],
    ['SELECT LoginTime FROM LoginHistory LIMIT 5', 'ORDER BY n LIMIT 5'],
    ['SELECT LoginTime FROM LoginHistory ORDER BY Status, LoginTime', 'ORDER BY status DESC, t, n'],
  ])('%s', async (soql, sql) => {
    const expected = db.prepare(`SELECT t FROM login ${sql}`).pluck().all();
    for (const sliceRows of [1, 3, 7, 25, 1000]) {
      const s = snapshot(soql, sliceRows);
      await s.fill();
      expect([s.complete, s.size]).toEqual([true, expected.length]);
      expect(times(s)).toEqual(expected);
      // Any part of it, too.
      expect(s.read(2, 5).map(([t]) => t)).toEqual(expected.slice(2, 5));
      s.drop();
    }
  });

  test('rows written while it is read are not in it', async () => {
    for (const order of ['', ' ORDER BY LoginTime', ' ORDER BY LoginTime DESC']) {
      const before = times(snapshotOf(`SELECT LoginTime FROM LoginHistory${order}`, 1_000_000));
      const s = snapshotOf(`SELECT LoginTime FROM LoginHistory${order}`, 5);
      expect(s.complete).toBe(false);
      const filled = s.fill();
      // Newer than everything, or in the second of the newest row.
      const next = Number(db.prepare('SELECT max(n) + 1 FROM login').pluck().get());
      addLogin(next, 9_000_000);
      addLogin(next + 1, 1_033_000);
      await filled;
      expect(times(s)).toEqual(before);
    }
  });

  test('a LIMIT that slices honor keeps the rows the order puts first', async () => {
    const s = new Snapshot(
      db,
      'bulk_9',
      { ...limited('SELECT LoginTime FROM LoginHistory ORDER BY LoginTime', 12) },
      4,
    );
    await s.fill();
    expect(times(s)).toEqual(db.prepare('SELECT t FROM login ORDER BY t, n LIMIT 12').pluck().all());
    const newest = new Snapshot(
      db,
      'bulk_10',
      limited('SELECT LoginTime FROM LoginHistory ORDER BY LoginTime DESC', 12),
      4,
    );
    await newest.fill();
    expect(times(newest)).toEqual(
      db.prepare('SELECT t FROM login ORDER BY t DESC, n DESC LIMIT 12').pluck().all(),
    );
  });

  test('dropped in the middle, or the database closed: no more work, no error', async () => {
    const s = snapshot('SELECT LoginTime FROM LoginHistory', 5);
    const filled = s.fill();
    s.drop();
    s.drop();
    await filled;
    expect(s.complete).toBe(false);
    const other = snapshot('SELECT LoginTime FROM LoginHistory', 5);
    const closing = other.fill();
    db.close();
    await closing;
    other.drop();
    db = new Database(':memory:');
  });

  test('the table goes with the last reader', async () => {
    const tables = (): unknown[] =>
      db.prepare("SELECT name FROM sqlite_schema WHERE name LIKE 'bulk%'").pluck().all();
    const s = snapshot('SELECT LoginTime FROM LoginHistory', 1000);
    const dialect = { columnDelimiter: 'COMMA', lineEnding: 'LF', bareNulls: false } as const;
    const job = { plan: { shuffleSeed: undefined }, request: { dialect } } as unknown as Job;
    const page = (): ReadableStreamDefaultReader<Uint8Array> => csvPage(job, s, '5g0', 0, s.size).getReader();
    const [one, two] = [page(), page()];
    await one.read();
    await two.read();
    s.drop();
    await one.cancel();
    expect(tables()).toEqual(['bulk_1']);
    while (!(await two.read()).done);
    expect(tables()).toEqual([]);
  });

  let serial = 20;
  function snapshotOf(soql: string, sliceRows: number): Snapshot {
    const query = compile(soql);
    return new Snapshot(db, `bulk_${++serial}`, bulkRows(query), sliceRows);
  }
  const compile = (soql: string): ReturnType<typeof compileSoql> =>
    compileSoql(soql, {
      catalog: new Catalog(allPermissions(), 67),
      instance: '5g0',
      now: NOW,
      runAs: 1,
    });
  const limited = (soql: string, limit: number): ReturnType<typeof bulkRows> => ({
    ...bulkRows(compile(soql)),
    limit,
  });
});

test('logins keep their numbers, other rows their values', () => {
  expect(loginHistory.table).toBe('login');
  expect(snapshot('SELECT Id, LoginGeo.City FROM LoginHistory', 10).rows.stored).toEqual(['n']);
  const user = bulkRows(
    compileSoql('SELECT Id, Name FROM User', {
      catalog: new Catalog(allPermissions(), 67),
      instance: '5g0',
      now: NOW,
      runAs: 1,
    }),
  );
  expect(user.stored).toEqual(['c0', 'c1']);
});

test('chunks are a permutation, however a result is cut into pages', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 500 }),
      fc.integer({ min: 1, max: 200 }),
      fc.option(fc.integer(), { nil: undefined }),
      (size, page, seed) => {
        const shown: number[] = [];
        for (let from = 0; from < size; from += page)
          for (const range of shownRows(size, from, Math.min(size, from + page), seed))
            for (let i = range.from; i < range.to; i++) shown.push(i);
        expect([...shown].sort((a, b) => a - b)).toEqual(Array.from({ length: size }, (_, i) => i));
        // The same whatever the pages.
        expect(
          shownRows(size, 0, size, seed).flatMap(({ from, to }) =>
            Array.from({ length: to - from }, (_, i) => from + i),
          ),
        ).toEqual(shown);
      },
    ),
  );
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  AS_OF,
  MIGRATIONS_FOLDER,
  type TestDatabase,
  newOrg,
  store,
  testDatabase,
} from '../../test/builders/db';
import * as rows from '../../test/builders/db-records';
import { UsersQuery } from '../shared/model/users';
import { type LocalDatabase, createDatabase } from './api';
import { type Connection, createConnection } from './connection';
import { Keeper, changesOnly, isDue, partsOf, versions } from './freshness';
import { Memo } from './memo';
import { openDatabase } from './open';

let test: TestDatabase;
beforeEach(async () => {
  test = await testDatabase();
  await test.db.insertOrg(newOrg());
});
afterEach(() => test.dispose());

const idsOf = async (db: LocalDatabase, changes: Partial<UsersQuery> = {}) =>
  (await db.users(UsersQuery.parse({ orgId: 'org-1', inactiveDays: 90, ...changes }))).rows.map(
    ({ id }) => id,
  );

function connect(): Connection {
  return createConnection(openDatabase({ file: test.file }), test.file);
}

describe('what is kept in memory', () => {
  it('follows changes made by another process', async () => {
    await store(test.db, 'users', [rows.user('u1')]);
    const reader = await createDatabase({
      file: test.file,
      migrationsFolder: MIGRATIONS_FOLDER,
      readOnly: true,
    });
    expect(await idsOf(reader)).toEqual(['u1']);
    await store(test.db, 'users', [rows.user('u1'), rows.user('u2', { name: 'A' })], { pass: 2 });
    expect(await idsOf(reader)).toEqual(['u2', 'u1']);
    await store(test.db, 'loginHistory', [rows.login('l1', 'u1', AS_OF)]);
    expect(await idsOf(reader, { sort: 'logins30d', descending: true })).toEqual(['u1', 'u2']);
    reader.close();
  });

  it('is right at the end of a collection and before the first', async () => {
    expect(await idsOf(test.db)).toEqual([]);
    const run = await test.db.startRun('org-1', AS_OF, 75, 'manual');
    await store(test.db, 'users', [rows.user('u1')]);
    await test.db.users(UsersQuery.parse({ orgId: 'org-1', inactiveDays: 90 }));
    await store(test.db, 'users', [rows.user('u1'), rows.user('u2')], { pass: 2 });
    const end = {
      endedAt: AS_OF,
      resumeAt: null,
      callsMade: 1,
      orgUsedBefore: 1,
      orgUsedAfter: 2,
      orgMax: 9,
    };
    await test.db.finishRun(run, { ...end, state: 'complete', error: null });
    expect(await idsOf(test.db)).toEqual(['u1', 'u2']);
  });

  it('belongs to one org', async () => {
    await test.db.insertOrg(newOrg({ id: 'org-2', name: 'Other', url: 'https://other' }));
    await test.db.insertOrg(newOrg({ id: 'org-3', name: 'Third', url: 'https://third' }));
    for (const orgId of ['org-1', 'org-2', 'org-3'])
      await store(test.db, 'users', [rows.user(orgId)], { orgId });
    for (const orgId of ['org-1', 'org-2', 'org-3', 'org-1'])
      expect(await idsOf(test.db, { orgId })).toEqual([orgId]);
  });
});

describe('versions', () => {
  it('change for the parts a change names, and for all when it names none', () => {
    const db = connect();
    const price = () =>
      db.run(
        `INSERT OR REPLACE INTO license_price (org_id, kind, license_id, monthly_price, currency)
         VALUES (1, 'user', 'l', 1, 'EUR')`,
      );
    const before = { ...versions(db) };
    changesOnly(db, [], price);
    expect(versions(db)).toEqual(before);
    changesOnly(db, partsOf('loginHistory'), price);
    expect(versions(db)).toEqual({ ...before, seen: before.seen + 1 });
    price();
    expect(versions(db)).toEqual({
      people: before.people + 1,
      seen: before.seen + 2,
      seats: before.seats + 1,
    });
    db.sqlite.close();
  });

  it('notice a change that came just before one that is accounted for', () => {
    const [db, other] = [connect(), connect()];
    const before = { ...versions(db) };
    other.run(`UPDATE org SET name = 'By another process'`);
    changesOnly(db, [], () => db.run(`UPDATE org SET name = 'By ourselves'`));
    expect(versions(db).people).toBe(before.people + 1);
    other.sqlite.close();
    db.sqlite.close();
  });

  it('change although the work that was accounted for failed', () => {
    const db = connect();
    const { seats } = { ...versions(db) };
    const work = () => {
      throw new Error('full');
    };
    expect(() => changesOnly(db, ['seats'], work)).toThrow('full');
    expect(versions(db).seats).toBe(seats + 1);
    db.sqlite.close();
  });
});

describe('a keeper', () => {
  it('reads again what has changed, or no longer fits, and nothing else', () => {
    const db = connect();
    const keeper = new Keeper<number>(['people', 'seen']);
    const changed: string[] = [];
    const ask = (fits = true) =>
      keeper.get(
        db,
        1,
        (known, hasChanged) => {
          changed.push((['people', 'seen'] as const).filter(hasChanged).join());
          return (known ?? 0) + 1;
        },
        () => fits,
      );
    expect([ask(), ask()]).toEqual([1, 1]);
    changesOnly(db, ['seats'], () => undefined);
    expect(ask()).toBe(1);
    changesOnly(db, ['seen'], () => undefined);
    expect([ask(), ask()]).toEqual([2, 2]);
    expect(ask(false)).toBe(3);
    expect(changed).toEqual(['people,seen', 'seen', '']);
    db.sqlite.close();
  });

  it.each([
    ['nothing is collected', { costMs: 500, ageMs: 0, collecting: false }, true],
    ['reading is quick', { costMs: 24, ageMs: 0, collecting: true }, true],
    ['a slow one was read just now', { costMs: 500, ageMs: 9_999, collecting: true }, false],
    ['a slow one is old', { costMs: 500, ageMs: 10_001, collecting: true }, true],
  ])('when %s', (_, value, due) => {
    expect(isDue(value)).toBe(due);
  });
});

describe('a memo', () => {
  it('makes a value once, and forgets the one asked for least recently', () => {
    const memo = new Memo(2);
    const made: string[] = [];
    const ask = (key: string) => memo.get(key, () => made.push(key));
    for (const key of ['a', 'b', 'a', 'c', 'a', 'b']) ask(key);
    expect(made).toEqual(['a', 'b', 'c', 'b']);
    expect(memo.get('nothing', () => undefined)).toBeUndefined();
  });
});

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
import { Task, unhurried } from './slices';

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

describe('row counts', () => {
  it('follow what is stored, here and by another process', async () => {
    const reader = await createDatabase({
      file: test.file,
      migrationsFolder: MIGRATIONS_FOLDER,
      readOnly: true,
    });
    const counts = async () =>
      Promise.all([test.db, reader].map(async (db) => (await db.rowCounts('org-1'))['users']));
    expect(await counts()).toEqual([0, 0]);
    await store(test.db, 'users', [rows.user('u1'), rows.user('u2')]);
    expect(await counts()).toEqual([2, 2]);
    await store(test.db, 'profiles', [rows.profile('p')]);
    await store(test.db, 'users', [rows.user('u2')], { pass: 2 });
    expect(await counts()).toEqual([1, 1]);
    reader.close();
  });
});

describe('versions', () => {
  it('change for the parts a change names, and for all when it names none', () => {
    const db = connect();
    const price = () =>
      db.run(
        `INSERT OR REPLACE INTO license_price (org_id, kind, license_id, amount, per, currency)
         VALUES (1, 'user', 'l', 1, 'month', 'EUR')`,
      );
    const before = { ...versions(db) };
    changesOnly(db, [], price);
    expect(versions(db)).toEqual(before);
    changesOnly(db, partsOf('loginHistory'), price);
    expect(versions(db)).toEqual({
      ...before,
      seen: before.seen + 1,
      loginHistory: before.loginHistory + 1,
    });
    price();
    const all = Object.fromEntries(Object.entries(before).map(([part, version]) => [part, version + 1]));
    expect(versions(db)).toEqual({ ...all, seen: before.seen + 2, loginHistory: before.loginHistory + 2 });
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
  function keeping() {
    const db = connect();
    const changed: string[] = [];
    const keeper = new Keeper<number>(['people', 'seen'], function* (_db, _org, known, hasChanged) {
      changed.push((['people', 'seen'] as const).filter(hasChanged).join());
      yield;
      return (known ?? 0) + 1;
    });
    return { db, keeper, changed, ask: () => keeper.get(db, 1) };
  }

  it('reads again what has changed, and nothing else', () => {
    const { db, keeper, changed, ask } = keeping();
    expect(keeper.isOutdated(db, 1)).toBe(true);
    expect([ask(), ask()]).toEqual([1, 1]);
    changesOnly(db, ['seats'], () => undefined);
    expect([ask(), keeper.isOutdated(db, 1)]).toEqual([1, false]);
    changesOnly(db, ['seen'], () => undefined);
    expect(keeper.isOutdated(db, 1)).toBe(true);
    expect([ask(), ask()]).toEqual([2, 2]);
    expect(changed).toEqual(['people,seen', 'seen']);
    expect(keeper.orgs(db)).toEqual([1]);
    db.sqlite.close();
  });

  it('goes on with what is being read, and shows it when it is published', () => {
    const { db, keeper, changed, ask } = keeping();
    const reading = keeper.begin(db, 1);
    expect(reading.task.step()).toBe(false);
    expect(ask()).toBe(1);
    expect([keeper.begin(db, 1), changed]).toEqual([reading, ['people,seen']]);
    changesOnly(db, ['seen'], () => undefined);
    const second = keeper.begin(db, 1);
    second.task.now();
    expect(keeper.isOutdated(db, 1)).toBe(true);
    keeper.publish(db, 1, second, second.task);
    expect([keeper.isOutdated(db, 1), ask()]).toEqual([false, 2]);
    // What is older than what is known comes too late.
    keeper.publish(db, 1, reading, reading.task);
    expect(ask()).toBe(2);
    db.sqlite.close();
  });

  it('waits with what takes long while a collection runs', async () => {
    const { db, keeper } = keeping();
    const first = keeper.begin(db, 1);
    const slow = new Task<void>(
      (function* () {
        yield;
      })(),
    );
    slow.costMs = 60_000;
    first.task.now();
    keeper.publish(db, 1, first, slow);
    await test.db.startRun('org-1', AS_OF, 75, 'manual');
    expect([keeper.isOutdated(db, 1), keeper.isDue(db, 1), keeper.get(db, 1)]).toEqual([true, false, 1]);
    await test.db.closeDanglingRuns(AS_OF);
    expect([keeper.isDue(db, 1), keeper.get(db, 1)]).toEqual([true, 2]);
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
  it('makes a value once, and forgets the one asked for least recently when it is full', () => {
    const memo = new Memo(2_500);
    const made: string[] = [];
    const ask = (key: string) =>
      memo.get(key, () => {
        made.push(key);
        return new Uint8Array(1_000);
      });
    for (const key of ['a', 'b', 'a', 'c', 'a', 'b']) ask(key);
    expect(made).toEqual(['a', 'b', 'c', 'b']);
    expect(memo.get('nothing', () => undefined)).toBeUndefined();
    const large = { columns: new Float64Array(10_000) };
    expect(memo.get('large', () => large)).toBe(large);
    expect(memo.get('large', () => null)).toBe(large);
    ask('a');
    expect(made).toEqual(['a', 'b', 'c', 'b', 'a']);
  });

  it('keeps tasks, unless they failed', () => {
    const memo = new Memo(0);
    let attempts = 0;
    const ask = () =>
      memo.task('dear', function* () {
        yield;
        if (++attempts === 1) throw new Error('disk');
        return attempts;
      });
    expect(ask().step()).toBe(false);
    expect(() => ask().now()).toThrow('disk');
    expect([ask().now(), ask().now()]).toEqual([2, 2]);
  });
});

describe('a task', () => {
  it('is done in slices, the rest at once, and fails as often as it is asked', async () => {
    const steps: number[] = [];
    const count = (to: number) =>
      new Task(
        (function* () {
          for (let i = 0; i < to; i++) {
            steps.push(i);
            yield;
          }
          return to;
        })(),
      );
    const task = count(3);
    expect([task.step(), steps.length, task.now(), task.step(), steps.length]).toEqual([
      false,
      1,
      3,
      true,
      3,
    ]);
    expect(await unhurried(count(2), () => true)).toBe(true);
    expect(await unhurried(count(2), () => false)).toBe(false);
    const failing = new Task<number>(
      (function* () {
        yield;
        throw new Error('disk');
      })(),
    );
    expect(failing.step()).toBe(false);
    for (let i = 0; i < 2; i++) expect(() => failing.now()).toThrow('disk');
    expect(failing.hasFailed).toBe(true);
  });
});

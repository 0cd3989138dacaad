import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Catalog } from '../catalog/catalog';
import { createStore, type DemoStore } from '../data/store';
import { RUN_AS } from '../data/system-users';
import { planData } from '../options';
import { allPermissions } from '../permissions';
import { NOON } from '../test-client';
import { compileSoql } from './compile';
import { Cursors } from './cursors';
import { executeSoql, type ExecuteContext } from './execute';

/**
 * How SQLite runs what queries compile to. LoginHistory may hold five million rows: whatever a client asks of it
 * again and again must come from an index, in the order asked for.
 */

let store: DemoStore;
let context: ExecuteContext;
beforeAll(async () => {
  store = await createStore({ plan: planData({ users: 300, logins: 20_000 }, NOON), now: NOON });
  context = {
    db: store.db,
    cursors: new Cursors(store.db),
    batchSize: 2000,
    catalog: new Catalog(allPermissions(), 67),
    instance: store.instance,
    base: '/services/data/v67.0',
    now: NOON,
    runAs: RUN_AS,
  };
});
afterAll(() => {
  store.close();
});

function plan(soql: string): string[] {
  const query = compileSoql(soql, context);
  const having = query.having.sql === '' ? '' : `HAVING ${query.having.sql}`;
  const select = query.kind === 'count' ? 'COUNT(*)' : query.columns.map((c) => c.sql).join(', ');
  const sql = `SELECT ${select} FROM ${query.from} ${query.where.sql} ${query.groupBy} ${having} ${query.orderBy} LIMIT ${query.limit ?? -1}`;
  return store.db
    .prepare(`EXPLAIN QUERY PLAN ${sql}`)
    .all(...query.where.params, ...query.having.params)
    .map((row) => (row as { detail: string }).detail);
}

const SINCE = 'LoginTime > 2026-03-01T00:00:00Z';

describe('the index serves', () => {
  test.each([
    [
      `SELECT Id, LoginTime, Status FROM LoginHistory WHERE ${SINCE} ORDER BY LoginTime`,
      'login_by_time (t>?)',
    ],
    [
      `SELECT Id, LoginTime FROM LoginHistory WHERE ${SINCE} ORDER BY LoginTime DESC LIMIT 10`,
      'login_by_time (t>?)',
    ],
    [
      'SELECT Id FROM LoginHistory WHERE LoginTime >= 2026-03-01T00:00:00Z AND LoginTime < 2026-03-02T00:00:00Z ORDER BY LoginTime, Id',
      'login_by_time (t>? AND t<?)',
    ],
    [
      'SELECT Id, LoginTime FROM LoginHistory WHERE LoginTime = LAST_N_DAYS:3 ORDER BY LoginTime DESC',
      't>? AND t<?',
    ],
    [
      "SELECT Id FROM LoginHistory WHERE UserId = '0055D000cygAN1QQAW' AND LoginTime = TODAY",
      '(user=? AND t>? AND t<?)',
    ],
    ['SELECT Id FROM LoginHistory WHERE DAY_ONLY(LoginTime) = 2026-03-01 ORDER BY LoginTime', 't>? AND t<?'],
    ["SELECT Id FROM LoginHistory WHERE UserId IN ('0055D000cygAN1QQAW') ORDER BY LoginTime", '(user=?)'],
    [
      'SELECT Id FROM LoginHistory ORDER BY LoginTime DESC LIMIT 1',
      'SCAN t0 USING COVERING INDEX login_by_time',
    ],
    [
      'SELECT UserId, COUNT(Id), MAX(LoginTime) FROM LoginHistory GROUP BY UserId',
      'COVERING INDEX login_by_user',
    ],
    ['SELECT Id FROM LoginHistory WHERE UserId IN (SELECT Id FROM User WHERE IsActive = false)', '(user=?)'],
    [`SELECT COUNT() FROM LoginHistory WHERE ${SINCE}`, 'COVERING INDEX login_by_time (t>?)'],
    [
      'SELECT Id FROM User WHERE SystemModstamp > 2026-03-01T00:00:00Z ORDER BY SystemModstamp',
      'user_by_modstamp',
    ],
    [`SELECT LoginGeo.City, Id FROM LoginHistory WHERE ${SINCE} ORDER BY LoginTime`, 'login_by_time (t>?)'],
  ])('%s', (soql, expected) => {
    const steps = plan(soql);
    expect(steps.join('\n')).toContain(expected);
    if (soql.includes('ORDER BY')) expect(steps.join('\n')).not.toContain('TEMP B-TREE');
  });
});

test('who signed in at all is looked up per user, not listed per sign-in', () => {
  for (const operator of ['IN', 'NOT IN']) {
    const steps = plan(`SELECT Id FROM User WHERE Id ${operator} (SELECT UserId FROM LoginHistory)`).join(
      '\n',
    );
    expect(steps).toContain('SCAN t0');
    expect(steps).toMatch(/USING INDEX login_by_user FOR IN-OPERATOR/);
  }
});

test('children are looked up by their parents, not searched for', () => {
  const statements: string[] = [];
  const prepare = store.db.prepare.bind(store.db);
  const spied = Object.assign(Object.create(store.db) as typeof store.db, {
    prepare: (sql: string) => {
      statements.push(sql);
      return prepare(sql);
    },
  });
  const cursors = Object.assign(Object.create(context.cursors) as Cursors, { db: spied });
  const soql =
    'SELECT Id, (SELECT Id FROM PermissionSetAssignments), (SELECT Id FROM ManagedUsers ORDER BY Name LIMIT 3) FROM User';
  executeSoql(soql, { ...context, db: spied, cursors });
  const plans = statements
    .filter((sql) => sql.includes('json_each'))
    .map((sql) =>
      prepare(`EXPLAIN QUERY PLAN ${sql}`)
        .all('[1]', 1)
        .map((row) => (row as { detail: string }).detail)
        .join('\n'),
    );
  expect(plans).toHaveLength(2);
  for (const text of plans) expect(text).toMatch(/SEARCH t0 USING .*INDEX/);
});

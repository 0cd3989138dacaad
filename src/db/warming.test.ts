import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  AS_OF,
  DAY,
  MIGRATIONS_FOLDER,
  type TestDatabase,
  newOrg,
  store,
  testDatabase,
} from '../../test/builders/db';
import * as rows from '../../test/builders/db-records';
import { SeatsQuery } from '../shared/model/licenses';
import { UserSortColumn, UsersQuery } from '../shared/model/users';
import { type LocalDatabase, createDatabase } from './api';
import { createConnection } from './connection';
import { openDatabase } from './open';
import { peopleKeeper } from './queries/people';
import { createWarming } from './warming';
import { IdleRule } from '../shared/model/idle-rule';

let test: TestDatabase;
beforeEach(async () => {
  test = await testDatabase();
  await test.db.insertOrg(newOrg());
});
afterEach(() => test.dispose());

const NAMES = ['anna', 'Anna', 'Zoë', 'zoe', 'Bo', 'Änna', 'Čarlo', 'mia'];
/** More than one slice of everything that is read in slices. */
const PEOPLE = 4_200;

const userId = (i: number) => `u${String(i).padStart(5, '0')}`;

async function fill(db: LocalDatabase, from: number, to: number, pass: number): Promise<void> {
  const numbers = Array.from({ length: to }, (_, i) => i).slice(from);
  await store(db, 'userLicenses', [rows.userLicense('crm', { name: 'Crm', label: 'Crm' })], { pass });
  await store(db, 'profiles', [rows.profile('p', { userLicenseId: 'crm' })], { pass });
  await store(db, 'permissionSetLicenses', [rows.permissionSetLicense('psl')], { pass });
  const users = numbers.map((i) =>
    rows.user(userId(i), {
      name: `${NAMES[(i * 7) % NAMES.length] ?? ''}${i % 50}`,
      username: `${(i * 7919) % 10_000}@acme.example`,
      profileId: i % 9 === 0 ? null : 'p',
      isActive: i % 5 !== 0,
      createdAt: AS_OF - ((i * 31) % 900) * DAY,
      lastLoginAt: i % 3 === 0 ? null : AS_OF - ((i * 17) % 300) * DAY,
    }),
  );
  await store(db, 'users', users, { pass });
  await store(
    db,
    'permissionSetLicenseAssignments',
    numbers.map((i) => rows.pslAssignment(userId(i))),
    { pass },
  );
  const logins = numbers.map((i) => rows.login(`l${pass}-${i}`, userId(i), AS_OF - (i % 40) * DAY));
  await store(db, 'loginHistory', logins);
}

/** Pages of every kind of list. */
async function pagesOf(db: LocalDatabase): Promise<unknown[]> {
  const pages: unknown[] = [];
  const users = { orgId: 'org-1', inactiveDays: 90, limit: 20 };
  for (const sort of UserSortColumn.options)
    for (const offset of [0, 4_050]) pages.push(await db.users(UsersQuery.parse({ ...users, sort, offset })));
  for (const search of ['anna', 'ë4', 'č', '77@'])
    pages.push(await db.users(UsersQuery.parse({ ...users, search, states: ['active', 'inactive'] })));
  for (const sort of SeatsQuery.shape.sort.unwrap().options)
    for (const descending of [false, true])
      pages.push(
        await db.seats(SeatsQuery.parse({ orgId: 'org-1', rule: {}, sort, descending, offset: 1_234 })),
      );
  pages.push(await db.licenses('org-1', IdleRule.parse({ includeFree: true })));
  return pages;
}

describe('what is made ready in slices', () => {
  it('is what a question finds that waits for nothing, also after a collection', async () => {
    await fill(test.db, 0, PEOPLE, 1);
    const looking = { file: test.file, migrationsFolder: MIGRATIONS_FOLDER, keepReady: true };
    const ready = await createDatabase(looking);
    await ready.whenReady();
    expect(await pagesOf(ready)).toEqual(await pagesOf(test.db));

    const run = await ready.startRun('org-1', AS_OF, 75, 'manual');
    await fill(ready, 100, PEOPLE + 300, 2);
    const end = {
      endedAt: AS_OF,
      resumeAt: null,
      callsMade: 1,
      orgUsedBefore: 1,
      orgUsedAfter: 2,
      orgMax: 9,
    };
    await ready.finishRun(run, { ...end, state: 'complete', error: null });
    const fresh = await createDatabase({ ...looking, keepReady: false });
    expect(await pagesOf(ready)).toEqual(await pagesOf(fresh));

    const names = createConnection(openDatabase({ file: test.file }), test.file);
    const expected = names
      .all<{ id: string }>('SELECT id FROM sf_user ORDER BY name COLLATE NOCASE, id LIMIT 500 OFFSET 3800')
      .map(({ id }) => id);
    const page = await ready.users(
      UsersQuery.parse({ orgId: 'org-1', inactiveDays: 90, offset: 3_800, limit: 500 }),
    );
    expect(page.rows.map(({ id }) => id)).toEqual(expected);
    expect(page.all).toBe(PEOPLE + 200);
    names.sqlite.close();
    fresh.close();
    ready.close();
  }, 120_000);

  it('is up to date when a collection ends, though somebody asked in between', async () => {
    await store(test.db, 'users', [rows.user('u1')]);
    const db = createConnection(openDatabase({ file: test.file }), test.file);
    const warming = createWarming(db);
    await warming.whenReady();
    expect(peopleKeeper.isOutdated(db, 1)).toBe(false);
    const run = await test.db.startRun('org-1', AS_OF, 75, 'manual');
    await store(test.db, 'users', [rows.user('u1'), rows.user('u2')], { pass: 2 });
    expect(peopleKeeper.isOutdated(db, 1)).toBe(true);
    const collected = warming.collected(run);
    warming.consider();
    peopleKeeper.get(db, 1);
    await collected;
    await warming.whenReady();
    expect([peopleKeeper.isOutdated(db, 1), peopleKeeper.get(db, 1).count]).toEqual([false, 2]);
    db.sqlite.close();
    // Nothing is left to do, and nothing fails, once the file is closed.
    warming.consider();
    await warming.collected(run);
    await warming.whenReady();
  });
});

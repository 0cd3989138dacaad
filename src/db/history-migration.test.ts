import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AS_OF, DAY, HOUR, MIGRATIONS_FOLDER, store, tempFolder } from '../../test/builders/db';
import * as rows from '../../test/builders/db-records';
import { ChangesQuery } from '../shared/model/changes';
import { UsersQuery } from '../shared/model/users';
import { type LocalDatabase, createDatabase } from './api';
import { migrate } from './migrate';
import { openDatabase } from './open';

let folder: string;
let remove: () => void;
let db: LocalDatabase;

/** A database of the version before there was history: one org, collected up to AS_OF - HOUR. */
beforeEach(async () => {
  ({ folder, remove } = tempFolder());
  const migrationsFolder = join(folder, 'old');
  cpSync(MIGRATIONS_FOLDER, migrationsFolder, { recursive: true });
  const path = join(migrationsFolder, 'meta', '_journal.json');
  const journal = JSON.parse(readFileSync(path, 'utf8')) as { entries: unknown[] };
  writeFileSync(path, JSON.stringify({ ...journal, entries: journal.entries.slice(0, 2) }));
  const file = join(folder, 'seatwatch.db');
  const sqlite = openDatabase({ file });
  await migrate({ sqlite, file, migrationsFolder });
  const at = AS_OF - HOUR;
  sqlite.exec(`
    INSERT INTO org (id, uid, name, url, auth, consumer_key, threshold_percent, inactive_days, added_at, data_as_of)
    VALUES (1, 'org-1', 'Acme', 'https://acme.my.salesforce.com', 'client-credentials', 'key', 75, 90, 1, ${at});
    INSERT INTO run (org_id, state, started_at, ended_at, threshold_percent)
    VALUES (1, 'complete', ${at - HOUR}, ${at}, 75);
    INSERT INTO sf_user (org_id, id, username, name, email, is_active, department, created_at, last_login_at, search_text, pass)
    VALUES (1, 'u1', 'u1@acme.test', 'Ada', 'u1@mail.test', 1, 'Sales', ${AS_OF - 400 * DAY}, ${AS_OF - 300 * DAY}, 'ada', 7),
           (1, 'u2', 'u2@acme.test', 'Bob', 'u2@mail.test', 1, NULL, ${AS_OF - 400 * DAY}, NULL, 'bob', 7);
    INSERT INTO profile (org_id, id, name, pass) VALUES (1, 'p1', 'Sales', 7);
    INSERT INTO login_history (org_id, login_time, id, user_id, status, success)
    VALUES (1, ${at - DAY}, 'l1', 'u2', 'Success', 1), (1, ${at - DAY + 1}, 'l2', 'u2', 'Failed', 0);
    INSERT INTO stream_checkpoint (org_id, stream, pass, complete, updated_at)
    VALUES (1, 'users', 7, 1, ${at}), (1, 'profiles', 7, 0, ${at});
  `);
  sqlite.close();
  db = await createDatabase({ file, migrationsFolder: MIGRATIONS_FOLDER });
});
afterEach(() => {
  db.close();
  remove();
});

const changes = async () =>
  (await db.changes(ChangesQuery.parse({ orgId: 'org-1' }))).rows.map(
    ({ kind, label, fields }) => `${kind} ${label} ${fields.map(({ field }) => field).join()}`,
  );
const people = async (asOf: string | null) =>
  (await db.users(UsersQuery.parse({ orgId: 'org-1', inactiveDays: 90, asOf }))).rows.map(
    ({ id, name, lastLoginAt }) => ({ id, name, lastLoginAt }),
  );

describe('an org collected before there was history', () => {
  const ada = rows.user('u1', {
    ...{ name: 'Ada', profileId: null, userType: null, department: 'Legal' },
    ...{ features: ['KnowledgeUser'], lastPasswordChangeAt: AS_OF - DAY, lastLoginAt: AS_OF },
  });
  const end = new Date(AS_OF - HOUR).toISOString();

  it('keeps all it has', async () => {
    expect(await db.rowCounts('org-1')).toMatchObject({ users: 2, profiles: 1, loginHistory: 2 });
    expect(await people(null)).toEqual([
      { id: 'u1', name: 'Ada', lastLoginAt: null },
      { id: 'u2', name: 'Bob', lastLoginAt: null },
    ]);
    expect((await db.health()).problems).toEqual([]);
  });

  it('has a history from its last collection on', async () => {
    expect(await db.changes(ChangesQuery.parse({ orgId: 'org-1' }))).toMatchObject({
      total: 0,
      trackedSince: end,
    });
    expect(await db.asOfChoices('org-1')).toEqual([{ at: end, runId: 1 }]);
    await store(db, 'users', [ada], { pass: 8 });
    // What was never asked for before is no news: neither the features nor the password.
    expect(await changes()).toEqual(['removed Bob ', 'changed Ada department']);
    expect(await people(end)).toEqual([
      { id: 'u1', name: 'Ada', lastLoginAt: new Date(AS_OF - 300 * DAY).toISOString() },
      { id: 'u2', name: 'Bob', lastLoginAt: new Date(AS_OF - HOUR - DAY).toISOString() },
    ]);
    await store(db, 'users', [{ ...ada, features: [] }], { pass: 9 });
    expect(await changes()).toEqual(['changed Ada features', 'removed Bob ', 'changed Ada department']);
  });

  it('has none of a stream that was not read to its end', async () => {
    await store(db, 'profiles', [rows.profile('p1', { name: 'Sales 2' })], { pass: 7 });
    await store(db, 'profiles', [rows.profile('p1', { name: 'Sales 3' })], { pass: 8 });
    expect(await changes()).toEqual([]);
    await store(db, 'profiles', [rows.profile('p1', { name: 'Sales 4' })], { pass: 9 });
    expect(await changes()).toEqual(['changed Sales 4 name']);
  });
});

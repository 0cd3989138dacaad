import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import BetterSqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AS_OF, DAY, HOUR, MIGRATIONS_FOLDER, newOrg, store, tempFolder } from '../../test/builders/db';
import * as rows from '../../test/builders/db-records';
import { createDatabase } from './api';
import { migrate } from './migrate';
import { openDatabase, openPlain } from './open';
import { API, MOBILE, SSO, UI } from './queries/login-access';

let folder: string;
let file: string;
let remove: () => void;
beforeEach(() => {
  ({ folder, remove } = tempFolder());
  file = join(folder, 'seatwatch.db');
});
afterEach(() => {
  remove();
});

/** The schema as it was before sign-ins had bits. */
async function olderDatabase(): Promise<void> {
  const migrationsFolder = join(folder, 'old');
  cpSync(MIGRATIONS_FOLDER, migrationsFolder, { recursive: true });
  const path = join(migrationsFolder, 'meta', '_journal.json');
  const journal = JSON.parse(readFileSync(path, 'utf8')) as { entries: { tag: string }[] };
  const entries = journal.entries.filter(({ tag }) => tag < '0004');
  writeFileSync(path, JSON.stringify({ ...journal, entries }));
  const sqlite = openDatabase({ file });
  await migrate({ sqlite, file, migrationsFolder });
  sqlite.close();
}

const open = () => createDatabase({ file, migrationsFolder: MIGRATIONS_FOLDER });

function change(sql: string): void {
  const sqlite = openPlain(file, undefined);
  sqlite.exec(sql);
  sqlite.close();
}

function ask(sql: string): unknown[] {
  const sqlite = new BetterSqlite(file, { readonly: true });
  try {
    return sqlite.prepare(sql).raw().all();
  } finally {
    sqlite.close();
  }
}

const BITS_OF_DAYS = `
  SELECT u.user_id, ${Math.floor(AS_OF / DAY)} - d.day, d.access
  FROM login_user_day d JOIN login_user u ON u.key = d.user_key ORDER BY d.org_id, 1, 2`;
const BITS_OF_CLIENTS = 'SELECT login_type, access FROM login_client ORDER BY key';

const today = Math.floor(AS_OF / DAY);
/** Key, user, day ago, client, success. */
const LOGINS: readonly [number, number, 1 | 2 | 3 | 4, 0 | 1][] = [
  [1, 0, 1, 1],
  [1, 0, 2, 1],
  [1, 3, 3, 1],
  [1, 3, 2, 0],
  [2, 3, 4, 1],
  [2, 90, 2, 0],
];

describe('bits of sign-ins stored before there were any', () => {
  beforeEach(async () => {
    await olderDatabase();
    const logins = LOGINS.map(([user, ago, client, success], i) => {
      const at = AS_OF - ago * DAY + i;
      return `
        INSERT INTO login (org_id, login_time, id, user_key, success, status_key, place_key, client_key)
        VALUES (1, ${at}, 'l${i}', ${user}, ${success}, 1, 1, ${client});
        INSERT INTO login_user_day (org_id, user_key, day, logins, failures, first_second, last_second)
        VALUES (1, ${user}, ${today - ago}, ${success}, ${1 - success}, 43200, 43200)
          ON CONFLICT DO UPDATE SET logins = logins + excluded.logins, failures = failures + excluded.failures;
        INSERT INTO login_client_day (org_id, day, client_key, logins, failures)
        VALUES (1, ${today - ago}, ${client}, ${success}, ${1 - success})
          ON CONFLICT DO UPDATE SET logins = logins + excluded.logins, failures = failures + excluded.failures;
        INSERT INTO login_day (org_id, day, logins, failures, active_users)
        VALUES (1, ${today - ago}, ${success}, ${1 - success}, ${success})
          ON CONFLICT DO UPDATE SET logins = logins + excluded.logins, failures = failures + excluded.failures;`;
    });
    change(`
      INSERT INTO org (id, uid, name, url, auth, consumer_key, threshold_percent, inactive_days, added_at, data_as_of)
      VALUES (1, 'org-1', 'Acme', 'https://acme.my.salesforce.com', 'client-credentials', 'key', 75, 90, 1, ${AS_OF});
      INSERT INTO login_user (key, org_id, user_id) VALUES (1, 1, 'u1'), (2, 1, 'u2');
      INSERT INTO login_status (key, org_id, status) VALUES (1, 1, 'Success');
      INSERT INTO login_place (key, org_id, signature) VALUES (1, 1, '[]');
      INSERT INTO login_client (key, org_id, signature, login_type, application, platform) VALUES
        (1, 1, '1', 'Application', 'Browser', 'Windows 10'),
        (2, 1, '2', 'Other Apex API', 'Data Loader', 'Unknown'),
        (3, 1, '3', 'SAML Sfdc Initiated SSO', 'Browser', 'Windows 10'),
        (4, 1, '4', 'Remote Access 2.0', 'Salesforce for iOS', 'iPhone');
      ${logins.join('\n')}`);
  });

  const EXPECTED = [
    ['u1', 0, UI | API],
    // Somebody tried through an API there; that is no use of it.
    ['u1', 3, UI | SSO],
    ['u2', 3, MOBILE],
    ['u2', 90, 0],
  ];

  it('are found out when the database is brought up to date', async () => {
    (await open()).close();
    expect(ask(BITS_OF_CLIENTS)).toEqual([
      ['Application', UI],
      ['Other Apex API', API],
      ['SAML Sfdc Initiated SSO', UI | SSO],
      ['Remote Access 2.0', MOBILE],
    ]);
    expect(ask(BITS_OF_DAYS)).toEqual(EXPECTED);
  });

  it('are found out at the next start when that broke off', async () => {
    (await open()).close();
    // Days done, circumstances not yet: they come last.
    change(
      `UPDATE login_client SET access = NULL; UPDATE login_user_day SET access = 0 WHERE day < ${today}`,
    );
    (await open()).close();
    expect(ask(BITS_OF_DAYS)).toEqual(EXPECTED);
    expect(ask('SELECT count(*) FROM login_client WHERE access IS NULL')).toEqual([[0]]);
  });
});

describe('bits by rules of another version', () => {
  it('are corrected, on the days they were used only', async () => {
    const db = await open();
    await db.insertOrg(newOrg());
    const program = { loginType: 'Other Apex API', application: 'Data Loader' };
    await store(db, 'loginHistory', [
      rows.login('l1', 'u1', AS_OF - HOUR),
      rows.login('l2', 'u1', AS_OF - 2 * DAY, program),
      rows.login('l3', 'u2', AS_OF - 2 * DAY),
      // Nothing else is known of it: it stays 0, and that is no reason to do it all again.
      rows.login('l4', 'u3', AS_OF - 3 * DAY, { loginType: 'Telepathy', application: null }),
    ]);
    db.close();
    const right = ask(BITS_OF_DAYS);
    expect(right).toEqual([
      ['u1', 0, UI],
      ['u1', 2, API],
      ['u2', 2, UI],
      ['u3', 3, 0],
    ]);
    change(`
      UPDATE login_client SET access = ${MOBILE} WHERE login_type = 'Other Apex API';
      UPDATE login_user_day SET access = access | ${SSO}`);
    (await open()).close();
    expect(ask(BITS_OF_CLIENTS)).toEqual([
      ['Application', UI],
      ['Other Apex API', API],
      ['Telepathy', 0],
    ]);
    expect(ask(BITS_OF_DAYS)).toEqual([
      ['u1', 0, UI | SSO],
      ['u1', 2, API],
      ['u2', 2, UI],
      ['u3', 3, SSO],
    ]);
  });
});

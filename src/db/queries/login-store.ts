import type { Connection } from '../connection';
import { columnOf, streamTables, type RecordOf } from '../stream-tables';
import { loginDictionary, type LoginKeys } from './login-keys';
import { insertRows, type Value } from './insert-rows';
import type { NewestSuccesses } from './newest-successes';
import { Tally } from './login-tally';

type LoginRecord = RecordOf<'loginHistory'>;

/** Only this status is a success; everything else Salesforce writes there is some kind of refusal. */
function isSuccess(status: string | null): boolean {
  return status === 'Success' || (status !== null && status.trim().toLowerCase() === 'success');
}

/**
 * Stores logins and everything counted from them: days, people, addresses, countries, circumstances, and the
 * `last_seen_at` of users. Must run inside a transaction. A login stored before counts once, whatever is read
 * again; when it is read with other circumstances (a field that may be read only now), the counts move.
 * `fields`: those that were read, as in `PageCommit`. `newest`: gathers who was last seen when, for the caller to
 * save with the last of several commits; without it that is saved at once.
 */
export function storeLogins(
  db: Connection,
  org: number,
  rows: readonly LoginRecord[],
  fields?: readonly string[],
  newest?: NewestSuccesses,
): void {
  if (rows.length === 0) return;
  const dictionary = loginDictionary(db, org);
  dictionary.recall();
  const tally = new Tally(org, dictionary);
  const keys = rows.map((row) => dictionary.of(row));
  let last = rows.at(-1) ?? null;
  if (insertAllNew(db, org, rows, keys)) {
    for (const [i, row] of rows.entries()) tally.count(row.loginTime, successOf(row), keys[i] ?? NO_KEYS, 1);
  } else {
    last = insertOneByOne(
      db,
      org,
      rows.map((row) => withStored(db, org, row, fields)),
      tally,
    );
  }
  tally.save(db, newest ?? null);
  dictionary.remember(last);
}

function successOf({ status }: LoginRecord): 0 | 1 {
  return isSuccess(status) ? 1 : 0;
}

/** Stands where no row is: the arrays are of one length. */
const NO_KEYS: LoginKeys = { user: 0, status: 0, ip: null, place: 0, client: 0, access: 0 };

/**
 * The quick way, for rows none of which is stored yet: many to a statement. False, and nothing done, when some
 * are (a page read again, the overlap of two runs) or the batch has one of them twice.
 */
function insertAllNew(
  db: Connection,
  org: number,
  rows: readonly LoginRecord[],
  keys: readonly LoginKeys[],
): boolean {
  db.run('SAVEPOINT logins');
  const inserted = insertRows(db, LOGIN, rows.length, (i, values, at) => {
    const row = rows[i];
    if (row !== undefined) fillLogin(org, row, keys[i] ?? NO_KEYS, values, at);
  });
  const all = inserted === rows.length;
  if (!all) db.run('ROLLBACK TO logins');
  db.run('RELEASE logins');
  return all;
}

/** What a page did not read says nothing: of a login stored before, those fields stay as they are. */
function withStored(
  db: Connection,
  org: number,
  row: LoginRecord,
  fields: readonly string[] | undefined,
): LoginRecord {
  const unread = fields === undefined ? [] : DETAILS.filter((field) => !fields.includes(field));
  if (unread.length === 0) return row;
  const stored = db.get<Record<string, string | number | null>>(
    'SELECT * FROM login_history WHERE org_id = @org AND login_time = @loginTime AND id = @id',
    { org, loginTime: row.loginTime, id: row.id },
  );
  if (stored === undefined) return row;
  return { ...row, ...Object.fromEntries(unread.map((field) => [field, stored[columnOf(field)] ?? null])) };
}

/** Every field but those that say which login it is. */
const DETAILS = streamTables.loginHistory.fields.filter(
  (field) => field !== 'id' && field !== 'userId' && field !== 'loginTime',
);

/** The last login added; null: none. */
function insertOneByOne(
  db: Connection,
  org: number,
  rows: readonly LoginRecord[],
  tally: Tally,
): LoginRecord | null {
  let last: LoginRecord | null = null;
  for (const row of rows) {
    const keys = tally.dictionary.of(row);
    const success = successOf(row);
    const inserted = insertRows(db, LOGIN, 1, (_, values) => {
      fillLogin(org, row, keys, values, 0);
    });
    if (inserted === 1) {
      tally.count(row.loginTime, success, keys, 1);
      last = row;
    } else replace(db, org, row, success, keys, tally);
  }
  return last;
}

const LOGIN = {
  into: `
    INSERT INTO login (org_id, login_time, id, user_key, success, status_key, ip_key, place_key, client_key)`,
  width: 9,
  onConflict: 'ON CONFLICT DO NOTHING',
};

function fillLogin(org: number, row: LoginRecord, keys: LoginKeys, values: Value[], at: number): void {
  values[at] = org;
  values[at + 1] = row.loginTime;
  values[at + 2] = row.id;
  values[at + 3] = keys.user;
  values[at + 4] = successOf(row);
  values[at + 5] = keys.status;
  values[at + 6] = keys.ip;
  values[at + 7] = keys.place;
  values[at + 8] = keys.client;
}

/** Its `access` is 0: nobody takes bits out of a day again. */
interface StoredLogin extends LoginKeys {
  success: 0 | 1;
}

function replace(
  db: Connection,
  org: number,
  { loginTime, id }: LoginRecord,
  success: 0 | 1,
  keys: LoginKeys,
  tally: Tally,
): void {
  const at = { org, loginTime, id };
  const stored = db.get<StoredLogin>(
    `SELECT user_key AS user, success, status_key AS status, ip_key AS ip, place_key AS place, client_key AS client,
       0 AS access FROM login WHERE org_id = @org AND login_time = @loginTime AND id = @id`,
    at,
  );
  if (stored === undefined) throw new Error('A login that is in the way cannot be read.');
  const same =
    stored.user === keys.user &&
    stored.success === success &&
    stored.status === keys.status &&
    stored.ip === keys.ip &&
    stored.place === keys.place &&
    stored.client === keys.client;
  if (same) {
    tally.meetAgain(loginTime, success, keys);
    return;
  }
  db.run(
    `UPDATE login SET user_key = @user, success = @success, status_key = @status, ip_key = @ip, place_key = @place,
       client_key = @client
     WHERE org_id = @org AND login_time = @loginTime AND id = @id`,
    { ...at, ...keys, success },
  );
  tally.count(loginTime, stored.success, stored, -1);
  tally.count(loginTime, success, keys, 1);
}

import type { Connection } from '../connection';
import { columnOf, streamTables, type RecordOf } from '../stream-tables';
import { loginDictionary, type LoginDictionary, type LoginKeys } from './login-keys';
import { insertRows, type Value } from './insert-rows';
import { NewestSuccesses } from './newest-successes';
import { DAY_MS } from './time';

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
const NO_KEYS: LoginKeys = { user: 0, status: 0, ip: null, place: 0, client: 0 };

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
    `SELECT user_key AS user, success, status_key AS status, ip_key AS ip, place_key AS place, client_key AS client
     FROM login WHERE org_id = @org AND login_time = @loginTime AND id = @id`,
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

/** Counts to add to one roll-up row. */
interface Delta {
  day: number;
  key: number;
  logins: number;
  failures: number;
}

/** The same with the seconds of the day between which all its logins lie. */
interface UserDay extends Delta {
  first: number;
  last: number;
}

/** Keys stay far below this, so that day and key share one number, in the order of the tables. */
const KEYS = 2 ** 32;

/** Collects the counts of a batch in memory, so that each roll-up row is written once per commit. */
class Tally {
  private readonly newest = new NewestSuccesses();
  /** People of whom a success turned out to be none. */
  private readonly undone = new Set<number>();
  private readonly userDays = new Map<number, UserDay>();
  private readonly ipDays = new Map<number, Delta>();
  private readonly placeDays = new Map<number, Delta>();
  private readonly clientDays = new Map<number, Delta>();
  private readonly org: number;
  readonly dictionary: LoginDictionary;

  constructor(org: number, dictionary: LoginDictionary) {
    this.org = org;
    this.dictionary = dictionary;
  }

  count(at: number, success: 0 | 1, { user, ip, place, client }: LoginKeys, sign: 1 | -1): void {
    const day = Math.floor(at / DAY_MS);
    if (success === 1 && sign === -1) this.undone.add(user);
    if (success === 1 && sign === 1) this.newest.add(user, at);
    addUserDay(this.userDays, at, day, user, success, sign);
    add(this.placeDays, day, place, success, sign);
    add(this.clientDays, day, client, success, sign);
    if (ip === null) return;
    add(this.ipDays, day, ip, success, sign);
  }

  /** A login stored before. The page it stands on may have broken off before its people were saved. */
  meetAgain(at: number, success: 0 | 1, { user }: LoginKeys): void {
    if (success === 1) this.newest.add(user, at);
  }

  save(db: Connection, later: NewestSuccesses | null): void {
    this.saveUserDays(db);
    this.saveUsers(db, later);
    this.saveDays(db, 'login_ip_day', 'ip_key', this.ipDays);
    this.saveDays(db, 'login_client_day', 'client_key', this.clientDays);
    this.saveCountryDays(db);
  }

  /** Days with the people active on them: whoever had no success on a day before is new to its count. */
  private saveUserDays(db: Connection): void {
    const upsert = db.prepare<{ logins: number }>(
      `${USER_DAY.into} VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET logins = logins + excluded.logins, failures = failures + excluded.failures,
         first_second = min(first_second, excluded.first_second),
         last_second = max(last_second, excluded.last_second)
       RETURNING logins`,
    );
    const isKnown = db.prepare('SELECT 1 FROM login_user_day WHERE org_id = ? AND day = ? LIMIT 1');
    const days = new Map<number, { logins: number; failures: number; active: number; isNew: boolean }>();
    const fresh: UserDay[] = [];
    // In the order of the table: neighbors are on the same page of it.
    for (const number of sorted(this.userDays)) {
      const delta = this.userDays.get(number);
      if (delta === undefined) continue;
      const { day, key, logins, failures, first, last } = delta;
      let total = days.get(day);
      if (total === undefined) {
        const isNew = isKnown.get(this.org, day) === undefined;
        days.set(day, (total = { logins: 0, failures: 0, active: 0, isNew }));
      }
      total.logins += logins;
      total.failures += failures;
      if (total.isNew) {
        fresh.push(delta);
        total.active += Number(logins > 0);
      } else {
        const now = upsert.get(this.org, day, key, logins, failures, first, last)?.logins ?? 0;
        total.active += Number(now > 0) - Number(now - logins > 0);
      }
    }
    // Most days of a first collection lie within one batch.
    insertRows(db, USER_DAY, fresh.length, (i, values, at) => {
      const delta = fresh[i];
      if (delta === undefined) return;
      values[at] = this.org;
      values[at + 1] = delta.day;
      values[at + 2] = delta.key;
      values[at + 3] = delta.logins;
      values[at + 4] = delta.failures;
      values[at + 5] = delta.first;
      values[at + 6] = delta.last;
    });
    const save = db.prepare(
      `INSERT INTO login_day (org_id, day, logins, failures, active_users) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET logins = logins + excluded.logins, failures = failures + excluded.failures,
         active_users = active_users + excluded.active_users`,
    );
    for (const [day, { logins, failures, active }] of days) save.run(this.org, day, logins, failures, active);
  }

  private saveUsers(db: Connection, later: NewestSuccesses | null): void {
    const newest = later ?? this.newest;
    if (later !== null) later.addAll(this.newest);
    for (const user of this.undone) newest.drop(db, this.org, user);
    if (later === null) newest.save(db, this.org);
  }

  private saveCountryDays(db: Connection): void {
    const byCountry = new Map<string, Delta & { country: string }>();
    for (const { day, key, logins, failures } of this.placeDays.values()) {
      const country = this.dictionary.countryOf(key);
      const name = `${String(day)} ${country}`;
      const delta = byCountry.get(name) ?? { day, key: 0, country, logins: 0, failures: 0 };
      delta.logins += logins;
      delta.failures += failures;
      byCountry.set(name, delta);
    }
    const save = db.prepare(daySql('login_country_day', 'country_iso'));
    for (const { day, country, logins, failures } of byCountry.values())
      if (logins !== 0 || failures !== 0) save.run(this.org, day, country, logins, failures);
    if (byCountry.size > 0) forgetEmpty(db, this.org, 'login_country_day', byCountry.values());
  }

  private saveDays(db: Connection, table: DayTable, column: string, deltas: Map<number, Delta>): void {
    const save = db.prepare(daySql(table, column));
    for (const { day, key, logins, failures } of deltas.values())
      if (logins !== 0 || failures !== 0) save.run(this.org, day, key, logins, failures);
    forgetEmpty(db, this.org, table, deltas.values());
  }
}

const USER_DAY = {
  into: 'INSERT INTO login_user_day (org_id, day, user_key, logins, failures, first_second, last_second)',
  width: 7,
};

type DayTable = 'login_ip_day' | 'login_client_day' | 'login_country_day';

function daySql(table: DayTable, column: string): string {
  return `INSERT INTO ${table} (org_id, day, ${column}, logins, failures) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET logins = logins + excluded.logins, failures = failures + excluded.failures`;
}

/** Counts that moved elsewhere leave no row of zeros behind. Nothing moves in almost every batch. */
function forgetEmpty(db: Connection, org: number, table: DayTable, deltas: Iterable<Delta>): void {
  const days = new Set<number>();
  for (const { day, logins, failures } of deltas) if (logins < 0 || failures < 0) days.add(day);
  for (const day of days)
    db.run(`DELETE FROM ${table} WHERE org_id = @org AND day = @day AND logins = 0 AND failures = 0`, {
      org,
      day,
    });
}

function sorted(map: ReadonlyMap<number, unknown>): Float64Array {
  return Float64Array.from(map.keys()).sort();
}

function addUserDay(
  map: Map<number, UserDay>,
  at: number,
  day: number,
  key: number,
  success: 0 | 1,
  sign: 1 | -1,
): void {
  const second = Math.floor((at - day * DAY_MS) / 1000);
  const number = day * KEYS + key;
  let delta = map.get(number);
  if (delta === undefined)
    map.set(number, (delta = { day, key, logins: 0, failures: 0, first: second, last: second }));
  else if (second < delta.first) delta.first = second;
  else if (second > delta.last) delta.last = second;
  if (success === 1) delta.logins += sign;
  else delta.failures += sign;
}

function add(map: Map<number, Delta>, day: number, key: number, success: 0 | 1, sign: 1 | -1): void {
  const number = day * KEYS + key;
  let delta = map.get(number);
  if (delta === undefined) map.set(number, (delta = { day, key, logins: 0, failures: 0 }));
  if (success === 1) delta.logins += sign;
  else delta.failures += sign;
}

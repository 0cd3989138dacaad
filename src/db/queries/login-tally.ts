import { QUARTER_MS } from '../../shared/model/sign-in-map';
import type { Connection } from '../connection';
import { insertReturning, insertRows, type Value } from './insert-rows';
import type { LoginDictionary, LoginKeys } from './login-keys';
import { NewestSuccesses, saveSuccesses } from './newest-successes';
import { DAY_MS } from './time';

interface Counts {
  logins: number;
  failures: number;
}

/** Counts to add to one roll-up row. */
interface Delta extends Counts {
  day: number;
  key: number;
}

/** The same with the seconds of the day between which all its logins lie. */
interface UserDay extends Delta {
  first: number;
  last: number;
  /** Bits of the successes; those of one that turned out to be none stay. */
  access: number;
}

/** Keys stay far below this, so that day and key share one number, in the order of the tables. */
const KEYS = 2 ** 32;

/** Collects the counts of a batch in memory, so that each roll-up row is written once per commit. */
export class Tally {
  private readonly newest = new NewestSuccesses();
  /** People of whom a success turned out to be none. */
  private readonly undone = new Set<number>();
  private readonly userDays = new Map<number, UserDay>();
  private readonly ipDays = new Map<number, Delta>();
  private readonly placeDays = new Map<number, Delta>();
  private readonly clientDays = new Map<number, Delta>();
  private readonly quarters = new Map<number, Counts>();
  /** The oldest login that was added or changed. */
  private oldest = Number.POSITIVE_INFINITY;
  private readonly org: number;
  readonly dictionary: LoginDictionary;

  constructor(org: number, dictionary: LoginDictionary) {
    this.org = org;
    this.dictionary = dictionary;
  }

  count(at: number, success: 0 | 1, { user, ip, place, client, access }: LoginKeys, sign: 1 | -1): void {
    const day = Math.floor(at / DAY_MS);
    if (success === 1 && sign === -1) this.undone.add(user);
    if (success === 1 && sign === 1) this.newest.add(user, at);
    if (at < this.oldest) this.oldest = at;
    const ways = success === 1 && sign === 1 ? access : 0;
    addUserDay(this.userDays, at, day, user, success, sign).access |= ways;
    add(this.placeDays, day, place, success, sign);
    add(this.clientDays, day, client, success, sign);
    addQuarter(this.quarters, at, success, sign);
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
    this.saveQuarters(db);
    this.noteLate(db);
  }

  /** Days with the people active on them: whoever had no success on a day before is new to its count. */
  private saveUserDays(db: Connection): void {
    const isKnown = db.prepare('SELECT 1 FROM login_user_day WHERE org_id = ? AND day = ? LIMIT 1');
    const days = new Map<number, { logins: number; failures: number; active: number; isNew: boolean }>();
    const [fresh, others]: [UserDay[], UserDay[]] = [[], []];
    // In the order of the table: neighbors are on the same page of it.
    for (const number of sorted(this.userDays)) {
      const delta = this.userDays.get(number);
      if (delta === undefined) continue;
      const { day, logins, failures } = delta;
      let total = days.get(day);
      if (total === undefined) {
        const isNew = isKnown.get(this.org, day) === undefined;
        days.set(day, (total = { logins: 0, failures: 0, active: 0, isNew }));
      }
      total.logins += logins;
      total.failures += failures;
      if (total.isNew) total.active += Number(logins > 0);
      (total.isNew ? fresh : others).push(delta);
    }
    // Most days of a first collection lie within one batch.
    insertRows(db, USER_DAY, fresh.length, this.fillUserDay(fresh));
    const now = insertReturning<StoredUserDay>(db, MORE_OF_USER_DAY, others.length, this.fillUserDay(others));
    for (const { day, key, logins } of now) {
      const before = logins - (this.userDays.get(day * KEYS + key)?.logins ?? 0);
      const total = days.get(day);
      if (total !== undefined) total.active += Number(logins > 0) - Number(before > 0);
    }
    const save = db.prepare(
      `INSERT INTO login_day (org_id, day, logins, failures, active_users) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET logins = logins + excluded.logins, failures = failures + excluded.failures,
         active_users = active_users + excluded.active_users`,
    );
    for (const [day, { logins, failures, active }] of days) save.run(this.org, day, logins, failures, active);
  }

  private fillUserDay(deltas: readonly UserDay[]): (i: number, values: Value[], at: number) => void {
    return (i, values, at) => {
      const delta = deltas[i];
      if (delta === undefined) return;
      fillCounts(this.org, delta, values, at);
      values[at + 5] = delta.first;
      values[at + 6] = delta.last;
      values[at + 7] = delta.access;
    };
  }

  private saveUsers(db: Connection, later: NewestSuccesses | null): void {
    const newest = later ?? this.newest;
    const { dictionary } = this;
    if (later !== null) later.addAll(this.newest, (user, at) => dictionary.isSeen(user, at));
    for (const user of this.undone) {
      newest.drop(db, this.org, user);
      dictionary.forgetSeen(user);
    }
    if (later === null) saveSuccesses(db, this.org, newest.take(Number.POSITIVE_INFINITY));
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
    const save = db.prepare(
      `${dayInto('login_country_day', 'country_iso')} VALUES (?, ?, ?, ?, ?) ${ADD_COUNTS}`,
    );
    for (const { day, country, logins, failures } of byCountry.values())
      if (logins !== 0 || failures !== 0) save.run(this.org, day, country, logins, failures);
    if (byCountry.size > 0) forgetEmpty(db, this.org, 'login_country_day', byCountry.values());
  }

  private saveQuarters(db: Connection): void {
    const moved = [...this.quarters].filter(([, { logins, failures }]) => logins !== 0 || failures !== 0);
    insertRows(db, QUARTER, moved.length, (i, values, at) => {
      const [quarter, counts] = moved[i] ?? [0, { logins: 0, failures: 0 }];
      values[at] = this.org;
      values[at + 1] = quarter;
      values[at + 2] = counts.logins;
      values[at + 3] = counts.failures;
    });
    const forget = db.prepare(
      'DELETE FROM login_quarter WHERE org_id = ? AND quarter = ? AND logins = 0 AND failures = 0',
    );
    for (const [quarter, { logins, failures }] of moved)
      if (logins < 0 || failures < 0) forget.run(this.org, quarter);
  }

  /**
   * Tells the security checks that a login arrived, or became another one, which they took for settled: their
   * state of earlier logins is then made anew. Costs one look at one row when there is none.
   */
  private noteLate(db: Connection): void {
    if (this.oldest === Number.POSITIVE_INFINITY) return;
    db.run(
      `UPDATE check_progress SET late_since = min(coalesce(late_since, @oldest), @oldest)
       WHERE org_id = @org AND through >= @oldest AND coalesce(late_since > @oldest, 1)`,
      { org: this.org, oldest: this.oldest },
    );
  }

  private saveDays(db: Connection, table: DayTable, column: string, deltas: Map<number, Delta>): void {
    const counted = [...deltas.values()].filter(({ logins, failures }) => logins !== 0 || failures !== 0);
    const insertion = { into: dayInto(table, column), width: 5, onConflict: ADD_COUNTS };
    insertRows(db, insertion, counted.length, (i, values, at) => {
      const delta = counted[i];
      if (delta !== undefined) fillCounts(this.org, delta, values, at);
    });
    forgetEmpty(db, this.org, table, deltas.values());
  }
}

/** The five columns that all roll-ups begin with. */
function fillCounts(org: number, { day, key, logins, failures }: Delta, values: Value[], at: number): void {
  values[at] = org;
  values[at + 1] = day;
  values[at + 2] = key;
  values[at + 3] = logins;
  values[at + 4] = failures;
}

const USER_DAY = {
  into: 'INSERT INTO login_user_day (org_id, day, user_key, logins, failures, first_second, last_second, access)',
  width: 8,
};
const MORE_OF_USER_DAY = {
  ...USER_DAY,
  onConflict: `ON CONFLICT DO UPDATE SET logins = logins + excluded.logins, failures = failures + excluded.failures,
      first_second = min(first_second, excluded.first_second), last_second = max(last_second, excluded.last_second),
      access = access | excluded.access
    RETURNING day, user_key AS key, logins`,
};
interface StoredUserDay {
  day: number;
  key: number;
  logins: number;
}

const QUARTER = {
  into: 'INSERT INTO login_quarter (org_id, quarter, logins, failures)',
  width: 4,
  onConflict:
    'ON CONFLICT DO UPDATE SET logins = logins + excluded.logins, failures = failures + excluded.failures',
};

type DayTable = 'login_ip_day' | 'login_client_day' | 'login_country_day';

const dayInto = (table: DayTable, column: string): string =>
  `INSERT INTO ${table} (org_id, day, ${column}, logins, failures)`;
const ADD_COUNTS =
  'ON CONFLICT DO UPDATE SET logins = logins + excluded.logins, failures = failures + excluded.failures';

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
): UserDay {
  const second = Math.floor((at - day * DAY_MS) / 1000);
  const number = day * KEYS + key;
  let delta = map.get(number);
  if (delta === undefined)
    map.set(number, (delta = { day, key, logins: 0, failures: 0, first: second, last: second, access: 0 }));
  else if (second < delta.first) delta.first = second;
  else if (second > delta.last) delta.last = second;
  if (success === 1) delta.logins += sign;
  else delta.failures += sign;
  return delta;
}

function add(map: Map<number, Delta>, day: number, key: number, success: 0 | 1, sign: 1 | -1): void {
  const number = day * KEYS + key;
  let delta = map.get(number);
  if (delta === undefined) map.set(number, (delta = { day, key, logins: 0, failures: 0 }));
  if (success === 1) delta.logins += sign;
  else delta.failures += sign;
}

function addQuarter(map: Map<number, Counts>, at: number, success: 0 | 1, sign: 1 | -1): void {
  const quarter = Math.floor(at / QUARTER_MS);
  let counts = map.get(quarter);
  if (counts === undefined) map.set(quarter, (counts = { logins: 0, failures: 0 }));
  if (success === 1) counts.logins += sign;
  else counts.failures += sign;
}

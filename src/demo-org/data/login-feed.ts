import type BetterSqlite3 from 'better-sqlite3';
import { dayOf } from '../options';
import { clientNumber, statusNumber, SUCCESS, type LoginStatus } from './clients';
import { BulkInserter } from './insert';
import { OWN_ROWS_FROM, ROWS_PER_DAY, type LoginDay, type LoginDays } from './login-days';
import type { People } from './people';
import { USES_APP } from './app-records';
import { IPS } from './places';
import type { LoginRow } from './sessions';
import { verificationOf } from './verification';

/** User.LastLoginDate moves only when the last move is at least this old (Object Reference, User). */
const LAST_LOGIN_GRAIN_MS = 60_000;

const COLUMNS = ['n', 't', 'user', 'status', 'client', 'ip', 'place', 'verification'] as const;

/** What else changes when time goes on while the server runs; told in the order of the list. */
export interface LoginFollower {
  /** A sign-in has been written. */
  signedIn?(login: LoginRow): void;
  /** A token was given; `n` is the sign-in's record number, null when none was written. */
  granted?(now: number, login: Omit<LoginRow, 'n'> & { n: number | null }): void;
  /** A UTC day is over, and all its sign-ins have been told. */
  dayEnded?(day: number): void;
  /** It is `now`. */
  advance?(now: number): void;
}

/**
 * Writes sign-ins into the login table: the history at the start, then, as the clock moves on, whatever has
 * happened since. Days are made one at a time, so memory does not depend on the number of rows.
 */
export class LoginFeed {
  readonly #bulk: BulkInserter;
  readonly #insert: BetterSqlite3.Statement;
  readonly #touch: BetterSqlite3.Statement;
  /** The day being lived through, and how far. */
  #today: LoginDay | undefined;
  #position = 0;
  #own = 0;
  #ownDay = 0;
  /** Whether a sign-in moves User.SystemModstamp; undocumented, so a switch. */
  loginBumpsModstamp = false;
  readonly followers: LoginFollower[] = [];

  constructor(
    readonly db: BetterSqlite3.Database,
    readonly days: LoginDays,
    readonly people: People,
    /** Start of the server, epoch ms. */
    readonly startedAt: number,
  ) {
    this.#bulk = new BulkInserter(db, 'login', COLUMNS);
    this.#insert = db.prepare(
      `INSERT INTO login (${COLUMNS.join(', ')}) VALUES (${COLUMNS.map(() => '?').join(', ')})`,
    );
    this.#touch = db.prepare(
      'UPDATE user SET last_login_date = coalesce(?, last_login_date), number_of_failed_logins = ?, system_modstamp = coalesce(?, system_modstamp) WHERE n = ?',
    );
  }

  /** Loads what happened on a day up to the start. */
  loadDay(day: number): void {
    const { plan } = this.days;
    const made = this.days.make(day);
    // An exact number of rows is the history before the anchor; later days begin with the server's start.
    const skip = plan.logins !== undefined && day >= plan.anchorDay;
    let i = 0;
    for (; i < made.count && (made.t[i] ?? 0) <= this.startedAt; i++) {
      if (skip) continue;
      this.#bulk.add(...cellsOf(this.#row(made, i, made.day * ROWS_PER_DAY + i)));
      this.#account(made, i);
    }
    this.#today = made;
    this.#position = i;
  }

  /** Writes what the history says about users: last sign-in and failures since. */
  finishLoading(): void {
    this.#bulk.flush();
    const { people } = this;
    const update = this.db.prepare(
      'UPDATE user SET last_login_date = ?, number_of_failed_logins = max(number_of_failed_logins, ?) WHERE n = ?',
    );
    const clear = this.db.prepare('UPDATE user SET last_login_date = NULL WHERE n = ?');
    this.db.transaction(() => {
      // A promised sign-in that found no room in an exact number of rows did not happen.
      for (const user of this.days.unplaced) clear.run(user);
      for (let user = 1; user <= people.count; user++) {
        const last = people.lastSuccess[user] ?? Number.NaN;
        if (!Number.isNaN(last)) update.run(last, people.failed[user] ?? 0, user);
      }
    })();
  }

  #account(day: LoginDay, i: number): boolean {
    const { people } = this;
    const user = day.user[i] ?? 0;
    const t = day.t[i] ?? 0;
    if (day.status[i] !== SUCCESS) {
      people.failed[user] = (people.failed[user] ?? 0) + 1;
      return false;
    }
    people.failed[user] = 0;
    if (USES_APP[(day.client[i] ?? 0) - 1] === true) {
      if (people.appUses[user] === 0) people.firstAppUse[user] = t;
      people.appUses[user] = (people.appUses[user] ?? 0) + 1;
      people.lastAppUse[user] = t;
    }
    const last = people.lastSuccess[user] ?? Number.NaN;
    if (t - last < LAST_LOGIN_GRAIN_MS) return false;
    people.lastSuccess[user] = t;
    return true;
  }

  /** Adds the sign-ins between the last call and `now`; a handful per call in ordinary use. */
  advance(now: number): void {
    if (this.days.plan.live) this.#catchUp(now);
    for (const follower of this.followers) follower.advance?.(now);
  }

  #catchUp(now: number): void {
    while (this.#today !== undefined) {
      const today = this.#today;
      while (this.#position < today.count && (today.t[this.#position] ?? 0) <= now) {
        const i = this.#position++;
        this.#write(today, i, today.day * ROWS_PER_DAY + i);
      }
      if (today.day >= dayOf(now)) return;
      for (const follower of this.followers) follower.dayEnded?.(today.day);
      this.#today = this.days.make(today.day + 1);
      this.#position = 0;
    }
  }

  #write(day: LoginDay, i: number, n: number): void {
    const row = this.#row(day, i, n);
    this.#insert.run(cellsOf(row));
    this.#touchUser(day, i);
    for (const follower of this.followers) follower.signedIn?.(row);
  }

  #row(day: LoginDay, i: number, n: number): LoginRow {
    const row = {
      n,
      t: day.t[i] ?? 0,
      user: day.user[i] ?? 0,
      status: day.status[i] ?? 0,
      client: day.client[i] ?? 0,
      ip: day.ip[i] ?? 0,
      place: day.place[i] ?? 0,
      verification: 0,
    };
    row.verification = verificationOf(this.people.mfa[row.user] ?? 0, row);
    return row;
  }

  #touchUser(day: LoginDay, i: number): void {
    const user = day.user[i] ?? 0;
    const t = day.t[i] ?? 0;
    const moved = this.#account(day, i);
    this.#touch.run(
      moved ? t : null,
      this.people.failed[user] ?? 0,
      moved && this.loginBumpsModstamp ? t : null,
      user,
    );
  }

  /** A token grant is a sign-in of its own; `client` is a key of clients.ts. */
  recordGrant(now: number, status: LoginStatus, user: number, client: string): void {
    const t = Math.floor(now / 1000) * 1000;
    const day = dayOf(now);
    const login: LoginDay = {
      day,
      count: 1,
      t: Float64Array.of(t),
      user: Int32Array.of(user),
      status: Uint8Array.of(statusNumber(status)),
      client: Uint16Array.of(clientNumber(client)),
      ip: Uint32Array.of(IPS.office(1)),
      place: Uint8Array.of(1),
    };
    const n = this.days.plan.live ? this.#nextOwn(day) : null;
    if (n !== null) {
      const row = this.#row(login, 0, n);
      this.#insert.run(cellsOf(row));
      this.#touchUser(login, 0);
    }
    if (status !== 'Success') return;
    for (const follower of this.followers) follower.granted?.(now, { ...this.#row(login, 0, 0), n });
  }

  /** Number for a sign-in of our own; null when the day's are used up, at more than one grant a second. */
  #nextOwn(day: number): number | null {
    if (day !== this.#ownDay) this.#own = 0;
    this.#ownDay = day;
    if (this.#own >= ROWS_PER_DAY - OWN_ROWS_FROM) return null;
    return day * ROWS_PER_DAY + OWN_ROWS_FROM + this.#own++;
  }
}

function cellsOf(row: LoginRow): (number | null)[] {
  return [
    row.n,
    row.t,
    row.user,
    row.status,
    row.client,
    row.ip,
    row.place === 0 ? null : row.place,
    row.verification === 0 ? null : row.verification,
  ];
}

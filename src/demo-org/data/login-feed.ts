import type BetterSqlite3 from 'better-sqlite3';
import { dayOf } from '../options';
import { clientNumber, statusNumber, SUCCESS, type LoginStatus } from './clients';
import { BulkInserter } from './insert';
import { OWN_ROWS_FROM, ROWS_PER_DAY, type LoginDay, type LoginDays } from './login-days';
import type { People } from './people';
import { IPS } from './places';
import { RUN_AS } from './system-users';

/** User.LastLoginDate moves only when the last move is at least this old (Object Reference, User). */
const LAST_LOGIN_GRAIN_MS = 60_000;

const COLUMNS = ['n', 't', 'user', 'status', 'client', 'ip', 'place'] as const;

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

  constructor(
    readonly db: BetterSqlite3.Database,
    readonly days: LoginDays,
    readonly people: People,
    /** Start of the server, epoch ms. */
    readonly startedAt: number,
  ) {
    this.#bulk = new BulkInserter(db, 'login', COLUMNS);
    this.#insert = db.prepare(
      'INSERT INTO login (n, t, user, status, client, ip, place) VALUES (?, ?, ?, ?, ?, ?, ?)',
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
      const place = made.place[i] ?? 0;
      this.#bulk.add(
        made.day * ROWS_PER_DAY + i,
        made.t[i] ?? 0,
        made.user[i] ?? 0,
        made.status[i] ?? 0,
        made.client[i] ?? 0,
        made.ip[i] ?? 0,
        place === 0 ? null : place,
      );
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
    const last = people.lastSuccess[user] ?? Number.NaN;
    if (t - last < LAST_LOGIN_GRAIN_MS) return false;
    people.lastSuccess[user] = t;
    return true;
  }

  /** Adds the sign-ins between the last call and `now`; a handful per call in ordinary use. */
  advance(now: number): void {
    if (!this.days.plan.live) return;
    while (this.#today !== undefined) {
      const today = this.#today;
      while (this.#position < today.count && (today.t[this.#position] ?? 0) <= now) {
        const i = this.#position++;
        const place = today.place[i] ?? 0;
        this.#insert.run(
          today.day * ROWS_PER_DAY + i,
          today.t[i],
          today.user[i],
          today.status[i],
          today.client[i],
          today.ip[i],
          place === 0 ? null : place,
        );
        this.#touchUser(today, i);
      }
      if (today.day >= dayOf(now)) return;
      this.#today = this.days.make(today.day + 1);
      this.#position = 0;
    }
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

  /** A token grant to the run-as user is a sign-in of its own. */
  recordGrant(now: number, status: LoginStatus): void {
    if (!this.days.plan.live) return;
    const t = Math.floor(now / 1000) * 1000;
    const day = dayOf(now);
    if (day !== this.#ownDay) this.#own = 0;
    this.#ownDay = day;
    // The set-aside numbers of a day suffice for more than one grant a second.
    if (this.#own >= ROWS_PER_DAY - OWN_ROWS_FROM) return;
    const n = day * ROWS_PER_DAY + OWN_ROWS_FROM + this.#own++;
    const login: LoginDay = {
      day,
      count: 1,
      t: Float64Array.of(t),
      user: Int32Array.of(RUN_AS),
      status: Uint8Array.of(statusNumber(status)),
      client: Uint16Array.of(clientNumber('seatwatch')),
      ip: Uint32Array.of(IPS.office(1)),
      place: Uint8Array.of(1),
    };
    this.#insert.run(n, t, RUN_AS, statusNumber(status), clientNumber('seatwatch'), IPS.office(1), 1);
    this.#touchUser(login, 0);
  }
}

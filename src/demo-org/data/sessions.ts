import type BetterSqlite3 from 'better-sqlite3';
import { mixSeed } from '../random';
import { CLIENTS, SUCCESS } from './clients';
import { BulkInserter, type Cell } from './insert';
import { ipOf } from './places';
import { isHighAssurance } from './verification';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** The org's session timeout; a session ends that long after its last use (Session Settings: two hours). */
export const SESSION_SECONDS = 7200;
/** Nobody works longer than this without signing in again. */
const LONGEST_USE = 7 * HOUR;

/** A row of the login table; place and verification are 0 for none. */
export interface LoginRow {
  n: number;
  /** Epoch ms. */
  t: number;
  user: number;
  status: number;
  client: number;
  ip: number;
  place: number;
  verification: number;
}

const COLUMNS = [
  'n',
  'user',
  'created_date',
  'last_modified_date',
  'num_seconds_valid',
  'user_type',
  'source_ip',
  'login_type',
  'session_type',
  'session_security_level',
  'parent_id',
  'login_history_id',
  'login_geo_id',
  'is_current',
  'ends',
] as const;

/** Open sessions: those of the latest sign-ins at the start, then one more with every sign-in. */
export class AuthSessions {
  readonly #insert: BetterSqlite3.Statement;
  readonly #userType: BetterSqlite3.Statement;
  readonly #sweep: BetterSqlite3.Statement;
  readonly #touch: BetterSqlite3.Statement;
  #serial = 0;

  constructor(
    readonly db: BetterSqlite3.Database,
    readonly seed: number,
  ) {
    const columns = COLUMNS.join(', ');
    this.#insert = db.prepare(
      `INSERT INTO auth_session (${columns}) VALUES (${COLUMNS.map(() => '?').join(', ')})`,
    );
    this.#userType = db.prepare("SELECT coalesce(user_type, 'Standard') FROM user WHERE n = ?").pluck();
    this.#sweep = db.prepare('DELETE FROM auth_session WHERE ends <= ?');
    this.#touch = db.prepare(
      'UPDATE auth_session SET last_modified_date = ?, ends = ? WHERE is_current = 1 AND last_modified_date < ?',
    );
  }

  /** Opens the sessions that sign-ins before `now` have left open. The login table must be complete. */
  load(now: number): void {
    const rows = this.db
      .prepare(
        `SELECT l.n, l.t, l.user, l.status, l.client, l.ip, coalesce(l.place, 0) AS place,
                coalesce(l.verification, 0) AS verification, coalesce(u.user_type, 'Standard') AS userType
         FROM login l JOIN user u ON u.n = l.user
         WHERE l.t > ? AND l.t <= ? AND l.status = ? AND u.is_active = 1 AND u.is_frozen = 0 ORDER BY l.t, l.n`,
      )
      .iterate(now - LONGEST_USE - SESSION_SECONDS * 1000, now, SUCCESS) as Iterable<
      LoginRow & { userType: string }
    >;
    const cells: Cell[][] = [];
    for (const row of rows) {
      const used = row.t + this.#use(row);
      const last = Math.min(used, now);
      if (last + SESSION_SECONDS * 1000 > now) cells.push(...this.#cells(row, row.userType, last));
    }
    const bulk = new BulkInserter(this.db, 'auth_session', COLUMNS);
    for (const row of cells) bulk.add(...row);
    bulk.flush();
  }

  /** A sign-in while the server runs. */
  signedIn(login: LoginRow): void {
    if (login.status !== SUCCESS) return;
    const userType = this.#userType.get(login.user) as string;
    for (const cells of this.#cells(login, userType, login.t)) this.#insert.run(cells);
  }

  /**
   * A token was given to the user at `now`: the session behind it is the caller's own from here on. A grant that
   * gives a living token again renews that session (`login` is then its latest sign-in).
   */
  granted(now: number, login: Omit<LoginRow, 'n'> & { n: number | null }): void {
    const last = Math.floor(now / 1000) * 1000;
    const ends = last + SESSION_SECONDS * 1000;
    this.db
      .prepare('UPDATE auth_session SET is_current = 0 WHERE is_current = 1 AND user <> ?')
      .run(login.user);
    const renewed = this.db
      .prepare(
        'UPDATE auth_session SET last_modified_date = ?, ends = ?, login_history_id = coalesce(?, login_history_id) WHERE is_current = 1 AND user = ?',
      )
      .run(last, ends, login.n, login.user);
    if (renewed.changes > 0) return;
    const userType = this.#userType.get(login.user) as string;
    const [cells] = this.#cells({ ...login, n: login.n ?? 0, t: last }, userType, last);
    if (!cells) return;
    if (login.n === null) {
      cells[COLUMNS.indexOf('login_history_id')] = null;
      cells[COLUMNS.indexOf('login_geo_id')] = null;
    }
    cells[COLUMNS.indexOf('is_current')] = 1;
    this.#insert.run(cells);
  }

  /** Ends what has run out by `now`; the caller's own session is in use and lives on. */
  advance(now: number): void {
    this.#touch.run(now, now + SESSION_SECONDS * 1000, now - MINUTE);
    this.#sweep.run(now);
  }

  /** How long the session of a sign-in is used, in ms: programs briefly, people for some hours. */
  #use(login: LoginRow): number {
    const luck = (mixSeed(this.seed, login.n) >>> 0) / 0x1_0000_0000;
    const interactive = CLIENTS[login.client - 1]?.application === 'Browser';
    return Math.floor((luck * luck * (interactive ? LONGEST_USE : HOUR)) / 1000) * 1000;
  }

  /** The session of a sign-in and, for browsers now and then, the one that shows files beside it. */
  #cells(login: LoginRow, userType: string, last: number): Cell[][] {
    const client = CLIENTS[login.client - 1];
    const ui = client?.application === 'Browser';
    const oauth = client?.loginType === 'Remote Access 2.0';
    const own = ++this.#serial;
    const row = (n: number, type: string): Cell[] => [
      n,
      login.user,
      login.t,
      last,
      SESSION_SECONDS,
      userType,
      ipOf(login.ip),
      client?.loginType ?? 'Application',
      type,
      isHighAssurance(login.verification) ? 'HIGH_ASSURANCE' : 'STANDARD',
      own,
      login.n,
      login.place === 0 ? null : login.n,
      0,
      last + SESSION_SECONDS * 1000,
    ];
    const rows = [row(own, ui ? 'UI' : oauth ? 'Oauth2' : 'API')];
    if (ui && (mixSeed(login.n, this.seed) & 3) === 0) rows.push(row(++this.#serial, 'Content'));
    return rows;
  }
}

/** Columns of auth_session that no field reads. */
export const SESSION_EXTRA_COLUMNS = ['ends INTEGER NOT NULL'];

import { isPrivateAddress, type KnownAddresses, networkOf } from '../../../checks/addresses/known-addresses';
import type { SubjectKind } from '../../../checks/define';
import type { Client, Ip, LoginEvent, Place } from '../../../checks/logins/event';
import { familyOf } from '../../../checks/logins/families';
import { type StatusKind, statusKindOf } from '../../../checks/logins/statuses';
import type { Connection } from '../../connection';
import type { Slices } from '../../slices';
import { accessOf, API, MOBILE, SSO, UI } from '../login-access';

/** Logins read at once: some milliseconds of work. */
const PAGE = 4_000;

/** In the order of the table's key. */
const NEXT = `
  SELECT login_time, id, user_key, success, status_key, ip_key, place_key, client_key FROM login
  WHERE org_id = ? AND (login_time, id) > (?, ?) ORDER BY login_time, id LIMIT ${PAGE}`;

type Row = [
  at: number,
  id: string,
  user: number,
  success: number,
  status: number,
  ip: number | null,
  place: number,
  client: number,
];

const byKeys = (columns: string, table: string): string =>
  `SELECT key, ${columns} FROM ${table} WHERE key IN (SELECT value FROM json_each(@keys))`;

const USERS = byKeys('user_id AS userId', 'login_user');
const STATUSES = byKeys('status', 'login_status');
const IPS = byKeys('source_ip AS address', 'login_ip');
const PLACES = byKeys('country_iso AS country, city, latitude, longitude', 'login_place');
const CLIENTS = byKeys(
  `login_type AS loginType, login_sub_type AS loginSubType, browser, platform, application,
   api_type AS apiType, api_version AS apiVersion, tls_protocol AS tlsProtocol,
   auth_method_reference AS authMethodReference, authentication_service_id AS authenticationServiceId, access`,
  'login_client',
);

interface ClientRow extends Omit<
  Client,
  'browserFamily' | 'platformFamily' | 'isUi' | 'isApi' | 'isMobile' | 'isSso'
> {
  authenticationServiceId: string | null;
  access: number | null;
}

interface User {
  key: number;
  userId: string;
}
interface Status {
  key: number;
  text: string;
  kind: StatusKind;
}

/** Different values of one column, numbered in the order they were met. */
class Values<V extends { key: number }> {
  readonly list: V[] = [];
  private readonly numbers = new Map<number, number>();
  private readonly read: (keys: readonly number[]) => V[];

  constructor(read: (keys: readonly number[]) => V[]) {
    this.read = read;
  }

  /** Reads those of these keys that were not met before. */
  meet(keys: ReadonlySet<number>): void {
    const strangers = [...keys].filter((key) => !this.numbers.has(key));
    if (strangers.length === 0) return;
    for (const value of this.read(strangers)) {
      this.numbers.set(value.key, this.list.length);
      this.list.push(value);
    }
  }

  /** The tables refer to each other by keys that are never removed. */
  numberOf(key: number): number {
    const number = this.numbers.get(key);
    if (number === undefined) throw new Error('A login refers to something that is not stored.');
    return number;
  }
}

/** Salesforce ids have 18 characters. */
const ID = 18;
const NONE = -1;

/** Columns of numbers that grow. */
class Columns {
  at: Float64Array;
  success: Uint8Array;
  user: Int32Array;
  status: Int32Array;
  ip: Int32Array;
  place: Int32Array;
  client: Int32Array;
  ids: Uint8Array;

  constructor(size: number) {
    this.at = new Float64Array(size);
    this.success = new Uint8Array(size);
    this.user = new Int32Array(size);
    this.status = new Int32Array(size);
    this.ip = new Int32Array(size);
    this.place = new Int32Array(size);
    this.client = new Int32Array(size);
    this.ids = new Uint8Array(size * ID);
  }

  grown(): Columns {
    const larger = new Columns(this.at.length * 2);
    for (const name of ['at', 'success', 'user', 'status', 'ip', 'place', 'client', 'ids'] as const)
      larger[name].set(this[name]);
    return larger;
  }
}

/** One subject's logins: numbers of rows in the order of time, from `from` to before `to` of `order`. */
export interface Group {
  key: string;
  from: number;
  to: number;
}

/**
 * Logins as columns of numbers in memory, some 55 bytes each, with what they refer to: one object for each thing,
 * however often met. Five million of them can so be looked at by person, by address and by time.
 */
export class LoginColumns {
  count = 0;
  readonly users: Values<User>;
  private readonly statuses: Values<Status>;
  private readonly ips: Values<Ip>;
  private readonly places: Values<Place>;
  private readonly clients: Values<Client>;
  private readonly db: Connection;
  private readonly org: number;
  private readonly ipByKey = new Map<number, Ip>();
  private columns: Columns;

  /** `expected`: about how many logins, so that the columns need not grow. */
  constructor(db: Connection, org: number, addresses: KnownAddresses, expected: number) {
    this.db = db;
    this.org = org;
    this.columns = new Columns(Math.max(PAGE, expected));
    const all = <R>(sql: string, keys: readonly number[]) =>
      db.all<R & { key: number }>(sql, { keys: JSON.stringify(keys) });
    this.users = new Values((keys) => all<User>(USERS, keys));
    this.statuses = new Values((keys) =>
      all<{ status: string }>(STATUSES, keys).map(({ key, status }) => ({
        key,
        text: status,
        kind: statusKindOf(status),
      })),
    );
    this.ips = new Values((keys) =>
      all<{ address: string }>(IPS, keys).map(({ key, address }) => {
        const ip = {
          key,
          address,
          ...addresses.of(address),
          isPrivate: isPrivateAddress(address),
          network: networkOf(address),
        };
        this.ipByKey.set(key, ip);
        return ip;
      }),
    );
    this.places = new Values((keys) => all<Place>(PLACES, keys));
    this.clients = new Values((keys) => all<ClientRow>(CLIENTS, keys).map(clientOf));
  }

  /** Reads every login after a moment (epoch ms), a page to a slice. */
  *read(since: number | null): Slices<void> {
    // Ids sort after '' and before this: the moment itself was looked at already.
    let after: [number, string] = since === null ? [-1, ''] : [since, '\uffff'];
    for (;;) {
      const rows = this.db
        .prepare(NEXT)
        .raw()
        .all(this.org, ...after) as unknown as Row[];
      const last = rows.at(-1);
      if (last === undefined) return;
      this.take(rows);
      after = [last[0], last[1]];
      yield;
    }
  }

  /** An address by key, read if it was not met. */
  ip(key: number): Ip | null {
    if (!this.ipByKey.has(key)) this.ips.meet(new Set([key]));
    return this.ipByKey.get(key) ?? null;
  }

  at(row: number): LoginEvent {
    const { columns } = this;
    const user = this.users.list[columns.user[row] ?? NONE];
    const status = this.statuses.list[columns.status[row] ?? NONE];
    const place = this.places.list[columns.place[row] ?? NONE];
    const client = this.clients.list[columns.client[row] ?? NONE];
    if (user === undefined || status === undefined || place === undefined || client === undefined)
      throw new Error(`There is no login ${String(row)}.`);
    const ip = this.ips.list[columns.ip[row] ?? NONE] ?? null;
    const [at, success] = [columns.at[row] ?? 0, columns.success[row] === 1];
    return new StoredLogin(at, success, status, user, ip, place, client, this, row);
  }

  /** The rows sorted by subject, and each subject's stretch of them. */
  groups(kind: SubjectKind): { order: Int32Array; groups: Group[] } {
    const { keys, of } = this.subjects(kind);
    const starts = new Int32Array(keys.length + 1);
    for (let row = 0; row < this.count; row++) {
      const subject = of(row);
      if (subject !== NONE) starts[subject + 1] = (starts[subject + 1] ?? 0) + 1;
    }
    for (let i = 1; i < starts.length; i++) starts[i] = (starts[i] ?? 0) + (starts[i - 1] ?? 0);
    const next = starts.slice();
    const order = new Int32Array(starts.at(-1) ?? 0);
    for (let row = 0; row < this.count; row++) {
      const subject = of(row);
      if (subject === NONE) continue;
      const place = next[subject] ?? 0;
      order[place] = row;
      next[subject] = place + 1;
    }
    const groups = keys
      .map((key, i) => ({ key, from: starts[i] ?? 0, to: starts[i + 1] ?? 0 }))
      .filter(({ from, to }) => to > from);
    return { order, groups };
  }

  /** Keys of subjects, and by row the number of its subject among them. */
  private subjects(kind: SubjectKind): { keys: string[]; of: (row: number) => number } {
    const { columns } = this;
    if (kind === 'org') return { keys: [''], of: () => 0 };
    if (kind === 'user')
      return { keys: this.users.list.map(({ key }) => String(key)), of: (row) => columns.user[row] ?? NONE };
    if (kind === 'ip')
      return { keys: this.ips.list.map(({ key }) => String(key)), of: (row) => columns.ip[row] ?? NONE };
    const names = [...new Set(this.clients.list.flatMap(({ application }) => application ?? []))];
    const appOf = this.clients.list.map(({ application }) =>
      application === null ? NONE : names.indexOf(application),
    );
    return { keys: names, of: (row) => appOf[columns.client[row] ?? NONE] ?? NONE };
  }

  private take(rows: readonly Row[]): void {
    this.meet(rows);
    while (this.count + rows.length > this.columns.at.length) this.columns = this.columns.grown();
    const { columns } = this;
    for (const [at, id, user, success, status, ip, place, client] of rows) {
      const row = this.count++;
      columns.at[row] = at;
      columns.success[row] = success;
      columns.user[row] = this.users.numberOf(user);
      columns.status[row] = this.statuses.numberOf(status);
      columns.ip[row] = ip === null ? NONE : this.ips.numberOf(ip);
      columns.place[row] = this.places.numberOf(place);
      columns.client[row] = this.clients.numberOf(client);
      for (let i = 0; i < id.length && i < ID; i++) columns.ids[row * ID + i] = id.charCodeAt(i);
    }
  }

  private meet(rows: readonly Row[]): void {
    this.users.meet(new Set(rows.map((row) => row[2])));
    this.statuses.meet(new Set(rows.map((row) => row[4])));
    this.ips.meet(new Set(rows.flatMap((row) => row[5] ?? [])));
    this.places.meet(new Set(rows.map((row) => row[6])));
    this.clients.meet(new Set(rows.map((row) => row[7])));
  }

  idOf(row: number): string {
    const bytes = this.columns.ids.subarray(row * ID, (row + 1) * ID);
    const end = bytes.indexOf(0);
    return Buffer.from(end === -1 ? bytes : bytes.subarray(0, end)).toString('latin1');
  }
}

/** A login whose id, which hardly anybody asks for, is made when somebody does. */
class StoredLogin implements LoginEvent {
  readonly at: number;
  readonly success: boolean;
  readonly status: string;
  readonly statusKind: StatusKind;
  readonly userKey: number;
  readonly userId: string;
  readonly ip: Ip | null;
  readonly place: Place;
  readonly client: Client;
  private readonly columns: LoginColumns;
  private readonly row: number;

  constructor(
    at: number,
    success: boolean,
    status: Status,
    user: User,
    ip: Ip | null,
    place: Place,
    client: Client,
    columns: LoginColumns,
    row: number,
  ) {
    this.at = at;
    this.success = success;
    this.status = status.text;
    this.statusKind = success ? 'success' : status.kind;
    this.userKey = user.key;
    this.userId = user.userId;
    this.ip = ip;
    this.place = place;
    this.client = client;
    this.columns = columns;
    this.row = row;
  }

  get id(): string {
    return this.columns.idOf(this.row);
  }
}

function clientOf({ authenticationServiceId, access, ...row }: ClientRow): Client {
  const bits = access ?? accessOf({ ...row, authenticationServiceId });
  return {
    ...row,
    browserFamily: familyOf(row.browser),
    platformFamily: familyOf(row.platform),
    isUi: (bits & UI) !== 0,
    isApi: (bits & API) !== 0,
    isMobile: (bits & MOBILE) !== 0,
    isSso: (bits & SSO) !== 0,
  };
}

import type { Connection } from '../connection';
import { columnOf, type RecordOf } from '../stream-tables';
import { accessOf } from './login-access';

type LoginRecord = RecordOf<'loginHistory'>;

/** Keys of everything one login refers to. */
export interface LoginKeys {
  user: number;
  status: number;
  ip: number | null;
  place: number;
  client: number;
  /** How it reaches the org: bits, see login-access.ts. */
  access: number;
}

/** Addresses are the one list without an end; the cache forgets them all when there are too many. */
const MAX_CACHED_IPS = 100_000;

const SEPARATOR = '\u001f';

/**
 * The numbers that stand for people, addresses, places, circumstances and statuses of one org's logins; new
 * ones are added as they come. Lives as long as the connection: whatever a commit that was rolled back or a
 * purge took out of the lists is noticed by `recall`.
 */
export class LoginDictionary {
  private readonly users = new Map<string, number>();
  /** People of whom a success at this moment or a later one is stored. */
  private readonly seen = new Map<number, number>();
  private readonly statuses = new Map<string, number>();
  private readonly ips = new Map<string, number>();
  private readonly places = new Map<string, number>();
  private readonly countries = new Map<number, string>();
  /** By browser and platform. */
  private readonly clients = new Map<string, KnownClient[]>();
  private state = '';
  private last: { loginTime: number; id: string } | null = null;
  private readonly db: Connection;
  private readonly org: number;

  constructor(db: Connection, org: number) {
    this.db = db;
    this.org = org;
  }

  /**
   * Call before a commit's first row. Forgets everything when the lists, or the last login stored, are not as
   * they were left: the commit that left them was rolled back.
   */
  recall(): void {
    const asLeft = this.state !== '' && this.state === this.currentState() && this.isStored(this.last);
    // Until the commit gets to its end; one that breaks off leaves this behind.
    this.state = '';
    if (asLeft) return;
    const { users, seen, statuses, ips, places, countries, clients } = this;
    for (const cache of [users, seen, statuses, ips, places, countries, clients]) cache.clear();
  }

  /** Call after a commit's last row. `last`: a login that it added; null: it added none. */
  remember(last: { loginTime: number; id: string } | null): void {
    this.state = this.currentState();
    if (last !== null) this.last = { loginTime: last.loginTime, id: detached(last.id) };
  }

  private isStored(login: { loginTime: number; id: string } | null): boolean {
    if (login === null) return true;
    const sql = 'SELECT 1 FROM login WHERE org_id = @org AND login_time = @loginTime AND id = @id';
    return this.db.get(sql, { org: this.org, ...login }) !== undefined;
  }

  of(row: LoginRecord): LoginKeys {
    const { key: client, access } = this.client(row);
    return {
      user: this.user(row.userId),
      status: this.status(row.status ?? ''),
      ip: row.sourceIp === null ? null : this.ip(row.sourceIp),
      place: this.place(row),
      client,
      access,
    };
  }

  /** Whether it is stored that somebody was seen at this moment or later; false when not known. */
  isSeen(user: number, at: number): boolean {
    return (this.seen.get(user) ?? 0) >= at;
  }

  /** To be told only when it is committed: nobody notices otherwise when it is rolled back. */
  noteSeen(times: ReadonlyMap<number, number>): void {
    for (const [user, at] of times) if (!this.isSeen(user, at)) this.seen.set(user, at);
  }

  forgetSeen(user: number): void {
    this.seen.delete(user);
  }

  countryOf(place: number): string {
    let country = this.countries.get(place);
    if (country === undefined) {
      country =
        this.db.get<{ iso: string }>(
          `SELECT coalesce(country_iso, '') AS iso FROM login_place WHERE key = @place`,
          { place },
        )?.iso ?? '';
      this.countries.set(place, country);
    }
    return country;
  }

  private user(id: string): number {
    let key = this.users.get(id);
    if (key === undefined) {
      key = this.find('SELECT key FROM login_user WHERE org_id = ? AND user_id = ?', id);
      key ??= this.add('INSERT INTO login_user (org_id, user_id) VALUES (?, ?)', id);
      this.users.set(detached(id), key);
    }
    return key;
  }

  private status(text: string): number {
    let key = this.statuses.get(text);
    if (key === undefined) {
      key = this.find('SELECT key FROM login_status WHERE org_id = ? AND status = ?', text);
      key ??= this.add('INSERT INTO login_status (org_id, status) VALUES (?, ?)', text);
      this.statuses.set(detached(text), key);
    }
    return key;
  }

  private ip(address: string): number {
    let key = this.ips.get(address);
    if (key === undefined) {
      key = this.find('SELECT key FROM login_ip WHERE org_id = ? AND source_ip = ?', address);
      key ??= this.add('INSERT INTO login_ip (org_id, source_ip) VALUES (?, ?)', address);
      if (this.ips.size >= MAX_CACHED_IPS) this.ips.clear();
      this.ips.set(detached(address), key);
    }
    return key;
  }

  private place({ countryIso, city, latitude, longitude }: LoginRecord): number {
    const text = `${countryIso ?? ''}${SEPARATOR}${city ?? ''}${SEPARATOR}${String(latitude)}${SEPARATOR}${String(longitude)}`;
    let key = this.places.get(text);
    if (key === undefined) {
      const values = [countryIso, city, latitude, longitude];
      const signature = JSON.stringify(values);
      key = this.find('SELECT key FROM login_place WHERE org_id = ? AND signature = ?', signature);
      key ??= this.add(
        'INSERT INTO login_place (org_id, signature, country_iso, city, latitude, longitude) VALUES (?, ?, ?, ?, ?, ?)',
        signature,
        ...values,
      );
      this.places.set(detached(text), key);
    }
    return key;
  }

  private client(row: LoginRecord): KnownClient {
    const drawer = `${row.browser ?? ''}${SEPARATOR}${row.platform ?? ''}`;
    let known = this.clients.get(drawer);
    if (known === undefined) this.clients.set(detached(drawer), (known = []));
    for (const entry of known) if (isSameClient(entry.row, row)) return entry;
    const values = CLIENT_FIELDS.map((field) => row[field]);
    const signature = JSON.stringify(values);
    const access = accessOf(row);
    let key = this.find('SELECT key FROM login_client WHERE org_id = ? AND signature = ?', signature);
    key ??= this.add(
      `INSERT INTO login_client (org_id, signature, access, ${CLIENT_FIELDS.map(columnOf).join()})
       VALUES (?, ?, ?, ${CLIENT_FIELDS.map(() => '?').join()})`,
      signature,
      access,
      ...values,
    );
    const own = Object.fromEntries(
      CLIENT_FIELDS.map((field, i) => [field, values[i] == null ? null : detached(values[i])]),
    ) as Client;
    // The newest first: what was just met is met again.
    const entry = { row: own, key, access };
    known.unshift(entry);
    return entry;
  }

  private find(sql: string, value: string): number | undefined {
    return this.db.prepare<{ key: number }>(sql).get(this.org, value)?.key;
  }

  private add(sql: string, ...values: (string | number | null)[]): number {
    return Number(this.db.prepare(sql).run(this.org, ...values).lastInsertRowid);
  }

  private currentState(): string {
    const newest = ['user', 'status', 'ip', 'place', 'client'].map(
      (list) => this.db.get<{ n: number | null }>(`SELECT max(key) AS n FROM login_${list}`)?.n ?? 0,
    );
    return newest.join();
  }
}

/** How somebody signed in: the columns of `login_client`. */
const CLIENT_FIELDS = [
  'loginType',
  'loginSubType',
  'browser',
  'platform',
  'application',
  'clientVersion',
  'apiType',
  'apiVersion',
  'tlsProtocol',
  'cipherSuite',
  'loginUrl',
  'authMethodReference',
  'authenticationServiceId',
  'networkId',
] as const satisfies readonly (keyof LoginRecord)[];

type Client = Pick<LoginRecord, (typeof CLIENT_FIELDS)[number]>;

interface KnownClient {
  row: Client;
  key: number;
  access: number;
}

/** Written out: a hash of all these texts would cost more than comparing them, for millions of rows. */
function isSameClient(a: Client, b: Client): boolean {
  return (
    a.application === b.application &&
    a.loginType === b.loginType &&
    a.loginSubType === b.loginSubType &&
    a.tlsProtocol === b.tlsProtocol &&
    a.clientVersion === b.clientVersion &&
    a.apiType === b.apiType &&
    a.apiVersion === b.apiVersion &&
    a.loginUrl === b.loginUrl &&
    a.authMethodReference === b.authMethodReference &&
    a.authenticationServiceId === b.authenticationServiceId &&
    a.cipherSuite === b.cipherSuite &&
    a.networkId === b.networkId &&
    a.browser === b.browser &&
    a.platform === b.platform
  );
}

/**
 * A copy of its own. A piece of a parsed text keeps the whole text in memory for as long as it lives, and
 * what is cached lives long.
 */
function detached(text: string): string {
  return Buffer.from(text, 'utf8').toString('utf8');
}

/** For whoever removes rows of the lists other than by rolling back the commit that added them. */
export function forgetLoginKeys(db: Connection): void {
  dictionaries.delete(db);
}

const dictionaries = new WeakMap<Connection, Map<number, LoginDictionary>>();

export function loginDictionary(db: Connection, org: number): LoginDictionary {
  let ofConnection = dictionaries.get(db);
  if (ofConnection === undefined) dictionaries.set(db, (ofConnection = new Map<number, LoginDictionary>()));
  let dictionary = ofConnection.get(org);
  if (dictionary === undefined) ofConnection.set(org, (dictionary = new LoginDictionary(db, org)));
  return dictionary;
}

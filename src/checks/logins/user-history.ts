import { type Client, dayOf, DAY_MS, type LoginEvent } from './event';
import { Seen } from './seen';
import { isPhone, tellsPlace } from './places';
import { isPasswordAtSalesforce, type StatusKind } from './statuses';

/** A success, as far as later logins are compared with it. */
export interface PastLogin {
  at: number;
  ipKey: number | null;
  network: string | null;
  country: string | null;
  city: string | null;
  latitude: number | null;
  longitude: number | null;
  device: string | null;
  /** From a phone or tablet: carriers lead their traffic far around. */
  isPhone: boolean;
}

export interface PastFailure {
  at: number;
  ipKey: number | null;
  kind: StatusKind;
  /** From a phone like one the user signs in with: it tries on with an old password, wherever it is carried. */
  isOwnPhone: boolean;
}

/** Failures are kept this long, and this many at most. */
export const FAILURE_DAYS = 30;
const MAX_FAILURES = 400;
/** Days with successes that are kept for a person's own baseline. */
export const BASELINE_DAYS = 60;
const [COUNTRIES, NETWORKS, DEVICES, APPS] = [40, 120, 30, 30];

/** What is known of a user's logins before the one looked at. Of successes, unless it says failures. */
export class UserHistory {
  /** Oldest login of any kind; null: none yet. */
  firstAt: number | null = null;
  last: PastLogin | null = null;
  /** The newest success that tells where the person was (`tellsPlace`). */
  lastLocated: PastLogin | null = null;
  successes = 0;
  countries: Seen<string>;
  networks: Seen<string>;
  /** Browser and platform without versions (`deviceOf`). */
  devices: Seen<string>;
  applications: Seen<string>;
  /** Successes through single sign-on, and with a password at Salesforce itself. */
  ssoCount = 0;
  lastSsoAt: number | null = null;
  /** Newest last; of the last `FAILURE_DAYS` days. */
  failures: PastFailure[] = [];
  /** Wrong passwords at Salesforce itself since the last success: what its lockout counts. */
  wrongInRow = 0;
  /** [day, successes] of the last `BASELINE_DAYS` days with any, oldest first. */
  days: [day: number, logins: number][] = [];
  /** Successes by hour of the day (24), in the org's time zone; then those on Saturdays and Sundays. */
  hours: number[] = [];
  /** Memories of single checks, by check id. */
  own: Record<string, Record<string, unknown>> = {};

  constructor(stored?: StoredUser) {
    this.countries = new Seen(COUNTRIES, stored?.c);
    this.networks = new Seen(NETWORKS, stored?.n);
    this.devices = new Seen(DEVICES, stored?.d);
    this.applications = new Seen(APPS, stored?.a);
    if (stored === undefined) return;
    this.firstAt = stored.f;
    this.last = pastOf(stored.l);
    this.lastLocated = stored.g === 1 ? this.last : pastOf(stored.g);
    this.successes = stored.s;
    [this.ssoCount, this.lastSsoAt] = stored.o;
    this.failures = stored.x.map(([at, ipKey, kind, own]) => ({ at, ipKey, kind, isOwnPhone: own === 1 }));
    this.wrongInRow = stored.r;
    this.days = stored.y;
    this.hours = stored.h;
    this.own = stored.w;
  }

  isOwnPhone(client: Client): boolean {
    if (!isPhone(client)) return false;
    const device = deviceOf(client);
    return device !== null && this.devices.has(device);
  }

  /** Successes of one day (UTC) so far. */
  loginsOn(day: number): number {
    const last = this.days.at(-1);
    if (last?.[0] === day) return last[1];
    return this.days.find(([known]) => known === day)?.[1] ?? 0;
  }

  add(login: LoginEvent, local: { hour: number; weekday: number } | null): void {
    const { at, success, ip, place, client } = login;
    this.firstAt ??= at;
    if (!success) {
      if (isPasswordAtSalesforce(login.statusKind, login.status)) this.wrongInRow += 1;
      const since = at - FAILURE_DAYS * DAY_MS;
      if (this.failures.length >= MAX_FAILURES || (this.failures[0]?.at ?? at) < since)
        this.failures = this.failures.filter((failure) => failure.at >= since).slice(1 - MAX_FAILURES);
      this.failures.push({
        at,
        ipKey: ip?.key ?? null,
        kind: login.statusKind,
        isOwnPhone: this.isOwnPhone(client),
      });
      return;
    }
    this.wrongInRow = 0;
    this.successes += 1;
    if (client.isSso) {
      this.ssoCount += 1;
      this.lastSsoAt = at;
    }
    if (place.country !== null) this.countries.add(place.country, at);
    if (ip !== null) this.networks.add(ip.network, at);
    const device = deviceOf(client);
    if (device !== null) this.devices.add(device, at);
    if (client.application !== null) this.applications.add(client.application, at);
    const past: PastLogin = {
      at,
      ipKey: ip?.key ?? null,
      network: ip?.network ?? null,
      country: place.country,
      city: place.city,
      latitude: place.latitude,
      longitude: place.longitude,
      device,
      isPhone: isPhone(client),
    };
    this.last = past;
    if (tellsPlace(login)) this.lastLocated = past;
    this.addDay(dayOf(at));
    if (local !== null) {
      if (this.hours.length === 0) this.hours = new Array<number>(25).fill(0);
      this.hours[local.hour] = (this.hours[local.hour] ?? 0) + 1;
      if (local.weekday > 5) this.hours[24] = (this.hours[24] ?? 0) + 1;
    }
  }

  private addDay(day: number): void {
    const last = this.days.at(-1);
    if (last?.[0] === day) {
      last[1] += 1;
      return;
    }
    this.days.push([day, 1]);
    const oldest = day - BASELINE_DAYS;
    if ((this.days[0]?.[0] ?? day) < oldest) this.days = this.days.filter(([known]) => known >= oldest);
  }

  toJSON(): StoredUser {
    return {
      f: this.firstAt,
      l: storedPast(this.last),
      g: this.lastLocated === this.last ? 1 : storedPast(this.lastLocated),
      s: this.successes,
      o: [this.ssoCount, this.lastSsoAt],
      c: this.countries.toJSON(),
      n: this.networks.toJSON(),
      d: this.devices.toJSON(),
      a: this.applications.toJSON(),
      x: this.failures.map(({ at, ipKey, kind, isOwnPhone }) =>
        isOwnPhone ? [at, ipKey, kind, 1] : [at, ipKey, kind],
      ),
      r: this.wrongInRow,
      y: this.days,
      h: this.hours,
      w: this.own,
    };
  }
}

/** Short names: there is one of these per user. */
export interface StoredUser {
  f: number | null;
  l: StoredPast | null;
  /** 1: the same as `l`. */
  g: StoredPast | null | 1;
  s: number;
  o: [count: number, lastAt: number | null];
  c: readonly (string | number)[];
  n: readonly (string | number)[];
  d: readonly (string | number)[];
  a: readonly (string | number)[];
  x: [at: number, ipKey: number | null, kind: StatusKind, isOwnPhone?: 1][];
  r: number;
  y: [day: number, logins: number][];
  h: number[];
  w: Record<string, Record<string, unknown>>;
}

type StoredPast = [
  at: number,
  ipKey: number | null,
  network: string | null,
  country: string | null,
  city: string | null,
  latitude: number | null,
  longitude: number | null,
  device: string | null,
  isPhone: 0 | 1,
];

function storedPast(past: PastLogin | null): StoredPast | null {
  if (past === null) return null;
  const { at, ipKey, network, country, city, latitude, longitude, device } = past;
  return [at, ipKey, network, country, city, latitude, longitude, device, past.isPhone ? 1 : 0];
}

function pastOf(stored: StoredPast | null): PastLogin | null {
  if (stored === null) return null;
  const [at, ipKey, network, country, city, latitude, longitude, device, phone] = stored;
  return { at, ipKey, network, country, city, latitude, longitude, device, isPhone: phone === 1 };
}

/** There is one object per kind of client and millions of logins: the text is made once. */
const devices = new WeakMap<Client, string | null>();

/** Browser and platform, by which a user's device is known again; null: neither is known. */
export function deviceOf(client: Client): string | null {
  let device = devices.get(client);
  if (device === undefined) {
    const { browserFamily, platformFamily } = client;
    device =
      browserFamily === null && platformFamily === null
        ? null
        : `${browserFamily ?? 'unknown browser'} on ${platformFamily ?? 'unknown platform'}`;
    devices.set(client, device);
  }
  return device;
}

import { type Client, dayOf, DAY_MS, type LoginEvent } from './event';
import { Seen } from './seen';
import { isProbe, type StatusKind } from './statuses';

/** A success, as far as later logins are compared with it. */
export interface PastLogin {
  at: number;
  id: string;
  ipKey: number | null;
  network: string | null;
  country: string | null;
  city: string | null;
  latitude: number | null;
  longitude: number | null;
  device: string | null;
}

export interface PastFailure {
  at: number;
  ipKey: number | null;
  kind: StatusKind;
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
  /** The newest success with coordinates, from an address that tells a place. */
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
  /** Since the last success. */
  failuresInRow = 0;
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
    this.last = stored.l;
    this.lastLocated = stored.g;
    this.successes = stored.s;
    [this.ssoCount, this.lastSsoAt] = stored.o;
    this.failures = stored.x.map(([at, ipKey, kind]) => ({ at, ipKey, kind }));
    this.failuresInRow = stored.r;
    this.days = stored.y;
    this.hours = stored.h;
    this.own = stored.w;
  }

  /** Distinct addresses of failures that look like guessing, since a moment. */
  probingIps(since: number): Set<number> {
    const ips = new Set<number>();
    for (const { at, ipKey, kind } of this.failures)
      if (at >= since && ipKey !== null && isProbe(kind)) ips.add(ipKey);
    return ips;
  }

  failuresSince(since: number): PastFailure[] {
    return this.failures.filter(({ at }) => at >= since);
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
      this.failuresInRow += 1;
      const since = at - FAILURE_DAYS * DAY_MS;
      if (this.failures.length >= MAX_FAILURES || (this.failures[0]?.at ?? at) < since)
        this.failures = this.failures.filter((failure) => failure.at >= since).slice(1 - MAX_FAILURES);
      this.failures.push({ at, ipKey: ip?.key ?? null, kind: login.statusKind });
      return;
    }
    this.failuresInRow = 0;
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
      id: login.id,
      ipKey: ip?.key ?? null,
      network: ip?.network ?? null,
      country: place.country,
      city: place.city,
      latitude: place.latitude,
      longitude: place.longitude,
      device,
    };
    this.last = past;
    if (place.latitude !== null && place.longitude !== null && ip?.isPrivate !== true)
      this.lastLocated = past;
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
      l: this.last,
      g: this.lastLocated === this.last ? this.last : this.lastLocated,
      s: this.successes,
      o: [this.ssoCount, this.lastSsoAt],
      c: this.countries.toJSON(),
      n: this.networks.toJSON(),
      d: this.devices.toJSON(),
      a: this.applications.toJSON(),
      x: this.failures.map(({ at, ipKey, kind }) => [at, ipKey, kind]),
      r: this.failuresInRow,
      y: this.days,
      h: this.hours,
      w: this.own,
    };
  }
}

/** Short names: there is one of these per user. */
export interface StoredUser {
  f: number | null;
  l: PastLogin | null;
  g: PastLogin | null;
  s: number;
  o: [count: number, lastAt: number | null];
  c: readonly (string | number)[];
  n: readonly (string | number)[];
  d: readonly (string | number)[];
  a: readonly (string | number)[];
  x: [at: number, ipKey: number | null, kind: StatusKind][];
  r: number;
  y: [day: number, logins: number][];
  h: number[];
  w: Record<string, Record<string, unknown>>;
}

/** Browser and platform, by which a user's device is known again; null: neither is known. */
export function deviceOf({ browserFamily, platformFamily }: Client): string | null {
  return browserFamily === null && platformFamily === null
    ? null
    : `${browserFamily ?? 'unknown browser'} on ${platformFamily ?? 'unknown platform'}`;
}

import { DAY_MS, type LoginEvent } from './event';
import type { StatusKind } from './statuses';

/** Failures of an address are kept this long, and this many at most. */
export const IP_FAILURE_DAYS = 7;
const MAX_FAILURES = 2_000;
/** Of how many different people it is known that they failed from here. */
const MAX_PEOPLE = 500;

/** What is known of the logins of one address before the one looked at. */
export class IpHistory {
  firstAt: number | null = null;
  firstSuccessAt: number | null = null;
  lastSuccessAt: number | null = null;
  successes = 0;
  failures = 0;
  /** Keys of people who failed from here before the first success, up to a number. */
  failedBefore: number[] = [];
  /** Newest last; of the last `IP_FAILURE_DAYS` days. */
  recentFailures: { at: number; userKey: number; kind: StatusKind }[] = [];
  own: Record<string, Record<string, unknown>> = {};

  constructor(stored?: StoredIp) {
    if (stored === undefined) return;
    [this.firstAt, this.firstSuccessAt, this.lastSuccessAt, this.successes, this.failures] = stored.t;
    this.failedBefore = stored.p ?? [];
    this.recentFailures = (stored.x ?? []).map(([at, userKey, kind]) => ({ at, userKey, kind }));
    this.own = stored.w ?? {};
  }

  add({ at, success, userKey, statusKind }: LoginEvent): void {
    this.firstAt ??= at;
    if (success) {
      this.firstSuccessAt ??= at;
      this.lastSuccessAt = at;
      this.successes += 1;
      return;
    }
    this.failures += 1;
    if (
      this.firstSuccessAt === null &&
      this.failedBefore.length < MAX_PEOPLE &&
      !this.failedBefore.includes(userKey)
    )
      this.failedBefore.push(userKey);
    const since = at - IP_FAILURE_DAYS * DAY_MS;
    if (this.recentFailures.length >= MAX_FAILURES || (this.recentFailures[0]?.at ?? at) < since)
      this.recentFailures = this.recentFailures.filter((past) => past.at >= since).slice(1 - MAX_FAILURES);
    this.recentFailures.push({ at, userKey, kind: statusKind });
  }

  toJSON(): StoredIp {
    return {
      t: [this.firstAt, this.firstSuccessAt, this.lastSuccessAt, this.successes, this.failures],
      ...(this.failedBefore.length > 0 && { p: this.failedBefore }),
      ...(this.recentFailures.length > 0 && {
        x: this.recentFailures.map(({ at, userKey, kind }): [number, number, StatusKind] => [
          at,
          userKey,
          kind,
        ]),
      }),
      ...(Object.keys(this.own).length > 0 && { w: this.own }),
    };
  }
}

/** Short names: there is one of these per address. */
export interface StoredIp {
  t: [number | null, number | null, number | null, number, number];
  p?: number[];
  x?: [at: number, userKey: number, kind: StatusKind][];
  w?: Record<string, Record<string, unknown>>;
}

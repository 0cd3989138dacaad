import { DAY_MS, type LoginEvent } from './event';
import { isProbe, type StatusKind } from './statuses';

/** Failures of an address are kept at least this long, and the newest so many. */
export const IP_FAILURE_DAYS = 7;
const MAX_FAILURES = 1_000;
/** Of how many different people it is known that they got in from here. */
export const MAX_PEOPLE = 25;

export interface IpFailure {
  at: number;
  userId: string;
  kind: StatusKind;
}

/** What is known of the logins of one address before the one looked at. */
export class IpHistory {
  firstAt: number | null = null;
  firstSuccessAt: number | null = null;
  successes = 0;
  failures = 0;
  /** Keys of different people who got in from here, up to `MAX_PEOPLE`: many use an office, few a home. */
  people: number[] = [];
  /** Newest last; those of the last `IP_FAILURE_DAYS` days, and some older ones. */
  recentFailures: IpFailure[] = [];
  own: Record<string, Record<string, unknown>> = {};
  /** By user id the newest of `recentFailures` that looks like guessing. Follows from it, so is not stored. */
  private readonly probedAt = new Map<string, number>();

  constructor(stored?: StoredIp) {
    if (stored === undefined) return;
    [this.firstAt, this.firstSuccessAt, this.successes, this.failures] = stored.t;
    this.people = stored.p ?? [];
    this.recentFailures = (stored.x ?? []).map(([at, userId, kind]) => ({ at, userId, kind }));
    this.own = stored.w ?? {};
    this.countProbes();
  }

  /** At least so many different people may have been probed: an upper bound that costs nothing. */
  get probedAtMost(): number {
    return this.probedAt.size;
  }

  /** Ids of different people with failures that look like guessing, since a moment. */
  probedSince(since: number): string[] {
    const ids: string[] = [];
    for (const [id, at] of this.probedAt) if (at >= since) ids.push(id);
    return ids;
  }

  add({ at, success, userId, userKey, statusKind }: LoginEvent): void {
    this.firstAt ??= at;
    if (success) {
      this.firstSuccessAt ??= at;
      this.successes += 1;
      if (this.people.length < MAX_PEOPLE && !this.people.includes(userKey)) this.people.push(userKey);
      return;
    }
    this.failures += 1;
    const oldest = this.recentFailures[0]?.at ?? at;
    // Seldom, and then thoroughly: an attack has a hundred thousand failures.
    if (this.recentFailures.length >= 2 * MAX_FAILURES || at - oldest > 2 * IP_FAILURE_DAYS * DAY_MS) {
      const since = at - IP_FAILURE_DAYS * DAY_MS;
      this.recentFailures = this.recentFailures.filter((past) => past.at >= since).slice(-MAX_FAILURES);
      this.countProbes();
    }
    this.recentFailures.push({ at, userId, kind: statusKind });
    if (isProbe(statusKind)) this.probedAt.set(userId, at);
  }

  private countProbes(): void {
    this.probedAt.clear();
    for (const { at, userId, kind } of this.recentFailures) if (isProbe(kind)) this.probedAt.set(userId, at);
  }

  toJSON(): StoredIp {
    return {
      t: [this.firstAt, this.firstSuccessAt, this.successes, this.failures],
      ...(this.people.length > 0 && { p: this.people }),
      ...(this.recentFailures.length > 0 && {
        x: this.recentFailures.map(({ at, userId, kind }): [number, string, StatusKind] => [
          at,
          userId,
          kind,
        ]),
      }),
      ...(Object.keys(this.own).length > 0 && { w: this.own }),
    };
  }
}

/** Short names: there is one of these per address. */
export interface StoredIp {
  t: [firstAt: number | null, firstSuccessAt: number | null, successes: number, failures: number];
  p?: number[];
  x?: [at: number, userId: string, kind: StatusKind][];
  w?: Record<string, Record<string, unknown>>;
}

const HOUR_MS = 3_600_000;

/** Sign-ins per user and hour the platform takes (login rate limit: 3,600). */
const DEFAULT_MAX = 3_600;

/** Counts sign-ins of the last 60 minutes by user. */
export class LoginRate {
  /** Most sign-ins of one user in an hour. */
  max = DEFAULT_MAX;
  readonly #times = new Map<number, number[]>();

  constructor(readonly now: () => number) {}

  count(user: number): void {
    this.#recent(user).push(this.now());
  }

  exceeded(user: number): boolean {
    return this.#recent(user).length >= this.max;
  }

  #recent(user: number): number[] {
    const since = this.now() - HOUR_MS;
    const times = (this.#times.get(user) ?? []).filter((at) => at > since);
    this.#times.set(user, times);
    return times;
  }
}

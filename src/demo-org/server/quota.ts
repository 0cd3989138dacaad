const MINUTE_MS = 60_000;
const WINDOW_MINUTES = 24 * 60;

/** How the org's use of its daily calls stands. */
export interface QuotaState {
  used: number;
  max: number;
}

/**
 * The org-wide allowance: calls of the last 24 hours, rolling, in buckets of a minute (an hour after a busy
 * hour has left the window, its calls are free again). Calls of others come from `background`.
 */
export class Quota {
  readonly #calls = new Map<number, number>();
  #background: (minute: number) => number;

  constructor(
    public max: number,
    readonly now: () => number,
    /** Calls by others in a given minute since 1970. */
    background: (minute: number) => number = () => 0,
  ) {
    this.#background = background;
  }

  get state(): QuotaState {
    return { used: this.used, max: this.max };
  }

  get used(): number {
    const minute = this.#minute();
    let sum = 0;
    for (const [at, calls] of this.#calls) {
      if (at <= minute - WINDOW_MINUTES) this.#calls.delete(at);
      else sum += calls;
    }
    for (let at = minute - WINDOW_MINUTES + 1; at <= minute; at++) sum += this.#background(at);
    return Math.round(sum);
  }

  get exhausted(): boolean {
    return this.used >= this.max;
  }

  charge(calls: number): void {
    if (calls <= 0) return;
    const minute = this.#minute();
    this.#calls.set(minute, (this.#calls.get(minute) ?? 0) + calls);
  }

  /**
   * Makes the use of the last 24 hours exactly `used` and silences the background traffic. `spread` puts
   * the calls evenly over the past day (they come free one by one); otherwise all were made this minute.
   */
  setUsed(used: number, spread = false): void {
    this.#calls.clear();
    this.#background = () => 0;
    const minute = this.#minute();
    if (!spread) {
      this.#calls.set(minute, used);
      return;
    }
    let given = 0;
    for (let i = 1; i <= WINDOW_MINUTES; i++) {
      const upTo = Math.round((used * i) / WINDOW_MINUTES);
      if (upTo > given) this.#calls.set(minute - WINDOW_MINUTES + i, upTo - given);
      given = upTo;
    }
  }

  setBackground(perMinute: number): void {
    const since = this.#minute();
    this.#background = (minute) => (minute > since ? perMinute : 0);
  }

  #minute(): number {
    return Math.floor(this.now() / MINUTE_MS);
  }
}

/** What other integrations of a company use: about `perDay` calls, most of them in office hours (UTC). */
export function officeTraffic(perDay: number): (minute: number) => number {
  const weights = Array.from({ length: 24 }, (_, hour) => (hour >= 12 && hour < 23 ? 3 : 1));
  const sum = weights.reduce((a, b) => a + b, 0);
  return (minute) => (perDay * (weights[Math.floor(minute / 60) % 24] ?? 1)) / sum / 60;
}

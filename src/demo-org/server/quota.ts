const MINUTE_MS = 60_000;
const WINDOW_MINUTES = 24 * 60;
const DAY_MS = WINDOW_MINUTES * MINUTE_MS;

/** How the org's use of its daily calls stands. */
export interface QuotaState {
  used: number;
  max: number;
}

/** Calls made at one moment. */
interface Calls {
  /** Epoch ms. */
  at: number;
  calls: number;
}

/**
 * The org-wide allowance: calls of the last 24 hours, rolling. Each of our calls comes free to the millisecond a
 * day after it was made; calls of others come from `background`, minute by minute.
 */
export class Quota {
  /** Oldest first. */
  #made: Calls[] = [];
  #sum = 0;
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
    this.#forget();
    const minute = this.#minute();
    let sum = this.#sum;
    for (let at = minute - WINDOW_MINUTES + 1; at <= minute; at++) sum += this.#background(at);
    return Math.round(sum);
  }

  charge(calls: number): void {
    if (calls <= 0) return;
    const at = this.now();
    const last = this.#made.at(-1);
    if (last?.at === at) last.calls += calls;
    else this.#made.push({ at, calls });
    this.#sum += calls;
  }

  /**
   * Makes the use of the last 24 hours exactly `used` and silences the background traffic. `spread` puts
   * the calls evenly over the past day (they come free one by one); otherwise all were made right now.
   */
  setUsed(used: number, spread = false): void {
    this.#background = () => 0;
    const now = this.now();
    this.#sum = used;
    this.#made = [];
    if (!spread) {
      this.#made.push({ at: now, calls: used });
      return;
    }
    let given = 0;
    for (let i = 1; i <= WINDOW_MINUTES; i++) {
      const upTo = Math.round((used * i) / WINDOW_MINUTES);
      if (upTo > given) this.#made.push({ at: now - DAY_MS + i * MINUTE_MS, calls: upTo - given });
      given = upTo;
    }
  }

  setBackground(perMinute: number): void {
    const since = this.#minute();
    this.#background = (minute) => (minute > since ? perMinute : 0);
  }

  /** Lets go of calls made a day ago or longer. */
  #forget(): void {
    const until = this.now() - DAY_MS;
    const alive = this.#made.findIndex(({ at }) => at > until);
    const dead = this.#made.splice(0, alive === -1 ? this.#made.length : alive);
    for (const { calls } of dead) this.#sum -= calls;
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

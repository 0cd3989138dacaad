import type { LimitInfo, Use } from './limit-info';
import { Meter, type Books, type Passage } from './meter';
import { QuotaPause, type PauseReason } from './pause';

/** How a request ended, for the books. */
export interface Settlement {
  /** False when it certainly never reached Salesforce (no connection): it then cost nothing. */
  sent: boolean;
  /** Null when there was no answer at all. */
  info: LimitInfo | null;
}

export interface Ticket {
  settle(settlement: Settlement): void;
}

export interface QuotaState {
  /** Org-wide use as last seen; null before the first reply that told. */
  used: number | null;
  max: number | null;
  /** Org-wide use before our first request. */
  usedBefore: number | null;
  /** Requests of this run that Salesforce charged. */
  made: number;
  inFlight: number;
}

/** Where the guard would stop. Counts of API requests; null while nothing is known. */
export interface QuotaRoom {
  /** Further requests that would be allowed now; null: nothing known and no budget. */
  callsLeft: number | null;
  /** Org-wide use at which collection stops. */
  line: number | null;
  /** Kept free below the line for what others use meanwhile, for one further request. */
  reserve: number;
}

export interface QuotaGuard {
  readonly thresholdPercent: number;
  /** Asks for permission to send; throws `QuotaPause` when the answer is no. */
  begin(cost: number): Ticket;
  /** What a `/limits` body says. */
  observe(use: Use): void;
  /** Salesforce refused a request because the quota is used up. */
  exhaust(): QuotaPause;
  state(): QuotaState;
  room(): QuotaRoom;
}

/** Requests Seatwatch may make in an org in 24 hours, and those it had made before this run. */
export interface DailyBudget {
  budget: number;
  used: number;
}

export interface QuotaGuardOptions {
  /** Share of the org's daily requests (1-100) that all clients together may have used. */
  thresholdPercent: number;
  /** Budget of this run; null: none. */
  maxCalls: number | null;
  /** Our own budget of the day; null or missing: none. */
  daily?: DailyBudget | null;
}

/** Requests we make at most while Salesforce has not told its quota yet. */
const BLIND_LIMIT = 6;

/**
 * Decides before every charged request whether it may be sent:
 *
 *   use as seen + own requests it may lack, in flight or answered + reserve for others + cost <= line,
 *   line = floor(max x threshold / 100)
 *
 * for the org and for our app's own limit, and made + in flight + cost within the budgets. `Meter` says how
 * use is reckoned, `Traffic` how the reserve is. It knows no clock and no network, so that its promises can be
 * tested (guard.property.test.ts), whatever the order of replies and the traffic of others:
 *
 * 1. After any sighting at or past the line no request is allowed any more.
 * 2. Once use was seen, no request of ours arrives past the line unless others rose, since the sighting it was
 *    allowed by, by more than the reserve: never, if they keep still, or to a pace seen in two sightings.
 * 3. The budgets are never exceeded, requests in flight and lost ones included.
 *
 * Before the first sighting it is blind: one request at a time, and few. That one may find the line passed.
 */
export function createQuotaGuard({ thresholdPercent, maxCalls, daily }: QuotaGuardOptions): QuotaGuard {
  const org = new Meter(thresholdPercent);
  const app = new Meter(thresholdPercent);
  const books: Books = { allowed: 0, unanswered: 0, begun: 0, settled: 0 };
  let seq = 0;
  let exhausted = false;
  let usedBefore: number | null = null;

  function pause(reason: PauseReason): QuotaPause {
    const meter = reason === 'app-threshold' ? app : org;
    return new QuotaPause(reason, {
      used: meter.seen?.used ?? null,
      max: meter.seen?.max ?? null,
      line: meter.line,
      reserve: meter.reserve(books, 1),
      made: books.settled,
      budget: (reason === 'day-budget' ? daily?.budget : maxCalls) ?? null,
      madeToday: daily ? daily.used + books.begun : null,
    });
  }

  /** Requests the budgets leave, those in flight spent. */
  function inBudget(): { run: number; day: number } {
    return {
      run: (maxCalls ?? Number.POSITIVE_INFINITY) - books.begun,
      day: (daily?.budget ?? Number.POSITIVE_INFINITY) - (daily?.used ?? 0) - books.begun,
    };
  }

  // The reason that lasts longest comes first: it decides when to go on.
  function refusal(cost: number): PauseReason | null {
    if (exhausted) return 'exhausted';
    if (!org.allows(books, cost)) return 'threshold';
    if (!app.allows(books, cost)) return 'app-threshold';
    const left = inBudget();
    if (cost > left.day) return 'day-budget';
    if (cost > left.run) return 'budget';
    // Nothing known yet: one request at a time, to learn.
    if (org.seen === null && (books.begun > books.settled || books.begun >= BLIND_LIMIT)) return 'unknown';
    return null;
  }

  /** By halving: what is allowed for one cost is allowed for every smaller one. */
  function callsLeft(): number | null {
    if (exhausted || org.reached || app.reached) return 0;
    const { run, day } = inBudget();
    const most = Math.max(0, Math.min(run, day));
    if (org.seen === null && most === Number.POSITIVE_INFINITY) return null;
    const allowed = (calls: number): boolean => org.allows(books, calls) && app.allows(books, calls);
    let [fits, tooMany] = [0, Math.min(most, org.seen?.max ?? most) + 1];
    while (tooMany - fits > 1) {
      const middle = Math.floor((fits + tooMany) / 2);
      if (allowed(middle)) fits = middle;
      else tooMany = middle;
    }
    return fits;
  }

  return {
    thresholdPercent,
    begin(cost) {
      const reason = refusal(cost);
      if (reason !== null) throw pause(reason);
      seq += 1;
      books.allowed += cost;
      books.begun += cost;
      const passage: Passage = { seq, cost, allowed: books.allowed, settled: books.settled };
      let open = true;
      return {
        settle({ sent, info }) {
          if (!open) return;
          open = false;
          if (!sent || info === null) books.unanswered += cost;
          if (!sent) {
            books.begun -= cost;
            return;
          }
          books.settled += cost;
          const api = info?.api ?? null;
          if (api !== null && usedBefore === null) usedBefore = Math.max(0, api.used - books.settled);
          org.settle(passage, api, books);
          app.settle(passage, info?.app ?? null, books);
        },
      };
    },
    observe({ used, max }) {
      if (max <= 0) return;
      const use = { used: Math.max(0, used), max };
      usedBefore ??= Math.max(0, use.used - books.settled);
      org.observe(use, seq, books);
    },
    exhaust() {
      exhausted = true;
      return pause('exhausted');
    },
    state: () => ({
      used: org.seen?.used ?? null,
      max: org.seen?.max ?? null,
      usedBefore,
      made: books.settled,
      inFlight: books.begun - books.settled,
    }),
    room: () => ({ callsLeft: callsLeft(), line: org.line, reserve: org.reserve(books, 1) }),
  };
}

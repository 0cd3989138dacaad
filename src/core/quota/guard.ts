import type { LimitInfo, Use } from './limit-info';
import { Meter, type Passage } from './meter';
import { QuotaPause, type PauseReason } from './pause';

/** How a request ended, for the books. */
export interface Settlement {
  /** False when it certainly never reached Salesforce (no connection): it then cost nothing. */
  sent: boolean;
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

export interface QuotaGuard {
  readonly thresholdPercent: number;
  /** Asks for permission to send; throws `QuotaPause` when the answer is no. */
  begin(cost: number): Ticket;
  /** What a `/limits` body says. */
  observe(use: Use): void;
  /** Salesforce refused a request because the quota is used up. */
  exhaust(): QuotaPause;
  state(): QuotaState;
}

export interface QuotaGuardOptions {
  /** Share of the org's daily requests (1-100) that all clients together may have used. */
  thresholdPercent: number;
  /** Budget of this run; null: none. */
  maxCalls: number | null;
}

/** Requests we make at most while Salesforce has not told its quota yet. */
const BLIND_LIMIT = 6;

/**
 * Decides before every charged request whether it may be sent:
 * `used + in flight + cost <= floor(max x threshold / 100)`, for the org and for our app's own limit,
 * and within the run's budget. Knows no clock and no network, so that its promise can be tested:
 * after any reply showed use at or past the line, nothing more is allowed.
 */
export function createQuotaGuard({ thresholdPercent, maxCalls }: QuotaGuardOptions): QuotaGuard {
  const org = new Meter(thresholdPercent);
  const app = new Meter(thresholdPercent);
  let seq = 0;
  let inFlight = 0;
  let settled = 0;
  let made = 0;
  let exhausted = false;
  let usedBefore: number | null = null;

  function pause(reason: PauseReason): QuotaPause {
    const meter = reason === 'app-threshold' ? app : org;
    const { seen, line } = meter;
    return new QuotaPause(reason, { used: seen?.used ?? null, max: seen?.max ?? null, line, made });
  }

  function refusal(cost: number): PauseReason | null {
    if (maxCalls !== null && made + inFlight + cost > maxCalls) return 'budget';
    if (exhausted) return 'exhausted';
    if (!org.allows(inFlight, cost)) return 'threshold';
    if (!app.allows(inFlight, cost)) return 'app-threshold';
    // Nothing known yet: one request at a time, to learn.
    if (org.seen === null && (inFlight > 0 || made >= BLIND_LIMIT)) return 'unknown';
    return null;
  }

  return {
    thresholdPercent,
    begin(cost) {
      const reason = refusal(cost);
      if (reason !== null) throw pause(reason);
      seq += 1;
      const passage: Passage = { seq, cost, settledAtBegin: settled };
      inFlight += cost;
      let open = true;
      return {
        settle({ sent, info }) {
          if (!open) return;
          open = false;
          inFlight -= cost;
          if (!sent) return;
          made += cost;
          settled += cost;
          const api = info?.api ?? null;
          if (api !== null && usedBefore === null) usedBefore = Math.max(0, api.used - made);
          org.settle(passage, api, settled);
          app.settle(passage, info?.app ?? null, settled);
        },
      };
    },
    observe(use) {
      if (use.max <= 0) return;
      usedBefore ??= Math.max(0, use.used - made);
      org.observe(use, seq);
    },
    exhaust() {
      exhausted = true;
      return pause('exhausted');
    },
    state: () => ({
      used: org.seen?.used ?? null,
      max: org.seen?.max ?? null,
      usedBefore,
      made,
      inFlight,
    }),
  };
}

import type { Use } from './limit-info';

/** A request under way, as the meters need it. */
export interface Passage {
  /** Order of sending. */
  seq: number;
  cost: number;
  /** Cost of all requests that had been answered when this one was sent. */
  settledAtBegin: number;
}

/**
 * One limit (the org's, or our app's) as seen through replies that may arrive in any order.
 *
 * What is known for certain after a reply is the use at some moment between sending and answering.
 * Whether that number contains the request that carried it is not documented, nor whether it contains
 * requests answered in the meantime; so those are added on top (`unaccounted`). The estimate is
 * therefore never below the truth, at the price of stopping one request early.
 */
export class Meter {
  private sighting: (Use & { seq: number }) | null = null;
  private unaccounted = 0;
  private crossed = false;
  private readonly percent: number;

  constructor(percent: number) {
    this.percent = percent;
  }

  get seen(): Use | null {
    return this.sighting;
  }

  /** True once any sighting was at or past the line. Never goes back: a new run looks again. */
  get reached(): boolean {
    return this.crossed;
  }

  get line(): number | null {
    return this.sighting === null ? null : Math.floor((this.sighting.max * this.percent) / 100);
  }

  /** Use to reckon with, not counting requests in flight. */
  get estimate(): number | null {
    return this.sighting === null ? null : this.sighting.used + this.unaccounted;
  }

  allows(inFlight: number, cost: number): boolean {
    if (this.crossed) return false;
    const { estimate, line } = this;
    return estimate === null || line === null || estimate + inFlight + cost <= line;
  }

  /** A reply arrived; `settledNow` includes the request itself. */
  settle(passage: Passage, use: Use | null, settledNow: number): void {
    const current = this.sighting;
    if (use !== null && (current === null || passage.seq > current.seq)) {
      this.sighting = { ...use, seq: passage.seq };
      this.unaccounted = settledNow - passage.settledAtBegin;
      this.check();
      return;
    }
    this.unaccounted += passage.cost;
    // An overtaken reply never lowers the estimate, but it may know more than we do.
    if (use !== null) this.raise(use);
  }

  /** Knowledge from elsewhere, minutes old perhaps (`/limits`): fills a gap or raises, never lowers. */
  observe(use: Use, seq: number): void {
    if (this.sighting === null) {
      this.sighting = { ...use, seq };
      this.check();
    } else {
      this.raise(use);
    }
  }

  private raise(use: Use): void {
    const current = this.sighting;
    if (current === null) return;
    this.sighting = {
      seq: current.seq,
      used: Math.max(current.used, use.used),
      max: Math.min(current.max, use.max),
    };
    this.check();
  }

  private check(): void {
    const { sighting, line } = this;
    if (sighting !== null && line !== null && sighting.used >= line) this.crossed = true;
  }
}

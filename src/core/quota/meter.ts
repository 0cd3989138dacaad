import type { Use } from './limit-info';
import { Traffic } from './traffic';

/** Our own requests of this run, by cost. */
export interface Books {
  /** Allowed, whatever became of them. Never sinks. */
  allowed: number;
  /** Of these, those that got no answer: lost on the way, or certainly never sent. */
  unanswered: number;
  /** Allowed and not known to be never sent: what may have been charged, requests in flight included. */
  begun: number;
  /** `begun` without those in flight. */
  settled: number;
}

/** A request under way, as the meters need it. */
export interface Passage {
  /** Order of sending. */
  seq: number;
  cost: number;
  /** `Books` when it was sent; `allowed` includes it. */
  allowed: number;
  settled: number;
}

interface Sighting extends Use {
  seq: number;
  /** What the reply itself said, before anything else raised `used`. */
  told: number;
  /** Own requests allowed up to the one whose reply this was, itself included. */
  allowed: number;
  /** Own requests settled before that one was sent: a prompt counter has them. */
  settled: number;
  /** Own requests known to be unanswered when the reply came. */
  unanswered: number;
}

/**
 * A counter that runs late is reckoned to have what was answered this many requests of ours before. No guide
 * says how current the header is ("/limits" is current to five minutes, REST API Developer Guide, Limits).
 */
export const LATE_CALLS = 100;

/**
 * One limit (the org's, or our app's) as seen through replies that may arrive in any order.
 *
 * Use = what this run made (known exactly) + everything else, the base. A reply tells use at some moment
 * between its request's sending and its own arrival; not documented is whether the number contains the request
 * that carried it, those under way at the time, and, if the counter runs late, those answered shortly before.
 * So a reply bounds the base from both sides, and the base reckoned with is
 *
 *   max(`prompt`, min(`floor`, `late`))
 *
 * - `prompt`: the newest reply (by order of sending) less what was answered before it was sent. Never below the
 *   truth if the counter is current. One too many when it contains the request itself.
 * - `floor`: the highest of all replies less everything we had sent by then but that reply's own request. The
 *   base was certainly that high, so a counter that forgets our latest requests does not make room.
 * - `late`: like `prompt` for a counter that runs `LATE_CALLS` of our requests late. It caps the floor, so that
 *   a base that sinks, because yesterday's requests leave the rolling window, is believed after all.
 */
export class Meter {
  private sighting: Sighting | null = null;
  private floor = Number.NEGATIVE_INFINITY;
  private crossed = false;
  private readonly traffic = new Traffic();
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

  /** Use to reckon with, requests in flight included; null before the first sighting. */
  estimate(books: Books): number | null {
    const { sighting } = this;
    if (sighting === null) return null;
    const { used, settled } = sighting;
    const prompt = used - settled;
    const late = used - Math.max(0, settled - LATE_CALLS);
    return Math.max(prompt, Math.min(this.floor, late)) + books.begun;
  }

  /** What others may use before the last of `cost` further requests has arrived. */
  reserve(books: Books, cost: number): number {
    return this.sighting === null ? 0 : this.traffic.during(books.allowed + cost - this.sighting.allowed);
  }

  /** Nothing known: yes. */
  allows(books: Books, cost: number): boolean {
    if (this.crossed) return false;
    const { line } = this;
    const estimate = this.estimate(books);
    return estimate === null || line === null || estimate + cost + this.reserve(books, cost) <= line;
  }

  /** A reply arrived, or will not any more; `books` includes it. */
  settle(passage: Passage, use: Use | null, books: Books): void {
    if (use === null) return;
    const current = this.sighting;
    this.bound(use, books.begun - passage.cost);
    if (current !== null && passage.seq <= current.seq) {
      this.raise(use);
      return;
    }
    const { seq, allowed, settled } = passage;
    const { unanswered } = books;
    if (current !== null) {
      // What got no answer may not have arrived: then all of the rise was others', in fewer requests of ours.
      const between = allowed - current.allowed - (unanswered - current.unanswered);
      const arrived = Math.max(passage.cost, between);
      this.traffic.saw(use.used - current.told - arrived, arrived);
    }
    this.sighting = { ...use, seq, told: use.used, allowed, settled, unanswered };
    this.check();
  }

  /** Knowledge from elsewhere, minutes old perhaps (`/limits`): fills a gap or raises, never lowers. */
  observe(use: Use, seq: number, books: Books): void {
    this.bound(use, books.begun);
    if (this.sighting === null) {
      // Old as it is, it may lack all of our own.
      const { allowed, unanswered } = books;
      this.sighting = { ...use, seq, told: use.used, allowed, settled: 0, unanswered };
      this.check();
    } else {
      this.raise(use);
    }
  }

  /** `contained`: of our own requests at most. The very first number is taken to lack all of them. */
  private bound({ used }: Use, contained: number): void {
    this.floor = Math.max(this.floor, used - (this.sighting === null ? 0 : contained));
  }

  /** An overtaken reply, or stale knowledge, never lowers the estimate, but it may know more than we do. */
  private raise({ used, max }: Use): void {
    const current = this.sighting;
    if (current === null) return;
    this.sighting = { ...current, used: Math.max(current.used, used), max: Math.min(current.max, max) };
    this.check();
  }

  private check(): void {
    const { sighting, line } = this;
    if (sighting !== null && line !== null && sighting.used >= line) this.crossed = true;
  }
}

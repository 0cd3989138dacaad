import type { LimitInfo } from '../quota/limit-info';
import { createQuotaGuard, type QuotaGuard, type QuotaGuardOptions, type Ticket } from '../quota/guard';
import { QuotaPause, type PauseReason } from '../quota/pause';

/** How a model org counts, and how it tells. */
export interface ModelOrgOptions {
  max: number;
  /** Org-wide use at the start. */
  used: number;
  /** Whether the header contains the request it answers. */
  includesCurrent: boolean;
  /** The header shows the count as it was before so many of our requests arrived. */
  late: number;
  /** Requests of others just before each arrival of ours. */
  pace: number;
  /** A limit of our own app; null: none. */
  app: { max: number; used: number } | null;
}

interface Request {
  ticket: Ticket;
  cost: number;
  /** What the guard went by when it allowed it; null: it was still blind. */
  grounds: Grounds | null;
  seq: number;
  /** Requests settled before it was sent: its reply shows them for certain. */
  settled: number;
  arrived: Told | null;
}

/** What a counter shows at one moment. */
interface Told {
  used: number;
  app: number;
  others: number;
}

interface Grounds {
  /** Requests of others at the moment the newest sighting tells of. */
  others: number;
  /** Sightings in order of sending so far. */
  sightings: number;
  /** Use by the app had been told, too. */
  appSeen: boolean;
  line: number;
  reserve: number;
}

/** An arrival past the line as the guard knew it. */
export interface Trespass extends Omit<Grounds, 'others' | 'appSeen'> {
  used: number;
  /** Requests of others since the sighting that the request was allowed by. */
  rise: number;
}

/**
 * An org that counts requests of several clients, and one guarded client of it whose requests travel, arrive,
 * are answered or get lost in whatever order a test says. It keeps the true count and judges every arrival.
 */
export class ModelOrg {
  readonly guard: QuotaGuard;
  /** Requests of ours that arrived, and those that others made or (negative) that left the window. */
  own = 0;
  others: number;
  appUsed: number;
  max: number;
  /** Arrivals past the line, those of requests allowed blindly left out. */
  readonly trespasses: Trespass[] = [];
  /** Arrivals past the app's line. */
  appTrespasses = 0;
  /** Allowed although a sighting had shown use at or past the line. */
  allowedAfterLine = 0;
  pauses: PauseReason[] = [];
  private flying: Request[] = [];
  private seq = 0;
  private sighting: { seq: number; settled: number; others: number; nth: number } | null = null;
  private linePassed = false;
  private appSeen = false;
  /** Newest last: what the counter showed after each arrival, and at the start. */
  private readonly shown: Told[] = [];
  private readonly options: ModelOrgOptions;

  constructor(guard: QuotaGuardOptions, options: ModelOrgOptions) {
    this.guard = createQuotaGuard(guard);
    this.options = options;
    this.others = options.used;
    this.max = options.max;
    this.appUsed = options.app?.used ?? 0;
    this.shown.push(this.count(0));
  }

  get used(): number {
    return this.others + this.own;
  }

  get line(): number {
    return this.lineOf(this.max);
  }

  /** `Infinity` without a limit of the app's own. */
  get appLine(): number {
    return this.options.app === null ? Number.POSITIVE_INFINITY : this.lineOf(this.options.app.max);
  }

  /** Asks the guard for one more request; false when it says no. */
  ask(cost = 1): boolean {
    const { reserve, line } = this.guard.room();
    const { sighting } = this;
    const grounds =
      sighting === null || line === null
        ? null
        : { others: sighting.others, sightings: sighting.nth, appSeen: this.appSeen, line, reserve };
    try {
      const ticket = this.guard.begin(cost);
      if (this.linePassed) this.allowedAfterLine += 1;
      this.seq += 1;
      this.flying.push({
        ticket,
        cost,
        grounds,
        seq: this.seq,
        settled: this.guard.state().made,
        arrived: null,
      });
      return true;
    } catch (error) {
      if (!(error instanceof QuotaPause)) throw error;
      this.pauses.push(error.reason);
      return false;
    }
  }

  /** One of the requests under way reaches the org. */
  arrive(pick: number): void {
    const travelling = this.flying.filter(({ arrived }) => arrived === null);
    const request = travelling[pick % Math.max(1, travelling.length)];
    if (request === undefined) return;
    this.others += this.options.pace;
    this.own += request.cost;
    this.appUsed += request.cost;
    this.judge(request);
    request.arrived = this.count(request.cost);
    this.shown.push(this.count(0));
  }

  /** One of those that arrived is answered: the count of its arrival, or of now, or an older one. */
  reply(pick: number, { header = true, now = false } = {}): void {
    const request = this.take(pick, ({ arrived }) => arrived !== null);
    if (request === null || request.arrived === null) return;
    const { late } = this.options;
    const old = late > 0 ? this.shown[Math.max(0, this.shown.length - 1 - late)] : undefined;
    const told = old ?? (now ? this.count(request.cost) : request.arrived);
    // A maximum of 0 stands for "not applicable": such a header says nothing.
    const tells = header && this.max > 0;
    if (tells) this.see(told, request);
    request.ticket.settle({ sent: true, info: tells ? this.info(told) : { api: null, app: null } });
    this.moveLines();
  }

  /** Own requests that the newest sighting may or may not contain. */
  get uncertain(): number {
    return this.guard.state().made - (this.sighting?.settled ?? 0);
  }

  /** Everything under way arrives and is answered. */
  settle(): void {
    while (this.flying.some(({ arrived }) => arrived === null)) this.arrive(0);
    while (this.flying.length > 0) this.reply(0);
  }

  /** One under way gets no answer. `how`: it never left, never arrived, or was counted all the same. */
  lose(pick: number, how: 'unsent' | 'lost' | 'unanswered'): void {
    const request = this.take(pick, ({ arrived }) => (arrived !== null) === (how === 'unanswered'));
    request?.ticket.settle({ sent: how !== 'unsent', info: null });
  }

  /** Others make requests, or (negative) requests of yesterday leave the window. */
  traffic(calls: number): void {
    this.others = Math.max(0, this.others + calls);
  }

  setMax(max: number): void {
    this.max = max;
  }

  /** A `/limits` body that shows the count of `ago` arrivals before. */
  limits(ago: number): void {
    const told = this.shown[Math.max(0, this.shown.length - 1 - ago)];
    if (told === undefined) return;
    this.guard.observe({ used: told.used, max: this.max });
    this.moveLines();
    if (this.max === 0) return;
    this.sighting ??= { seq: this.seq, settled: 0, others: told.others, nth: 1 };
    if (told.used >= this.line) this.linePassed = true;
  }

  private take(pick: number, which: (request: Request) => boolean): Request | null {
    const fitting = this.flying.filter(which);
    const request = fitting[pick % Math.max(1, fitting.length)];
    if (request === undefined) return null;
    this.flying = this.flying.filter((one) => one !== request);
    return request;
  }

  private see(told: Told, { seq, settled }: Request): void {
    const { sighting } = this;
    // An overtaken reply may be the more recent one all the same.
    if (sighting !== null && seq <= sighting.seq) sighting.others = Math.max(sighting.others, told.others);
    else this.sighting = { seq, settled, others: told.others, nth: (sighting?.nth ?? 0) + 1 };
    const { app } = this.options;
    this.appSeen ||= app !== null;
    if (told.used >= this.line || (app !== null && told.app >= this.appLine)) this.linePassed = true;
  }

  private info(told: Told): LimitInfo {
    const { app } = this.options;
    return {
      api: { used: told.used, max: this.max },
      app: app === null ? null : { used: told.app, max: app.max, name: 'Seatwatch' },
    };
  }

  private count(current: number): Told {
    const left = this.options.includesCurrent ? 0 : current;
    return { used: this.used - left, app: this.appUsed - left, others: this.others };
  }

  /** Requests allowed from now on, by a line that has moved up, may arrive before those under way. */
  private moveLines(): void {
    const line = this.guard.room().line ?? 0;
    for (const { grounds } of this.flying) if (grounds !== null) grounds.line = Math.max(grounds.line, line);
  }

  private judge({ grounds }: Request): void {
    // What the guard could not know: everything before its first sighting, and a line that moved since.
    if (grounds === null) return;
    if (grounds.appSeen && this.appUsed > this.appLine) this.appTrespasses += 1;
    const rise = this.others - grounds.others;
    if (this.used > grounds.line) this.trespasses.push({ ...grounds, used: this.used, rise });
  }

  private lineOf(max: number): number {
    return Math.floor((max * this.guard.thresholdPercent) / 100);
  }
}

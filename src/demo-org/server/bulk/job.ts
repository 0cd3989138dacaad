import type { Snapshot } from './snapshot';
import type { CsvDialect } from './csv';

export type JobState = 'UploadComplete' | 'InProgress' | 'JobComplete' | 'Failed' | 'Aborted';

/** What a job was asked for. */
export interface JobRequest {
  operation: 'query' | 'queryAll';
  object: string;
  dialect: CsvDialect;
  /** e.g. 67 */
  apiVersion: number;
  /** Id of the user whose job it is. */
  createdBy: string;
}

/** How a job is to go on, from the switches as they stood when it was made. */
export interface JobPlan {
  /** Milliseconds the job takes, apart from its rows. */
  baseMs: number;
  /** Rows that take a second; 0: rows take no time. */
  rowsPerSecond: number;
  /** Rows of a result page for those who do not say. */
  pageSize: number;
  /** Permutes the chunks of the result. */
  shuffleSeed: number | undefined;
  /** The job ends as Failed with this message. */
  failure: string | undefined;
}

/** Share of a job's time it waits in the queue. */
const QUEUED_SHARE = 0.1;

/** One query job. Its state follows from the clock: nothing has to run for it to move on. */
export class Job {
  #aborted: { at: number; rows: number } | undefined;
  #finishedAt: number | undefined;
  #failure: string | undefined;

  constructor(
    /** `750…`, 18 characters. */
    readonly id: string,
    readonly request: JobRequest,
    readonly plan: JobPlan,
    /** undefined for a job that fails before it reads anything. */
    readonly snapshot: Snapshot | undefined,
    /** Epoch ms, like every time here. */
    readonly createdAt: number,
  ) {
    this.#failure = plan.failure;
  }

  /** Why the job failed, or is going to. */
  get failure(): string | undefined {
    return this.#failure;
  }

  get terminal(): boolean {
    return this.#aborted !== undefined || this.#finishedAt !== undefined;
  }

  /** Neither ORDER BY nor LIMIT: the platform may process the job in chunks by primary key. */
  get chunked(): boolean {
    return this.snapshot?.rows.chunked ?? false;
  }

  /**
   * Lets the job move on to where the clock says it is. A job that takes no time is done as soon as somebody
   * looks at it (`seen`), not before: until then it can still be aborted.
   */
  moveOn(now: number, seen: boolean): void {
    if (this.terminal || this.#reading) return;
    const duration = this.#duration();
    if (now >= this.createdAt + duration && (seen || duration > 0)) this.#finishedAt = now;
  }

  state(now: number): JobState {
    if (this.#aborted) return 'Aborted';
    if (this.#finishedAt !== undefined) return this.#failure === undefined ? 'JobComplete' : 'Failed';
    const queued = now - this.createdAt <= this.#duration() * QUEUED_SHARE;
    return queued && !this.#reading ? 'UploadComplete' : 'InProgress';
  }

  /** Rows worked off so far; all of them once complete. */
  processed(now: number): number {
    if (this.#aborted) return this.#aborted.rows;
    if (this.#failure !== undefined) return 0;
    const size = this.snapshot?.size ?? 0;
    if (this.state(now) === 'JobComplete') return size;
    const duration = this.#duration();
    const share = duration > 0 ? (now - this.createdAt) / duration - QUEUED_SHARE : 0;
    return Math.floor(size * Math.min(1, Math.max(0, share)));
  }

  /** When the job last changed. */
  changedAt(now: number): number {
    return this.#aborted?.at ?? this.#finishedAt ?? now;
  }

  /** Milliseconds of work so far. */
  processingMs(now: number): number {
    return Math.min(Math.round(this.#duration()), this.changedAt(now) - this.createdAt);
  }

  abort(now: number): void {
    this.#aborted ??= { at: now, rows: this.processed(now) };
  }

  /** Ends the job with a message: reading its rows went wrong. */
  fail(message: string, now: number): void {
    if (this.terminal) return;
    this.#failure = message;
    this.#finishedAt = now;
  }

  get #reading(): boolean {
    return this.snapshot?.complete === false;
  }

  #duration(): number {
    const { baseMs, rowsPerSecond } = this.plan;
    return baseMs + (rowsPerSecond > 0 ? ((this.snapshot?.size ?? 0) / rowsPerSecond) * 1000 : 0);
  }
}

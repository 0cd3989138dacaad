import { z } from 'zod';
import { counted } from '../../shared/model/counted';
import type { AppError } from '../../shared/model/errors';
import type { Clock } from '../ports';
import { jittered } from './backoff';
import { bulkError, BulkUnavailable, type BulkStep } from './bulk-errors';
import type { Http, OpenAnswer } from './http';

/** A query job at Salesforce. Its results are kept for seven days and belong to its API version. */
export interface BulkJob {
  /** "750…" */
  id: string;
  /** "67.0"; other versions are refused with 409. */
  version: string;
}

/** Takes the text of one result page, in order. */
export interface PageSink {
  /** May resolve before the bytes are stored; then it is the next call that waits. */
  feed(bytes: Uint8Array): Promise<void>;
  /** The last byte is here and another page follows: it may be asked for while this one is still being stored. */
  received(next: string): void;
  /**
   * The page is whole: resolves when all its rows are stored. `promised`: how many there should be; null when
   * Salesforce did not say. Throws `unreadable` when they are others.
   */
  close(promised: number | null): Promise<void>;
}

/**
 * Queries through the Bulk API 2.0: one request to make a job, one per look at it, one per result page of
 * many thousand rows. Every method rejects with `BulkUnavailable` when REST is the way on, with `QuotaPause`
 * when the guard says stop, and with `AppError` otherwise; a job survives all of these.
 */
export interface BulkQueries {
  /** Rows per result page. */
  readonly pageSize: number;
  /** One request. No ORDER BY, LIMIT or aggregates: they forbid what makes the Bulk API fast. */
  create(soql: string, signal?: AbortSignal): Promise<BulkJob>;
  /**
   * Waits until the job is complete, one request per look and `polls` looks at most. `madeAt` (epoch ms): the
   * time since then counts as waited. Resolves with its number of rows, null when Salesforce does not say.
   */
  wait(job: BulkJob, polls: number, signal?: AbortSignal, madeAt?: number): Promise<number | null>;
  /**
   * One page (null: the first), handed to a sink as it arrives; resolves with the next page's locator. A page
   * that breaks off is asked for again and goes to a new sink from its beginning, so rows are stored twice.
   * Errors of the sink are passed on as they are.
   */
  page(
    job: BulkJob,
    locator: string | null,
    begin: () => Promise<PageSink>,
    signal?: AbortSignal,
  ): Promise<string | null>;
  /** Asks Salesforce to end a running job. Best effort, one request: false when it could not be done. */
  abort(job: BulkJob): Promise<boolean>;
}

/** Rows per page: a million sign-ins cost ten requests; one that breaks off is still small enough to fetch again. */
export const BULK_PAGE_SIZE = 100_000;
/** Small jobs take seconds, large ones minutes; each look costs a request. */
const FIRST_POLL_MS = 2_000;
const LONGEST_POLL_MS = 60_000;
/** A canceled collection does not wait long for its last courtesy. */
const ABORT_WAIT_MS = 5_000;

const JobEnvelope = z.object({ id: z.string().regex(/^[A-Za-z0-9]{15,18}$/) });
const StateEnvelope = z.object({
  state: z.string(),
  numberRecordsProcessed: z.number().int().nonnegative().nullish().catch(null),
  errorMessage: z.string().nullish().catch(null),
});

export interface BulkDeps {
  http: Http;
  clock: Clock;
  /** The version negotiated for this org, e.g. "67.0". */
  version: (signal?: AbortSignal) => Promise<string>;
  pageSize?: number | undefined;
  random?: (() => number) | undefined;
}

/** Milliseconds before the nth look (from 1): 2, 4, 8 … 60 seconds, with jitter. */
export function pollDelayMs(n: number, random: () => number): number {
  return jittered(Math.min(LONGEST_POLL_MS, FIRST_POLL_MS * 2 ** (n - 1)), random);
}

export function createBulkQueries(deps: BulkDeps): BulkQueries {
  const { http, clock } = deps;
  const pageSize = deps.pageSize ?? BULK_PAGE_SIZE;
  const random = deps.random ?? Math.random;

  async function step<T>(name: BulkStep, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw bulkError(error, name);
    }
  }

  async function look(job: BulkJob, signal?: AbortSignal): Promise<z.output<typeof StateEnvelope>> {
    const { body } = await http.request({ method: 'GET', path: jobPath(job), cost: 1, quick: true }, signal);
    const state = StateEnvelope.safeParse(body);
    if (!state.success) throw new BulkUnavailable('refused', 'UNEXPECTED_ANSWER', 'It shows no state.');
    return state.data;
  }

  return {
    pageSize,
    create: (query, signal) =>
      step('create', async () => {
        const version = await deps.version(signal);
        const json = {
          operation: 'query',
          query,
          contentType: 'CSV',
          columnDelimiter: 'COMMA',
          lineEnding: 'LF',
        };
        // Repeated when the answer gets lost, although a job may exist by then: nobody reads it, it is one of
        // 10,000 a day, and it vanishes by itself.
        const { body } = await http.request(
          { method: 'POST', path: `/services/data/v${version}/jobs/query`, json, cost: 1 },
          signal,
        );
        const job = JobEnvelope.safeParse(body);
        if (!job.success) throw new BulkUnavailable('refused', 'UNEXPECTED_ANSWER', 'It made no job.');
        return { id: job.data.id, version };
      }),
    wait: (job, polls, signal, madeAt = clock.now()) =>
      step('poll', async () => {
        let waited = Math.max(0, clock.now() - madeAt);
        for (let n = 1; n <= polls; n += 1) {
          await clock.sleep(Math.max(0, pollDelayMs(n, random) - waited), signal);
          waited = 0;
          const { state, numberRecordsProcessed, errorMessage } = await look(job, signal);
          if (state === 'JobComplete') return numberRecordsProcessed ?? null;
          if (state === 'Failed')
            throw new BulkUnavailable('failed', 'BULK_JOB_FAILED', said(errorMessage ?? ''));
          if (state === 'Aborted') throw new BulkUnavailable('aborted', 'BULK_JOB_ABORTED', '');
        }
        throw new BulkUnavailable(
          'too-slow',
          'BULK_JOB_TOO_SLOW',
          `It was looked at ${counted(polls, 'time')}.`,
        );
      }),
    // Page by page rather than through /resultPages, which lists up to five addresses for parallel
    // download: that list is a request of its own, and one page at a time is what memory is bounded by.
    page: (job, locator, begin, signal) =>
      step('results', () => {
        const query = new URLSearchParams({ maxRecords: String(pageSize) });
        if (locator !== null) query.set('locator', locator);
        const path = `${jobPath(job)}/results?${query.toString()}`;
        return http.read(
          { method: 'GET', path, cost: 1, headers: { Accept: 'text/csv' } },
          (answer) => readPage(answer, locator, begin),
          signal,
        );
      }),
    async abort(job) {
      const signal = AbortSignal.timeout(ABORT_WAIT_MS);
      try {
        await http.request(
          {
            method: 'PATCH',
            path: jobPath(job),
            json: { state: 'Aborted' },
            cost: 1,
            quick: true,
            attempts: 1,
          },
          signal,
        );
        return true;
      } catch {
        // A finished job cannot be aborted, a full quota forbids to ask. Jobs left alone are removed by
        // Salesforce after seven days, which is also why finished ones are not deleted: it costs a request.
        return false;
      }
    },
  };
}

function jobPath({ id, version }: BulkJob): string {
  return `/services/data/v${version}/jobs/query/${id}`;
}

async function readPage(
  { headers, bytes }: OpenAnswer,
  locator: string | null,
  begin: () => Promise<PageSink>,
): Promise<string | null> {
  const sink = await begin();
  for await (const piece of bytes()) await sink.feed(piece);
  const follows = headers.get('sforce-locator')?.trim() ?? '';
  if (follows !== '' && follows !== 'null' && follows !== locator) sink.received(follows);
  const promised = Number(headers.get('sforce-numberofrecords') ?? Number.NaN);
  await sink.close(Number.isInteger(promised) ? promised : null);
  // Looked at only when the body has proved to be a result page: a web page in its place lacks the header.
  const next = nextLocator(headers.get('sforce-locator'));
  if (next !== null && next === locator) throw misplaced('Its result pages go round in a circle.');
  return next;
}

/** The text "null" stands for the end; a missing header would silently cut the data short. */
function nextLocator(header: string | null): string | null {
  if (header === null || header.trim() === '') throw misplaced('It does not say whether more pages follow.');
  return header.trim() === 'null' ? null : header.trim();
}

function misplaced(words: string): AppError {
  return new BulkUnavailable('refused', 'UNEXPECTED_ANSWER', words);
}

function said(words: string): string {
  const line = words.replace(/\s+/g, ' ').trim().slice(0, 300);
  return line === '' ? '' : `Salesforce said: “${line}”`;
}

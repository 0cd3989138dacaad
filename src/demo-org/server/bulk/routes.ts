import { ApiError, notFound } from '../../errors';
import { restDateTime } from '../../soql/records';
import { RawBody, type ApiCall, type ApiReply } from '../api-call';
import type { Org } from '../org';
import { makeJob, MAX_PAGE_ROWS } from './create';
import type { Job } from './job';
import { readPatchBody } from './request';
import { csvPage } from './results';
import type { Snapshot } from './snapshot';

/** First version with query jobs, and with parallel results (Bulk API 2.0 guide). */
const SINCE = 47;
const RESULT_PAGES_SINCE = 58;
/** Addresses one call of resultPages gives. */
const PARALLEL_PAGES = 5;
/** Jobs one call of the list gives. */
const LIST_PAGE = 1000;

function requireVersion(call: ApiCall, since: number): void {
  if (call.version < since) throw notFound();
}

/** `POST /jobs/query` */
export function createJob(org: Org, call: ApiCall): ApiReply {
  requireVersion(call, SINCE);
  return { status: 200, body: summary(makeJob(org, call), org) };
}

function jobOf(org: Org, call: ApiCall, id: string): Job {
  requireVersion(call, SINCE);
  const job = org.bulk.find(id);
  if (!job) throw notFound();
  job.moveOn(org.now(), call.method === 'GET');
  return job;
}

/** Abort, delete and results are for whoever made the job (or Manage Data Integrations, which nobody has here). */
function ownJobOf(org: Org, call: ApiCall, id: string): Job {
  const job = jobOf(org, call, id);
  if (job.request.createdBy !== call.session.user.id)
    throw new ApiError(403, 'INSUFFICIENT_ACCESS', 'insufficient access rights on cross-reference id');
  return job;
}

/** What the answer to creation and abort says of a job. */
function summary(job: Job, org: Org): Record<string, unknown> {
  const now = org.now();
  const { request } = job;
  return {
    id: job.id,
    operation: request.operation,
    object: request.object,
    createdById: request.createdBy,
    createdDate: restDateTime(job.createdAt),
    systemModstamp: restDateTime(job.changedAt(now)),
    state: job.state(now),
    concurrencyMode: 'Parallel',
    contentType: 'CSV',
    apiVersion: request.apiVersion,
    lineEnding: request.dialect.lineEnding,
    columnDelimiter: request.dialect.columnDelimiter,
  };
}

/** `GET /jobs/query/{id}` */
export function jobInfo(org: Org, call: ApiCall, [id = '']: string[]): ApiReply {
  const job = jobOf(org, call, id);
  const now = org.now();
  const state = job.state(now);
  return {
    status: 200,
    body: {
      ...summary(job, org),
      jobType: 'V2Query',
      numberRecordsProcessed: job.processed(now),
      retries: 0,
      totalProcessingTime: job.processingMs(now),
      isPkChunkingSupported: job.chunked,
      ...(state === 'Failed' ? { errorMessage: job.failure } : {}),
    },
  };
}

/** `GET /jobs/query`, filtered; nothing here but query jobs of Bulk API 2.0, all of them parallel. */
export function listJobs(org: Org, call: ApiCall): ApiReply {
  requireVersion(call, SINCE);
  const { query } = call;
  const locator = query.get('queryLocator');
  const start = locator === null ? 0 : org.bulk.locators.offsetOf('list', locator);
  const fits =
    (query.get('jobType') ?? 'V2Query') === 'V2Query' &&
    query.get('isPkChunkingEnabled')?.toLowerCase() !== 'true' &&
    (query.get('concurrencyMode') ?? 'parallel').toLowerCase() === 'parallel';
  const jobs = fits ? org.bulk.list() : [];
  const next = start + LIST_PAGE;
  const done = next >= jobs.length;
  const filters = new URLSearchParams([...query].filter(([name]) => name !== 'queryLocator'));
  filters.set('queryLocator', org.bulk.locators.make('list', next));
  return {
    status: 200,
    body: {
      done,
      nextRecordsUrl: done ? null : `${call.base}/jobs/query?${filters.toString()}`,
      records: jobs.slice(start, next).map((job) => ({ ...summary(job, org), jobType: 'V2Query' })),
    },
  };
}

/** The result of a complete job, asked for in the version the job was made with. */
function resultOf(org: Org, call: ApiCall, id: string): { job: Job; snapshot: Snapshot } {
  const job = ownJobOf(org, call, id);
  if (call.version !== job.request.apiVersion)
    throw new ApiError(
      409,
      'API_ERROR',
      `The job was created in API version ${job.request.apiVersion}.0; use the same version to get its results`,
    );
  const state = job.state(org.now());
  if (state !== 'JobComplete' || !job.snapshot)
    throw new ApiError(400, 'INVALIDJOBSTATE', `Results are not available: the job's state is ${state}`);
  return { job, snapshot: job.snapshot };
}

/** `GET /jobs/query/{id}/results?locator&maxRecords` */
export function results(org: Org, call: ApiCall, [id = '']: string[]): ApiReply {
  const { job, snapshot } = resultOf(org, call, id);
  const { locators } = org.bulk;
  const locator = call.query.get('locator');
  const from = locator === null || locator === '' ? 0 : locators.offsetOf(job.id, locator);
  const to = Math.min(snapshot.size, from + pageRows(call, job));
  return {
    status: 200,
    body: new RawBody('text/csv', csvPage(job, snapshot, org.store.instance, from, to)),
    headers: {
      'Sforce-NumberOfRecords': String(to - from),
      // The word, not an empty header, says that there is no more.
      'Sforce-Locator': to < snapshot.size ? locators.make(job.id, to) : 'null',
    },
  };
}

function pageRows(call: ApiCall, job: Job): number {
  const asked = call.query.get('maxRecords');
  if (asked === null) return job.plan.pageSize;
  if (!/^\d{1,9}$/.test(asked) || Number(asked) < 1)
    throw new ApiError(400, 'API_ERROR', `Invalid maxRecords: ${asked}`);
  return Math.min(MAX_PAGE_ROWS, Number(asked));
}

/** `GET /jobs/query/{id}/resultPages`: addresses of the next pages, to be fetched side by side. */
export function resultPages(org: Org, call: ApiCall, [id = '']: string[]): ApiReply {
  requireVersion(call, RESULT_PAGES_SINCE);
  const { job, snapshot } = resultOf(org, call, id);
  const { locators } = org.bulk;
  const locator = call.query.get('locator');
  const start = locator === null ? 0 : locators.offsetOf(job.id, locator);
  const url = `${call.base}/jobs/query/${job.id}`;
  const pages: { resultUrl: string }[] = [];
  let at = start;
  // An empty result still has its page, with the header line.
  do {
    pages.push({ resultUrl: `${url}/results?locator=${locators.make(job.id, at)}` });
    at += job.plan.pageSize;
  } while (at < snapshot.size && pages.length < PARALLEL_PAGES);
  const done = at >= snapshot.size;
  return {
    status: 200,
    body: {
      resultPages: pages,
      nextRecordsUrl: done ? null : `${url}/resultPages?locator=${locators.make(job.id, at)}`,
      done,
    },
  };
}

/** `PATCH /jobs/query/{id}` with `{"state":"Aborted"}` */
export function abortJob(org: Org, call: ApiCall, [id = '']: string[]): ApiReply {
  const job = ownJobOf(org, call, id);
  readPatchBody(call.body);
  if (job.terminal)
    throw new ApiError(
      400,
      'INVALIDJOBSTATE',
      `Aborting already ${WORDS[job.state(org.now())] ?? 'Completed'} Job not allowed`,
    );
  org.bulk.abort(job);
  return { status: 200, body: summary(job, org) };
}

const WORDS: Readonly<Record<string, string>> = {
  JobComplete: 'Completed',
  Failed: 'Failed',
  Aborted: 'Aborted',
};

/** `DELETE /jobs/query/{id}` */
export function deleteJob(org: Org, call: ApiCall, [id = '']: string[]): ApiReply {
  const job = ownJobOf(org, call, id);
  if (!job.terminal)
    throw new ApiError(
      400,
      'API_ERROR',
      'Error encountered when deleting the job because the job is not terminated',
    );
  org.bulk.delete(job);
  return { status: 204, body: undefined };
}

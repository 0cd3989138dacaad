import type { z } from 'zod';
import { AppError } from '../../shared/model/errors';
import type { Clock } from '../ports';
import type { QuotaGuard } from '../quota/guard';
import {
  CompositeEnvelope,
  DescribeEnvelope,
  firstError,
  limitEntry,
  LimitsEnvelope,
  QueryEnvelope,
  UserInfoEnvelope,
  VersionsEnvelope,
  type Describe,
  type SfRecord,
} from './envelopes';
import { createBulkQueries, type BulkQueries } from './bulk';
import { isExpired, type ApiRequest, type Http } from './http';
import { RETIRED_VERSION, restError } from './rest-errors';
import { toId18 } from './salesforce-id';
import type { TokenSource } from './token';

export interface QueryPage {
  /** Rows of the whole query; null when Salesforce did not say. */
  totalSize: number | null;
  records: SfRecord[];
  /** Continue here; null at the end. */
  next: string | null;
}

export interface Limit {
  name: string;
  max: number;
  remaining: number;
}

export type QueryOutcome = { ok: true; page: QueryPage } | { ok: false; error: AppError };

export interface Identity {
  userId: string | null;
  organizationId: string | null;
}

export interface SalesforceClient {
  readonly guard: QuotaGuard;
  /** Grants a token if there is none yet; who it is for. */
  connect(signal?: AbortSignal): Promise<Identity>;
  /** The newest API version both sides know ("67.0"). Not charged. */
  version(signal?: AbortSignal): Promise<string>;
  /** One request. */
  limits(signal?: AbortSignal): Promise<Limit[]>;
  /** One request. */
  firstPage(soql: string, signal?: AbortSignal): Promise<QueryPage>;
  /** One request. Rejects with INVALID_QUERY_LOCATOR when the cursor is too old. */
  nextPage(cursor: string, signal?: AbortSignal): Promise<QueryPage>;
  /** All pages, one request each. */
  pages(soql: string, signal?: AbortSignal): AsyncGenerator<QueryPage, void, undefined>;
  /** First pages of many queries, five to a request. A refused query does not disturb the others. */
  queryMany(soqls: readonly string[], signal?: AbortSignal): Promise<QueryOutcome[]>;
  /** One request. */
  describe(object: string, signal?: AbortSignal): Promise<Describe>;
  /** The way for large volumes. */
  readonly bulk: BulkQueries;
}

/** API versions we know, as whole numbers; 41 is the oldest with every object we read. */
export const OLDEST_VERSION = 41;
export const NEWEST_VERSION = 68;
/** Salesforce allows 25 parts in a composite, of which 5 may be queries. It counts as one request. */
export const QUERIES_PER_COMPOSITE = 5;

export interface ClientDeps {
  http: Http;
  tokens: TokenSource;
  guard: QuotaGuard;
  clock: Clock;
  /** Rows per result page of the Bulk API. */
  bulkPageSize?: number | undefined;
  random?: (() => number) | undefined;
}

export function createSalesforceClient(deps: ClientDeps): SalesforceClient {
  const { http, tokens, guard } = deps;
  let version: string | null = null;
  const retired = new Set<string>();

  async function negotiated(signal?: AbortSignal): Promise<string> {
    version ??= await negotiate(http, retired, signal);
    return version;
  }

  /** A request below "/services/data/v67.0". Asks for another version, once, when that one was retired. */
  async function versioned(
    ask: (root: string) => ApiRequest,
    signal?: AbortSignal,
    again = true,
  ): Promise<unknown> {
    const used = await negotiated(signal);
    try {
      return (await http.request(ask(`/services/data/v${used}`), signal)).body;
    } catch (error) {
      if (!again || !(error instanceof AppError) || error.code !== RETIRED_VERSION) throw error;
      retired.add(used);
      version = null;
      return versioned(ask, signal, false);
    }
  }

  function get(path: string, signal?: AbortSignal, options: Partial<ApiRequest> = {}): Promise<unknown> {
    return versioned((root) => ({ method: 'GET', path: root + path, cost: 1, ...options }), signal);
  }

  async function composite(
    soqls: readonly string[],
    signal?: AbortSignal,
    renew = true,
  ): Promise<QueryOutcome[]> {
    const session = await tokens.session(signal);
    const body = await versioned((root) => {
      const compositeRequest = soqls.map((soql, i) => ({
        method: 'GET',
        url: `${root}/query?q=${encodeURIComponent(soql)}`,
        referenceId: `q${String(i)}`,
      }));
      return {
        method: 'POST',
        path: `${root}/composite`,
        json: { allOrNone: false, compositeRequest },
        cost: 1,
      };
    }, signal);
    const { compositeResponse } = parse(CompositeEnvelope, body, 'composite answer');
    const parts = new Map(compositeResponse.map((part) => [part.referenceId, part]));
    const outcomes: QueryOutcome[] = [];
    for (const [i] of soqls.entries()) {
      const part = parts.get(`q${String(i)}`);
      if (part === undefined) {
        outcomes.push({ ok: false, error: shapeError('composite answer') });
      } else if (part.httpStatusCode >= 200 && part.httpStatusCode < 300) {
        outcomes.push({ ok: true, page: toPage(part.body) });
      } else {
        const answer = { status: part.httpStatusCode, ...(firstError(part.body) ?? { code: '', text: '' }) };
        const error = restError(answer);
        if (error.kind === 'paused') throw guard.exhaust();
        // The token ended between the request and this part of it.
        if (renew && isExpired(answer.status, answer.code, answer.text)) {
          await tokens.renew(session, signal);
          return composite(soqls, signal, false);
        }
        outcomes.push({ ok: false, error });
      }
    }
    return outcomes;
  }

  const client: SalesforceClient = {
    guard,
    async connect(signal) {
      const session = await tokens.session(signal);
      if (session.userId !== null) return session;
      const { body } = await http.request(
        { method: 'GET', path: '/services/oauth2/userinfo', cost: 1, quick: true },
        signal,
      );
      const info = UserInfoEnvelope.safeParse(body);
      return {
        userId: info.success ? toId18(info.data.user_id) : null,
        organizationId: info.success ? toId18(info.data.organization_id) : null,
      };
    },
    version: negotiated,
    async limits(signal) {
      const body = await get('/limits', signal, { quick: true });
      const limits = readLimits(parse(LimitsEnvelope, body, 'limits'));
      const daily = limits.find(({ name }) => name === 'DailyApiRequests');
      if (daily !== undefined) guard.observe({ used: daily.max - daily.remaining, max: daily.max });
      return limits;
    },
    async firstPage(soql, signal) {
      return toPage(await get(`/query?q=${encodeURIComponent(soql)}`, signal));
    },
    async nextPage(cursor, signal) {
      // The cursor belongs to the version it came with.
      const request: ApiRequest = { method: 'GET', path: cursorPath(cursor), cost: 1 };
      return toPage((await http.request(request, signal)).body);
    },
    async *pages(soql, signal) {
      let page = await client.firstPage(soql, signal);
      for (;;) {
        yield page;
        if (page.next === null) return;
        const following = await client.nextPage(page.next, signal);
        if (following.next === page.next) throw shapeError('query page (it points to itself)');
        page = following;
      }
    },
    async queryMany(soqls, signal) {
      const outcomes: QueryOutcome[] = [];
      for (let from = 0; from < soqls.length; from += QUERIES_PER_COMPOSITE) {
        outcomes.push(...(await composite(soqls.slice(from, from + QUERIES_PER_COMPOSITE), signal)));
      }
      return outcomes;
    },
    async describe(object, signal) {
      const body = await get(`/sobjects/${encodeURIComponent(object)}/describe`, signal);
      return parse(DescribeEnvelope, body, `description of ${object}`);
    },
    bulk: createBulkQueries({ ...deps, version: negotiated, pageSize: deps.bulkPageSize }),
  };
  return client;
}

/** The newest version both sides know. Salesforce lists them in no promised order, and some we do not know. */
async function negotiate(http: Http, retired: ReadonlySet<string>, signal?: AbortSignal): Promise<string> {
  const { body } = await http.request(
    { method: 'GET', path: '/services/data', cost: 0, authorized: false, quick: true },
    signal,
  );
  const known = parse(VersionsEnvelope, body, 'list of API versions')
    .map(({ version }) => Number(version))
    .filter((version) => version >= OLDEST_VERSION && version < NEWEST_VERSION + 1)
    .filter((version) => !retired.has(version.toFixed(1)));
  if (known.length === 0) {
    throw new AppError({
      code: 'API_VERSION_UNSUPPORTED',
      kind: 'unexpected',
      message: `The org offers no API version between ${String(OLDEST_VERSION)} and ${String(NEWEST_VERSION)}.`,
      fix: 'Update Seatwatch.',
    });
  }
  return Math.max(...known).toFixed(1);
}

function toPage(body: unknown): QueryPage {
  const { totalSize, done, nextRecordsUrl, records } = parse(QueryEnvelope, body, 'query page');
  // "Not done" without a way on would silently cut the data short.
  if (!done && (nextRecordsUrl ?? '') === '') throw shapeError('query page (it ends in the middle)');
  return {
    totalSize: totalSize < 0 ? null : totalSize,
    records,
    next: done ? null : (nextRecordsUrl ?? null),
  };
}

/** Cursors come from Salesforce and from our database; either way they must stay on the instance. */
function cursorPath(cursor: string): string {
  let path = cursor;
  if (/^https?:\/\//i.test(cursor)) {
    const url = new URL(cursor);
    path = url.pathname + url.search;
  }
  if (!/^\/services\/data\/v\d+\.\d+\/[\w./?=&%-]+$/.test(path)) throw shapeError('query cursor');
  return path;
}

/** Children (per-app entries under a limit) are kept under "Parent / child" names. */
function readLimits(body: Record<string, unknown>): Limit[] {
  const limits: Limit[] = [];
  for (const [name, value] of Object.entries(body)) {
    const entry = limitEntry(value);
    if (entry !== null) limits.push({ name, ...entry });
    if (typeof value !== 'object' || value === null) continue;
    for (const [child, inner] of Object.entries(value)) {
      const nested = limitEntry(inner);
      // 0 of 0 is Salesforce's "this app was never limited": noise.
      if (nested !== null && nested.max !== 0) limits.push({ name: `${name} / ${child}`, ...nested });
    }
  }
  return limits;
}

function parse<T extends z.ZodType>(schema: T, body: unknown, what: string): z.output<T> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw shapeError(what);
}

function shapeError(what: string): AppError {
  return new AppError({
    code: 'UNEXPECTED_ANSWER',
    kind: 'unreachable',
    message: `Salesforce’s answer does not look as it should: ${what}.`,
    fix: 'Check the My Domain URL. If it is right, try again later and report it with the log file.',
    retryable: true,
  });
}

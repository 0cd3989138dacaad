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

export type DescribeOutcome = { ok: true; description: Describe } | { ok: false; error: AppError };

/** One part of a composite request. */
type PartOutcome = { ok: true; body: unknown } | { ok: false; error: AppError };

/** What one composite request brought. */
export interface Survey {
  queries: QueryOutcome[];
  descriptions: DescribeOutcome[];
}

export interface Identity {
  userId: string | null;
  organizationId: string | null;
}

export interface SalesforceClient {
  readonly guard: QuotaGuard;
  /** Bytes received so far, after decompression. */
  received(): number;
  /** Grants a token if there is none yet; who it is for. */
  connect(signal?: AbortSignal): Promise<Identity>;
  /** The newest API version both sides know ("67.0"). Not charged. */
  version(signal?: AbortSignal): Promise<string>;
  /** One request. */
  limits(signal?: AbortSignal): Promise<Limit[]>;
  /** One request. */
  firstPage(soql: string, signal?: AbortSignal): Promise<QueryPage>;
  /** One request: a query to the Tooling API, of which all rows fit on a page. */
  tooling(soql: string, signal?: AbortSignal): Promise<QueryPage>;
  /** One request. Rejects with INVALID_QUERY_LOCATOR when the cursor is too old. */
  nextPage(cursor: string, signal?: AbortSignal): Promise<QueryPage>;
  /** All pages, one request each. */
  pages(soql: string, signal?: AbortSignal): AsyncGenerator<QueryPage, void, undefined>;
  /** First pages of many queries, five to a request. A refused query does not disturb the others. */
  queryMany(soqls: readonly string[], signal?: AbortSignal): Promise<QueryOutcome[]>;
  /**
   * One request for up to five queries and as many descriptions as fit beside them. Rejects with a RangeError
   * for more.
   */
  survey(soqls: readonly string[], objects: readonly string[], signal?: AbortSignal): Promise<Survey>;
  /** One request. */
  describe(object: string, signal?: AbortSignal): Promise<Describe>;
  /**
   * One request: the content of an event log file, as CSV. `consume` is called anew when the line broke, or when
   * it throws `unreadable`, and the file is fetched once more. Rejects with NOT_FOUND for a file that is gone.
   */
  eventLog(
    id: string,
    consume: (bytes: AsyncIterable<Uint8Array>) => Promise<void>,
    signal?: AbortSignal,
  ): Promise<void>;
  /** The way for large volumes. */
  readonly bulk: BulkQueries;
}

/** API versions we know, as whole numbers; 41 is the oldest with every object we read. */
export const OLDEST_VERSION = 41;
export const NEWEST_VERSION = 68;
/** Salesforce allows 25 parts in a composite, of which 5 may be queries. It counts as one request. */
export const QUERIES_PER_COMPOSITE = 5;
/** Descriptions that fit beside five queries. */
export const DESCRIPTIONS_PER_COMPOSITE = 20;

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

  /** One request for several GETs, as paths below "/services/data/v67.0". Refused ones do not disturb the others. */
  async function composite(
    paths: readonly string[],
    signal?: AbortSignal,
    renew = true,
  ): Promise<PartOutcome[]> {
    const session = await tokens.session(signal);
    const body = await versioned((root) => {
      const compositeRequest = paths.map((path, i) => ({
        method: 'GET',
        url: root + path,
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
    const outcomes: PartOutcome[] = [];
    for (const [i] of paths.entries()) {
      const part = parts.get(`q${String(i)}`);
      if (part === undefined) {
        outcomes.push({ ok: false, error: shapeError('composite answer') });
      } else if (part.httpStatusCode >= 200 && part.httpStatusCode < 300) {
        outcomes.push({ ok: true, body: part.body });
      } else {
        const answer = { status: part.httpStatusCode, ...(firstError(part.body) ?? { code: '', text: '' }) };
        const error = restError(answer);
        if (error.kind === 'paused') throw guard.exhaust();
        // The token ended between the request and this part of it.
        if (renew && isExpired(answer.status, answer.code, answer.text)) {
          await tokens.renew(session, signal);
          return composite(paths, signal, false);
        }
        outcomes.push({ ok: false, error });
      }
    }
    return outcomes;
  }

  const client: SalesforceClient = {
    guard,
    received: () => http.received(),
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
      return toPage(await get(queryPath(soql), signal));
    },
    async tooling(soql, signal) {
      return toPage(await get(`/tooling${queryPath(soql)}`, signal));
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
        const batch = soqls.slice(from, from + QUERIES_PER_COMPOSITE);
        outcomes.push(...(await composite(batch.map(queryPath), signal)).map(toQueryOutcome));
      }
      return outcomes;
    },
    async survey(soqls, objects, signal) {
      if (soqls.length > QUERIES_PER_COMPOSITE || objects.length > DESCRIPTIONS_PER_COMPOSITE) {
        throw new RangeError('more than one composite request can carry');
      }
      const paths = [...soqls.map(queryPath), ...objects.map(describePath)];
      const outcomes = await composite(paths, signal);
      return {
        queries: outcomes.slice(0, soqls.length).map(toQueryOutcome),
        descriptions: outcomes.slice(soqls.length).map((outcome, i) => {
          if (!outcome.ok) return outcome;
          const description = parse(DescribeEnvelope, outcome.body, `description of ${objects[i] ?? ''}`);
          return { ok: true, description };
        }),
      };
    },
    async describe(object, signal) {
      const body = await get(describePath(object), signal);
      return parse(DescribeEnvelope, body, `description of ${object}`);
    },
    async eventLog(id, consume, signal) {
      const version = await negotiated(signal);
      const path = `/services/data/v${version}/sobjects/EventLogFile/${encodeURIComponent(id)}/LogFile`;
      // Each attempt is charged; a file that is unreadable twice stays so.
      const request: ApiRequest = {
        method: 'GET',
        path,
        cost: 1,
        attempts: 2,
        headers: { Accept: 'text/csv' },
      };
      await http.read(request, ({ bytes }) => consume(bytes()), signal);
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

const queryPath = (soql: string): string => `/query?q=${encodeURIComponent(soql)}`;
const describePath = (object: string): string => `/sobjects/${encodeURIComponent(object)}/describe`;

function toQueryOutcome(outcome: PartOutcome): QueryOutcome {
  return outcome.ok ? { ok: true, page: toPage(outcome.body) } : outcome;
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

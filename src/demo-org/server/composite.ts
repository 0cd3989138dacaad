import { z } from 'zod';
import { ApiError } from '../errors';
import type { ApiCall, ApiReply } from './api-call';
import type { Org } from './org';
import { resolveText, resolveValue } from './references';
import { OLDEST_VERSION } from './versions';

type Handle = (org: Org, call: ApiCall, inside: 'composite' | 'batch') => ApiReply;

const MAX_SUBREQUESTS = 25;
/** Queries and collections among them. */
const MAX_QUERIES = 5;

const compositeBody = z.object({
  allOrNone: z.boolean().optional(),
  compositeRequest: z.array(
    z.object({
      method: z.string(),
      url: z.string(),
      referenceId: z.string().regex(/^[A-Za-z]\w*$/),
      httpHeaders: z.record(z.string(), z.string()).optional(),
      body: z.unknown().optional(),
    }),
  ),
});

const batchBody = z.object({
  haltOnError: z.boolean().optional(),
  batchRequests: z.array(
    z.object({ method: z.string(), url: z.string(), richInput: z.unknown().optional() }),
  ),
});

function parsed<T>(schema: z.ZodType<T>, body: unknown): T {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new ApiError(
    400,
    'JSON_PARSER_ERROR',
    `${issue?.message ?? 'Invalid request body'} at [${issue?.path.join('.') ?? ''}]`,
  );
}

const tooMany = (what: string): ApiError =>
  new ApiError(400, 'LIMIT_EXCEEDED', `The composite request exceeds the maximum of ${what}`);

/** `/services/data/v67.0/query?q=…` (or `v67.0/…` in a batch) as a call; undefined for anything else. */
function subCall(
  url: string,
  method: string,
  headers: Record<string, string>,
  body: unknown,
  { session }: ApiCall,
): ApiCall | undefined {
  const match = /^(?:\/?services\/data\/|\/)?v(\d+)\.0(\/[^?]*)?(?:\?(.*))?$/s.exec(url);
  if (!match) return undefined;
  const lower = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  return {
    method: method.toUpperCase(),
    path: match[2] ?? '',
    query: new URLSearchParams(match[3] ?? ''),
    header: (name) => lower.get(name.toLowerCase()),
    body,
    version: Number(match[1]),
    base: `/services/data/v${match[1] ?? ''}.0`,
    session,
  };
}

/** Queries and collections; looked for in the address before references are put in. */
const isQuery = (url: string): boolean => /\/v\d+\.0\/(query|queryAll|composite\/sobjects)\b/.test(url);

const badUrl = (url: string): ApiReply => ({
  status: 404,
  body: [{ errorCode: 'NOT_FOUND', message: `The requested resource does not exist: ${url}` }],
});

/** `GET /composite` */
export function compositeResources(_org: Org, { base }: ApiCall): ApiReply {
  const names = ['batch', 'sobjects', 'tree'];
  return { status: 200, body: Object.fromEntries(names.map((name) => [name, `${base}/composite/${name}`])) };
}

type Sub = z.infer<typeof compositeBody>['compositeRequest'][number];

/**
 * `POST /composite`: one call however many subrequests; a failed one does not fail the whole. A later one may
 * use values of earlier answers.
 */
export function composite(org: Org, call: ApiCall, handle: Handle): ApiReply {
  const request = parsed(compositeBody, call.body);
  const subs = request.compositeRequest;
  if (subs.length > MAX_SUBREQUESTS) throw tooMany(`${MAX_SUBREQUESTS} subrequests`);
  if (subs.filter((sub) => isQuery(sub.url)).length > MAX_QUERIES)
    throw tooMany(`${MAX_QUERIES} query subrequests`);
  const ids = new Set(subs.map((sub) => sub.referenceId));
  if (ids.size < subs.length)
    throw new ApiError(400, 'INVALID_INPUT', 'Duplicate referenceId in composite request');
  const bodies = new Map<string, unknown>();
  const replies = subs.map((sub) => {
    const reply = subReply(org, call, sub, bodies, handle);
    if (reply.status < 400) bodies.set(sub.referenceId, reply.body);
    return reply;
  });
  const failed = request.allOrNone === true && replies.some((reply) => reply.status >= 400);
  return {
    status: 200,
    body: {
      compositeResponse: replies.map((reply, i) => {
        const halted = failed && reply.status < 400;
        return {
          body: halted ? [HALTED] : (reply.body ?? null),
          httpHeaders: halted ? {} : (reply.headers ?? {}),
          httpStatusCode: halted ? 400 : reply.status,
          referenceId: subs[i]?.referenceId,
        };
      }),
    },
  };
}

function subReply(
  org: Org,
  outer: ApiCall,
  sub: Sub,
  bodies: ReadonlyMap<string, unknown>,
  handle: Handle,
): ApiReply {
  try {
    const url = resolveText(sub.url, bodies);
    const body = resolveValue(sub.body, bodies);
    const call = subCall(url, sub.method, sub.httpHeaders ?? {}, body, outer);
    return call && isServed(org, call) ? handle(org, call, 'composite') : badUrl(sub.url);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { status: error.status, body: error.body };
  }
}

const isServed = (org: Org, { version }: ApiCall): boolean =>
  version >= OLDEST_VERSION && version <= org.maxVersion;

const HALTED = {
  errorCode: 'PROCESSING_HALTED',
  message: 'The transaction was rolled back since another operation in the same transaction failed.',
};

/** How many calls a request costs: one per subrequest for a batch, else one. */
export function callsOf(path: string, body: unknown): number {
  if (path !== '/composite/batch') return 1;
  const request = batchBody.safeParse(body);
  return request.success ? Math.max(1, request.data.batchRequests.length) : 1;
}

/** `POST /composite/batch`: saves round trips, not calls. */
export function compositeBatch(org: Org, call: ApiCall, handle: Handle): ApiReply {
  const request = parsed(batchBody, call.body);
  if (request.batchRequests.length > MAX_SUBREQUESTS) throw tooMany(`${MAX_SUBREQUESTS} subrequests`);
  let halted = false;
  const results = request.batchRequests.map((sub) => {
    if (halted)
      return {
        statusCode: 412,
        result: [{ errorCode: 'BATCH_PROCESSING_HALTED', message: 'Batch processing halted per request' }],
      };
    const inner = subCall(sub.url, sub.method, {}, sub.richInput, call);
    const reply = inner && isServed(org, inner) ? handle(org, inner, 'batch') : badUrl(sub.url);
    if (reply.status >= 400 && request.haltOnError === true) halted = true;
    return { statusCode: reply.status, result: reply.body ?? null };
  });
  return { status: 200, body: { hasErrors: results.some((result) => result.statusCode >= 400), results } };
}

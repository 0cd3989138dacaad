import type { HttpBindings } from '@hono/node-server';
import { Hono, type Context } from 'hono';
import { compress } from 'hono/compress';
import { ApiError, invalidSession } from '../errors';
import type { FailRule } from '../faults';
import { RawBody, type ApiCall, type ApiReply } from './api-call';
import { callsOf } from './composite';
import { failReply, sleep, truncate } from './fault-replies';
import { identity, userinfo } from './identity';
import { bearer, revoke, token } from './oauth';
import type { Org } from './org';
import { handle } from './resources';
import { NEWEST_DEPRECATED, OLDEST_VERSION, versionList } from './versions';

type Env = { Bindings: HttpBindings };

/** URI and headers together, in bytes (API Request Limits and Allocations). */
const MAX_URI_AND_HEADERS = 16_384;
const MAX_BODY_BYTES = 6 * 1024 * 1024;

/** The HTTP face of the demo org. */
export function createApp(
  org: Org,
  control: ((request: Request) => Promise<Response>) | undefined,
): Hono<Env> {
  const app = new Hono<Env>();
  app.use(compress());
  app.use(async (c, next) => {
    const { pathname, search } = new URL(c.req.url);
    if (pathname === '/__control') return next();
    org.stats.saw(c.req.method, pathname.replace(/\/{2,}/g, '/'));
    if (org.faults.latencyMs > 0) await sleep(org.faults.latencyMs);
    const tooLong = refuseLength(c);
    if (tooLong) return tooLong;
    const rule = org.faults.take(`${c.req.method} ${pathname}${search}`);
    if (rule?.delayMs !== undefined) await sleep(rule.delayMs);
    if (rule && rule.passThrough !== true) return fail(org, c, rule, pathname);
    await next();
    if (org.faults.truncateNext > 0) {
      org.faults.truncateNext--;
      c.res = await truncate(c.res, c.env);
    }
    return undefined;
  });
  if (control) app.post('/__control', (c) => control(c.req.raw));
  app.all('/services/oauth2/token', (c) => token(c, org));
  app.post('/services/oauth2/revoke', (c) => revoke(c, org));
  app.get('/services/oauth2/userinfo', (c) => userinfo(c, org));
  app.get('/id/:org/:user', (c) => identity(c, org));
  app.get('/services/data', (c) => c.json(versionList(org.maxVersion)));
  app.get('/services/data/', (c) => c.json(versionList(org.maxVersion)));
  app.all('/services/data/:version{v[0-9]+\\.[0-9]+}', (c) => versioned(org, c));
  app.all('/services/data/:version{v[0-9]+\\.[0-9]+}/*', (c) => versioned(org, c));
  app.notFound((c) => reply(c, { status: 404, body: [NOT_FOUND] }));
  app.onError((error, c) => {
    // A bug of ours shows as the platform's own 500, but with the reason.
    return reply(c, { status: 500, body: [{ message: error.message, errorCode: 'UNKNOWN_EXCEPTION' }] });
  });
  return app;
}

const NOT_FOUND = { message: 'The requested resource does not exist', errorCode: 'NOT_FOUND' };

function reply(c: Context<Env>, { status, body, headers = {} }: ApiReply): Response {
  const all = new Headers({
    'Content-Type': 'application/json;charset=UTF-8',
    'Cache-Control': 'no-cache,must-revalidate',
    ...headers,
  });
  if (body === undefined) all.delete('Content-Type');
  if (body instanceof RawBody) all.set('Content-Type', body.contentType);
  if (body === undefined || c.req.method === 'HEAD') return new Response(null, { status, headers: all });
  return new Response(body instanceof RawBody ? body.content : JSON.stringify(body), { status, headers: all });
}

function refuseLength(c: Context<Env>): Response | undefined {
  const uri = c.req.url.length;
  const headers = [...c.req.raw.headers].reduce(
    (sum, [name, value]) => sum + name.length + value.length + 4,
    0,
  );
  if (uri > MAX_URI_AND_HEADERS)
    return reply(c, { status: 414, body: [{ message: 'URI Too Long', errorCode: 'URI_TOO_LONG' }] });
  if (uri + headers > MAX_URI_AND_HEADERS)
    return reply(c, {
      status: 431,
      body: [{ message: 'Request Header Fields Too Large', errorCode: 'REQUEST_HEADER_FIELDS_TOO_LARGE' }],
    });
  return undefined;
}

const isCharged = (path: string): boolean => /^\/services\/data\/v\d/.test(path);

function fail(org: Org, c: Context<Env>, rule: FailRule, path: string): Response {
  const charged = rule.charged !== false && isCharged(path);
  if (charged) charge(org, 1);
  const response = failReply(rule, c.env);
  if (charged && rule.dropConnection !== true) response.headers.set('Sforce-Limit-Info', limitInfo(org, 1));
  return response;
}

function charge(org: Org, calls: number): void {
  org.stats.counted += calls;
  org.quota.charge(calls * (1 + org.faults.otherTrafficPerCall));
}

/** `api-usage=18/5000`, perhaps with the app's own share. */
function limitInfo(org: Org, cost: number): string {
  const { used, max } = org.quota.state;
  const shown = org.faults.limitInfoExcludesCurrent ? Math.max(0, used - cost) : used;
  const app = org.faults.perAppUsage ? `; per-app-api-usage=${org.stats.counted}/250(appName=Seatwatch)` : '';
  return `api-usage=${shown}/${max}${app}`;
}

/** Everything below /services/data/vNN.0: version, session, permission, quota, then the resource. */
async function versioned(org: Org, c: Context<Env>): Promise<Response> {
  const { pathname, searchParams } = new URL(c.req.url);
  const match = /^\/services\/data\/v(\d+)\.(\d+)(\/.*)?$/.exec(pathname);
  const version = Number(match?.[1]);
  const base = `/services/data/v${match?.[1] ?? ''}.0`;
  try {
    if (match?.[2] !== '0' || version > org.maxVersion) return reply(c, { status: 404, body: [NOT_FOUND] });
    if (version < OLDEST_VERSION)
      throw new ApiError(
        410,
        'UNSUPPORTED_API_VERSION',
        `The requested resource is retired: API version ${version}.0`,
      );
    authorize(org, c);
    const path = (match[3] ?? '').replace(/\/$/, '');
    const body = c.req.method === 'GET' || c.req.method === 'HEAD' ? undefined : await jsonBody(c);
    if (org.quota.exhausted)
      throw new ApiError(403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.');
    const cost = callsOf(path, body);
    charge(org, cost);
    org.store.feed.advance(org.now());
    const call: ApiCall = {
      method: c.req.method,
      path,
      query: searchParams,
      header: (name) => c.req.header(name),
      body,
      version,
      base,
    };
    const answer = handle(org, call);
    return reply(c, { ...answer, headers: { ...answer.headers, ...commonHeaders(org, version, cost) } });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const counted = error.status !== 401 && error.status !== 410;
    return reply(c, {
      status: error.status,
      body: error.body,
      headers: counted ? commonHeaders(org, version, 0) : {},
    });
  }
}

function commonHeaders(org: Org, version: number, cost: number): Record<string, string> {
  return {
    'Sforce-Limit-Info': limitInfo(org, cost),
    ...(version <= NEWEST_DEPRECATED
      ? { Warning: `299 - "This API version is deprecated and will be retired: ${version}.0"` }
      : {}),
  };
}

function authorize(org: Org, c: Context<Env>): void {
  const given = bearer(c);
  if (given === null) throw new ApiError(401, 'INVALID_AUTH_HEADER', 'INVALID_HEADER_TYPE');
  if (given === undefined || !org.sessions.use(given)) throw invalidSession();
  const { faults } = org;
  if (!faults.apiScope)
    throw new ApiError(401, 'INVALID_SESSION_ID', 'This session is not valid for use with the REST API');
  if (faults.restApiDisabled)
    throw new ApiError(403, 'API_DISABLED_FOR_ORG', 'The REST API is not enabled for this Organization.');
  if (!faults.permissions.apiEnabled)
    throw new ApiError(403, 'API_CURRENTLY_DISABLED', 'API is disabled for this User');
}

async function jsonBody(c: Context<Env>): Promise<unknown> {
  if (!(c.req.header('content-type') ?? '').includes('json'))
    throw new ApiError(415, 'UNSUPPORTED_MEDIA_TYPE', 'The content type of the request is not supported');
  const text = await c.req.text();
  if (text.length > MAX_BODY_BYTES)
    throw new ApiError(400, 'REQUEST_BODY_TOO_LARGE', 'The request body is too large');
  try {
    return JSON.parse(text);
  } catch {
    throw new ApiError(
      400,
      'JSON_PARSER_ERROR',
      'The HTTP entity body is required, but this request has no entity body or is not valid JSON',
    );
  }
}

import type { Context } from 'hono';
import { ApiError, invalidSession } from '../errors';
import { permissionsOf, type ApiCall } from './api-call';
import { callsOf } from './composite';
import { charge, limitInfo, refuseOverLimit } from './metering';
import { bearer } from './oauth/parameters';
import type { Org } from './org';
import { NOT_FOUND, reply, type Env } from './replies';
import { handle } from './resources';
import type { Session } from './sessions';
import { NEWEST_DEPRECATED, OLDEST_VERSION } from './versions';

const MAX_BODY_BYTES = 6 * 1024 * 1024;

/** Everything below /services/data/vNN.0: version, session, permission, quota, then the resource. */
export async function versioned(org: Org, c: Context<Env>): Promise<Response> {
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
    const session = authorize(org, c);
    const path = (match[3] ?? '').replace(/\/$/, '');
    const body = ['GET', 'HEAD', 'DELETE'].includes(c.req.method) ? undefined : await jsonBody(c);
    refuseOverLimit(org);
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
      session,
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

function authorize(org: Org, c: Context<Env>): Session {
  const given = bearer(c);
  if (given === null) throw new ApiError(401, 'INVALID_AUTH_HEADER', 'INVALID_HEADER_TYPE');
  const session = given === undefined ? undefined : org.sessions.use(given);
  if (!session) throw invalidSession();
  // Deactivating or freezing a user ends the sessions, too.
  const { is_active, is_frozen } = org.users.details(session.user);
  if (is_active === 0 || is_frozen === 1) throw invalidSession();
  const { switches } = org.faults;
  if (!switches.apiScope || !session.scopes.some((scope) => scope === 'api' || scope === 'full'))
    throw new ApiError(401, 'INVALID_SESSION_ID', 'This session is not valid for use with the REST API');
  if (switches.restApiDisabled)
    throw new ApiError(403, 'API_DISABLED_FOR_ORG', 'The REST API is not enabled for this Organization.');
  if (!permissionsOf(org, session).apiEnabled)
    throw new ApiError(403, 'API_CURRENTLY_DISABLED', 'API is disabled for this User');
  return session;
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

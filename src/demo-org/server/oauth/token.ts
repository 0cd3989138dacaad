import type { Context } from 'hono';
import type { Org } from '../org';
import type { LoginStatus } from '../../data/clients';
import type { GrantType, Session } from '../sessions';
import { clientCredentials } from './client-credentials';
import type { Grant, GrantResult } from './grant';
import { JWT_BEARER, jwtBearer } from './jwt-bearer';
import { formatOf, formatted, parametersOf } from './parameters';
import { appRefusal, tokenScopes } from './policies';
import { tokenError, type TokenErrorName } from './token-errors';

const always =
  (refused: TokenErrorName): Grant =>
  () => ({ refused });

/**
 * Grant types by name. The flows with a browser cannot start here (the app has no callback), so their codes
 * and refresh tokens are unknown ones; External Client Apps have no username-password flow.
 */
const GRANTS: Readonly<Record<string, Grant>> = {
  client_credentials: clientCredentials,
  [JWT_BEARER]: jwtBearer,
  authorization_code: always('invalid-code'),
  refresh_token: always('invalid-refresh-token'),
};

/** Seconds a client that signed in too often is told to wait, where the endpoint says so at all. */
const RATE_RETRY_AFTER = '900';

/** `POST /services/oauth2/token`. Not charged to the quota. */
export async function token(c: Context, org: Org): Promise<Response> {
  const parameters = c.req.method === 'POST' ? await parametersOf(c) : {};
  const format = formatOf(c, parameters['format']);
  const refuse = (name: TokenErrorName): Response => {
    const { status, headers } = refusalStatus(org, name);
    return formatted(c, status, tokenError(name), format, headers);
  };
  if (c.req.method !== 'POST') return refuse('must-post');
  const grant = GRANTS[parameters['grant_type'] ?? ''];
  if (!grant) return refuse('grant-type-not-supported');
  const kind: GrantType = grant === jwtBearer ? 'jwt-bearer' : 'client-credentials';
  const result = settle(org, grant(org, parameters, hostOf(c)));
  const now = org.now();
  org.store.feed.advance(now);
  if ('refused' in result) {
    if (result.user && result.status) record(org, result.user.n, result.status, kind);
    return refuse(result.refused);
  }
  const session = org.sessions.grant(result.user, kind, tokenScopes(org));
  org.loginRate.count(result.user.n);
  record(org, result.user.n, 'Success', kind);
  return formatted(c, 200, granted(org, session), format);
}

/** What the app, the org or a switch says against a grant shows only to those who know the secret or key. */
function settle(org: Org, result: GrantResult): GrantResult {
  if ('refused' in result) return result;
  if (org.faults.switches.tokenError) return { refused: org.faults.switches.tokenError };
  const refused = appRefusal(org);
  if (refused) return refused;
  if (org.loginRate.exceeded(result.user.n))
    return { refused: org.faults.switches.rateLimitError, user: result.user, status: 'Login rate exceeded' };
  return result;
}

function record(org: Org, user: number, status: LoginStatus, grant: GrantType): void {
  const client = grant === 'jwt-bearer' ? 'seatwatch-jwt' : 'seatwatch';
  org.store.feed.recordGrant(org.now(), status, user, client);
}

function granted(org: Org, session: Session): Record<string, string> {
  const now = org.now();
  const signed = session.grant !== 'jwt-bearer' || org.faults.switches.jwtBearerSignature;
  return {
    access_token: session.token,
    ...(signed ? { signature: Buffer.from(`${org.organizationId}${now}`).toString('base64') } : {}),
    scope: session.scopes.join(' '),
    instance_url: org.url,
    id: `${org.url}/id/${org.organizationId}/${session.user.id}`,
    token_type: 'Bearer',
    issued_at: String(now),
    ...(session.expiresAt === null
      ? {}
      : { token_format: 'jwt', api_instance_url: 'https://api.salesforce.com' }),
  };
}

/** 400 as documented; other codes are a switch because nothing says the endpoint never uses them. */
function refusalStatus(
  org: Org,
  name: TokenErrorName,
): { status: 400 | 401 | 429; headers: Record<string, string> } {
  const { switches } = org.faults;
  const rated = name === 'rate-limit-exceeded' || name === 'login-rate-exceeded';
  if (rated && switches.rateLimitStatus === 429)
    return { status: 429, headers: { 'Retry-After': RATE_RETRY_AFTER } };
  const secret = name === 'invalid-client' || name === 'invalid-client-id';
  return { status: secret ? switches.clientErrorStatus : 400, headers: {} };
}

/** The address the client thinks it talks to: its Host header. */
function hostOf(c: Context): URL {
  const url = new URL(c.req.url);
  const host = c.req.header('host');
  return host === undefined ? url : new URL(`${url.protocol}//${host}`);
}

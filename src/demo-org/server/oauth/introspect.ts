import type { Context } from 'hono';
import type { Org } from '../org';
import { bearer, parametersOf, same } from './parameters';
import { tokenError } from './token-errors';

/**
 * `POST /services/oauth2/introspect` with `token=`: by the app itself (id and secret, in the form or a Basic
 * header) or with a living access token. Times are epoch seconds; looking does not keep a session alive.
 */
export async function introspect(c: Context, org: Org): Promise<Response> {
  const parameters = await parametersOf(c);
  const { client_id: key = '', client_secret: secret = '', token = '' } = parameters;
  const bearerToken = bearer(c);
  const byToken = typeof bearerToken === 'string' && org.sessions.find(bearerToken) !== undefined;
  if (!byToken && !same(key, org.consumerKey)) return c.json(tokenError('invalid-client-id'), 401);
  if (!byToken && !same(secret, org.consumerSecret)) return c.json(tokenError('invalid-client'), 401);
  const session = org.sessions.find(token);
  if (!session) return c.json({ active: false });
  const seconds = (ms: number): number => Math.floor(ms / 1000);
  return c.json({
    active: true,
    scope: session.scopes.join(' '),
    client_id: org.consumerKey,
    username: session.user.username,
    sub: `${org.url}/id/${org.organizationId}/${session.user.id}`,
    token_type: 'access_token',
    exp: seconds(org.sessions.endOf(session)),
    iat: seconds(session.issuedAt),
    nbf: seconds(session.issuedAt),
  });
}

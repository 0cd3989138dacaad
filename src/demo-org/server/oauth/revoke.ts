import type { Context } from 'hono';
import type { Org } from '../org';
import { parametersOf } from './parameters';

/**
 * `POST` or `GET /services/oauth2/revoke` with `token=`. With `callback=` (GET, for scripts in a page) the
 * answer calls that function.
 */
export async function revoke(c: Context, org: Org): Promise<Response> {
  const parameters = await parametersOf(c);
  const callback = /^[\w$.]{1,64}$/.exec(parameters['callback'] ?? '')?.[0];
  const answer = (body: Record<string, string>, status: 200 | 400): Response =>
    callback !== undefined && c.req.method === 'GET'
      ? c.body(`${callback}(${JSON.stringify(body)});`, status, { 'Content-Type': 'text/javascript' })
      : status === 200
        ? c.body('', 200)
        : c.json(body, status);
  const hint = parameters['token_type_hint'];
  if (hint !== undefined && !/^(access|refresh)_token$/.test(hint))
    return answer(
      { error: 'unsupported_token_type', error_description: 'this token type is not supported' },
      400,
    );
  if (!org.sessions.revoke(parameters['token'] ?? ''))
    return answer({ error: 'invalid_token', error_description: 'invalid token' }, 400);
  return answer({}, 200);
}

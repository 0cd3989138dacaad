import type { Context } from 'hono';
import type { Org } from '../org';
import { parametersOf, same } from './parameters';

/**
 * `/services/oauth2/authorize`, where flows with a browser begin. The demo org's app has no callback address,
 * so every such request ends on the platform's error page.
 */
export async function authorize(c: Context, org: Org): Promise<Response> {
  const { client_id: key = '' } = await parametersOf(c);
  const [error, description] = same(key, org.consumerKey)
    ? ['redirect_uri_mismatch', 'redirect_uri must match configuration']
    : ['invalid_client_id', 'client identifier invalid'];
  return c.html(
    `<html><head><title>OAuth Error</title></head><body><p>We can’t authorize you because of an OAuth error.</p><p>error=${error}&amp;error_description=${encodeURIComponent(description)}</p></body></html>`,
    400,
  );
}

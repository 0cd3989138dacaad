import { timingSafeEqual } from 'node:crypto';
import type { Context } from 'hono';
import type { Org } from './org';
import { tokenError, type TokenErrorName } from './token-errors';

/** Scopes the demo org's app carries; without `api` a token opens nothing of the REST API. */
const SCOPES = 'api id';

type Parameters = Readonly<Record<string, string>>;

/** A grant type: says what is wrong, or undefined when a token may be given. */
type Grant = (org: Org, parameters: Parameters) => TokenErrorName | undefined;

const GRANTS: Readonly<Record<string, Grant>> = { client_credentials: clientCredentials };

function same(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

function clientCredentials(org: Org, parameters: Parameters): TokenErrorName | undefined {
  if (parameters['scope'] !== undefined) return 'scope-refused';
  if (!parameters['client_id'] || !parameters['client_secret']) return 'invalid-request';
  if (!same(parameters['client_id'], org.consumerKey)) return 'invalid-client-id';
  if (!same(parameters['client_secret'], org.consumerSecret)) return 'invalid-client';
  return undefined;
}

/** Form fields, with the id and secret of a Basic header when the form has none. */
async function parametersOf(c: Context): Promise<Parameters> {
  const type = c.req.header('content-type') ?? '';
  const form = type.includes('application/x-www-form-urlencoded')
    ? new URLSearchParams(await c.req.text())
    : new URLSearchParams();
  const parameters: Record<string, string> = Object.fromEntries([
    ...new URL(c.req.url).searchParams,
    ...form,
  ]);
  const basic = /^Basic\s+(\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1];
  if (basic !== undefined) {
    const text = Buffer.from(basic, 'base64').toString('utf8');
    const colon = text.indexOf(':');
    if (colon > 0) {
      parameters['client_id'] ??= decodeURIComponent(text.slice(0, colon));
      parameters['client_secret'] ??= decodeURIComponent(text.slice(colon + 1));
    }
  }
  return parameters;
}

type Format = 'json' | 'urlencoded' | 'xml';

function formatOf(c: Context, asked: string | undefined): Format {
  if (asked === 'urlencoded' || asked === 'xml' || asked === 'json') return asked;
  const accept = c.req.header('accept') ?? '';
  if (accept.includes('application/x-www-form-urlencoded')) return 'urlencoded';
  return /(application|text)\/xml/.test(accept) && !accept.includes('json') ? 'xml' : 'json';
}

function formatted(c: Context, status: 200 | 400, body: object, format: Format): Response {
  const entries = Object.entries(body).map(([key, value]): [string, string] => [key, String(value)]);
  const headers = { 'Cache-Control': 'no-cache, no-store', Pragma: 'no-cache' };
  if (format === 'urlencoded')
    return c.body(new URLSearchParams(entries).toString(), status, {
      ...headers,
      'Content-Type': 'application/x-www-form-urlencoded;charset=UTF-8',
    });
  if (format === 'xml') {
    const escape = (text: string): string => text.replace(/[<>&]/g, (ch) => `&#${ch.charCodeAt(0)};`);
    const inner = entries.map(([key, value]) => `<${key}>${escape(value)}</${key}>`).join('');
    return c.body(`<?xml version="1.0" encoding="UTF-8"?><OAuth>${inner}</OAuth>`, status, {
      ...headers,
      'Content-Type': 'application/xml;charset=UTF-8',
    });
  }
  return c.json(body, status, headers);
}

/** `POST /services/oauth2/token`. Not charged to the quota. */
export async function token(c: Context, org: Org): Promise<Response> {
  const parameters = c.req.method === 'POST' ? await parametersOf(c) : {};
  const format = formatOf(c, parameters['format']);
  const refuse = (name: TokenErrorName): Response => formatted(c, 400, tokenError(name), format);
  if (c.req.method !== 'POST') return refuse('must-post');
  const grant = GRANTS[parameters['grant_type'] ?? ''];
  if (!grant) return refuse('grant-type-not-supported');
  // A switched-on refusal shows only to those who know the secret, as it would on the platform.
  const wrong = grant(org, parameters) ?? org.faults.tokenError ?? undefined;
  if (wrong !== undefined) return refuse(wrong);
  const now = org.now();
  const accessToken = org.sessions.grant();
  org.store.feed.advance(now);
  org.store.feed.recordGrant(now, 'Success');
  return formatted(
    c,
    200,
    {
      access_token: accessToken,
      signature: Buffer.from(`${org.organizationId}${now}`).toString('base64'),
      scope: org.faults.apiScope ? SCOPES : 'id',
      instance_url: org.url,
      id: `${org.url}/id/${org.organizationId}/${org.runAsId}`,
      token_type: 'Bearer',
      issued_at: String(now),
    },
    format,
  );
}

/** `POST /services/oauth2/revoke` with `token=`. */
export async function revoke(c: Context, org: Org): Promise<Response> {
  const parameters = await parametersOf(c);
  const given = parameters['token'] ?? '';
  if (
    parameters['token_type_hint'] !== undefined &&
    !/^(access|refresh)_token$/.test(parameters['token_type_hint'])
  )
    return c.json(
      { error: 'unsupported_token_type', error_description: 'this token type is not supported' },
      400,
    );
  if (!org.sessions.revoke(given))
    return c.json({ error: 'invalid_token', error_description: 'invalid token' }, 400);
  return c.body('', 200);
}

/** The token of `Authorization: Bearer …`; null when the header is there but makes no sense. */
export function bearer(c: Context): string | null | undefined {
  const header = c.req.header('authorization');
  if (header === undefined) return undefined;
  return /^(?:Bearer|OAuth)\s+(\S+)$/i.exec(header)?.[1] ?? null;
}

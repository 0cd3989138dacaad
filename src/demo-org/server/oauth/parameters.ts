import { timingSafeEqual } from 'node:crypto';
import type { Context } from 'hono';

export type Parameters = Readonly<Record<string, string>>;

/** Compares secrets without telling by its duration how much of them was right. */
export function same(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

/** Fields of the address and the form, with the id and secret of a Basic header when neither has them. */
export async function parametersOf(c: Context): Promise<Parameters> {
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
      parameters['client_id'] ??= unescaped(text.slice(0, colon));
      parameters['client_secret'] ??= unescaped(text.slice(colon + 1));
    }
  }
  return parameters;
}

/** Some clients escape the id and secret before encoding them, some do not. */
function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export type Format = 'json' | 'urlencoded' | 'xml';

export function formatOf(c: Context, asked: string | undefined): Format {
  if (asked === 'urlencoded' || asked === 'xml' || asked === 'json') return asked;
  const accept = c.req.header('accept') ?? '';
  if (accept.includes('application/x-www-form-urlencoded')) return 'urlencoded';
  return /(application|text)\/xml/.test(accept) && !accept.includes('json') ? 'xml' : 'json';
}

export function formatted(
  c: Context,
  status: 200 | 400 | 401 | 429,
  body: object,
  format: Format,
  extra: Record<string, string> = {},
): Response {
  const entries = Object.entries(body).map(([key, value]): [string, string] => [key, String(value)]);
  const headers = { 'Cache-Control': 'no-cache, no-store', Pragma: 'no-cache', ...extra };
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

/** The token of `Authorization: Bearer …`; null when the header is there but makes no sense. */
export function bearer(c: Context): string | null | undefined {
  const header = c.req.header('authorization');
  if (header === undefined) return undefined;
  return /^(?:Bearer|OAuth)\s+(\S+)$/i.exec(header)?.[1] ?? null;
}

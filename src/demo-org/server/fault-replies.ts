import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { DOUBTFUL_STATUS } from '../errors';
import type { FailRule } from '../faults';
import { NAMED_ERRORS } from './named-errors';

/** Error codes a failure shows when its rule says nothing else. */
const CODES: Readonly<Record<number, readonly [string, string]>> = {
  401: ['INVALID_SESSION_ID', 'Session expired or invalid'],
  403: ['REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.'],
  404: ['NOT_FOUND', 'The requested resource does not exist'],
  500: [
    'UNKNOWN_EXCEPTION',
    'An unexpected error occurred. Please include this ErrorId if you contact support: 1234567890-123456 (1234567890)',
  ],
  503: ['SERVER_UNAVAILABLE', 'Service Unavailable'],
};

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** The answer a rule asks for. `dropConnection` cuts the line instead. */
export function failReply(rule: FailRule, env: HttpBindings, path: string, doubtfulStatus: number): Response {
  if (rule.dropConnection === true) {
    env.incoming.socket.destroy();
    return RESPONSE_ALREADY_SENT;
  }
  const named = rule.error === undefined ? undefined : NAMED_ERRORS[rule.error];
  const usual =
    rule.error !== undefined && DOUBTFUL_STATUS.has(rule.error) ? doubtfulStatus : (named?.[0] ?? 503);
  const status = rule.status ?? usual;
  const headers = new Headers();
  if (rule.retryAfter !== undefined) headers.set('Retry-After', String(rule.retryAfter));
  if (rule.html !== undefined) {
    headers.set('Content-Type', 'text/html;charset=UTF-8');
    return new Response(rule.html, { status, headers });
  }
  const [errorCode, message] =
    rule.error !== undefined && named
      ? [rule.error, named[1]]
      : (CODES[status] ?? ['UNKNOWN_EXCEPTION', `Simulated failure ${status}`]);
  headers.set('Content-Type', 'application/json;charset=UTF-8');
  // The token endpoint and its neighbors answer with an object of their own kind.
  const usualBody = path.startsWith('/services/oauth2/')
    ? { error: errorCode.toLowerCase(), error_description: message }
    : [{ message, errorCode }];
  const body = rule.body === undefined ? usualBody : rule.body;
  return new Response(JSON.stringify(body), { status, headers });
}

/** Sends the head of an answer and half of its body, then cuts the line. */
export async function truncate(response: Response, env: HttpBindings): Promise<Response> {
  const body = Buffer.from(await response.arrayBuffer());
  const { outgoing } = env;
  outgoing.writeHead(response.status, {
    ...Object.fromEntries(response.headers),
    'content-length': body.length,
  });
  await new Promise<void>((resolve) => {
    outgoing.write(body.subarray(0, Math.floor(body.length / 2)), () => resolve());
  });
  outgoing.destroy();
  return RESPONSE_ALREADY_SENT;
}

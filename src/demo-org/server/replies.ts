import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import { RawBody, type ApiReply } from './api-call';

export type Env = { Bindings: HttpBindings };

/** URI and headers together, in bytes (API Request Limits and Allocations). */
const MAX_URI_AND_HEADERS = 16_384;

export const NOT_FOUND = { message: 'The requested resource does not exist', errorCode: 'NOT_FOUND' };

const NOT_ACCEPTABLE = {
  message: 'The requested response format is not available; JSON is',
  errorCode: 'NOT_ACCEPTABLE',
};

/** Turns an answer of a resource into HTTP. JSON is refused to clients that say they cannot read it. */
export function reply(c: Context<Env>, { status, body, headers = {} }: ApiReply): Response {
  const all = new Headers({ 'Cache-Control': 'no-cache,must-revalidate', ...headers });
  if (body === undefined) return new Response(null, { status, headers: all });
  const raw = body instanceof RawBody;
  const refused = !raw && status === 200 && !readsJson(c.req.header('accept'));
  all.set('Content-Type', raw ? body.contentType : 'application/json;charset=UTF-8');
  const content = raw ? body.content : JSON.stringify(refused ? [NOT_ACCEPTABLE] : body);
  return new Response(c.req.method === 'HEAD' ? null : content, {
    status: refused ? 406 : status,
    headers: all,
  });
}

/** Clients that fetch CSV with `Accept: text/csv` read errors and job records as JSON all the same. */
function readsJson(accept: string | undefined): boolean {
  return (
    accept === undefined || accept.trim() === '' || /json|\*\/\*|application\/\*|text\/csv/i.test(accept)
  );
}

export function refuseLength(c: Context<Env>): Response | undefined {
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

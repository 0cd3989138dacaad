import type { HttpFetch } from '../ports';

export interface SeenRequest {
  method: string;
  url: URL;
  headers: Headers;
  body: string;
  signal: AbortSignal | null;
}

/** Answers one request; throwing stands for a connection that failed. */
export type Reply = Response | ((request: SeenRequest) => Response | Promise<Response>);

export interface ScriptedFetch {
  fetch: HttpFetch;
  seen: SeenRequest[];
  /** Requests whose path contains the text. */
  to(path: string): SeenRequest[];
}

/** A fetch that answers from a function of the request. */
export function scriptedFetch(answer: (request: SeenRequest, n: number) => Reply): ScriptedFetch {
  const seen: SeenRequest[] = [];
  return {
    seen,
    to: (path) => seen.filter(({ url }) => url.pathname.includes(path)),
    fetch: async (url, init) => {
      init?.signal?.throwIfAborted();
      const request: SeenRequest = {
        method: init?.method ?? 'GET',
        url: new URL(url),
        headers: new Headers(init?.headers),
        body: typeof init?.body === 'string' ? init.body : '',
        signal: init?.signal ?? null,
      };
      seen.push(request);
      const reply = answer(request, seen.length);
      return typeof reply === 'function' ? reply(request) : reply;
    },
  };
}

export function json(
  body: unknown,
  init: { status?: number; headers?: Record<string, string> } = {},
): Response {
  return new Response(JSON.stringify(body), {
    status: init.status ?? 200,
    headers: { 'Content-Type': 'application/json', ...init.headers },
  });
}

export function apiError(status: number, errorCode: string, message: string): Response {
  return json([{ errorCode, message }], { status });
}

export function usage(used: number, max: number): Record<string, string> {
  return { 'Sforce-Limit-Info': `api-usage=${String(used)}/${String(max)}` };
}

export const INSTANCE = 'https://acme.my.salesforce.com';

export function tokenReply(accessToken = 'token-1', instance = INSTANCE): Response {
  return json({
    access_token: accessToken,
    instance_url: instance,
    id: 'https://login.salesforce.com/id/00D000000000001AAA/005000000000001AAA',
    token_type: 'Bearer',
    scope: 'api',
    issued_at: '1768478400000',
  });
}

/** A fetch failure in Node's dialect. */
export function nodeFailure(code: string): TypeError {
  const cause = Object.assign(new Error(`connect ${code}`), { code });
  return new TypeError('fetch failed', { cause });
}

/** The same in Chromium's, as Electron's `net.fetch` throws it. */
export function chromiumFailure(code: string): Error {
  return new Error(`net::${code}`);
}

import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import type { ClientRequest, ClientRequestConstructorOptions, IncomingMessage, Session } from 'electron';
import type { HttpFetch } from '../../core/ports';

const WITHOUT_BODY = new Set([101, 204, 205, 304]);

export interface NetFetchDeps {
  /** Electron's `net.request`. */
  request: (options: ClientRequestConstructorOptions) => ClientRequest;
  /** An in-memory session (`session.fromPartition('salesforce', { cache: false })`): no cookies, no cache on disk. */
  session: Session;
}

/**
 * `HttpFetch` over Chromium's network stack, so that the system's proxy and certificate store count, with a window
 * or headless alike. Not `net.fetch`: that one rejects a redirect under "manual" without telling where it leads.
 * Redirects are never followed here; a caller that follows one must not take its credentials along.
 */
export function createNetFetch({ request, session }: NetFetchDeps): HttpFetch {
  return async (url, init) => {
    const prepared = new Request(url, init);
    const { signal } = prepared;
    signal.throwIfAborted();
    const body = prepared.body === null ? null : Buffer.from(await prepared.arrayBuffer());
    signal.throwIfAborted();

    return new Promise<Response>((resolve, reject) => {
      const call = request({
        session,
        method: prepared.method,
        url: prepared.url,
        redirect: 'manual',
        credentials: 'omit',
        cache: 'no-store',
      });
      let incoming: IncomingMessage | null = null;

      const onAbort = (): void => {
        const given: unknown = signal.reason;
        const reason = given instanceof Error ? given : new DOMException('Aborted', 'AbortError');
        reject(reason);
        // A body that is being read must fail too, not end as if it were complete.
        if (incoming) (incoming as unknown as Readable).destroy(reason);
        call.abort();
      };
      signal.addEventListener('abort', onAbort, { once: true });
      const settled = (): void => signal.removeEventListener('abort', onAbort);

      call.on('response', (message) => {
        incoming = message;
        const stream = message as unknown as Readable;
        stream.once('close', settled);
        const empty = WITHOUT_BODY.has(message.statusCode) || prepared.method === 'HEAD';
        resolve(
          new Response(empty ? null : (Readable.toWeb(stream) as ReadableStream<Uint8Array>), {
            status: message.statusCode,
            statusText: message.statusMessage,
            headers: toHeaders(message.headers),
          }),
        );
      });
      call.on('redirect', (statusCode, _method, redirectUrl, headers) => {
        settled();
        const answer = toHeaders(headers);
        answer.set('location', redirectUrl);
        resolve(new Response(null, { status: statusCode, headers: answer }));
        call.abort();
      });
      call.on('error', (error) => {
        settled();
        reject(new TypeError(`fetch failed: ${error.message}`, { cause: error }));
      });

      prepared.headers.forEach((value, name) => call.setHeader(name, value));
      if (body === null) call.end();
      else call.end(body);
    });
  };
}

function toHeaders(raw: Record<string, string | string[]>): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(raw))
    for (const one of Array.isArray(value) ? value : [value]) headers.append(name, one);
  return headers;
}

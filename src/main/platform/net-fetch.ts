import type { Readable } from 'node:stream';
import { ReadableStream } from 'node:stream/web';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ClientRequest, ClientRequestConstructorOptions, IncomingMessage, Session } from 'electron';
import type { HttpFetch } from '../../core/ports';

const WITHOUT_BODY = new Set([101, 204, 205, 304]);
/** Bytes handed on at a time: Chromium delivers up to half a megabyte, which takes long to parse. */
const SLICE_BYTES = 64 * 1024;
/** Milliseconds for which a body is handed on without letting the loop have a turn: the window is served by it too. */
const TURN_MS = 8;

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
        // Whoever reads the body gets it; a body that nobody reads must not bring the process down.
        stream.on('error', () => undefined);
        const empty = WITHOUT_BODY.has(message.statusCode) || prepared.method === 'HEAD';
        resolve(
          new Response(empty ? null : toWebStream(stream), {
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

function toWebStream(body: Readable): ReadableStream<Uint8Array> {
  const slices = inSlices(body);
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const next = await slices.next();
        if (next.done === true) controller.close();
        else controller.enqueue(next.value);
      },
      cancel() {
        body.destroy();
      },
    },
    { highWaterMark: 0 },
  );
}

/** What reads a body without ever waiting would otherwise keep the loop for as long as there is something to read. */
async function* inSlices(body: Readable): AsyncGenerator<Uint8Array, void> {
  let since = performance.now();
  for await (const chunk of body as AsyncIterable<Uint8Array>) {
    for (let at = 0; at < chunk.byteLength; at += SLICE_BYTES) {
      if (performance.now() - since > TURN_MS) {
        await nextTurn();
        since = performance.now();
      }
      yield chunk.subarray(at, at + SLICE_BYTES);
    }
  }
}

function toHeaders(raw: Record<string, string | string[]>): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(raw))
    for (const one of Array.isArray(value) ? value : [value]) headers.append(name, one);
  return headers;
}

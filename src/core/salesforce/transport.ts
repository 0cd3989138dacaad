import { AppError } from '../../shared/model/errors';
import type { HttpFetch } from '../ports';
import { networkFailure, timeoutFailure, type NetworkFailure } from './network-errors';

export interface Timeouts {
  /** Until the first byte of the answer. */
  answerMs: number;
  /** Between two pieces of the body. */
  idleMs: number;
}

export interface WireRequest {
  url: string;
  method: 'GET' | 'POST' | 'PATCH';
  headers: Record<string, string>;
  body?: string;
  timeouts: Timeouts;
  signal: AbortSignal | undefined;
  /** Told of every piece of the body that arrives, in bytes after decompression. */
  onBytes?: (count: number) => void;
}

export interface WireAnswer {
  status: number;
  headers: Headers;
  text: string;
}

/** An answer whose body has yet to come. Read it to its end or `discard` it, or its connection stays taken. */
export interface WireStream {
  status: number;
  headers: Headers;
  /**
   * The body as it arrives, once, in one of two forms. Nothing is read ahead of the consumer and the idle time does not run
   * while it works, so a slow consumer costs neither memory nor the connection. Throws like `open`.
   */
  bytes(): AsyncGenerator<Uint8Array, void, undefined>;
  /** As text. */
  chunks(): AsyncGenerator<string, void, undefined>;
  discard(): void;
}

/** No answer, or only part of one. */
export class WireFailure extends Error {
  readonly failure: NetworkFailure;
  /** Headers of an answer whose body broke off: the quota they carry still counts. */
  readonly headers: Headers | null;

  constructor(failure: NetworkFailure, headers: Headers | null) {
    super(failure.error.message, { cause: failure.error });
    this.name = 'WireFailure';
    this.failure = failure;
    this.headers = headers;
  }
}

/** Larger than any page Salesforce sends; a guard against being fed without end. */
const MAX_BODY_CHARS = 256 * 1024 * 1024;

/**
 * One request, up to the head of its answer. Redirects are not followed: our endpoints have none, and
 * following one could carry the token to another host. Rejects with `WireFailure`, or with the signal's
 * reason when aborted.
 */
export async function open(fetch: HttpFetch, request: WireRequest): Promise<WireStream> {
  const { url, method, headers, body, timeouts, signal } = request;
  const { host } = new URL(url);
  if (signal?.aborted === true) throw abortReason(signal);
  const timer = deadline();
  const abort = signal === undefined ? timer.signal : AbortSignal.any([signal, timer.signal]);

  function explain(error: unknown, seen: Headers | null): Error {
    if (signal?.aborted === true) return abortReason(signal);
    if (timer.signal.aborted) return new WireFailure(timeoutFailure(host, timer.seconds()), seen);
    // Electron's net.fetch cannot hand a redirect over; it rejects instead.
    if (error instanceof Error && /redirect/i.test(error.message)) {
      return new WireFailure(redirected(host, null), seen);
    }
    const failure = networkFailure(error, host);
    return new WireFailure(seen === null ? failure : { ...failure, neverSent: false }, seen);
  }

  let response: Response;
  try {
    timer.start(timeouts.answerMs);
    response = await fetch(url, {
      method,
      headers,
      redirect: 'manual',
      credentials: 'omit',
      cache: 'no-store',
      signal: abort,
      ...(body === undefined ? {} : { body }),
    });
  } catch (error) {
    throw explain(error, null);
  } finally {
    timer.stop();
  }
  const location = response.headers.get('location');
  // 300 and 304 carry no address and are for the caller to judge.
  if (response.type === 'opaqueredirect' || (isRedirect(response.status) && location !== null)) {
    discard(response.body);
    throw new WireFailure(redirected(host, location), response.headers);
  }
  const bytes = (): AsyncGenerator<Uint8Array, void, undefined> =>
    readBody(
      response.body,
      timer,
      timeouts.idleMs,
      (error) => explain(error, response.headers),
      request.onBytes,
    );
  return {
    status: response.status,
    headers: response.headers,
    bytes,
    chunks: () => decoded(bytes()),
    discard: () => {
      discard(response.body);
    },
  };
}

/** One request and its whole answer. Rejects like `open`. */
export async function send(fetch: HttpFetch, request: WireRequest): Promise<WireAnswer> {
  const stream = await open(fetch, request);
  return { status: stream.status, headers: stream.headers, text: await textOf(stream.chunks()) };
}

/** A whole body. For answers that fit into memory: everything but results of the Bulk API. */
export async function textOf(chunks: AsyncIterable<string>): Promise<string> {
  const parts: string[] = [];
  let length = 0;
  for await (const part of chunks) {
    length += part.length;
    if (length > MAX_BODY_CHARS) throw tooLarge();
    parts.push(part);
  }
  return parts.join('');
}

async function* decoded(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<string, void, undefined> {
  const decoder = new TextDecoder();
  for await (const piece of pieces) {
    const part = decoder.decode(piece, { stream: true });
    if (part !== '') yield part;
  }
  const rest = decoder.decode();
  if (rest !== '') yield rest;
}

async function* readBody(
  body: ReadableStream<Uint8Array> | null,
  timer: Deadline,
  idleMs: number,
  explain: (error: unknown) => Error,
  onBytes?: (count: number) => void,
): AsyncGenerator<Uint8Array, void, undefined> {
  if (body === null) return;
  const reader = body.getReader();
  let ended = false;
  try {
    for (;;) {
      timer.start(idleMs);
      const { done, value } = await reader.read().catch((error: unknown) => {
        throw explain(error);
      });
      timer.stop();
      if (done) break;
      onBytes?.(value.byteLength);
      yield value;
    }
    ended = true;
  } finally {
    timer.stop();
    // Left in the middle: let go of the connection.
    if (!ended) reader.cancel().catch(() => undefined);
    reader.releaseLock();
  }
}

function discard(body: ReadableStream<Uint8Array> | null): void {
  if (body !== null && !body.locked) body.cancel().catch(() => undefined);
}

function isRedirect(status: number): boolean {
  return status >= 300 && status < 400;
}

function tooLarge(): AppError {
  return new AppError({
    code: 'ANSWER_TOO_LARGE',
    kind: 'unreachable',
    message: 'The answer was larger than anything Salesforce sends.',
    fix: 'Check the My Domain URL and the proxy between this computer and Salesforce.',
  });
}

interface Deadline {
  signal: AbortSignal;
  start(ms: number): void;
  stop(): void;
  seconds(): number;
}

function deadline(): Deadline {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let last = 0;
  return {
    signal: controller.signal,
    start(ms) {
      clearTimeout(timer);
      last = ms;
      timer = setTimeout(() => {
        controller.abort(new Error('timeout'));
      }, ms);
    },
    stop() {
      clearTimeout(timer);
    },
    seconds: () => Math.max(1, Math.round(last / 1000)),
  };
}

function redirected(host: string, location: string | null): NetworkFailure {
  let target: string | null = null;
  try {
    target = location === null ? null : new URL(location, `https://${host}`).host;
  } catch {
    // Not an address: not worth showing.
  }
  return {
    error: new AppError({
      code: 'UNEXPECTED_REDIRECT',
      kind: 'unreachable',
      message: `${host} sent us on to ${target ?? 'another address'}; Seatwatch does not follow, because that would carry credentials there.`,
      fix: 'Use the current My Domain URL (Setup > Company Settings > My Domain). A login page of the network (Wi-Fi portal) has the same effect.',
      subStep: 'app.my-domain',
    }),
    neverSent: false,
    worthRetrying: false,
  };
}

export function abortReason(signal: AbortSignal): Error {
  const reason: unknown = signal.reason;
  return reason instanceof AppError ? reason : canceled(reason);
}

export function canceled(cause?: unknown): AppError {
  return new AppError({ code: 'CANCELED', kind: 'canceled', message: 'Canceled.', fix: '', cause });
}

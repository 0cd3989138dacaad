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
  method: 'GET' | 'POST';
  headers: Record<string, string>;
  body?: string;
  timeouts: Timeouts;
  signal: AbortSignal | undefined;
}

export interface WireAnswer {
  status: number;
  headers: Headers;
  text: string;
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
 * One request, one answer. Redirects are not followed: our endpoints have none, and following one could
 * carry the token to another host. Rejects with `WireFailure`, or with the signal's reason when aborted.
 */
export async function send(fetch: HttpFetch, request: WireRequest): Promise<WireAnswer> {
  const { url, method, headers, body, timeouts, signal } = request;
  const { host } = new URL(url);
  signal?.throwIfAborted();
  const timer = deadline();
  const abort = signal === undefined ? timer.signal : AbortSignal.any([signal, timer.signal]);
  let answerHeaders: Headers | null = null;
  try {
    timer.start(timeouts.answerMs);
    const response = await fetch(url, {
      method,
      headers,
      redirect: 'manual',
      credentials: 'omit',
      cache: 'no-store',
      signal: abort,
      ...(body === undefined ? {} : { body }),
    });
    answerHeaders = response.headers;
    if (response.type === 'opaqueredirect' || (response.status >= 300 && response.status < 400)) {
      await response.body?.cancel().catch(() => undefined);
      throw new WireFailure(redirected(host, response.headers.get('location')), answerHeaders);
    }
    const text = await readBody(response, timer, timeouts.idleMs);
    return { status: response.status, headers: response.headers, text };
  } catch (error) {
    if (error instanceof WireFailure) throw error;
    if (signal?.aborted === true) throw abortReason(signal);
    if (timer.signal.aborted) throw new WireFailure(timeoutFailure(host, timer.seconds()), answerHeaders);
    // Electron's net.fetch cannot hand a redirect over; it rejects instead.
    if (error instanceof Error && /redirect/i.test(error.message)) {
      throw new WireFailure(redirected(host, null), answerHeaders);
    }
    const failure = networkFailure(error, host);
    throw new WireFailure(answerHeaders === null ? failure : { ...failure, neverSent: false }, answerHeaders);
  } finally {
    timer.stop();
  }
}

async function readBody(response: Response, timer: Deadline, idleMs: number): Promise<string> {
  if (response.body === null) return '';
  const reader: ReadableStreamDefaultReader<Uint8Array> = response.body.getReader();
  const decoder = new TextDecoder();
  const parts: string[] = [];
  let length = 0;
  for (;;) {
    timer.start(idleMs);
    const { done, value } = await reader.read();
    if (done) break;
    const part = decoder.decode(value, { stream: true });
    length += part.length;
    if (length > MAX_BODY_CHARS) {
      await reader.cancel().catch(() => undefined);
      throw new Error('answer too large');
    }
    parts.push(part);
  }
  parts.push(decoder.decode());
  return parts.join('');
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

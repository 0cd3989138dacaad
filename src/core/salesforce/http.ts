import { setImmediate as nextTurn } from 'node:timers/promises';
import { AppError } from '../../shared/model/errors';
import type { Clock, HttpFetch, Log } from '../ports';
import type { QuotaGuard } from '../quota/guard';
import { parseLimitInfo } from '../quota/limit-info';
import { backoffMs, LONGEST_RETRY_AFTER_MS, MAX_ATTEMPTS, retryAfterMs } from './backoff';
import { firstError } from './envelopes';
import { restError, TRANSIENT_STATUS } from './rest-errors';
import { parseJson, type Session, type TokenSource } from './token';
import { open, textOf, WireFailure, type Timeouts, type WireStream } from './transport';

export interface ApiRequest {
  method: 'GET' | 'POST' | 'PATCH';
  /** Absolute path on the instance, query string included. */
  path: string;
  json?: unknown;
  /** API requests Salesforce will charge. 0: not charged (and not guarded). */
  cost: number;
  headers?: Record<string, string>;
  /** False only for requests that need no token. */
  authorized?: boolean;
  /** No query behind it, so an answer that takes long will not come: a dead line shows soon. */
  quick?: boolean;
  /** At most this many attempts, a renewed token not counted. */
  attempts?: number;
}

export interface ApiAnswer {
  status: number;
  body: unknown;
  headers: Headers;
}

/** A good answer (2xx) whose body is still on its way. */
export type OpenAnswer = Pick<WireStream, 'status' | 'headers' | 'bytes' | 'chunks'>;

export interface Http {
  /** Bytes of all bodies so far, after decompression. */
  received(): number;
  /**
   * The single door to an org. Everything here is read-only, so every request may be repeated; each
   * repetition asks the quota guard again and is counted. Rejects with `AppError`, or `QuotaPause`.
   */
  request(request: ApiRequest, signal?: AbortSignal): Promise<ApiAnswer>;
  /**
   * The same door for bodies too large for memory. When the body breaks off, or `consume` throws
   * `unreadable(…)`, the request is made again and `consume` called anew; anything else it throws is passed on.
   */
  read<T>(request: ApiRequest, consume: (answer: OpenAnswer) => Promise<T>, signal?: AbortSignal): Promise<T>;
}

export interface HttpDeps {
  fetch: HttpFetch;
  clock: Clock;
  log: Log;
  tokens: TokenSource;
  guard: QuotaGuard;
  /** Origin for requests that need no token. */
  loginUrl: string;
  timeouts?: Timeouts;
  random?: () => number;
}

/** Salesforce lets a query run for 2 minutes before it gives up by itself. */
const TIMEOUTS: Timeouts = { answerMs: 130_000, idleMs: 60_000 };
/**
 * `fetch` does not tell connecting from waiting. But every run begins with requests that Salesforce
 * answers at once (token, list of versions), so an unreachable org keeps nobody waiting for longer than two
 * such attempts.
 */
const QUICK_TIMEOUTS: Timeouts = { answerMs: 20_000, idleMs: 15_000 };

interface Failed {
  error: Error;
  retry: boolean;
  waitMs: number | null;
  expired?: Session;
}

/** What one attempt came to: an answer, or a failure and whether to try again. */
type Outcome<T> = { value: T } | Failed;

export function createHttp(deps: HttpDeps): Http {
  const { clock, log, tokens, guard } = deps;
  const random = deps.random ?? Math.random;
  let received = 0;

  async function attempt<T>(
    request: ApiRequest,
    session: Session | null,
    consume: (answer: OpenAnswer) => Promise<T>,
    signal?: AbortSignal,
  ): Promise<Outcome<T>> {
    // The question comes last before sending, so that nothing can be learned in between.
    const ticket = request.cost > 0 ? guard.begin(request.cost) : null;
    let answer: WireStream;
    try {
      answer = await open(deps.fetch, {
        url: (session?.instanceUrl ?? deps.loginUrl) + request.path,
        method: request.method,
        headers: headersFor(request, session),
        ...(request.json === undefined ? {} : { body: JSON.stringify(request.json) }),
        timeouts: deps.timeouts ?? (request.quick === true ? QUICK_TIMEOUTS : TIMEOUTS),
        signal,
        onBytes: (count) => {
          received += count;
        },
      });
    } catch (error) {
      // Canceled, or no answer: it may have arrived, so it counts unless that is impossible.
      const failure = error instanceof WireFailure ? error.failure : null;
      const headers = error instanceof WireFailure ? error.headers : null;
      const info = headers === null ? null : parseLimitInfo(headers.get('sforce-limit-info'));
      ticket?.settle({ sent: failure?.neverSent !== true, info });
      if (failure === null) throw error;
      return { error: failure.error, retry: failure.worthRetrying, waitMs: null };
    }
    // The head of an answer tells its price; the body may break off, but is paid for.
    ticket?.settle({ sent: true, info: parseLimitInfo(answer.headers.get('sforce-limit-info')) });
    if (answer.headers.get('warning')?.startsWith('299') === true) {
      log.warn('Salesforce calls this API version deprecated', { path: request.path.split('?')[0] });
    }
    try {
      if (answer.status >= 200 && answer.status < 300) return { value: await consume(answer) };
      return judge(answer, await textOf(answer.chunks()), session);
    } catch (error) {
      if (error instanceof WireFailure) {
        return { error: error.failure.error, retry: error.failure.worthRetrying, waitMs: null };
      }
      if (isUnreadable(error)) return { error, retry: true, waitMs: null };
      throw error;
    } finally {
      answer.discard();
    }
  }

  function judge({ status, headers }: WireStream, text: string, session: Session | null): Failed {
    const said = firstError(parseJson(text)) ?? { code: plainCode(text), text: '' };
    const error = restError({ status, ...said });
    if (said.code === 'REQUEST_LIMIT_EXCEEDED' && error.kind === 'paused') {
      return { error: guard.exhaust(), retry: false, waitMs: null };
    }
    if (session !== null && isExpired(status, said.code, said.text)) {
      return { error, retry: true, waitMs: 0, expired: session };
    }
    const waitMs = retryAfterMs(headers.get('retry-after'), clock.now());
    const transient =
      TRANSIENT_STATUS.has(status) || said.code === 'UNABLE_TO_LOCK_ROW' || isConcurrency(error);
    return { error, retry: transient && (waitMs ?? 0) <= LONGEST_RETRY_AFTER_MS, waitMs };
  }

  async function read<T>(
    req: ApiRequest,
    consume: (answer: OpenAnswer) => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T> {
    let session = req.authorized === false ? null : await tokens.session(signal);
    let renewed = false;
    for (let tries = 1; ; tries += 1) {
      const outcome = await attempt(req, session, consume, signal);
      if ('value' in outcome) return outcome.value;
      const { error, retry, waitMs, expired } = outcome;
      if (expired !== undefined) {
        // Once only: a fresh token that is refused as well will not get better by asking on.
        if (renewed) throw error;
        renewed = true;
        session = await tokens.renew(expired, signal);
        continue;
      }
      if (!retry || tries >= attemptsFor(req, error)) throw error;
      const wait = waitMs ?? backoffMs(tries, random);
      log.info('trying again', { path: req.path.split('?')[0], attempt: tries, wait, reason: error.message });
      await clock.sleep(wait, signal);
    }
  }

  return {
    received: () => received,
    read,
    request: (req, signal) =>
      read(
        req,
        async ({ status, headers, chunks }) => {
          const text = await textOf(chunks());
          const body = text.trim() === '' ? null : parseJson(text);
          if (body === undefined || (body === null && status !== 204)) throw unreadable(text);
          // What is next is a check of all that was read: the window gets a turn in between.
          await nextTurn();
          return { status, headers, body };
        },
        signal,
      ),
  };
}

/** A silent line has had its chance twice; trying on would keep people waiting for minutes. */
const SILENT_ATTEMPTS = 2;

function attemptsFor({ attempts = MAX_ATTEMPTS }: ApiRequest, error: Error): number {
  const silent = error instanceof AppError && error.code === 'NETWORK_TIMEOUT';
  return silent ? Math.min(SILENT_ATTEMPTS, attempts) : attempts;
}

function headersFor(request: ApiRequest, session: Session | null): Record<string, string> {
  return {
    Accept: 'application/json',
    // Shows up as our name in the org's API usage log.
    'Sforce-Call-Options': 'client=Seatwatch',
    ...(session === null ? {} : { Authorization: `Bearer ${session.accessToken}` }),
    ...(request.json === undefined ? {} : { 'Content-Type': 'application/json' }),
    ...request.headers,
  };
}

/** A token that ended, as opposed to one that was never good for the API: only the former can be renewed. */
export function isExpired(status: number, code: string, text: string): boolean {
  if (code === 'Bad_OAuth_Token') return true;
  return status === 401 && !/not valid for use with the REST API/i.test(text);
}

function isConcurrency(error: AppError): boolean {
  return error.code === 'REQUEST_LIMIT_EXCEEDED' && error.kind === 'unreachable';
}

/** The identity endpoints answer in plain text. HTML and other prose give no code. */
function plainCode(text: string): string {
  return /^\s*(Bad_OAuth_Token)\s*$/.exec(text)?.[1] ?? '';
}

const UNREADABLE: ReadonlySet<string> = new Set(['EMPTY_ANSWER', 'HTML_ANSWER', 'TRUNCATED_ANSWER']);

/** The error of a body that is empty, a web page or cut short, by its beginning. Worth another try. */
export function unreadable(text: string): AppError {
  const html = /^\s*</.test(text);
  return new AppError({
    code: text.trim() === '' ? 'EMPTY_ANSWER' : html ? 'HTML_ANSWER' : 'TRUNCATED_ANSWER',
    kind: 'unreachable',
    message: html
      ? 'A web page came back instead of data: a maintenance page, or a page of the network’s proxy.'
      : 'The answer was empty or broke off in the middle.',
    fix: 'Try again later. If it stays, look at the proxy between this computer and Salesforce.',
    retryable: true,
  });
}

function isUnreadable(error: unknown): error is AppError {
  return error instanceof AppError && UNREADABLE.has(error.code);
}

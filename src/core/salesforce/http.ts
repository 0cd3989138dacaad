import { AppError } from '../../shared/model/errors';
import type { Clock, HttpFetch, Log } from '../ports';
import type { QuotaGuard } from '../quota/guard';
import { parseLimitInfo } from '../quota/limit-info';
import { backoffMs, LONGEST_RETRY_AFTER_MS, MAX_ATTEMPTS, retryAfterMs } from './backoff';
import { firstError } from './envelopes';
import { restError, TRANSIENT_STATUS } from './rest-errors';
import { parseJson, type Session, type TokenSource } from './token';
import { send, WireFailure, type Timeouts, type WireAnswer } from './transport';

export interface ApiRequest {
  method: 'GET' | 'POST';
  /** Absolute path on the instance, query string included. */
  path: string;
  json?: unknown;
  /** API requests Salesforce will charge. 0: not charged (and not guarded). */
  cost: number;
  headers?: Record<string, string>;
  /** False only for requests that need no token. */
  authorized?: boolean;
}

export interface ApiAnswer {
  status: number;
  body: unknown;
  headers: Headers;
}

export interface Http {
  /**
   * The single door to an org. Everything here is read-only, so every request may be repeated; each
   * repetition asks the quota guard again and is counted.
   */
  request(request: ApiRequest, signal?: AbortSignal): Promise<ApiAnswer>;
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

/** What one attempt came to: an answer, or a failure and whether to try again. */
type Outcome =
  { answer: ApiAnswer } | { error: Error; retry: boolean; waitMs: number | null; expired?: Session };

export function createHttp(deps: HttpDeps): Http {
  const { clock, log, tokens, guard } = deps;
  const random = deps.random ?? Math.random;

  async function attempt(
    request: ApiRequest,
    session: Session | null,
    signal?: AbortSignal,
  ): Promise<Outcome> {
    // The question comes last before sending, so that nothing can be learned in between.
    const ticket = request.cost > 0 ? guard.begin(request.cost) : null;
    let answer: WireAnswer;
    try {
      answer = await send(deps.fetch, {
        url: (session?.instanceUrl ?? deps.loginUrl) + request.path,
        method: request.method,
        headers: headersFor(request, session),
        ...(request.json === undefined ? {} : { body: JSON.stringify(request.json) }),
        timeouts: deps.timeouts ?? TIMEOUTS,
        signal,
      });
    } catch (error) {
      if (!(error instanceof WireFailure)) {
        // Canceled: it may have arrived, so it counts.
        ticket?.settle({ sent: true, info: null });
        throw error;
      }
      const { failure, headers } = error;
      const info = headers === null ? null : parseLimitInfo(headers.get('sforce-limit-info'));
      ticket?.settle({ sent: !failure.neverSent, info });
      return { error: failure.error, retry: failure.worthRetrying, waitMs: null };
    }
    ticket?.settle({ sent: true, info: parseLimitInfo(answer.headers.get('sforce-limit-info')) });
    if (answer.headers.get('warning')?.startsWith('299') === true) {
      log.warn('Salesforce calls this API version deprecated', { path: request.path.split('?')[0] });
    }
    return judge(answer, session);
  }

  function judge(answer: WireAnswer, session: Session | null): Outcome {
    const { status, headers, text } = answer;
    if (status >= 200 && status < 300) {
      const body = text.trim() === '' ? null : parseJson(text);
      if (body !== undefined && (body !== null || status === 204))
        return { answer: { status, headers, body } };
      return { error: unreadable(text), retry: true, waitMs: null };
    }
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

  async function request(req: ApiRequest, signal?: AbortSignal): Promise<ApiAnswer> {
    let session = req.authorized === false ? null : await tokens.session(signal);
    let renewed = false;
    for (let tries = 1; ; tries += 1) {
      const outcome = await attempt(req, session, signal);
      if ('answer' in outcome) return outcome.answer;
      const { error, retry, waitMs, expired } = outcome;
      if (expired !== undefined) {
        // Once only: a fresh token that is refused as well will not get better by asking on.
        if (renewed) throw error;
        renewed = true;
        session = await tokens.renew(expired, signal);
        continue;
      }
      if (!retry || tries >= MAX_ATTEMPTS) throw error;
      const wait = waitMs ?? backoffMs(tries, random);
      log.info('trying again', { path: req.path.split('?')[0], attempt: tries, wait, reason: error.message });
      await clock.sleep(wait, signal);
    }
  }

  return { request };
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
function isExpired(status: number, code: string, text: string): boolean {
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

function unreadable(text: string): AppError {
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

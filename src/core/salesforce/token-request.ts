import { AppError } from '../../shared/model/errors';
import type { Clock, HttpFetch } from '../ports';
import { backoffMs, LONGEST_RETRY_AFTER_MS, MAX_ATTEMPTS, retryAfterMs } from './backoff';
import { TokenEnvelope, TokenErrorEnvelope } from './envelopes';
import { mayReceiveToken } from './hosts';
import { restError, TRANSIENT_STATUS } from './rest-errors';
import { toId18 } from './salesforce-id';
import { send, WireFailure, type Timeouts, type WireAnswer } from './transport';

export interface Session {
  accessToken: string;
  /** Origin for API requests; checked to belong to the same Salesforce. */
  instanceUrl: string;
  /** From the identity URL; null when the answer had none. */
  userId: string | null;
  organizationId: string | null;
  scopes: string[] | null;
}

/** What the token endpoint says instead of a token. */
export interface Refusal {
  status: number;
  code: string;
  text: string;
  /** This computer's clock minus Salesforce's, in ms; null when the answer was not dated. */
  clockOffsetMs: number | null;
}

export type TokenAnswer = { session: Session } | { refusal: Refusal };

export interface TokenRequestDeps {
  fetch: HttpFetch;
  clock: Clock;
  timeouts?: Timeouts;
  random?: () => number;
}

const TIMEOUTS: Timeouts = { answerMs: 20_000, idleMs: 15_000 };
const TOKEN_PATH = '/services/oauth2/token';

/**
 * One request for a token, repeated while the server is merely busy. Resolves with the refusal when Salesforce
 * says no; rejects with an AppError for a dead line, a busy server, and an answer that is not Salesforce's.
 */
export async function requestToken(
  deps: TokenRequestDeps,
  url: string,
  form: Record<string, string>,
): Promise<TokenAnswer> {
  const { fetch, clock } = deps;
  const random = deps.random ?? Math.random;
  for (let attempt = 1; ; attempt += 1) {
    let answer: WireAnswer;
    try {
      answer = await send(fetch, {
        url: url + TOKEN_PATH,
        method: 'POST',
        headers: { 'Content-Type': 'application/x-www-form-urlencoded', Accept: 'application/json' },
        body: new URLSearchParams(form).toString(),
        timeouts: deps.timeouts ?? TIMEOUTS,
        signal: undefined,
      });
    } catch (error) {
      if (!(error instanceof WireFailure)) throw error;
      // A dead line is reported at once; one more try is worth it only for a connection that broke.
      if (!error.failure.worthRetrying || attempt >= 2) throw error.failure.error;
      await clock.sleep(backoffMs(attempt, random));
      continue;
    }
    if (answer.status === 200) return { session: readSession(url, answer) };
    const said = parseError(answer.text);
    const transient = TRANSIENT_STATUS.has(answer.status) && said === null;
    const wait = retryAfterMs(answer.headers.get('retry-after'), clock.now());
    if (!transient || attempt >= MAX_ATTEMPTS || (wait ?? 0) > LONGEST_RETRY_AFTER_MS) {
      if (transient) throw restError({ status: answer.status, code: '', text: '' });
      const { code, text } = said ?? { code: '', text: '' };
      return {
        refusal: { status: answer.status, code, text, clockOffsetMs: clockOffset(answer, clock.now()) },
      };
    }
    await clock.sleep(wait ?? backoffMs(attempt, random));
  }
}

function clockOffset(answer: WireAnswer, now: number): number | null {
  const theirs = Date.parse(answer.headers.get('date') ?? '');
  return Number.isNaN(theirs) ? null : now - theirs;
}

function parseError(text: string): { code: string; text: string } | null {
  const parsed = TokenErrorEnvelope.safeParse(parseJson(text));
  return parsed.success ? { code: parsed.data.error, text: parsed.data.error_description ?? '' } : null;
}

function readSession(loginUrl: string, answer: WireAnswer): Session {
  const parsed = TokenEnvelope.safeParse(parseJson(answer.text));
  if (!parsed.success) {
    throw new AppError({
      code: 'NOT_SALESFORCE',
      kind: 'credentials',
      message: 'The server answered, but not with a Salesforce token.',
      fix: 'Check the My Domain URL. A login page of the network (Wi-Fi portal, proxy) has the same effect.',
      subStep: 'app.my-domain',
    });
  }
  const { access_token: accessToken, instance_url: instance, id, scope } = parsed.data;
  if (!mayReceiveToken(loginUrl, instance)) {
    throw new AppError({
      code: 'UNTRUSTED_INSTANCE',
      kind: 'credentials',
      message:
        'Salesforce’s answer names a server outside Salesforce for this org; the token was not sent there.',
      fix: 'Check the My Domain URL and the network; report this to your security team.',
      subStep: 'app.my-domain',
    });
  }
  const ids = /\/id\/([A-Za-z0-9]{15,18})\/([A-Za-z0-9]{15,18})/.exec(id ?? '');
  return {
    accessToken,
    instanceUrl: new URL(instance).origin,
    organizationId: toId18(ids?.[1]),
    userId: toId18(ids?.[2]),
    scopes: scope === undefined ? null : scope.split(/\s+/).filter((part) => part !== ''),
  };
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

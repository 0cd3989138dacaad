import { AppError } from '../../shared/model/errors';
import type { Clock, HttpFetch, Log } from '../ports';
import { backoffMs, LONGEST_RETRY_AFTER_MS, MAX_ATTEMPTS, retryAfterMs } from './backoff';
import { TokenEnvelope, TokenErrorEnvelope } from './envelopes';
import { mayReceiveToken } from './hosts';
import { audiencesFor, signAssertion } from './jwt';
import { oauthError } from './oauth-errors';
import { restError, TRANSIENT_STATUS } from './rest-errors';
import { toId18 } from './salesforce-id';
import { abortReason, send, WireFailure, type Timeouts, type WireAnswer } from './transport';

/** Who we are for one org. Secrets live here and in the vault only. */
export type Login =
  | { auth: 'client-credentials'; url: string; consumerKey: string; consumerSecret: string }
  | { auth: 'jwt-bearer'; url: string; consumerKey: string; username: string; privateKeyPem: string };

export interface Session {
  accessToken: string;
  /** Origin for API requests; checked to belong to the same Salesforce. */
  instanceUrl: string;
  /** From the identity URL; null when the answer had none. */
  userId: string | null;
  organizationId: string | null;
  scopes: string[] | null;
}

export interface TokenSource {
  /** The session in hand, or a new one. One grant at a time, shared by all who ask. */
  session(signal?: AbortSignal): Promise<Session>;
  /** Forgets `stale` (unless somebody renewed it meanwhile) and grants anew. */
  renew(stale: Session, signal?: AbortSignal): Promise<Session>;
}

export interface TokenSourceDeps {
  fetch: HttpFetch;
  clock: Clock;
  log: Log;
  login: Login;
  timeouts?: Timeouts;
  random?: () => number;
}

const TIMEOUTS: Timeouts = { answerMs: 20_000, idleMs: 15_000 };
const TOKEN_PATH = '/services/oauth2/token';

/**
 * Tokens live in memory only and are never revoked: Salesforce hands the same token to everybody who
 * asks with the same app and user, so revoking ours could end another program's session. Asking for a
 * token costs nothing of the quota.
 */
export function createTokenSource(deps: TokenSourceDeps): TokenSource {
  const { login } = deps;
  let current: Session | null = null;
  let pending: Promise<Session> | null = null;

  function grant(): Promise<Session> {
    pending ??= requestToken(deps)
      .then((session) => {
        current = session;
        deps.log.info('token granted', { host: new URL(login.url).host, auth: login.auth });
        return session;
      })
      .finally(() => {
        pending = null;
      });
    return pending;
  }

  return {
    session: (signal) => orAbort(current === null ? grant() : Promise.resolve(current), signal),
    renew(stale, signal) {
      if (current !== null && current.accessToken === stale.accessToken) current = null;
      return this.session(signal);
    },
  };
}

async function requestToken(deps: TokenSourceDeps): Promise<Session> {
  const { login, clock } = deps;
  if (login.auth === 'client-credentials') {
    return post(deps, {
      grant_type: 'client_credentials',
      client_id: login.consumerKey,
      client_secret: login.consumerSecret,
    });
  }
  const assert = (audience: string, now: number) =>
    post(deps, {
      grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
      assertion: signAssertion(
        { consumerKey: login.consumerKey, username: login.username, audience, now },
        login.privateKeyPem,
      ),
    });
  let failure: unknown;
  for (const audience of audiencesFor(login.url)) {
    try {
      return await assert(audience, clock.now());
    } catch (error) {
      if (!(error instanceof AppError) || !/audience/i.test(error.message)) throw error;
      // The first refusal is the one to report: it concerns the documented audience.
      failure ??= error;
    }
  }
  throw failure;
}

async function post(deps: TokenSourceDeps, form: Record<string, string>): Promise<Session> {
  const { fetch, clock, login } = deps;
  const random = deps.random ?? Math.random;
  for (let attempt = 1; ; attempt += 1) {
    let answer: WireAnswer;
    try {
      answer = await send(fetch, {
        url: login.url + TOKEN_PATH,
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
    if (answer.status === 200) return readSession(login.url, answer);
    const wait = retryAfterMs(answer.headers.get('retry-after'), clock.now());
    const transient = TRANSIENT_STATUS.has(answer.status) && parseError(answer.text) === null;
    if (!transient || attempt >= MAX_ATTEMPTS || (wait ?? 0) > LONGEST_RETRY_AFTER_MS) throw refusal(answer);
    await clock.sleep(wait ?? backoffMs(attempt, random));
  }
}

function refusal(answer: WireAnswer): AppError {
  const parsed = parseError(answer.text);
  if (parsed === null && TRANSIENT_STATUS.has(answer.status)) {
    return restError({ status: answer.status, code: '', text: '' });
  }
  return oauthError({ status: answer.status, code: parsed?.code ?? '', text: parsed?.text ?? '' });
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

/** The shared grant goes on for the others when one caller gives up. */
function orAbort<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work;
  return new Promise<T>((resolve, reject) => {
    const stop = (): void => {
      reject(abortReason(signal));
    };
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => {
      signal.removeEventListener('abort', stop);
    });
  });
}

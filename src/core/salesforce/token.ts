import type { Log } from '../ports';
import { createJwtGrant } from './jwt-grant';
import type { Login, SigningKey } from './login';
import { oauthError } from './oauth-errors';
import { requestToken, type Session, type TokenRequestDeps } from './token-request';
import { abortReason } from './transport';

export type { Login } from './login';
export { parseJson, type Session } from './token-request';

export interface TokenSource {
  /** What it signs in with; after a replaced certificate was accepted, with the new key alone. */
  readonly login: Login;
  /** The session in hand, or a new one. One grant at a time, shared by all who ask. */
  session(signal?: AbortSignal): Promise<Session>;
  /** Forgets `stale` (unless somebody renewed it meanwhile) and grants anew. */
  renew(stale: Session, signal?: AbortSignal): Promise<Session>;
}

export interface TokenSourceDeps extends TokenRequestDeps {
  log: Log;
  login: Login;
  /**
   * Salesforce accepted the next key: it is the current one from now on. Rejecting keeps both keys in use,
   * and the next grant tries again.
   */
  onNextKeyAccepted?: ((key: SigningKey) => Promise<void>) | undefined;
}

/**
 * Tokens live in memory only and are never revoked: Salesforce hands the same token to everybody who
 * asks with the same app and user, so revoking ours could end another program's session. Asking for a
 * token costs nothing of the quota.
 */
export function createTokenSource(deps: TokenSourceDeps): TokenSource {
  const { log } = deps;
  const jwtGrant = createJwtGrant(deps);
  let { login } = deps;
  let current: Session | null = null;
  let pending: Promise<Session> | null = null;

  async function request(): Promise<Session> {
    if (login.auth === 'client-credentials') {
      const answer = await requestToken(deps, login.url, {
        grant_type: 'client_credentials',
        client_id: login.consumerKey,
        client_secret: login.consumerSecret,
      });
      if ('session' in answer) return answer.session;
      throw oauthError(answer.refusal, login.auth);
    }
    const { session, key } = await jwtGrant(login);
    if (key === login.keys[0]) return session;
    try {
      await deps.onNextKeyAccepted?.(key);
      login = { ...login, keys: [key] };
    } catch (error) {
      // The token is good all the same.
      log.warn('the new key could not be made the current one', {
        error: error instanceof Error ? error.message : String(error),
      });
    }
    return session;
  }

  function grant(): Promise<Session> {
    pending ??= request()
      .then((session) => {
        current = session;
        log.info('token granted', { host: new URL(login.url).host, auth: login.auth });
        return session;
      })
      .finally(() => {
        pending = null;
      });
    return pending;
  }

  return {
    get login() {
      return login;
    },
    session: (signal) => orAbort(current === null ? grant() : Promise.resolve(current), signal),
    renew(stale, signal) {
      if (current !== null && current.accessToken === stale.accessToken) current = null;
      return this.session(signal);
    },
  };
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

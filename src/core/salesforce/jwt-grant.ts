import { AppError } from '../../shared/model/errors';
import type { Log } from '../ports';
import { quote } from './error-rows';
import { audiencesFor, signAssertion } from './jwt';
import type { Login, SigningKey } from './login';
import { assertionExpired, concernsAudience, concernsKey, oauthError } from './oauth-errors';
import { requestToken, type Refusal, type Session, type TokenRequestDeps } from './token-request';

export type JwtLogin = Extract<Login, { auth: 'jwt-bearer' }>;

export interface JwtGrantDeps extends TokenRequestDeps {
  log: Log;
}

/** A clock this far off makes Salesforce take a fresh assertion for an old one, or for one from the future. */
const CLOCK_TOLERANCE_MS = 60_000;

interface Failure {
  key: SigningKey;
  error: AppError;
  /** Null: the key could not even sign. */
  refusal: Refusal | null;
}

/**
 * Asks for tokens with signed assertions. While a certificate is being replaced Salesforce has either the old
 * one or the new one, and nobody tells us when it changes: when one key is refused the other is tried, and what
 * worked is tried first from then on.
 */
export function createJwtGrant(
  deps: JwtGrantDeps,
): (login: JwtLogin) => Promise<{ session: Session; key: SigningKey }> {
  let lastKey: string | null = null;
  let lastAudience: string | null = null;

  async function ask(login: JwtLogin, key: SigningKey): Promise<Session | Failure> {
    const { url, consumerKey, username } = login;
    let first: Failure | null = null;
    for (const audience of preferring(audiencesFor(url), (one) => one === lastAudience)) {
      let assertion: string;
      try {
        const claims = { consumerKey, username, audience, now: deps.clock.now() };
        assertion = signAssertion(claims, key.privateKeyPem);
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        return { key, error, refusal: null };
      }
      const answer = await requestToken(deps, url, {
        grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
        assertion,
      });
      if ('session' in answer) {
        lastAudience = audience;
        return answer.session;
      }
      const { refusal } = answer;
      // The first refusal is the one to report: it concerns the likeliest audience.
      first ??= { key, error: oauthError(refusal, 'jwt-bearer'), refusal };
      if (!concernsAudience(refusal)) return { key, error: oauthError(refusal, 'jwt-bearer'), refusal };
    }
    if (first === null) throw new Error('no audience to ask for');
    return first;
  }

  return async (login) => {
    const failures: Failure[] = [];
    for (const key of preferring(login.keys, (one) => one.privateKeyPem === lastKey)) {
      const result = await ask(login, key);
      if (!('error' in result)) {
        lastKey = key.privateKeyPem;
        return { session: result, key };
      }
      failures.push(result);
      if (result.refusal !== null && !concernsKey(result.refusal)) break;
      deps.log.info('key refused', { host: new URL(login.url).host, keys: login.keys.length });
    }
    throw explain(failures, deps.clock.now());
  };
}

function preferring<T>(items: readonly T[], liked: (item: T) => boolean): T[] {
  return [...items.filter(liked), ...items.filter((item) => !liked(item))];
}

/** What to tell: a refusal that came with a good signature, else what is wrong with the current key. */
function explain(failures: readonly Failure[], now: number): AppError {
  const [first] = failures;
  const last = failures.at(-1);
  if (first === undefined || last === undefined) throw new Error('no key to sign with');
  if (last.refusal !== null && !concernsKey(last.refusal)) {
    return assertionExpired(last.refusal) ? clockError(last.error, last.refusal, now) : last.error;
  }
  const { key, refusal } = first;
  if (key.expiresAt !== null && Date.parse(key.expiresAt) <= now) {
    return reworded(first.error, {
      message: `The certificate expired on ${key.expiresAt.slice(0, 10)}; replace it in Salesforce. ${first.error.message}`,
      fix:
        failures.length > 1
          ? 'Upload the new certificate in the app’s settings under “Enable JWT Bearer Flow”, then test again.'
          : 'Begin a replacement in the org’s settings (or with “seatwatch org rotate-key”), and upload the new certificate in the app’s settings.',
      subStep: 'app.certificate',
    });
  }
  if (refusal !== null && isOff(refusal)) return clockError(first.error, refusal, now);
  if (failures.length > 1) {
    return reworded(first.error, {
      message: `The app has neither this org’s current certificate nor the new one. ${first.error.message}`,
    });
  }
  return first.error;
}

function isOff({ clockOffsetMs }: Refusal): boolean {
  return clockOffsetMs !== null && Math.abs(clockOffsetMs) > CLOCK_TOLERANCE_MS;
}

/** Says by how much the clock is off, or that it is not. */
function clockError(error: AppError, refusal: Refusal, now: number): AppError {
  const { clockOffsetMs } = refusal;
  if (clockOffsetMs === null) return error;
  if (!isOff(refusal)) {
    return reworded(error, {
      message: `The login request was too old when it arrived, although this computer’s clock agrees with Salesforce’s. ${said(refusal)}`,
      fix: 'Try again. If it happens again, look for a proxy that holds requests back.',
    });
  }
  const side = clockOffsetMs > 0 ? 'ahead of' : 'behind';
  const theirs = new Date(now - clockOffsetMs).toISOString().replace(/\.\d+Z$/, 'Z');
  return reworded(error, {
    message: `This computer’s clock is ${duration(Math.abs(clockOffsetMs))} ${side} Salesforce’s (${theirs}), so the login request was not accepted. ${said(refusal)}`,
    fix: 'Set the clock to automatic time and try again.',
    subStep: null,
  });
}

function said({ text }: Refusal): string {
  return text === '' ? '' : `Salesforce said: “${quote(text)}”`;
}

function duration(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 120) return minutes === 1 ? '1 minute' : `${String(minutes)} minutes`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${String(hours)} hours` : `${String(Math.round(hours / 24))} days`;
}

function reworded(
  error: AppError,
  words: { message: string; fix?: string; subStep?: string | null },
): AppError {
  return new AppError({ ...error.toShape(), ...words, message: words.message.trim() });
}

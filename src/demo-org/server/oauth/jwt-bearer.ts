import { z } from 'zod';
import type { Org } from '../org';
import type { Grant, GrantResult } from './grant';
import { same, type Parameters } from './parameters';
import { userRefusal } from './policies';
import type { TokenErrorName } from './token-errors';

export const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

/** Farthest `exp` the documentation allows, in seconds from now (switch `jwtMaxExpiry`). */
const MAX_AHEAD_SECONDS = 180;
/** User types that stand for no person or program with a login of its own. */
const NO_LOGIN = new Set(['Guest', 'AutomatedProcess']);

const header = z.object({ alg: z.string() });
const claims = z.object({
  iss: z.string(),
  sub: z.string().optional(),
  /** The older name of `sub`. */
  prn: z.string().optional(),
  aud: z.string(),
  exp: z.union([z.number(), z.string().regex(/^\d+$/).transform(Number)]),
});

interface Assertion {
  claims: z.infer<typeof claims>;
  /** What is signed. */
  input: string;
  signature: Buffer;
}

/**
 * OAuth 2.0 JWT Bearer Flow: an assertion signed with the app's private key names the user. Nothing is ever
 * accepted without one of the app's certificates. What the documentation leaves open follows switches.
 */
export const jwtBearer: Grant = (org: Org, parameters: Parameters): GrantResult => {
  const { switches } = org.faults;
  if (!parameters['assertion']) return { refused: 'invalid-request' };
  const assertion = read(parameters['assertion']);
  if (!assertion) return { refused: 'invalid-assertion' };
  if (!same(assertion.claims.iss, org.consumerKey)) return { refused: 'invalid-client-id' };
  if (!switches.jwtBearerFlow) return { refused: switches.flowOffError };
  const wrong =
    signatureError(org, assertion) ?? audienceError(org, assertion) ?? expiryError(org, assertion);
  if (wrong !== undefined) return { refused: wrong };
  if (!switches.appScopes.some((scope) => scope !== 'full')) return { refused: 'no-valid-scopes' };
  return subject(org, assertion.claims.sub ?? assertion.claims.prn ?? '');
};

function read(text: string): Assertion | undefined {
  const [head = '', body = '', signature = '', ...more] = text.split('.');
  if (signature === '' || more.length > 0) return undefined;
  const algorithm = header.safeParse(decoded(head));
  // RS256 only: anything else, "none" above all, would let the sender choose how to be checked.
  if (!algorithm.success || algorithm.data.alg !== 'RS256') return undefined;
  const parsed = claims.safeParse(decoded(body));
  if (!parsed.success) return undefined;
  return {
    claims: parsed.data,
    input: `${head}.${body}`,
    signature: Buffer.from(signature, 'base64url'),
  };
}

function decoded(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}

function signatureError(org: Org, { input, signature }: Assertion): TokenErrorName | undefined {
  const verdict = org.certificates.check(input, signature, org.now());
  if (verdict === 'good') return undefined;
  return verdict === 'expired' && org.faults.switches.acceptExpiredCertificates
    ? undefined
    : 'invalid-assertion';
}

/** The login host of this kind of org, or the org's own address. */
function audienceError(org: Org, { claims: { aud } }: Assertion): TokenErrorName | undefined {
  const shared = org.faults.switches.sandbox ? 'https://test.salesforce.com' : 'https://login.salesforce.com';
  if (aud === shared || aud === org.url) return undefined;
  return org.faults.switches.audienceError;
}

/**
 * `exp` is in seconds. Too far ahead is documented as wrong, but the platform's own command line sends
 * milliseconds and gets its token, so only the switch `jwtMaxExpiry` makes it an invalid assertion.
 */
function expiryError(org: Org, { claims: { exp } }: Assertion): TokenErrorName | undefined {
  const now = Math.floor(org.now() / 1000);
  if (exp <= now) return 'assertion-expired';
  return org.faults.switches.jwtMaxExpiry && exp > now + MAX_AHEAD_SECONDS ? 'invalid-assertion' : undefined;
}

function subject(org: Org, username: string): GrantResult {
  const user = org.users.byUsername(username);
  const type = user && org.users.details(user).user_type;
  if (!user || type == null || NO_LOGIN.has(type)) return { refused: 'not-approved' };
  const refused = userRefusal(org, user);
  if (refused) return refused;
  const { preauthorized } = org.faults.switches;
  const approved =
    typeof preauthorized === 'boolean'
      ? preauthorized
      : preauthorized.some((name) => name.toLowerCase() === user.username.toLowerCase());
  return approved ? { user } : { refused: 'not-admin-approved' };
}

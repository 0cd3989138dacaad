import { createPrivateKey, sign } from 'node:crypto';
import { AppError } from '../../shared/model/errors';
import { salesforceFamily } from './hosts';

/** Salesforce allows 3 minutes; less leaves room for a clock that is a little fast. */
const LIFETIME_SECONDS = 120;

/** Kinds of org that log in at test.salesforce.com, by what stands before “.my.” in their address. */
const TEST_HOSTS = /\.(?:sandbox|scratch)$|^[^.]*--/;

/**
 * The audiences Salesforce may want for an org, likeliest first: the login host of its kind (sandboxes and
 * scratch orgs are tests, everything else production), then the org's own address. The help page on the JWT
 * bearer flow names all three. Orgs in mainland China have login hosts of their own; those of the U.S.
 * military do not.
 */
export function audiencesFor(url: string): string[] {
  const { hostname, origin } = new URL(url);
  const [org = '', rest] = hostname.split('.my.');
  const test = hostname === 'test.salesforce.com' || (rest !== undefined && TEST_HOSTS.test(org));
  const family = salesforceFamily(hostname);
  const domain = family?.endsWith('.cn') === true ? family : 'salesforce.com';
  return [`https://${test ? 'test' : 'login'}.${domain}`, origin];
}

export interface AssertionClaims {
  consumerKey: string;
  username: string;
  audience: string;
  /** Epoch ms. */
  now: number;
}

/**
 * A signed JWT (RS256). `exp` is in seconds; with milliseconds Salesforce only says "invalid assertion".
 * Throws PRIVATE_KEY_UNUSABLE.
 */
export function signAssertion(claims: AssertionClaims, privateKeyPem: string): string {
  const header = encode({ alg: 'RS256' });
  const payload = encode({
    iss: claims.consumerKey,
    sub: claims.username,
    aud: claims.audience,
    exp: Math.floor(claims.now / 1000) + LIFETIME_SECONDS,
  });
  const input = `${header}.${payload}`;
  let signature: Buffer;
  try {
    signature = sign('RSA-SHA256', Buffer.from(input), createPrivateKey(privateKeyPem));
  } catch {
    // The cause may quote key material, so it goes no further.
    throw new AppError({
      code: 'PRIVATE_KEY_UNUSABLE',
      kind: 'credentials',
      message: 'The private key of this org cannot be used to sign in.',
      fix: 'Replace the org’s key in its settings (or with “seatwatch org rotate-key”) and upload the new certificate in Salesforce.',
      subStep: 'app.certificate',
    });
  }
  return `${input}.${signature.toString('base64url')}`;
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

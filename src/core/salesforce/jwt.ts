import { createPrivateKey, sign } from 'node:crypto';
import { AppError } from '../../shared/model/errors';

const PRODUCTION = 'https://login.salesforce.com';
const SANDBOX = 'https://test.salesforce.com';
/** Salesforce allows 3 minutes; less leaves room for a clock that is a little fast. */
const LIFETIME_SECONDS = 120;

/**
 * The audiences Salesforce may want for an org, likeliest first. A sandbox is addressed by
 * test.salesforce.com, everything else by login.salesforce.com; the org's own address is documented as
 * valid too and is the second try.
 */
export function audiencesFor(url: string): string[] {
  const { hostname, origin } = new URL(url);
  const sandbox = hostname.endsWith('.sandbox.my.salesforce.com') || hostname === 'test.salesforce.com';
  return [sandbox ? SANDBOX : PRODUCTION, origin];
}

export interface AssertionClaims {
  consumerKey: string;
  username: string;
  audience: string;
  /** Epoch ms. */
  now: number;
}

/** A signed JWT (RS256). `exp` is in seconds; with milliseconds Salesforce only says "invalid assertion". */
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
  } catch (cause) {
    throw new AppError({
      code: 'PRIVATE_KEY_UNUSABLE',
      kind: 'credentials',
      message: 'The private key of this org cannot be used to sign in.',
      fix: 'Remove the org and add it again with an RSA key in PEM form, or let Seatwatch make one.',
      subStep: 'app.key-secret',
      cause,
    });
  }
  return `${input}.${signature.toString('base64url')}`;
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

import { makeKeyPair, type KeyPair } from '../../../src/core/orgs/key-pair';
import { signAssertion } from '../../../src/core/salesforce/jwt';
import type { DemoOrg } from '../../../src/demo-org/index';

/** A key as Seatwatch makes them, and the certificate for the org's app: foreign clients can use both. */
export const newKeyPair = (): Promise<KeyPair> => makeKeyPair({ from: 'generate' }, Date.now());

/** Seatwatch's own assertion of the JWT bearer flow for the org's run-as user. */
export function assertionFor(org: DemoOrg, { privateKeyPem }: KeyPair): string {
  const { consumerKey, runAsUsername: username } = org;
  const audience = 'https://login.salesforce.com';
  return signAssertion({ consumerKey, username, audience, now: Date.now() }, privateKeyPem);
}

import { AppError } from '../../shared/model/errors';
import type { Org } from '../../shared/model/org';
import type { SecretStore } from '../ports';
import type { Login, SigningKey } from '../salesforce/login';
import { readSecret } from './credentials';
import { readKeys, settle } from './stored-keys';

/** What is needed to sign in to an org. Rejects with NO_CREDENTIALS when the vault does not have it. */
export async function readLogin(secrets: SecretStore, org: Org): Promise<Login> {
  const { url, consumerKey } = org;
  if (org.auth === 'client-credentials') {
    const consumerSecret = await readSecret(secrets, org.id, 'consumer-secret');
    if (consumerSecret === null) throw noCredentials(org);
    return { auth: 'client-credentials', url, consumerKey, consumerSecret };
  }
  const { current, next } = settle(await readKeys(secrets, org.id));
  if (current === null || org.jwtUsername === null) throw noCredentials(org);
  const keys: SigningKey[] = [
    { privateKeyPem: current.privateKeyPem, expiresAt: org.certificates?.current.expiresAt ?? null },
  ];
  if (next !== null) {
    keys.push({ privateKeyPem: next.privateKeyPem, expiresAt: org.certificates?.next?.expiresAt ?? null });
  }
  return { auth: 'jwt-bearer', url, consumerKey, username: org.jwtUsername, keys };
}

function noCredentials(org: Org): AppError {
  const jwt = org.auth === 'jwt-bearer';
  return new AppError({
    code: 'NO_CREDENTIALS',
    kind: 'credentials',
    message: `The vault holds no credentials for “${org.name}”.`,
    fix: jwt
      ? 'Replace the org’s key in its settings (or with “seatwatch org rotate-key”) and upload the new certificate in Salesforce.'
      : 'Enter the consumer secret again in the org’s settings.',
    subStep: jwt ? 'app.certificate' : 'app.key-secret',
  });
}

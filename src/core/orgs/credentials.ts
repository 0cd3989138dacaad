import type { Org } from '../../shared/model/org';
import type { SecretStore } from '../ports';
import type { Login } from '../salesforce/token';

export const VAULT_SERVICE = 'seatwatch';

export const SECRET_KINDS = ['consumer-secret', 'private-key', 'certificate'] as const;
export type SecretKind = (typeof SECRET_KINDS)[number];

/** The vault account of one secret of one org. */
export function vaultAccount(orgId: string, kind: SecretKind): string {
  return `org:${orgId}:${kind}`;
}

/** What is needed to sign in to an org; null when the vault does not have it. */
export async function readLogin(secrets: SecretStore, org: Org): Promise<Login | null> {
  const { url, consumerKey } = org;
  if (org.auth === 'client-credentials') {
    const consumerSecret = await secrets.getPassword(VAULT_SERVICE, vaultAccount(org.id, 'consumer-secret'));
    return consumerSecret === null ? null : { auth: 'client-credentials', url, consumerKey, consumerSecret };
  }
  const privateKeyPem = await secrets.getPassword(VAULT_SERVICE, vaultAccount(org.id, 'private-key'));
  if (privateKeyPem === null || org.jwtUsername === null) return null;
  return { auth: 'jwt-bearer', url, consumerKey, username: org.jwtUsername, privateKeyPem };
}

export async function deleteSecrets(secrets: SecretStore, orgId: string): Promise<void> {
  for (const kind of SECRET_KINDS) await secrets.deletePassword(VAULT_SERVICE, vaultAccount(orgId, kind));
}

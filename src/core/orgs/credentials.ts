import type { SecretStore } from '../ports';

export const VAULT_SERVICE = 'seatwatch';

export const SECRET_KINDS = [
  'consumer-secret',
  'private-key',
  'certificate',
  // Set while an org's certificate is being replaced.
  'next-private-key',
  'next-certificate',
] as const;
export type SecretKind = (typeof SECRET_KINDS)[number];

/** The vault account of one secret of one org. */
export function vaultAccount(orgId: string, kind: SecretKind): string {
  return `org:${orgId}:${kind}`;
}

export function readSecret(secrets: SecretStore, orgId: string, kind: SecretKind): Promise<string | null> {
  return secrets.getPassword(VAULT_SERVICE, vaultAccount(orgId, kind));
}

/** Null deletes. */
export async function writeSecret(
  secrets: SecretStore,
  orgId: string,
  kind: SecretKind,
  value: string | null,
): Promise<void> {
  const account = vaultAccount(orgId, kind);
  if (value === null) await secrets.deletePassword(VAULT_SERVICE, account);
  else await secrets.setPassword(VAULT_SERVICE, account, value);
}

export async function deleteSecrets(secrets: SecretStore, orgId: string): Promise<void> {
  for (const kind of SECRET_KINDS) await writeSecret(secrets, orgId, kind, null);
}

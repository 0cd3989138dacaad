import { type SecretKind, vaultAccount } from '../orgs/credentials';
import type { RestoredOrg } from '../ports-care';

const NEEDED: Record<RestoredOrg['auth'], readonly SecretKind[]> = {
  'client-credentials': ['consumer-secret'],
  // While a key is being replaced either of them signs in.
  'jwt-bearer': ['private-key', 'next-private-key'],
};

/**
 * The orgs whose credentials are not in this vault: no backup has any. `accounts`: what the vault keeps, by name;
 * asking for names needs no key.
 */
export function withoutCredentials(orgs: readonly RestoredOrg[], accounts: readonly string[]): RestoredOrg[] {
  const known = new Set(accounts);
  return orgs.filter(({ id, auth }) => !NEEDED[auth].some((kind) => known.has(vaultAccount(id, kind))));
}

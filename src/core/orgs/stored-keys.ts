import type { SecretStore } from '../ports';
import { readSecret, type SecretKind, writeSecret } from './credentials';
import { fits, type KeyPair } from './key-pair';

/** The four vault entries of an org that signs in with a certificate. */
export type StoredKeys = Record<KeyKind, string | null>;
export type KeyKind = Exclude<SecretKind, 'consumer-secret'>;

export interface SettledKeys {
  /** Without a certificate only when the stored one is missing or belongs to another key. */
  current: { privateKeyPem: string; certificatePem: string | null } | null;
  next: KeyPair | null;
}

export const KEY_KINDS = [
  'private-key',
  'certificate',
  'next-private-key',
  'next-certificate',
] as const satisfies readonly KeyKind[];

/**
 * What the entries mean, wherever a crash left them. The vault changes one entry at a time, so a key may stand
 * beside the certificate of another. The key that signs always counts; a certificate only beside its key; and
 * a next key that is the current one already is a replacement that was about to be completed.
 */
export function settle(stored: StoredKeys): SettledKeys {
  const next = pair(stored['next-private-key'], stored['next-certificate']);
  const key = stored['private-key'];
  if (key === null || (next !== null && fits(key, next.certificatePem))) return { current: next, next: null };
  return {
    current: { privateKeyPem: key, certificatePem: pair(key, stored.certificate)?.certificatePem ?? null },
    next,
  };
}

function pair(privateKeyPem: string | null, certificatePem: string | null): KeyPair | null {
  if (privateKeyPem === null || certificatePem === null || !fits(privateKeyPem, certificatePem)) return null;
  return { privateKeyPem, certificatePem };
}

export async function readKeys(secrets: SecretStore, orgId: string): Promise<StoredKeys> {
  // One after another: a locked vault asks its question with the first.
  return {
    'private-key': await readSecret(secrets, orgId, 'private-key'),
    certificate: await readSecret(secrets, orgId, 'certificate'),
    'next-private-key': await readSecret(secrets, orgId, 'next-private-key'),
    'next-certificate': await readSecret(secrets, orgId, 'next-certificate'),
  };
}

/**
 * Brings the entries in line with `keys`. In this order no interruption loses the key that signs: it is written
 * first and old leftovers go last.
 */
export async function writeKeys(
  secrets: SecretStore,
  orgId: string,
  stored: StoredKeys,
  { current, next }: SettledKeys,
): Promise<void> {
  const wanted: StoredKeys = {
    'private-key': current?.privateKeyPem ?? stored['private-key'],
    // A certificate that fits no key may still be somebody's only copy.
    certificate: current?.certificatePem ?? stored.certificate,
    'next-private-key': next?.privateKeyPem ?? null,
    'next-certificate': next?.certificatePem ?? null,
  };
  for (const kind of KEY_KINDS) {
    if (wanted[kind] !== stored[kind]) await writeSecret(secrets, orgId, kind, wanted[kind]);
  }
}

import { randomBytes, scrypt } from 'node:crypto';
import { decrypt, encrypt, KEY_BYTES, type RandomBytes } from './cipher';
import { type Kdf, type KeySealer, UnsealError } from './sealer';

/** Same bound as the window's passphrase field. */
export const MIN_PASSPHRASE = 8;
export const PASSPHRASE_BACKEND = 'scrypt-aes-256-gcm';

/** OWASP's scrypt setting one step down in memory: 64 MiB and about 0.2 s on an office computer. */
export const DEFAULT_COST = { N: 2 ** 16, r: 8, p: 1 };
export type ScryptCost = typeof DEFAULT_COST;

const AAD = Buffer.from('seatwatch-vault data key', 'utf8');

function deriveKey(passphrase: string, kdf: Kdf): Promise<Buffer> {
  // NFKC: the same passphrase must open the vault whatever keyboard composed its accents.
  const secret = Buffer.from(passphrase.normalize('NFKC'), 'utf8');
  const { N, r, p } = kdf;
  return new Promise((resolve, reject) => {
    const maxmem = 128 * N * r + 1024 * 1024 * 4 * p;
    scrypt(secret, Buffer.from(kdf.salt, 'base64'), KEY_BYTES, { N, r, p, maxmem }, (error, key) => {
      secret.fill(0);
      if (error) reject(error);
      else resolve(key);
    });
  });
}

/** A sealer for one passphrase; made anew for each attempt. */
export function createPassphraseSealer(
  passphrase: string,
  { random = randomBytes, cost = DEFAULT_COST }: { random?: RandomBytes; cost?: ScryptCost } = {},
): KeySealer {
  return {
    name: 'passphrase',
    state: () => Promise.resolve({ state: 'protected', backend: PASSPHRASE_BACKEND }),

    async seal(key) {
      const kdf: Kdf = { name: 'scrypt', ...cost, salt: random(32).toString('base64') };
      const wrapping = await deriveKey(passphrase, kdf);
      try {
        return { backend: PASSPHRASE_BACKEND, blob: encrypt(wrapping, key, AAD, random), kdf };
      } finally {
        wrapping.fill(0);
      }
    },

    async unseal(sealed) {
      if (!sealed.kdf) throw new UnsealError('rejected');
      const wrapping = await deriveKey(passphrase, sealed.kdf);
      try {
        return { key: decrypt(wrapping, sealed.blob, AAD), reseal: false };
      } catch (error) {
        throw new UnsealError('rejected', error);
      } finally {
        wrapping.fill(0);
      }
    },
  };
}

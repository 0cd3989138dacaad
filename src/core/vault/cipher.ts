import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto';

export const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

export type RandomBytes = (size: number) => Buffer;

/** AES-256-GCM; nonce, ciphertext and tag in one base64 string. */
export function encrypt(key: Buffer, plain: Buffer, aad: Buffer, random: RandomBytes): string {
  const nonce = random(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(aad);
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]).toString('base64');
}

/** Throws when key, additional data or a single bit differ. */
export function decrypt(key: Buffer, sealed: string, aad: Buffer): Buffer {
  const bytes = Buffer.from(sealed, 'base64');
  if (bytes.length < NONCE_BYTES + TAG_BYTES) throw new Error('Too short to be a ciphertext');
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(aad);
  decipher.setAuthTag(bytes.subarray(bytes.length - TAG_BYTES));
  return Buffer.concat([
    decipher.update(bytes.subarray(NONCE_BYTES, bytes.length - TAG_BYTES)),
    decipher.final(),
  ]);
}

/** Binds a ciphertext to its place: JSON keeps ("ab", "c") and ("a", "bc") apart. */
export function entryAad(service: string, account: string): Buffer {
  return Buffer.from(JSON.stringify(['seatwatch-vault', 1, service, account]), 'utf8');
}

/**
 * Tells whether an unsealed key is the vault's own. Needed because some keychain ciphers (AES-CBC without a MAC
 * on Linux) now and then "decrypt" with a wrong key into rubbish.
 */
export function keyCheck(key: Buffer): string {
  return createHmac('sha256', key).update('seatwatch-vault key check').digest('base64');
}

import { createPrivateKey, createPublicKey, generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { generate } from 'selfsigned';
import { AppError } from '../../shared/model/errors';

export interface KeyAndCertificate {
  privateKeyPem: string;
  certificatePem: string;
}

const SMALLEST_KEY = 2048;
const VALID_YEARS = 2;

/** A new RSA key with a self-signed certificate for it, or the certificate for a key brought along. */
export async function makeKeyAndCertificate(
  importedPem: string | null,
  now: number,
): Promise<KeyAndCertificate> {
  const privateKey = importedPem === null ? await newKey() : readKey(importedPem);
  const privateKeyPem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const publicKeyPem = createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }).toString();
  const notAfterDate = new Date(now);
  notAfterDate.setUTCFullYear(notAfterDate.getUTCFullYear() + VALID_YEARS);
  const { cert } = await generate([{ name: 'commonName', value: 'Seatwatch' }], {
    algorithm: 'sha256',
    keyPair: { privateKey: privateKeyPem, publicKey: publicKeyPem },
    // A day early, for a Salesforce server whose clock is behind this computer's.
    notBeforeDate: new Date(now - 86_400_000),
    notAfterDate,
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
    ],
  });
  return { privateKeyPem, certificatePem: cert.replaceAll('\r\n', '\n').trimEnd() + '\n' };
}

async function newKey(): Promise<KeyObject> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: SMALLEST_KEY });
  return privateKey;
}

function readKey(pem: string): KeyObject {
  if (/ENCRYPTED/.test(pem)) {
    throw unusable(
      'The key file is protected by a passphrase.',
      'Give the key without passphrase; the vault encrypts it.',
    );
  }
  let key: KeyObject;
  try {
    key = createPrivateKey(pem);
  } catch {
    // The cause may quote key material, so it goes no further.
    throw unusable(
      'This is not a private key in PEM form.',
      'Choose a file that starts with “-----BEGIN PRIVATE KEY-----”.',
    );
  }
  if (key.asymmetricKeyType !== 'rsa' || (key.asymmetricKeyDetails?.modulusLength ?? 0) < SMALLEST_KEY) {
    throw unusable(
      'Salesforce takes RSA keys of 2048 bits or more only.',
      'Choose such a key, or let Seatwatch make one.',
    );
  }
  return key;
}

function unusable(message: string, fix: string): AppError {
  return new AppError({ code: 'INVALID_PRIVATE_KEY', kind: 'usage', message, fix });
}

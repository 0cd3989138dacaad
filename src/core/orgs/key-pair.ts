import {
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  X509Certificate,
  type KeyObject,
} from 'node:crypto';
import { promisify } from 'node:util';
import { generate } from 'selfsigned';
import type { Certificate } from '../../shared/model/certificate';
import { AppError } from '../../shared/model/errors';
import { describeCertificate } from './certificate';

/** A private key (PKCS #8) and the certificate for it, both PEM. */
export interface KeyPair {
  privateKeyPem: string;
  certificatePem: string;
}

/** Where an org's key comes from. `pem` is the text of a file a person chose. */
export type KeySource = { from: 'generate' } | { from: 'pem'; pem: string };

export interface MadeKeyPair extends KeyPair {
  /** What may be shown of it. */
  certificate: Certificate;
}

/** Salesforce takes no shorter ones. */
const SMALLEST_KEY = 2048;
const VALID_YEARS = 2;
export const OWN_SUBJECT = 'CN=Seatwatch';

/**
 * A new RSA key with a self-signed certificate, or a key brought along: with the certificate that stands
 * beside it in the file, else with a new one. Salesforce verifies with the public key in the uploaded
 * certificate and looks at nothing else in it, so an app that already has a certificate for this key goes on
 * working either way. Rejects with INVALID_PRIVATE_KEY; `now` is epoch ms.
 */
export async function makeKeyPair(source: KeySource, now: number): Promise<MadeKeyPair> {
  if (source.from === 'generate') {
    const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: SMALLEST_KEY });
    return finish(privateKey, await selfSigned(privateKey, now), 'generated');
  }
  const { privateKey, certificatePem } = readPem(source.pem);
  return finish(privateKey, certificatePem ?? (await selfSigned(privateKey, now)), 'imported');
}

function finish(privateKey: KeyObject, certificatePem: string, origin: Certificate['origin']): MadeKeyPair {
  return {
    privateKeyPem: toPem(privateKey),
    certificatePem,
    certificate: describeCertificate(certificatePem, origin),
  };
}

function toPem(privateKey: KeyObject): string {
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

async function selfSigned(privateKey: KeyObject, now: number): Promise<string> {
  const publicKey = createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }).toString();
  const notAfterDate = new Date(now);
  notAfterDate.setUTCFullYear(notAfterDate.getUTCFullYear() + VALID_YEARS);
  const { cert } = await generate([{ name: 'commonName', value: 'Seatwatch' }], {
    algorithm: 'sha256',
    keyPair: { privateKey: toPem(privateKey), publicKey },
    // A day early, for a Salesforce server whose clock is behind this computer's.
    notBeforeDate: new Date(now - 86_400_000),
    notAfterDate,
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
    ],
  });
  return normalized(cert);
}

function normalized(pem: string): string {
  return pem.replaceAll('\r\n', '\n').trimEnd() + '\n';
}

const BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----[\s\S]*?-----END \1-----/g;

function readPem(text: string): { privateKey: KeyObject; certificatePem: string | null } {
  const blocks = [...text.matchAll(BLOCK)].map((match) => ({ label: match[1] ?? '', pem: match[0] }));
  const keys = blocks.filter(({ label }) => label.endsWith('PRIVATE KEY'));
  const certificates = blocks.filter(({ label }) => /^(?:X509 |TRUSTED )?CERTIFICATE$/.test(label));
  const [key] = keys;
  if (key === undefined) throw noKey(certificates.length > 0);
  if (keys.length > 1) {
    throw unusable('The file holds more than one private key.', 'Leave the right one in it and try again.');
  }
  const privateKey = readKey(key);
  if (certificates.length === 0) return { privateKey, certificatePem: null };
  // A chain may stand there: ours is the one for this key.
  const own = certificates.map(({ pem }) => readCertificate(pem)).find((x509) => belongs(privateKey, x509));
  if (own !== undefined) return { privateKey, certificatePem: normalized(own.toString()) };
  throw unusable(
    'The certificate in this file belongs to another private key.',
    'Choose the file in which both belong together, or one with the key alone: a certificate is then made for it.',
  );
}

function noKey(hasCertificate: boolean): AppError {
  return hasCertificate
    ? unusable(
        'The file holds a certificate, but no private key.',
        'Choose the file with the private key (often server.key); the certificate may stand in the same file.',
      )
    : unusable(
        'This is not a private key in PEM form.',
        'Choose a file that starts with “-----BEGIN PRIVATE KEY-----”.',
      );
}

function readKey({ label, pem }: { label: string; pem: string }): KeyObject {
  if (label.startsWith('ENCRYPTED') || /^Proc-Type:.*ENCRYPTED/m.test(pem)) {
    throw unusable(
      'The key file is protected by a passphrase.',
      'Give the key without passphrase (openssl rsa -in server.key -out plain.key); the vault encrypts it.',
    );
  }
  if (label.startsWith('OPENSSH')) {
    throw unusable(
      'This is a key in the form of OpenSSH, not PEM.',
      'Convert a copy of it with: ssh-keygen -p -m PEM -f FILE',
    );
  }
  let key: KeyObject;
  try {
    key = createPrivateKey(pem);
  } catch {
    // The cause may quote key material, so it goes no further.
    throw unusable('This private key is damaged.', 'Take the file from where it was made once more.');
  }
  if (key.asymmetricKeyType !== 'rsa' || (key.asymmetricKeyDetails?.modulusLength ?? 0) < SMALLEST_KEY) {
    throw unusable(
      'Salesforce takes RSA keys of 2048 bits or more only.',
      'Choose such a key, or let Seatwatch make one.',
    );
  }
  return key;
}

function readCertificate(pem: string): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch {
    throw unusable('The certificate in this file is damaged.', 'Choose a file with the key alone.');
  }
}

function belongs(privateKey: KeyObject, x509: X509Certificate): boolean {
  return createPublicKey(privateKey).equals(x509.publicKey);
}

/** Whether a stored key and a stored certificate go together; false for anything that cannot be read. */
export function fits(privateKeyPem: string, certificatePem: string): boolean {
  try {
    return belongs(createPrivateKey(privateKeyPem), new X509Certificate(certificatePem));
  } catch {
    return false;
  }
}

function unusable(message: string, fix: string): AppError {
  return new AppError({
    code: 'INVALID_PRIVATE_KEY',
    kind: 'usage',
    message,
    fix,
    subStep: 'app.certificate',
  });
}

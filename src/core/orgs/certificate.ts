import { X509Certificate } from 'node:crypto';
import type { Certificate } from '../../shared/model/certificate';

/** What a certificate (PEM) says of itself. Throws when it is none. */
export function describeCertificate(pem: string, origin: Certificate['origin']): Certificate {
  const x509 = new X509Certificate(pem);
  return {
    fingerprint: x509.fingerprint256,
    // One name part per line.
    subject: x509.subject.split('\n').join(', '),
    validFrom: new Date(x509.validFrom).toISOString(),
    expiresAt: new Date(x509.validTo).toISOString(),
    keyBits: x509.publicKey.asymmetricKeyDetails?.modulusLength ?? 0,
    origin,
  };
}

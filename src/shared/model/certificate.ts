import { z } from 'zod';

/** What may be shown of a certificate made for the JWT bearer flow. The private key never leaves the vault. */
export const Certificate = z.object({
  /** SHA-256 over the DER form, upper-case hex in pairs: what Salesforce and openssl show, too. */
  fingerprint: z.string(),
  subject: z.string(),
  /** ISO 8601 UTC. */
  validFrom: z.string(),
  /** ISO 8601 UTC. */
  expiresAt: z.string(),
  keyBits: z.number().int(),
  /** Made here, or for a key brought along. */
  origin: z.enum(['generated', 'imported']),
});
export type Certificate = z.infer<typeof Certificate>;

/**
 * An org's certificates. `next` is set while one is being replaced: Salesforce keeps a single certificate
 * per app, so both keys are tried until the new one is accepted; then it becomes `current`.
 */
export const OrgCertificates = z.object({ current: Certificate, next: Certificate.nullable() });
export type OrgCertificates = z.infer<typeof OrgCertificates>;

export const WhichCertificate = z.enum(['current', 'next']);
export type WhichCertificate = z.infer<typeof WhichCertificate>;

/** Days before its end from which a certificate is spoken of. */
export const CERTIFICATE_WARNING_DAYS = 30;
const DAY_MS = 86_400_000;

export type CertificateState = 'valid' | 'expiring' | 'expired';

/** Whole days left (negative once over) and what that means. `now` is epoch ms. */
export function certificateState(
  certificate: Certificate,
  now: number,
): { state: CertificateState; daysLeft: number } {
  const left = Date.parse(certificate.expiresAt) - now;
  const daysLeft = Math.floor(left / DAY_MS);
  if (left <= 0) return { state: 'expired', daysLeft };
  return { state: daysLeft < CERTIFICATE_WARNING_DAYS ? 'expiring' : 'valid', daysLeft };
}

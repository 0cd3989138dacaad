import type { Certificate } from '../../src/shared/model/certificate';

/** What may be shown of a certificate; nothing was signed with it. Valid for 2026 and 2027. */
export function certificate(changes: Partial<Certificate> = {}): Certificate {
  return {
    fingerprint: 'AA:BB',
    subject: 'CN=Seatwatch',
    validFrom: '2026-01-01T00:00:00.000Z',
    expiresAt: '2028-01-01T00:00:00.000Z',
    keyBits: 2048,
    origin: 'generated',
    ...changes,
  };
}

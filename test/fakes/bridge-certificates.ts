import type { ContractType } from '../../src/shared/contract';
import type { Handlers } from '../../src/shared/contract/define';
import type { Certificate, OrgCertificates } from '../../src/shared/model/certificate';
import { AppError } from '../../src/shared/model/errors';
import type { OrgSummary } from '../../src/shared/model/org';
import { DAY, iso, seeded } from './bridge-people';

type CertificateHandlers = Pick<
  Handlers<ContractType['orgs']>,
  'prepareKey' | 'discardNextKey' | 'certificate' | 'saveCertificate'
>;

export interface FakeCertificateOptions {
  /** Makes the first org sign in with a certificate that has this many days left. */
  certificateDays?: number;
  /** A replacement of it has begun. */
  replacing?: boolean;
  /** The vault has lost the present key: a new one takes its place at once. */
  keyLost?: boolean;
  /** What Salesforce has: as long as it is "old", a replacement stays open. */
  accepts?: 'old' | 'new';
  /** What the person does when asked for a file. */
  fileDialog?: 'choose' | 'dismiss' | 'broken-key' | 'broken-backup';
}

interface Deps extends FakeCertificateOptions {
  find: (orgId: string) => OrgSummary;
  change: (orgId: string, patch: Partial<OrgSummary>) => OrgSummary;
  /** What the org being added has. */
  draft: { get: () => Certificate | null; set: (certificate: Certificate | null) => void };
  requireVault: () => void;
}

/** A certificate that looks like one; nothing was signed with it. */
export function makeCertificate(seed: number, validFrom: number, expiresAt: number): Certificate {
  const random = seeded(seed);
  const byte = () => Math.floor(random() * 256);
  return {
    fingerprint: Array.from({ length: 32 }, () => byte().toString(16).padStart(2, '0').toUpperCase()).join(
      ':',
    ),
    subject: 'CN=Seatwatch',
    validFrom: iso(validFrom),
    expiresAt: iso(expiresAt),
    keyBits: 2048,
    origin: 'generated',
  };
}

/** Turns an org into one that signs in with a certificate. */
export function withCertificate(
  org: OrgSummary,
  now: number,
  { certificateDays, replacing = false }: FakeCertificateOptions,
): OrgSummary {
  if (certificateDays === undefined) return org;
  const end = now + certificateDays * DAY;
  const certificates: OrgCertificates = {
    current: makeCertificate(1, end - 731 * DAY, end),
    next: replacing ? makeCertificate(2, now - 2 * DAY, now + 729 * DAY) : null,
  };
  return { ...org, auth: 'jwt-bearer', jwtUsername: 'seatwatch@acme.example', certificates };
}

/** Keys and certificates in memory. */
export function createFakeCertificates(deps: Deps) {
  const { find, change, draft, requireVault, fileDialog = 'choose', accepts = 'new', keyLost = false } = deps;
  let made = 10;
  const certificatesOf = (orgId: string): OrgCertificates => {
    const { certificates } = find(orgId);
    if (certificates) return certificates;
    throw new AppError({
      code: 'NO_PRIVATE_KEY',
      kind: 'usage',
      message: 'This org does not sign in with a certificate.',
      fix: 'Pick one that does.',
    });
  };
  const pick = (orgId: string | null, which: 'current' | 'next'): Certificate => {
    const found = orgId === null ? draft.get() : certificatesOf(orgId)[which];
    if (found) return found;
    throw new AppError({
      code: 'NO_PRIVATE_KEY',
      kind: 'usage',
      message: 'There is no key yet.',
      fix: 'Make one or import one first.',
      subStep: 'app.certificate',
    });
  };

  const handlers: CertificateHandlers = {
    prepareKey: ({ orgId, source }) => {
      requireVault();
      if (source === 'import' && fileDialog === 'dismiss') return null;
      if (source === 'import' && fileDialog === 'broken-key') {
        throw new AppError({
          code: 'INVALID_PRIVATE_KEY',
          kind: 'usage',
          message: 'This is not a private key in PEM form.',
          fix: 'Choose a file that starts with “-----BEGIN PRIVATE KEY-----”.',
        });
      }
      const now = Date.now();
      const origin = source === 'import' ? ('imported' as const) : ('generated' as const);
      const certificate = { ...makeCertificate(made++, now - DAY, now + 730 * DAY), origin };
      if (orgId === null) draft.set(certificate);
      else if (keyLost) change(orgId, { certificates: { current: certificate, next: null } });
      else change(orgId, { certificates: { ...certificatesOf(orgId), next: certificate } });
      return certificate;
    },
    discardNextKey: ({ orgId }) => change(orgId, { certificates: { ...certificatesOf(orgId), next: null } }),
    certificate: ({ orgId, which }) => ({ pem: pemOf(pick(orgId, which)) }),
    saveCertificate: ({ orgId, which }) => {
      pick(orgId, which);
      return fileDialog === 'dismiss' ? null : { file: '/home/kim/Downloads/server.crt' };
    },
  };
  return {
    handlers,
    /** What a test does: Salesforce may know the new certificate by now. */
    tested: (orgId: string) => {
      const { certificates } = find(orgId);
      if (certificates?.next && accepts === 'new') {
        change(orgId, { certificates: { current: certificates.next, next: null } });
      }
    },
    /** The key prepared for the draft becomes the new org's. */
    adopt: (): OrgCertificates => {
      const current = pick(null, 'current');
      draft.set(null);
      return { current, next: null };
    },
  };
}

function pemOf({ fingerprint }: Certificate): string {
  const random = seeded(fingerprint.charCodeAt(0) + fingerprint.charCodeAt(1));
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  const line = (length: number) =>
    Array.from({ length }, () => letters[Math.floor(random() * letters.length)]).join('');
  const body = [
    'MIIC5jCCAc6gAwIBAgI' + line(45),
    ...Array.from({ length: 14 }, () => line(64)),
    line(38) + '==',
  ];
  return `-----BEGIN CERTIFICATE-----\n${body.join('\n')}\n-----END CERTIFICATE-----\n`;
}

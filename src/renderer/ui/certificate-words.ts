import { certificateState, type Certificate } from '../../shared/model/certificate';
import type { Org } from '../../shared/model/org';
import { formatCount, formatTime, type Zone } from './format';
import type { Tone } from './org-state';

/** How the time that a certificate has left is spoken of. */

export interface CertificateWords {
  tone: Tone;
  /** For a tag: "Valid", "12 days left", "Expired". */
  label: string;
  /** "for 2 more years", "in 12 days", "3 days ago"; goes after a date. */
  distance: string;
}

const DAYS_PER_YEAR = 365;

/** `now` is epoch ms. */
export function certificateWords(certificate: Certificate, now: number): CertificateWords {
  const { state, daysLeft } = certificateState(certificate, now);
  switch (state) {
    case 'valid':
      return { tone: 'ok', label: 'Valid', distance: `${daysOrYears(daysLeft)} left` };
    case 'expiring':
      return {
        tone: 'warn',
        label: daysLeft === 0 ? 'Less than a day left' : `${formatCount(daysLeft, 'day')} left`,
        distance: daysLeft === 0 ? 'in less than a day' : `in ${formatCount(daysLeft, 'day')}`,
      };
    case 'expired': {
      // The day that is running counts as begun: -1 is "less than a day ago".
      const daysAgo = -daysLeft - 1;
      return {
        tone: 'bad',
        label: 'Expired',
        distance: daysAgo < 1 ? 'less than a day ago' : `${formatCount(daysAgo, 'day')} ago`,
      };
    }
  }
}

function daysOrYears(days: number): string {
  return days < 2 * DAYS_PER_YEAR
    ? formatCount(days, 'day')
    : formatCount(Math.floor(days / DAYS_PER_YEAR), 'year');
}

export interface CertificateNotice {
  tone: 'warning' | 'problem';
  /** For a tag: "Certificate expires in 12 days". */
  label: string;
  /** With the date: "The certificate expires on Dec 4, 2026, in 12 days". */
  title: string;
  text: string;
  /** A replacement has begun. */
  replacing: boolean;
}

/** What has to be said about an org's certificate; null while there is time, and for orgs without one. */
export function certificateNotice(
  { certificates, name }: Pick<Org, 'certificates' | 'name'>,
  now: number,
  zone: Zone,
): CertificateNotice | null {
  if (!certificates) return null;
  const { current, next } = certificates;
  const { state } = certificateState(current, now);
  if (state === 'valid') return null;
  const { distance } = certificateWords(current, now);
  const date = formatTime(current.expiresAt, { zone, dateOnly: true });
  const expired = state === 'expired';
  return {
    tone: expired ? 'problem' : 'warning',
    label: expired ? 'Certificate expired' : `Certificate expires ${distance}`,
    title: expired
      ? `The certificate expired on ${date}, ${distance}`
      : `The certificate expires on ${date}, ${distance}`,
    text: next
      ? 'Its replacement waits for Salesforce: upload the new server.crt to the app there, then test.'
      : expired
        ? `Seatwatch signs in to ${name} with it, and Salesforce may refuse an expired certificate at any time.`
        : `Seatwatch signs in to ${name} with it. During a replacement both certificates work, so nothing is interrupted.`,
    replacing: next !== null,
  };
}

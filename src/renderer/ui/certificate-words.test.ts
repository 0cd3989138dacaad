import { describe, expect, it } from 'vitest';
import type { Certificate } from '../../shared/model/certificate';
import { certificateNotice, certificateWords } from './certificate-words';

const NOW = Date.UTC(2026, 10, 22, 12);
const DAY = 86_400_000;

const ending = (days: number): Certificate => ({
  fingerprint: 'AB:CD',
  subject: 'CN=Seatwatch',
  validFrom: new Date(NOW - 700 * DAY).toISOString(),
  expiresAt: new Date(NOW + days * DAY).toISOString(),
  keyBits: 2048,
  origin: 'generated',
});

describe('the time a certificate has left', () => {
  it.each([
    [731, 'ok', 'Valid', '2 years left'],
    [729, 'ok', 'Valid', '729 days left'],
    [30, 'ok', 'Valid', '30 days left'],
    [29.9, 'warn', '29 days left', 'in 29 days'],
    [1.5, 'warn', '1 day left', 'in 1 day'],
    [0.5, 'warn', 'Less than a day left', 'in less than a day'],
    [0, 'bad', 'Expired', 'less than a day ago'],
    [-0.5, 'bad', 'Expired', 'less than a day ago'],
    [-1.5, 'bad', 'Expired', '1 day ago'],
    [-12.2, 'bad', 'Expired', '12 days ago'],
  ])('%d days: %s, %s, %s', (days, tone, label, distance) => {
    expect(certificateWords(ending(days), NOW)).toEqual({ tone, label, distance });
  });
});

describe('what is said about an org’s certificate', () => {
  const notice = (days: number, next: Certificate | null = null) =>
    certificateNotice({ name: 'Acme', certificates: { current: ending(days), next } }, NOW, 'utc');

  it('is nothing while there is time, or without a certificate', () => {
    expect(notice(30)).toBeNull();
    expect(certificateNotice({ name: 'Acme', certificates: null }, NOW, 'utc')).toBeNull();
  });

  it('names the date and the days before and after the end', () => {
    expect(notice(12)).toMatchObject({
      tone: 'warning',
      label: 'Certificate expires in 12 days',
      title: 'The certificate expires on Dec 4, 2026, in 12 days',
      replacing: false,
    });
    expect(notice(-3.5)).toMatchObject({
      tone: 'problem',
      label: 'Certificate expired',
      title: 'The certificate expired on Nov 19, 2026, 3 days ago',
    });
  });

  it('points to the replacement that has begun', () => {
    expect(notice(5, ending(730))?.replacing).toBe(true);
    expect(notice(5, ending(730))?.text).toContain('waits for Salesforce');
  });
});

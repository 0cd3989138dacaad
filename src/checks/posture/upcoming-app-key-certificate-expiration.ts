import { defineState } from '../define';
import { DAY_MS, isoOf } from '../logins/event';
import { number } from '../parameters';

export default defineState(
  {
    id: 'upcoming-app-key-certificate-expiration',
    title: 'Upcoming App Key/Certificate Expiration',
    category: 'posture',
    alsoKnownAs: ['Upcoming App Key/Certificate Expiration'],
    finds: 'Certificates with which Seatwatch signs in to this org and that run out soon, or have run out.',
    matters:
      'From that day on the sign-in is refused, and nothing is collected any more: what happens then is not seen by anybody.',
    severityRule: 'High in the last days and after the end, medium before that.',
    subjects: 'certificates that Seatwatch knows',
    needs: [],
    parameters: {
      warnDays: number({ title: 'Medium from', unit: 'days before', default: 30, min: 1, max: 365 }),
      urgentDays: number({ title: 'High from', unit: 'days before', default: 7, min: 0, max: 365 }),
    },
    evidence: {
      certificate: 'current: the one in use; next: prepared to take its place',
      expiresAt: 'Until when it is good',
      replacementExpiresAt: 'Until when another one is good that is there already; null: there is none',
    },
    remediation: [
      'Here: Orgs > the org > Replace certificate… makes a new key and says what to do with it.',
      'Setup > External Client App Manager > Seatwatch > Settings > OAuth Settings > JWT Bearer Flow: upload the new certificate.',
      'Other certificates: Setup > Certificate and Key Management, and Setup > Single Sign-On Settings for the identity provider’s.',
    ],
    references: ['T1649'],
    weight: 4,
  },
  function* (inputs, { warnDays, urgentDays }) {
    const { certificates } = inputs.own;
    if (certificates.length === 0)
      return {
        population: null,
        notEvaluated:
          'Seatwatch signs in to this org without a certificate, and Salesforce lets nobody read the dates of others through its API.',
      };
    for (const { name, expiresAt } of certificates) {
      const left = expiresAt - inputs.asOf;
      if (left > Math.max(warnDays, urgentDays) * DAY_MS) continue;
      const later = certificates.map((one) => one.expiresAt).filter((at) => at > expiresAt);
      yield {
        // By its end, not its place: the next one becomes the current one.
        key: isoOf(expiresAt),
        severity: left <= urgentDays * DAY_MS ? 'high' : 'medium',
        firstAt: expiresAt - Math.max(warnDays, urgentDays) * DAY_MS,
        summary: `The certificate with which Seatwatch signs in ${left <= 0 ? 'ran out' : 'runs out'} on ${isoOf(expiresAt).slice(0, 10)}.`,
        evidence: {
          certificate: name,
          expiresAt: isoOf(expiresAt),
          replacementExpiresAt: later.length === 0 ? null : isoOf(Math.max(...later)),
        },
      };
    }
    return {
      population: certificates.length,
      notes: [
        'Only Seatwatch’s own certificates: those of Setup > Certificate and Key Management, of identity providers and of other apps cannot be read through the API.',
      ],
    };
  },
);

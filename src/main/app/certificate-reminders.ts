import { certificateState } from '../../shared/model/certificate';
import { counted } from '../../shared/model/counted';
import type { Org } from '../../shared/model/org';

/** Days before the end at which a certificate is spoken of, once each; 0: it has ended. */
const LEVELS = [0, 1, 7, 30] as const;

/** Which level was told of which certificate, by fingerprint. */
export type Told = Record<string, number>;

export interface Reminder {
  title: string;
  body: string;
}

type OrgWithCertificates = Pick<Org, 'name' | 'certificates'>;

/** What to say now, and what has been said then. Forgets certificates that are no longer in use. */
export function dueReminders(
  orgs: readonly OrgWithCertificates[],
  told: Told,
  now: number,
): { reminders: Reminder[]; told: Told } {
  const reminders: Reminder[] = [];
  const toldNow: Told = {};
  for (const { name, certificates } of orgs) {
    if (certificates === null) continue;
    const { current, next } = certificates;
    const { state, daysLeft } = certificateState(current, now);
    const before = told[current.fingerprint];
    const level = state === 'expired' ? 0 : LEVELS.find((days) => days > 0 && daysLeft < days);
    if (level === undefined) continue;
    toldNow[current.fingerprint] = Math.min(level, before ?? level);
    if (before !== undefined && before <= level) continue;
    reminders.push({
      title: `${name}: the certificate ${when(state, daysLeft)}`,
      body:
        next === null
          ? 'Replace it in time, or collections of this org stop.'
          : 'The new one waits to be uploaded in Salesforce.',
    });
  }
  return { reminders, told: toldNow };
}

function when(state: string, days: number): string {
  if (state === 'expired') return 'has expired';
  if (days < 1) return 'expires within a day';
  return `expires in ${counted(days, 'day')}`;
}

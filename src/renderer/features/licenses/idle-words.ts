import type { IdleRule } from '../../../shared/model/idle-rule';
import { formatCount } from '../../ui/format';

/** The days offered; anything else is typed in. */
export const IDLE_PRESETS = [30, 60, 90, 180, 365] as const;

const LONGEST_DAYS = 3650;
export const LONGEST_GRACE = 365;

/** Reads a number of days as typed; null when it is none. */
export function parseDays(value: string | number, least = 1, most = LONGEST_DAYS): number | null {
  const days = typeof value === 'number' ? value : Number(value.trim() || NaN);
  return Number.isInteger(days) && days >= least && days <= most ? days : null;
}

/** Where the threshold is, as far as the table follows it. */
const after = (days: number) => `no login for ${formatCount(days, 'day')} or longer`;

/**
 * What "idle" means, in a few sentences. `onLeave`: people on leave now; null: not known yet. Everything that makes
 * a difference is said, whatever is at its usual value is not.
 */
export function definitionOf(rule: IdleRule, onLeave: number | null): string {
  const never =
    rule.graceDays === 0
      ? 'never logged in'
      : `never logged in ${formatCount(rule.graceDays, 'day')} after creation`;
  const sentences = [`Idle: ${after(rule.inactiveDays)}; ${never}; frozen; deactivated.`];
  if (rule.externalDays !== null) {
    sentences.push(`External users: ${after(rule.externalDays)}.`);
  }
  const integrationDays =
    rule.integrationDays === null ? '' : `, after ${formatCount(rule.integrationDays, 'day')}`;
  if (rule.integration === 'api-only') {
    sentences.push(`Integration users by API use only${integrationDays}.`);
  } else if (rule.integrationDays !== null) {
    sentences.push(`Integration users: ${after(rule.integrationDays)}.`);
  }
  if (rule.newUserDays > 0) {
    sentences.push(`Nobody created within the last ${formatCount(rule.newUserDays, 'day')}.`);
  }
  if (!rule.exceptions) sentences.push('People on leave are not left out.');
  else if (onLeave !== null && onLeave > 0) {
    sentences.push(`${formatCount(onLeave, 'person', 'people')} on leave left out.`);
  }
  return sentences.join(' ');
}

/** What each part of the definition means, for the panel in which it is changed. */
export const FIELD_WORDS = {
  inactiveDays: {
    label: 'Idle after',
    unit: 'days without a login',
    meaning:
      'Last seen is the later of Salesforce’s last login date and the newest successful login that was collected. On the day it is exactly so many days ago, the seat is idle.',
  },
  graceDays: {
    label: 'Grace period for users who never logged in',
    meaning: 'A new user who has not logged in yet is idle only after that. 0: at once.',
  },
  newUserDays: {
    label: 'Leave new users out for',
    meaning: 'Whoever was created within so many days is never idle, whatever the logins say. 0: nobody.',
  },
  external: {
    label: 'External users have a threshold of their own',
    unit: 'days without a login',
    meaning: 'Community, partner and portal users often come once in a while only.',
  },
  integration: {
    label: 'Judge integration users by API use only',
    meaning:
      'Programs sign in through an API. A person who logs in with their name by hand does not make the integration used. Off: any login counts.',
  },
  integrationDays: {
    label: 'Integration users have a threshold of their own',
    unit: 'days without use',
    meaning: 'For jobs that run once a month or a quarter.',
  },
  exceptions: {
    label: 'Leave out people on leave',
    meaning: 'The list of people on leave, with reasons and ends, is on the tab of idle seats.',
  },
  includeFree: {
    label: 'Include free licenses',
    meaning:
      'Chatter Free, guest, automated process and other licenses that nobody pays per seat for. A view of the page, not part of the definition.',
  },
} as const;

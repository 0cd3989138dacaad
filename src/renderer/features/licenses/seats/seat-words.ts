import type { IdleRule, SeatDetail } from '../../../../shared/model/idle-rule';
import type { LicenseKind, SeatTableRow } from '../../../../shared/model/licenses';
import type { CurrencyAmount } from '../../../../shared/model/prices';
import type { Decision, GroupBy } from '../../../../shared/model/reclaim';
import { formatCount, formatMoney } from '../../../ui/format';
import type { Tone } from '../../../ui/org-state';
import type { DecisionFilter } from './seats-store';

export const KIND_WORDS: Record<LicenseKind, string> = {
  user: 'User license',
  permissionSet: 'Permission set license',
  package: 'Managed package',
  feature: 'Feature license',
};

export const DETAIL_WORDS: Record<SeatDetail, string> = {
  'only-failed-logins': 'Only failed logins',
  'no-api-use': 'No API use',
  'external-rule': 'External user',
};

export const DECISION_WORDS: Record<
  Decision,
  { label: string; tone: Tone; verb: string; does: string; done: string }
> = {
  reclaim: {
    label: 'Reclaim',
    tone: 'warn',
    verb: 'Reclaim',
    does: 'The next collections show which were really taken back and what that saves.',
    done: 'to be reclaimed',
  },
  keep: {
    label: 'Keep',
    tone: 'ok',
    verb: 'Keep',
    does: 'They stay on the list of idle seats, marked as kept.',
    done: 'kept',
  },
  ask: {
    label: 'Ask manager',
    tone: 'info',
    verb: 'Ask manager',
    does: 'Export them per manager to get a mail draft for each; decide when the answers are in.',
    done: 'marked to ask the manager',
  },
};

/** What a list can be filtered by; 'none' is what nobody decided about yet. */
export const DECISION_FILTERS: readonly { value: DecisionFilter; label: string }[] = [
  { value: 'none', label: 'Not decided' },
  { value: 'reclaim', label: DECISION_WORDS.reclaim.label },
  { value: 'keep', label: DECISION_WORDS.keep.label },
  { value: 'ask', label: DECISION_WORDS.ask.label },
];

export const GROUP_WORDS: Record<GroupBy, { label: string; none: string }> = {
  department: { label: 'Department', none: 'No department' },
  profile: { label: 'Profile', none: 'No profile' },
  manager: { label: 'Manager', none: 'No manager' },
  country: { label: 'Country', none: 'No country' },
};

type Judged = Pick<
  SeatTableRow,
  | 'reason'
  | 'detail'
  | 'daysIdle'
  | 'daysSinceLogin'
  | 'failedLogins30d'
  | 'isExternal'
  | 'isIntegration'
  | 'lastApiUseAt'
>;

/** The threshold that one person is judged by, in days. */
export function thresholdOf(
  { isExternal, isIntegration }: Pick<SeatTableRow, 'isExternal' | 'isIntegration'>,
  rule: IdleRule,
): number {
  if (isIntegration && rule.integrationDays !== null) return rule.integrationDays;
  if (isExternal && rule.externalDays !== null) return rule.externalDays;
  return rule.inactiveDays;
}

/** Why a seat counts as idle, in a sentence or two. */
export function whyIdle(seat: Judged, rule: IdleRule): string {
  switch (seat.reason) {
    case 'user-deactivated':
      return 'The user is deactivated and cannot log in, but still holds this license.';
    case 'frozen':
      return 'The user is frozen and cannot log in, but still holds this license.';
    case 'never-logged-in':
      return `${never(seat)} New users have ${formatCount(rule.graceDays, 'day')} of grace.`;
    case 'inactive':
      return `${whoIsJudged(seat, rule)} ${formatCount(thresholdOf(seat, rule), 'day')}.`;
  }
}

function never({ detail, failedLogins30d }: Judged): string {
  if (detail === 'no-api-use') return 'An integration user that never used an API.';
  if (detail === 'only-failed-logins') {
    return failedLogins30d > 0
      ? `Nobody ever got in with this name; ${formatCount(failedLogins30d, 'login')} failed in the last 30 days.`
      : 'Nobody ever got in with this name: every login failed.';
  }
  return 'The user has never logged in.';
}

function whoIsJudged({ detail, daysIdle, isExternal, isIntegration }: Judged, rule: IdleRule): string {
  const ago = daysIdle === null ? '' : `${formatCount(daysIdle, 'day')} ago`;
  const limit = 'the limit is';
  if (detail === 'no-api-use') {
    return ago
      ? `An integration user, judged by use through an API: the last was ${ago}, ${limit}`
      : `An integration user, judged by use through an API, which never happened; ${limit}`;
  }
  const who =
    detail === 'external-rule' || (isExternal && rule.externalDays !== null)
      ? 'An external user with a limit of their own: the last login was'
      : isIntegration && rule.integrationDays !== null
        ? 'An integration user with a limit of its own: the last login was'
        : 'The last login was';
  return `${who} ${ago || 'never'}, ${limit}`;
}

/** "$1,200 and €300 per year"; null without any price. */
export function amountWords(amounts: readonly CurrencyAmount[]): string | null {
  if (amounts.length === 0) return null;
  return new Intl.ListFormat('en', { style: 'long', type: 'conjunction' }).format(
    amounts.map(({ amount, currency }) => formatMoney(Math.round(amount), currency)),
  );
}

/** "12 seats, $1,200 per year". */
export function seatsWorth(seats: number, amounts: readonly CurrencyAmount[] | null): string {
  const money = amounts && amountWords(amounts);
  return `${formatCount(seats, 'seat')}${money ? `, ${money} per year` : ''}`;
}

import { SeatReason } from '../../../shared/model/idle-rule';
import type { LicenseTableRow } from '../../../shared/model/licenses';
import { formatCount, formatNumber } from '../../ui/format';
import type { Tone } from '../../ui/org-state';
import { isUnlisted } from './license-groups';

export const REASON_WORDS: Record<SeatReason, { label: string; tone: Tone; meaning: string }> = {
  'user-deactivated': {
    label: 'User deactivated',
    tone: 'quiet',
    meaning: 'The user cannot log in any more but still holds this license.',
  },
  frozen: {
    label: 'Frozen',
    tone: 'info',
    meaning: 'The user is frozen: no login, but the license is held.',
  },
  'never-logged-in': { label: 'Never logged in', tone: 'bad', meaning: 'The user has never logged in.' },
  inactive: { label: 'Inactive', tone: 'warn', meaning: 'The last login is too long ago.' },
};

/** "12 inactive, 3 frozen": why seats are idle, most seats first. */
export function reasonsInWords(reasons: LicenseTableRow['reasons']): string {
  return SeatReason.options
    .map((reason) => ({ reason, seats: reasons[reason] ?? 0 }))
    .filter(({ seats }) => seats > 0)
    .sort((a, b) => b.seats - a.seats)
    .map(({ reason, seats }) => `${formatNumber(seats)} ${REASON_WORDS[reason].label.toLowerCase()}`)
    .join(', ');
}

export interface Difference {
  /** "Salesforce counts 120 used. Seatwatch found 118 active users holding it." */
  counts: string;
  /** The likeliest reasons, most certain first. */
  why: string[];
}

type Counted = Pick<
  LicenseTableRow,
  | 'kind'
  | 'used'
  | 'assignedActive'
  | 'heldByDeactivated'
  | 'usedUpdatedAt'
  | 'changedSince'
  | 'metric'
  | 'metering'
>;

/**
 * Salesforce's own count (`UsedLicenses`; of feature licenses the assigned users of its daily metric) set beside
 * ours, with the likeliest reasons; null when they agree. `moment` writes a time out.
 */
export function explainDifference(row: Counted, moment: (iso: string) => string): Difference | null {
  const { used, assignedActive } = row;
  if (row.metering === 'logins' || used === assignedActive) return null;
  return {
    counts: `Salesforce counts ${formatNumber(used)} used. Seatwatch found ${formatCount(assignedActive, 'active user')} holding it.`,
    why: isUnlisted(row)
      ? [
          'Salesforce lists nobody who holds it: this package may be licensed for the whole org, or the run-as user may not see its assignments. How many seats are idle cannot be said.',
        ]
      : used > assignedActive
        ? whyMore(row, moment)
        : whyFewer(row, moment),
  };
}

function whyMore(row: Counted, moment: (iso: string) => string): string[] {
  const { kind, heldByDeactivated } = row;
  const difference = row.used - row.assignedActive;
  const reasons: string[] = [];
  if (heldByDeactivated > 0) {
    const who = `${formatCount(heldByDeactivated, 'deactivated user')} still ${heldByDeactivated === 1 ? 'holds' : 'hold'} it`;
    if (heldByDeactivated === difference) return [`${who}: this is the whole difference.`];
    reasons.push(`${who}; Salesforce may count ${heldByDeactivated === 1 ? 'that seat' : 'those seats'}.`);
  }
  const rest = difference - heldByDeactivated;
  reasons.push(...whySince(row, moment, Math.abs(rest)));
  // What neither deactivated users nor changes since then account for.
  if (rest > (row.changedSince ?? 0)) {
    reasons.push(
      kind === 'user'
        ? 'Some holders may be hidden from the run-as user, such as users of Salesforce itself.'
        : 'Some holders may be hidden from the run-as user.',
    );
  }
  return reasons;
}

function whyFewer(row: Counted, moment: (iso: string) => string): string[] {
  return whySince(row, moment, row.assignedActive - row.used);
}

/** What happened between Salesforce's count and ours. */
function whySince(row: Counted, moment: (iso: string) => string, difference: number): string[] {
  const { kind, usedUpdatedAt, changedSince, metric } = row;
  if (kind === 'feature' && metric) {
    return [`Salesforce counts feature licenses once a day; its number is of ${moment(metric.at)}.`];
  }
  if (usedUpdatedAt === null) {
    return ['Salesforce updates its number about once a day, so the latest changes may not be in it yet.'];
  }
  const counted = `Salesforce counted on ${moment(usedUpdatedAt)}`;
  if (changedSince === null) {
    return [`${counted}; what has changed since is not in its number yet.`];
  }
  if (changedSince === 0) return [`${counted}; Seatwatch saw no seat change since.`];
  const changes = `${formatCount(changedSince, 'seat')} given or taken since`;
  return [
    changedSince >= difference && difference > 0
      ? `${counted}. ${changes} ${changedSince === 1 ? 'explains' : 'explain'} it.`
      : `${counted}; ${changes}.`,
  ];
}

/** Statuses that call for a remark beside the name. */
export function statusRemark(
  row: Pick<LicenseTableRow, 'status' | 'paidPerSeat' | 'metering'>,
): { label: string; tone: Tone } | null {
  const status = row.status ?? '';
  if (/^(expired|disabled|suspended)$/i.test(status)) return { label: status, tone: 'bad' };
  if (/^(trial)$/i.test(status)) return { label: status, tone: 'info' };
  if (row.metering === 'logins') return { label: 'Paid by logins', tone: 'quiet' };
  return row.paidPerSeat ? null : { label: 'Not paid per seat', tone: 'quiet' };
}

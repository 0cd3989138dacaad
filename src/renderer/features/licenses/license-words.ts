import type { LicenseKind, LicenseTableRow, SeatReason } from '../../../shared/model/licenses';
import { formatCount, formatNumber } from '../../ui/format';
import type { Tone } from '../../ui/org-state';

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

export interface Difference {
  /** "Salesforce counts 120, Seatwatch 118." */
  counts: string;
  why: string;
}

/** Salesforce's own count set beside ours, with the likeliest reason; null when they agree. */
export function explainDifference(
  row: Pick<LicenseTableRow, 'kind' | 'used' | 'assignedActive'>,
): Difference | null {
  const { kind, used, assignedActive } = row;
  if (used === assignedActive) return null;
  return {
    counts: `Salesforce counts ${formatNumber(used)} used. Seatwatch found ${formatCount(assignedActive, 'active user')} holding it.`,
    why: used > assignedActive ? whyMore(kind) : whyFewer(kind),
  };
}

function whyMore(kind: LicenseKind): string {
  switch (kind) {
    case 'user':
      return 'Salesforce updates its number about once a day, so users who were deactivated since are still in it.';
    case 'permissionSet':
      return 'Deactivated users likely still hold some of them, or Salesforce has not updated its number since the last changes.';
    case 'package':
      return 'Deactivated users keep package licenses until they are removed, and some packages assign seats that cannot be listed.';
  }
}

function whyFewer(kind: LicenseKind): string {
  return kind === 'package'
    ? 'Seatwatch may see assignments that Salesforce has not counted yet; its number is updated about once a day.'
    : 'Salesforce updates its number about once a day; licenses assigned since are not in it yet.';
}

/** Statuses that call for a remark beside the name. */
export function statusRemark(
  row: Pick<LicenseTableRow, 'status' | 'paidPerSeat'>,
): { label: string; tone: Tone } | null {
  const status = row.status ?? '';
  if (/^(expired|disabled|suspended)$/i.test(status)) return { label: status, tone: 'bad' };
  if (/^(trial)$/i.test(status)) return { label: status, tone: 'info' };
  return row.paidPerSeat ? null : { label: 'Not paid per seat', tone: 'quiet' };
}

/** The days offered; anything else is typed in. */
export const IDLE_PRESETS = [30, 60, 90, 180, 365] as const;

/** Reads a number of days as typed; null when it is none. */
export function parseDays(value: string | number): number | null {
  const days = typeof value === 'number' ? value : Number(value.trim() || NaN);
  return Number.isInteger(days) && days >= 1 && days <= 3650 ? days : null;
}

/** The currencies offered first; any other three-letter code can be typed. */
export const COMMON_CURRENCIES = [
  'USD',
  'EUR',
  'GBP',
  'CAD',
  'AUD',
  'JPY',
  'CHF',
  'INR',
  'BRL',
  'MXN',
] as const;

export function parseCurrency(value: string): string | null {
  const code = value.trim().toUpperCase();
  return /^[A-Z]{3}$/.test(code) ? code : null;
}

import { counted } from '../../shared/model/counted';
import type { IdleRule, SeatDetail, SeatReason } from '../../shared/model/idle-rule';
import type { LicenseKind } from '../../shared/model/licenses';

/** What lists for people say instead of the names scripts go by. */
export const REASON_WORDS: Record<SeatReason, string> = {
  'user-deactivated': 'User deactivated, license still held',
  frozen: 'User frozen',
  'never-logged-in': 'Never logged in',
  inactive: 'Not logged in for long',
};

export const DETAIL_WORDS: Record<SeatDetail, string> = {
  'only-failed-logins': 'only failed logins',
  'no-api-use': 'integration user without API use',
  'external-rule': 'external user, judged by its own threshold',
};

export const KIND_WORDS: Record<LicenseKind, string> = {
  user: 'User license',
  permissionSet: 'Permission set license',
  package: 'Package license',
  feature: 'Feature license',
};

export const days = (count: number): string => counted(count, 'day');

/** The definition of idle a list was made by: one sentence per part, for print. */
export function describeRule(rule: IdleRule): string[] {
  const lines = [
    `A seat is idle when its holder was last seen ${days(rule.inactiveDays)} ago or longer. Last seen is the later of the last login Salesforce names and the newest successful login collected.`,
    rule.graceDays === 0
      ? 'Who never logged in counts at once.'
      : `Who never logged in counts ${days(rule.graceDays)} after the user was created.`,
    'Frozen users count, and what deactivated users still hold of permission set and package licenses.',
  ];
  if (rule.newUserDays > 0) lines.push(`Users created within ${days(rule.newUserDays)} never count.`);
  if (rule.externalDays !== null)
    lines.push(`External users count after ${days(rule.externalDays)} instead.`);
  if (rule.integration === 'api-only')
    lines.push('Integration users are judged by what they do through an API, not by logins in a browser.');
  if (rule.integrationDays !== null)
    lines.push(`Integration users count after ${days(rule.integrationDays)} instead.`);
  if (rule.exceptions) lines.push('People on leave are left out while their leave lasts.');
  lines.push(
    rule.includeFree
      ? 'Licenses nobody pays per seat for are included.'
      : 'Licenses nobody pays per seat for are left out (Chatter, guest, login-based and the like).',
  );
  return lines;
}

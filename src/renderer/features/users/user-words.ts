import { UserState, type LoginRow } from '../../../shared/model/users';
import { formatCount } from '../../ui/format';
import type { Tone } from '../../ui/org-state';

export const STATE_WORDS: Record<UserState, { label: string; tone: Tone }> = {
  active: { label: 'Active', tone: 'ok' },
  inactive: { label: 'Inactive', tone: 'warn' },
  'never-logged-in': { label: 'Never logged in', tone: 'bad' },
  frozen: { label: 'Frozen', tone: 'info' },
  deactivated: { label: 'Deactivated', tone: 'quiet' },
};

/** What a state means, with the org's number of days. */
export function stateMeaning(state: UserState, inactiveDays: number): string {
  switch (state) {
    case 'active':
      return `Logged in within the last ${inactiveDays} days.`;
    case 'inactive':
      return `Last logged in ${inactiveDays} days ago or longer.`;
    case 'never-logged-in':
      return 'Created at least 7 days ago and has never logged in.';
    case 'frozen':
      return 'Cannot log in, but still holds licenses.';
    case 'deactivated':
      return 'Cannot log in and has given up the user license.';
  }
}

/** Reads the `state` parameter of the address, as links from other pages set it. */
export function statesFromParam(param: string | undefined): UserState[] {
  return (param ?? '').split(',').flatMap((value) => {
    const parsed = UserState.safeParse(value);
    return parsed.success ? [parsed.data] : [];
  });
}

/** Whole days of 24 hours before the data's moment: "1 day ago", "92 days ago". */
export function idleWords(days: number | null): string {
  if (days === null) return 'never';
  return days <= 0 ? 'within a day' : `${formatCount(days, 'day')} ago`;
}

/** Where a login came from, as far as Salesforce knows. */
export function loginPlace({ city, countryIso }: Pick<LoginRow, 'city' | 'countryIso'>): string {
  return [city, countryIso].filter(Boolean).join(', ');
}

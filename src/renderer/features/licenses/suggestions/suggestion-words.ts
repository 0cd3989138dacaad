import type { Suggestion, SuggestionKind } from '../../../../shared/model/suggestions';
import { formatNumber } from '../../../ui/format';

interface KindWords {
  /** On a chip and in the table. */
  label: string;
  /** What such a suggestion says of somebody. */
  meaning: string;
}

export const KIND_WORDS: Record<SuggestionKind, KindWords> = {
  'integration-license': {
    label: 'Integration license',
    meaning: 'Only programs sign in with this user license.',
  },
  'platform-license': {
    label: 'Platform license',
    meaning: 'A full user license, rarely used, without anything in sight that needs CRM objects.',
  },
  'login-based-license': {
    label: 'Login-based license',
    meaning: 'An external user paid per member who rarely signs in.',
  },
  'unneeded-permission-set-license': {
    label: 'License not needed',
    meaning: 'A permission set license without any of its permission sets.',
  },
};

/** What to take instead, and whether there is a seat. */
export function insteadWords({ kind, to }: Pick<Suggestion, 'kind' | 'to'>): string {
  if (to === null) {
    return kind === 'unneeded-permission-set-license'
      ? 'nothing instead'
      : `${KIND_WORDS[kind].label.toLowerCase()} (the org has none)`;
  }
  if (to.free === null) return to.name;
  return `${to.name} (${to.free === 0 ? 'none' : formatNumber(to.free)} free)`;
}

export const suggestionLabel = (row: Suggestion): string =>
  `${row.name}, ${KIND_WORDS[row.kind].label}: ${row.from.name} to ${insteadWords(row)}`;

import {
  SEVERITIES,
  type CheckCategory,
  type CheckState,
  type ParameterInfo,
} from '../../../shared/model/checks';
import { countAll } from '../../ui/severity';
import { sameValue } from './parameter-form';

/** Which checks to show; each is what somebody goes through the catalog for. */
export const SHOWS = ['all', 'findings', 'not-evaluated', 'off', 'changed'] as const;
export type Show = (typeof SHOWS)[number];

export const SHOW_WORDS: Record<Show, string> = {
  all: 'All',
  findings: 'With findings',
  'not-evaluated': 'Not evaluated',
  off: 'Off',
  changed: 'Changed',
};

export interface ChecksFilter {
  search: string;
  show: Show;
}

export const NO_FILTER: ChecksFilter = { search: '', show: 'all' };

/** Parameters that are not at their defaults. */
export function changedParameters({ info, values }: Pick<CheckState, 'info' | 'values'>): ParameterInfo[] {
  return info.parameters.filter(({ id, default: value }) => id in values && !sameValue(values[id], value));
}

function shows(state: CheckState, show: Show): boolean {
  switch (show) {
    case 'all':
      return true;
    case 'findings':
      return countAll(state.open) > 0;
    case 'not-evaluated':
      return state.enabled && state.result?.status === 'not-evaluated';
    case 'off':
      return !state.enabled;
    case 'changed':
      return changedParameters(state).length > 0;
  }
}

function matches({ info }: CheckState, words: string): boolean {
  return (
    words === '' ||
    [
      info.title,
      info.id,
      info.finds,
      info.matters,
      ...info.alsoKnownAs,
      ...info.references.map(({ id }) => id),
    ].some((text) => text.toLowerCase().includes(words))
  );
}

/** The checks of a category that the filter leaves, those with the worst findings first. */
export function listed(
  checks: readonly CheckState[],
  category: CheckCategory,
  { search, show }: ChecksFilter,
): CheckState[] {
  const words = search.trim().toLowerCase();
  return checks
    .filter((state) => state.info.category === category && shows(state, show) && matches(state, words))
    .sort((a, b) => byWorst(a, b) || a.info.title.localeCompare(b.info.title));
}

export function countShown(checks: readonly CheckState[], show: Show): number {
  return checks.filter((state) => shows(state, show)).length;
}

function byWorst(a: CheckState, b: CheckState): number {
  for (const severity of SEVERITIES) {
    const difference = b.open[severity] - a.open[severity];
    if (difference !== 0) return difference;
  }
  return 0;
}

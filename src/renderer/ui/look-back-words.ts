import type { AsOfChoice } from '../../shared/model/changes';
import { dateFormat, formatTime, type Zone } from './format';

/** The value that stands for the newest data: a choice of a list cannot be null. */
export const PRESENT = 'present';

export interface MomentGroup {
  /** Month and year. */
  group: string;
  items: { value: string; label: string }[];
}

/**
 * Moments by month, newest first. The newest one is left out: it is the present.
 * `looked` is kept among them even when it is not (any more).
 */
export function momentGroups(
  choices: readonly AsOfChoice[],
  zone: Zone,
  looked: string | null,
): MomentGroup[] {
  const known = choices.slice(1).map(({ at }) => at);
  const moments = looked === null || known.includes(looked) ? known : [...known, looked].sort().reverse();
  const groups: MomentGroup[] = [];
  for (const at of moments) {
    const group = monthOf(at, zone);
    const item = { value: at, label: formatTime(at, { zone }) };
    const last = groups.at(-1);
    if (last?.group === group) last.items.push(item);
    else groups.push({ group, items: [item] });
  }
  return groups;
}

function monthOf(iso: string, zone: Zone): string {
  return dateFormat({
    month: 'long',
    year: 'numeric',
    ...(zone === 'utc' ? { timeZone: 'UTC' } : {}),
  }).format(new Date(iso));
}

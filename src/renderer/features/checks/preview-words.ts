import type { CheckPreview } from '../../../shared/model/checks';
import { formatNumber } from '../../ui/format';

/** What would become of the findings, in a line. */
export function changeWords({
  status,
  gone,
  added,
}: Pick<CheckPreview, 'status' | 'gone' | 'added'>): string {
  if (status === 'not-evaluated') return 'Nothing would be found';
  if (gone === 0 && added === 0) return 'Nothing would change';
  const parts = [
    ...(gone > 0 ? [`${formatNumber(gone)} would be gone`] : []),
    ...(added > 0 ? [`${formatNumber(added)} would be new`] : []),
  ];
  return parts.join(', ');
}

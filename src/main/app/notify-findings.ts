import type { EvaluationSummary } from '../../shared/model/checks';
import { counted } from '../../shared/model/counted';
import type { Notice, Notifier } from './notifier';

/** Findings that a notice names; systems cut longer ones anyway. */
const NAMED = 3;

/**
 * What the system should tell a person about an evaluation, or null: there is something critical that was not
 * known before. However many there are, it is one notice.
 */
export function findingsNotice(
  { newCritical, newCriticalCount: count }: EvaluationSummary,
  org: string,
): Notice | null {
  if (count === 0) return null;
  const named = newCritical.slice(0, NAMED).map(({ title, summary }) => `${title}: ${summary}`);
  const more = count - named.length;
  if (more > 0 && named.length > 0) named.push(`… and ${more.toLocaleString('en-US')} more.`);
  return {
    title: `${org}: ${count === 1 ? 'a new critical finding' : counted(count, 'new critical finding')}`,
    body: named.join('\n'),
  };
}

/** Tells of new critical findings; a click opens the findings of that org. */
export function notifyOfFindings(
  summary: EvaluationSummary,
  org: string,
  { notify, open }: { notify: Notifier; open: (orgId: string) => void },
): void {
  const notice = findingsNotice(summary, org);
  if (notice === null) return;
  notify(notice, () => {
    open(summary.orgId);
  });
}

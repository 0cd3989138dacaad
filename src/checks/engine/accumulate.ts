import type { Severity } from '../../shared/model/checks';
import { SEVERITIES } from '../../shared/model/checks';
import type { Evidence } from '../../shared/model/findings';

/** What the events looked at say of one finding. */
export interface Accumulated {
  severity: Severity;
  userId: string | null;
  ip: string | null;
  app: string | null;
  /** Epoch ms. */
  firstAt: number;
  lastAt: number;
  occurrences: number;
  summary: string;
  evidence: Evidence;
}

export const isWorse = (a: Severity, b: Severity): boolean => SEVERITIES.indexOf(a) < SEVERITIES.indexOf(b);

/**
 * Two stretches of the same finding together: the worse severity and its words, of equals the later ones: what is
 * read explains the severity that is shown. Whatever the
 * stretches events are cut into, the result is the same.
 */
export function together(earlier: Accumulated | null, later: Accumulated | null): Accumulated | null {
  if (earlier === null || later === null) return earlier ?? later;
  const telling = isWorse(earlier.severity, later.severity) ? earlier : later;
  return {
    ...telling,
    firstAt: Math.min(earlier.firstAt, later.firstAt),
    lastAt: Math.max(earlier.lastAt, later.lastAt),
    occurrences: earlier.occurrences + later.occurrences,
  };
}

import type { CheckInfo, PostureScore } from '../shared/model/checks';

/** What one check found, for the score. */
export interface ScoredCheck {
  info: CheckInfo;
  status: 'evaluated' | 'not-evaluated' | 'off';
  reason: string | null;
  population: number | null;
  /** Open findings, without acknowledged and muted ones: an accepted risk does not lower the score. */
  affected: number;
}

/**
 * 100 × sum(weight × passing) / sum(weight) over the posture checks that were evaluated and had something to
 * check. What could not be evaluated neither helps nor harms; it is listed.
 */
export function scoreOf(checks: readonly ScoredCheck[]): Pick<PostureScore, 'score' | 'parts' | 'leftOut'> {
  const parts: PostureScore['parts'] = [];
  const leftOut: PostureScore['leftOut'] = [];
  for (const { info, status, reason, population, affected } of checks) {
    if (info.category !== 'posture' || info.weight === 0) continue;
    const about = { check: info.id, title: info.title };
    if (status !== 'evaluated')
      leftOut.push({ ...about, reason: status === 'off' ? 'Switched off.' : (reason ?? 'Not evaluated.') });
    else if (population === null || population === 0)
      leftOut.push({ ...about, reason: `There are no ${info.subjects} to check.` });
    else
      parts.push({
        ...about,
        weight: info.weight,
        population,
        affected,
        passing: 1 - Math.min(affected, population) / population,
      });
  }
  const weights = parts.reduce((sum, { weight }) => sum + weight, 0);
  const passing = parts.reduce((sum, { weight, passing: share }) => sum + weight * share, 0);
  return { score: weights === 0 ? null : (100 * passing) / weights, parts, leftOut };
}

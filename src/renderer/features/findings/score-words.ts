import type { EvaluationSummary, PostureScore, ScorePart } from '../../../shared/model/checks';
import { formatCount, formatDuration } from '../../ui/format';

const DAY_MS = 86_400_000;
/** How far back the score is compared. */
export const COMPARED_DAYS = 30;

/** One decimal where the score is not whole, never rounded up to a clean 100. */
export function scoreText(score: number): string {
  const shown = Math.floor(score * 10 + 1e-9) / 10;
  return shown.toLocaleString(undefined, { maximumFractionDigits: 1 });
}

/** How the score changed within the last 30 days of the trend; null: not known yet. */
export function scoreChange(trend: PostureScore['trend']): { by: number; since: string } | null {
  const last = trend.at(-1);
  if (!last) return null;
  const from = Date.parse(last.day) - COMPARED_DAYS * DAY_MS;
  const first = trend.find(({ day }) => Date.parse(day) >= from);
  if (!first || first === last) return null;
  return { by: Math.round((last.score - first.score) * 10) / 10, since: first.day };
}

/** "+2.4", "−1", "no change". */
export function changeText(by: number): string {
  if (by === 0) return 'no change';
  return `${by > 0 ? '+' : '−'}${Math.abs(by).toLocaleString(undefined, { maximumFractionDigits: 1 })}`;
}

/** The points of the score that a check costs. */
export function costOf(part: ScorePart, parts: readonly ScorePart[]): number {
  const weights = parts.reduce((sum, { weight }) => sum + weight, 0);
  return weights === 0 ? 0 : (100 * part.weight * (1 - part.passing)) / weights;
}

/** The numbers behind the score: what is added up, and by what it is divided. */
export function sumsOf(parts: readonly ScorePart[]): { passing: number; weights: number } {
  return {
    passing: parts.reduce((sum, { weight, passing }) => sum + weight * passing, 0),
    weights: parts.reduce((sum, { weight }) => sum + weight, 0),
  };
}

/** What an evaluation did, in a sentence or two. */
export function evaluationWords(summary: EvaluationSummary): string {
  const { found, resolved, logins, millis, scope, notEvaluated } = summary;
  const over = scope === 'all-history' ? 'all history, ' : '';
  const open = notEvaluated === 0 ? '' : ` ${formatCount(notEvaluated, 'check')} could not be evaluated.`;
  return `${formatCount(found, 'finding')} new, ${formatCount(resolved, 'finding')} resolved, over ${over}${formatCount(logins, 'sign-in')} in ${formatDuration(millis)}.${open}`;
}

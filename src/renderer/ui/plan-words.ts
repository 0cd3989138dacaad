import type { CollectPlan, StreamEstimate, Via } from '../../shared/model/run';
import { formatCount, formatDuration, formatNumber, formatSmallPercent } from './format';
import { aboutSpan } from './format-soon';

export const VIA_WORDS: Record<Via, { label: string; meaning: string }> = {
  composite: { label: 'Composite', meaning: 'Several small queries in one API request.' },
  rest: { label: 'REST', meaning: 'Pages of up to 2,000 rows, one API request each.' },
  bulk: { label: 'Bulk API 2.0', meaning: 'Salesforce prepares the rows as files, for large amounts.' },
  skipped: { label: 'Skipped', meaning: 'Not read this time.' },
};

/** "About 70 calls, 3 minutes; 0.07% of today's quota". */
export function planSentence(plan: Pick<CollectPlan, 'calls' | 'seconds' | 'percentOfQuota'>): string {
  const effort = `About ${formatCount(plan.calls, 'call')}, ${aboutSpan(plan.seconds)}`;
  if (plan.percentOfQuota === null) return effort;
  return `${effort}; ${formatSmallPercent(plan.percentOfQuota)} of today’s quota`;
}

/** Those that are read, in the order in which they come, then those that are not. */
export function planOrder(streams: readonly StreamEstimate[]): StreamEstimate[] {
  return [
    ...streams.filter((one) => one.via !== 'skipped'),
    ...streams.filter((one) => one.via === 'skipped'),
  ];
}

/** What is left out, of which the plan says why; null: nothing. */
export function skippedWords(streams: readonly StreamEstimate[]): string | null {
  const titles = streams.filter((one) => one.via === 'skipped' && one.note !== null).map((one) => one.title);
  return titles.length === 0 ? null : `Skipped: ${listWords(titles)}. The plan says why.`;
}

/** An estimated time: nobody can tell parts of a second beforehand. */
export function estimateWords(seconds: number): string {
  return seconds < 1 ? 'under 1 s' : formatDuration(Math.round(seconds) * 1000);
}

/** A plan that needs more calls than are left: what still fits, and what has to wait. */
export interface Shortfall {
  needed: number;
  left: number;
  /** Titles of streams that fit as a whole. */
  first: string[];
  /** The stream in the middle of which the calls run out; null: between two. */
  partly: string | null;
  later: string[];
}

/** null when everything fits, or nobody knows how much is left. */
export function shortfall(plan: CollectPlan): Shortfall | null {
  const { callsLeft } = plan;
  if (callsLeft === null || plan.calls <= callsLeft) return null;
  const result: Shortfall = {
    needed: plan.calls,
    left: Math.max(0, callsLeft),
    first: [],
    partly: null,
    later: [],
  };
  const planned = plan.streams.reduce((sum, one) => sum + one.calls, 0);
  // What is not of any stream (limits, counting) has come first.
  let left = result.left - Math.max(0, plan.calls - planned);
  for (const { title, calls, via } of plan.streams) {
    if (via === 'skipped') continue;
    if (calls <= left) result.first.push(title);
    else if (left > 0) result.partly = title;
    else result.later.push(title);
    left = calls <= left ? left - calls : 0;
  }
  return result;
}

/** What stops a collection first: its own budget, or the line or the budget of the day. */
export interface Bounds {
  runBudget: number | null;
  dailyBudget: number | null;
}

/** Title and text about a plan that does not fit. `next`: when the next collection is due, in words. */
export function shortfallWords(
  { needed, left, first, partly, later }: Shortfall,
  { runBudget, dailyBudget }: Bounds,
  next: string | null,
): { title: string; text: string } {
  const title = `About ${formatCount(needed, 'call')} needed, ${formatNumber(left)} left`;
  const sentences: string[] = [];
  const comes = [...first, ...(partly === null ? [] : [`the newest part of ${partly}`])];
  if (comes.length > 0) sentences.push(`First: ${listWords(comes)}.`);
  const rest = [...(partly === null ? [] : [`the rest of ${partly}`]), ...later];
  const byOwnBudget = runBudget !== null && runBudget <= left + 1;
  const when = byOwnBudget
    ? `with the next collection${next === null ? '' : `, ${next}`}: this org has a budget of ${formatCount(runBudget, 'call')} per collection`
    : dailyBudget === null
      ? 'by itself as soon as enough API requests are free again, usually within 24 hours'
      : 'by itself within 24 hours, as requests and the budget of the day allow';
  sentences.push(
    rest.length > 0 ? `${capital(listWords(rest))} follows ${when}.` : `What is left follows ${when}.`,
  );
  return { title, text: sentences.join(' ') };
}

const MOST_NAMED = 4;

/** "A, B and C"; long lists are cut. */
export function listWords(items: readonly string[]): string {
  const shown = items.length > MOST_NAMED + 1 ? items.slice(0, MOST_NAMED) : [...items];
  const more = items.length - shown.length;
  const named = more > 0 ? [...shown, `${formatNumber(more)} more`] : shown;
  const last = named.at(-1) ?? '';
  return named.length < 2 ? last : `${named.slice(0, -1).join(', ')} and ${last}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

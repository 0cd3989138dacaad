import type { OrgSummary } from '../../shared/model/org';
import type { RunState, RunSummary } from '../../shared/model/run';
import { formatCount, formatNumber, formatPercent } from './format';

/** Code of a run that the budget of 24 hours ended (core/quota/pause.ts). */
const DAY_BUDGET_CODE = 'DAILY_BUDGET';

/** The states in which collecting waits for API requests. */
export type PauseState = Extract<RunState, 'paused-quota' | 'paused-budget'>;

export function isPaused(state: OrgSummary['state']): state is PauseState {
  return state === 'paused-quota' || state === 'paused-budget';
}

type PausedOrg = Pick<OrgSummary, 'quota' | 'thresholdPercent' | 'runBudget' | 'dailyBudget'>;
type PausedRun = Pick<RunSummary, 'apiCalls' | 'error'>;

export interface PauseFact {
  name: string;
  value: string;
}

export interface PauseWords {
  title: string;
  /** Why, in a sentence or two. */
  reason: string;
  /** The numbers the decision was made of. */
  facts: PauseFact[];
  /** What a click on Collect Now does in this state. */
  collectNow: string;
}

interface Use {
  used: number | null;
  max: number | null;
  thresholdPercent: number;
  /** Requests at which Seatwatch stops; null: maximum unknown. */
  line: number | null;
}

/** The newest numbers known: those of the org, or else those of the run. */
function latestUse(org: PausedOrg, run: PausedRun | null): Use {
  const used = org.quota?.used ?? run?.apiCalls.orgUsedAfter ?? null;
  const max = org.quota?.max ?? run?.apiCalls.orgMax ?? null;
  // The org's rule may have been changed since the run.
  const { thresholdPercent } = org;
  return {
    used,
    max,
    thresholdPercent,
    line: max === null ? null : Math.floor((max * thresholdPercent) / 100),
  };
}

/** Why collecting is paused, with what numbers, and what Collect Now does about it. */
export function pauseWords(state: PauseState, org: PausedOrg, run: PausedRun | null): PauseWords {
  const told = run?.error ? [run.error.message, run.error.fix].filter(Boolean).join(' ') : null;
  return state === 'paused-quota' ? quotaWords(org, run, told) : budgetWords(org, run, told);
}

function quotaWords(org: PausedOrg, run: PausedRun | null, told: string | null): PauseWords {
  const { used, max, thresholdPercent, line } = latestUse(org, run);
  const share = used !== null && max !== null && max > 0 ? (used / max) * 100 : null;
  const facts: PauseFact[] = [
    {
      name: 'Used in 24 hours',
      value: `${formatNumber(used)}${share === null ? '' : ` (${formatPercent(share)})`}`,
    },
    { name: 'Daily maximum', value: formatNumber(max) },
    { name: 'Seatwatch stops at', value: `${formatNumber(line)} (${formatPercent(thresholdPercent)})` },
    { name: 'Of these by Seatwatch', value: formatNumber(org.quota?.ownCalls24h) },
  ];
  const plain =
    used !== null && line !== null && used >= line
      ? `The org has used ${formatNumber(used)} of its ${formatNumber(max)} daily API requests, whoever made them. Seatwatch stops at ${formatNumber(line)} to leave the rest to others.`
      : `The org came too close to ${formatPercent(thresholdPercent)} of its daily API requests, where Seatwatch stops to leave the rest to others.`;
  return {
    title: 'Paused by the API quota',
    reason: told ?? plain,
    facts,
    collectNow:
      'Collect Now asks Salesforce once more, which costs one API request, and goes on if the org is below the line by then.',
  };
}

function budgetWords(org: PausedOrg, run: PausedRun | null, told: string | null): PauseWords {
  const { runBudget, dailyBudget } = org;
  const made = run?.apiCalls.made ?? null;
  const own = org.quota?.ownCalls24h ?? null;
  // The run says which of the two it was; an older one is judged by the numbers.
  const daySpent = run?.error
    ? run.error.code === DAY_BUDGET_CODE
    : dailyBudget !== null && own !== null && own >= dailyBudget;
  const facts: PauseFact[] = [
    { name: 'Calls of this collection', value: formatNumber(made) },
    { name: 'Budget per collection', value: runBudget === null ? 'None' : formatNumber(runBudget) },
    { name: 'By Seatwatch in 24 hours', value: formatNumber(own) },
    { name: 'Budget per 24 hours', value: dailyBudget === null ? 'None' : formatNumber(dailyBudget) },
  ];
  const plain =
    daySpent && own !== null
      ? `Seatwatch has made ${formatCount(own, 'API request')} in 24 hours, as many as this org’s rules allow. What was collected is kept.`
      : 'The collection made as many API requests as this org’s rules allow. What was collected is kept.';
  return {
    title: 'Stopped at the call budget',
    reason: told ?? plain,
    facts,
    collectNow: daySpent
      ? 'Collect Now can go on once some of these requests are older than 24 hours, or with a larger budget.'
      : 'Collect Now goes on from there, with a new budget.',
  };
}

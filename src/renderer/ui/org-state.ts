import type { OrgSummary } from '../../shared/model/org';
import type { RunState } from '../../shared/model/run';

export type Tone = 'ok' | 'warn' | 'bad' | 'info' | 'quiet';

export interface StateWords {
  tone: Tone;
  label: string;
}

const RUN_STATES: Record<RunState, StateWords> = {
  complete: { tone: 'ok', label: 'Complete' },
  'paused-quota': { tone: 'warn', label: 'Paused by quota' },
  'paused-budget': { tone: 'warn', label: 'Paused by call budget' },
  failed: { tone: 'bad', label: 'Failed' },
  interrupted: { tone: 'warn', label: 'Interrupted' },
};

export function runStateWords(state: RunState): StateWords {
  return RUN_STATES[state];
}

/** The state of an org in two or three words. Pausing by hand outranks what the last run did. */
export function orgStateWords(org: Pick<OrgSummary, 'state' | 'paused' | 'dataAsOf'>): StateWords {
  if (org.state === 'collecting') return { tone: 'info', label: 'Collecting' };
  if (org.paused) return { tone: 'quiet', label: 'Paused' };
  if (org.state === 'idle') {
    return org.dataAsOf ? { tone: 'ok', label: 'Up to date' } : { tone: 'quiet', label: 'Not collected yet' };
  }
  if (org.state === 'complete') return { tone: 'ok', label: 'Up to date' };
  if (org.state === 'failed') return { tone: 'bad', label: 'Last collection failed' };
  return RUN_STATES[org.state];
}

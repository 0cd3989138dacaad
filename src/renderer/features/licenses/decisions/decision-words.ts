import type { DecisionOutcome, DecisionRow } from '../../../../shared/model/reclaim';
import { formatTime, type Zone } from '../../../ui/format';
import type { Tone } from '../../../ui/org-state';

export const OUTCOME_WORDS: Record<DecisionOutcome, string> = {
  open: 'Still held',
  reclaimed: 'Reclaimed',
  returned: 'Came back',
};

export interface OutcomeWords {
  label: string;
  tone: Tone;
  meaning: string;
}

type Judged = Pick<DecisionRow, 'decision' | 'outcome' | 'reclaimedAt' | 'isIdle'>;

/** What became of a decision, as the collections since then saw it. */
export function outcomeWords({ decision, outcome, reclaimedAt, isIdle }: Judged, zone: Zone): OutcomeWords {
  switch (outcome) {
    case 'reclaimed':
      return {
        label: `Gone since ${formatTime(reclaimedAt, { zone, dateOnly: true })}`,
        tone: 'ok',
        meaning: 'The first collection without this seat. What it costs counts as saved from then on.',
      };
    case 'returned':
      return {
        label: 'Came back',
        tone: 'bad',
        meaning: 'The seat was gone and somebody gave it to the user again.',
      };
    case 'open':
      return isIdle ? stillIdle(decision) : inUse(decision);
  }
}

function stillIdle(decision: DecisionRow['decision']): OutcomeWords {
  return decision === 'reclaim'
    ? { label: 'Still held', tone: 'warn', meaning: 'Idle, to be reclaimed, and not taken back yet.' }
    : { label: 'Idle', tone: 'quiet', meaning: 'Still on the list of idle seats.' };
}

function inUse(decision: DecisionRow['decision']): OutcomeWords {
  return decision === 'reclaim'
    ? { label: 'In use again', tone: 'info', meaning: 'Still held, and not idle any more: think again.' }
    : { label: 'Not idle now', tone: 'quiet', meaning: 'Not on the list of idle seats any more.' };
}

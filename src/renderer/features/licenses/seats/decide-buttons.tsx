import { useState } from 'react';
import type { SeatRef, SeatsQuery } from '../../../../shared/model/licenses';
import type { Decision } from '../../../../shared/model/reclaim';
import { asAppError } from '../../../api/client';
import { useApi } from '../../../api/services';
import { formatCount } from '../../../ui/format';
import { notify, notifyError } from '../../../ui/notify';
import { ReasonButton } from '../../../ui/reason-button';
import { DECISION_WORDS } from './seat-words';

interface DecideButtonsProps {
  orgId: string;
  /** Why nothing can be decided now; null: it can. */
  past: string | null;
  /** Left out for a seat that nobody holds any more. */
  onDecide?: ((decision: Decision) => void) | undefined;
  /** Whose decision "Clear decision" takes back; left out where there is none. Null: nothing after all. */
  clears?: (() => Promise<{ seats: SeatRef[] } | { query: SeatsQuery } | null>) | undefined;
  onCleared: () => void;
}

const DECISIONS: readonly Decision[] = ['reclaim', 'keep', 'ask'];

/** One button per decision, and one that takes it back. */
export function DecideButtons({ orgId, past, onDecide, clears, onCleared }: DecideButtonsProps) {
  const api = useApi();
  const [clearing, setClearing] = useState(false);
  const clear = async () => {
    setClearing(true);
    try {
      const selection = await clears?.();
      if (selection) {
        const { seats } = await api.licenses.decide({ orgId, selection, decision: null, note: '' });
        notify(
          'success',
          seats === 0 ? 'There was no decision to clear' : `${formatCount(seats, 'decision')} cleared`,
        );
        onCleared();
      }
    } catch (error) {
      notifyError('The decisions were not cleared', asAppError(error));
    }
    setClearing(false);
  };
  return (
    <>
      {onDecide &&
        DECISIONS.map((decision) => (
          <ReasonButton
            key={decision}
            reason={past}
            size="xs"
            variant={decision === 'reclaim' ? 'filled' : 'default'}
            onClick={() => onDecide(decision)}
          >
            {DECISION_WORDS[decision].verb}
          </ReasonButton>
        ))}
      {clears && (
        <ReasonButton
          reason={past}
          size="xs"
          variant="default"
          loading={clearing}
          onClick={() => void clear()}
        >
          Clear decision
        </ReasonButton>
      )}
    </>
  );
}

import { useStore } from 'zustand';
import type { IdleRule } from '../../../../shared/model/idle-rule';
import type { Decision } from '../../../../shared/model/reclaim';
import { asAppError } from '../../../api/client';
import { notifyError } from '../../../ui/notify';
import { DecideButtons } from '../seats/decide-buttons';
import type { Deciding } from '../seats/decide-dialog';
import { ExportMenu } from '../seats/export-menu';
import { PickedWords } from '../../../ui/picked-words';
import { amountWords } from '../seats/seat-words';
import { countPicked } from '../../../ui/table-picking';
import { savingOfPicked } from '../seats/selection';
import type { DecisionsStore } from './decisions-store';
import classes from '../seats/seats.module.css';

interface DecisionsBarProps {
  store: DecisionsStore;
  orgId: string;
  /** The org's own definition of idle. */
  rule: IdleRule;
  /** Why nothing can be decided or exported now; null: it can. */
  past: { decide: string | null; export: string | null };
  onDecide: (deciding: Deciding) => void;
  onChange: () => void;
}

/** How many decisions are ticked, and deciding otherwise about them. */
export function DecisionsBar({ store, orgId, rule, past, onDecide, onChange }: DecisionsBarProps) {
  const selection = useStore(store, (s) => s.selection);
  const total = useStore(store, (s) => s.list.total) ?? 0;
  const { pickAll, pickNone, chosen, exportQuery } = store.getState();
  const count = countPicked(selection, total);
  const annual = selection.kind === 'some' ? savingOfPicked(selection) : null;
  const worth = annual && count > 0 ? amountWords(annual) : undefined;

  const decide = async (decision: Decision) => {
    try {
      const seats = await chosen();
      if (seats.length > 0) onDecide({ decision, selection: { seats }, seats: seats.length, annual });
    } catch (error) {
      notifyError('Nothing was decided', asAppError(error));
    }
  };
  return (
    <div className={classes.bar} role="group" aria-label="Selected decisions">
      <PickedWords
        count={count}
        total={total}
        noun="decision"
        worth={worth}
        onAll={pickAll}
        onNone={pickNone}
      />
      <div className={classes.barEnd}>
        <DecideButtons
          orgId={orgId}
          past={past.decide ?? (count === 0 ? 'Select decisions first.' : null)}
          onDecide={(decision) => void decide(decision)}
          clears={async () => {
            const seats = await chosen();
            return seats.length > 0 ? { seats } : null;
          }}
          onCleared={onChange}
        />
        <ExportMenu
          orgId={orgId}
          rule={rule}
          reason={total === 0 ? 'There is nothing to export.' : past.export}
          seats={count > 0 ? count : total}
          ticked={count > 0 && selection.kind === 'some'}
          query={() => exportQuery(rule)}
        />
      </div>
    </div>
  );
}

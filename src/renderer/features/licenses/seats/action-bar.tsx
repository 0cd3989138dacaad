import { ActionIcon, Tooltip } from '@mantine/core';
import { useState } from 'react';
import { useStore } from 'zustand';
import type { Decision } from '../../../../shared/model/reclaim';
import { formatCount } from '../../../ui/format';
import { ClockIcon } from '../../../ui/icons';
import { PickedWords } from '../../../ui/picked-words';
import { ReasonButton } from '../../../ui/reason-button';
import { countPicked } from '../../../ui/table-picking';
import { PutOnLeaveDialog, type LeavingPeople } from '../leave/put-on-leave-dialog';
import { DecideButtons } from './decide-buttons';
import { DecideDialog, type Deciding } from './decide-dialog';
import { ExportMenu } from './export-menu';
import { amountWords } from './seat-words';
import { savingOfPicked } from './selection';
import type { SeatsStore } from './seats-store';
import classes from './seats.module.css';

interface ActionBarProps {
  store: SeatsStore;
  orgId: string;
  /** Why nothing can be decided or exported now; null: it can. */
  past: { decide: string | null; export: string | null };
  /** Something was decided: the list and the page's sums are something else now. */
  onChange: () => void;
  /** Opens the list of people on leave. */
  onShowLeave: () => void;
}

/** How many seats are ticked, what they cost, and what can be done with them. */
export function ActionBar({ store, orgId, past, onChange, onShowLeave }: ActionBarProps) {
  const selection = useStore(store, (s) => s.selection);
  const total = useStore(store, (s) => s.list.total) ?? 0;
  const annual = useStore(store, (s) => s.annual);
  const rule = useStore(store, (s) => s.rule);
  const [deciding, setDeciding] = useState<Deciding | null>(null);
  const [leaving, setLeaving] = useState<LeavingPeople | null>(null);
  const { pickAll, pickNone, picked, pickedPeople, query } = store.getState();

  const count = countPicked(selection, total);
  const cost = selection.kind === 'all' ? annual : savingOfPicked(selection);
  const money = count > 0 ? cost : annual;
  const worth = money ? amountWords(money) : undefined;

  const decide = (decision: Decision) => {
    const chosen = picked();
    if (chosen) setDeciding({ decision, selection: chosen, seats: count, annual: cost });
  };
  const done = () => {
    pickNone();
    onChange();
  };

  const none = count === 0 ? 'Select seats first.' : null;

  return (
    <div className={classes.bar} role="group" aria-label="Selected seats">
      <PickedWords count={count} total={total} noun="seat" worth={worth} onAll={pickAll} onNone={pickNone} />
      <div className={classes.barEnd}>
        <DecideButtons
          orgId={orgId}
          past={past.decide ?? none}
          onDecide={decide}
          clears={() => Promise.resolve(picked())}
          onCleared={done}
        />
        <ReasonButton
          reason={past.decide ?? none}
          size="xs"
          variant="default"
          onClick={() =>
            setLeaving({ userIds: pickedPeople, who: `holders of ${formatCount(count, 'seat')}` })
          }
        >
          Put on leave
        </ReasonButton>
        <Tooltip label="People on leave">
          <ActionIcon variant="default" size={30} aria-label="People on leave" onClick={onShowLeave}>
            <ClockIcon size={16} />
          </ActionIcon>
        </Tooltip>
        <ExportMenu
          orgId={orgId}
          rule={rule}
          reason={total === 0 ? 'There is nothing to export.' : past.export}
          seats={count > 0 ? count : total}
          ticked={count > 0 && selection.kind === 'some'}
          query={() => {
            const chosen = picked();
            return chosen && 'seats' in chosen ? { ...query(), only: chosen.seats } : query();
          }}
        />
      </div>
      <DecideDialog orgId={orgId} deciding={deciding} onClose={() => setDeciding(null)} onDone={done} />
      <PutOnLeaveDialog orgId={orgId} people={leaving} onClose={() => setLeaving(null)} onDone={done} />
    </div>
  );
}

import { useState } from 'react';
import { useStore } from 'zustand';
import type { SeatTableRow } from '../../../../shared/model/licenses';
import type { Decision } from '../../../../shared/model/reclaim';
import { ReasonButton } from '../../../ui/reason-button';
import { SideDrawer } from '../../../ui/table-drawer';
import { PutOnLeaveDialog, type LeavingPeople } from '../leave/put-on-leave-dialog';
import { DecideButtons } from './decide-buttons';
import { DecideDialog, type Deciding } from './decide-dialog';
import { SeatEvidence } from './seat-evidence';
import { seatKey, seatRef } from './selection';
import type { SeatsStore } from './seats-store';
import classes from './seats.module.css';

interface SeatDrawerProps {
  store: SeatsStore;
  orgId: string;
  /** Why nothing can be decided now; null: it can. */
  past: string | null;
  onChange: () => void;
}

/** One seat: why it is idle, with all the evidence there is, and deciding about it. */
export function SeatDrawer({ store, orgId, past, onChange }: SeatDrawerProps) {
  const seat = useStore(store, (s) => s.opened);
  const rule = useStore(store, (s) => s.rule);
  const asOf = useStore(store, (s) => s.asOf);
  const [deciding, setDeciding] = useState<Deciding | null>(null);
  const [leaving, setLeaving] = useState<LeavingPeople | null>(null);
  // Grows with every change, so that what is shown of the person is read again.
  const [version, setVersion] = useState(0);
  const changed = () => {
    setVersion(version + 1);
    onChange();
  };
  return (
    <>
      <SideDrawer
        opened={seat !== null}
        onClose={store.getState().close}
        closeOnEscape={deciding === null && leaving === null}
        size={560}
        title={seat?.name || 'Idle seat'}
      >
        {seat && (
          <SeatEvidence
            key={seatKey(seat)}
            orgId={orgId}
            seat={seat}
            rule={rule}
            asOf={asOf}
            version={version}
            past={past}
            onChange={changed}
          >
            <div className={classes.buttons}>
              <DecideButtons
                orgId={orgId}
                past={past}
                onDecide={(decision) => setDeciding(decidingOne(seat, decision))}
                clears={
                  seat.decision === null ? undefined : () => Promise.resolve({ seats: [seatRef(seat)] })
                }
                onCleared={changed}
              />
              <ReasonButton
                reason={past}
                size="xs"
                variant="default"
                onClick={() => setLeaving({ userIds: () => Promise.resolve([seat.userId]), who: seat.name })}
              >
                Put on leave
              </ReasonButton>
            </div>
          </SeatEvidence>
        )}
      </SideDrawer>
      <DecideDialog orgId={orgId} deciding={deciding} onClose={() => setDeciding(null)} onDone={changed} />
      <PutOnLeaveDialog orgId={orgId} people={leaving} onClose={() => setLeaving(null)} onDone={changed} />
    </>
  );
}

function decidingOne(seat: SeatTableRow, decision: Decision): Deciding {
  const { annualSaving, currency } = seat;
  return {
    decision,
    selection: { seats: [seatRef(seat)] },
    seats: 1,
    annual: annualSaving === null || currency === null ? [] : [{ currency, amount: annualSaving }],
    note: seat.decisionNote ?? '',
    of: `${seat.license} of ${seat.name}`,
  };
}

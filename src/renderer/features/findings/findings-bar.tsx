import { useState } from 'react';
import { useStore } from 'zustand';
import { formatNumber } from '../../ui/format';
import { BellOffIcon } from '../../ui/icons';
import { PickedWords } from '../../ui/picked-words';
import { ReasonButton } from '../../ui/reason-button';
import { countPicked } from '../../ui/table-picking';
import { AcknowledgeDialog, type Deciding } from './acknowledge-dialog';
import { ExportMenu } from './export-menu';
import { filterOf } from './finding-filters';
import type { FindingsStore } from './findings-store';
import { MutesDialog } from './mutes-dialog';
import classes from './findings.module.css';

interface FindingsBarProps {
  store: FindingsStore;
  orgId: string;
  /** Why nothing can be done now; null: it can. */
  past: string | null;
  /** Something was done. */
  onChange: () => void;
}

/** How many findings are ticked, and what can be done with them. */
export function FindingsBar({ store, orgId, past, onChange }: FindingsBarProps) {
  const selection = useStore(store, (s) => s.selection);
  const total = useStore(store, (s) => s.list.total) ?? 0;
  const mutes = useStore(store, (s) => s.mutes.data?.length ?? 0);
  const [deciding, setDeciding] = useState<Deciding | null>(null);
  const [showsMutes, setShowsMutes] = useState(false);
  const { pickAll, pickNone, picked } = store.getState();
  const count = countPicked(selection, total);
  const none = count === 0 ? 'Select findings first.' : null;

  const decide = (what: Deciding['what']) => {
    const chosen = picked();
    if (chosen) setDeciding({ what, selection: chosen, count });
  };
  return (
    <div className={classes.bar} role="group" aria-label="Selected findings">
      <PickedWords
        count={count}
        total={total}
        noun="finding"
        worth={undefined}
        onAll={pickAll}
        onNone={pickNone}
      />
      <div className={classes.barEnd}>
        <ReasonButton reason={past ?? none} size="xs" onClick={() => decide('acknowledge')}>
          Acknowledge…
        </ReasonButton>
        <ReasonButton reason={past ?? none} size="xs" variant="default" onClick={() => decide('reopen')}>
          Reopen…
        </ReasonButton>
        <ReasonButton
          reason={null}
          size="xs"
          variant="default"
          leftSection={<BellOffIcon size={16} />}
          onClick={() => setShowsMutes(true)}
        >
          Muted{mutes > 0 && ` (${formatNumber(mutes)})`}
        </ReasonButton>
        <ExportMenu
          orgId={orgId}
          total={total}
          reason={total === 0 ? 'There is nothing to export.' : past}
          filter={() => filterOf(store.getState().filters)}
        />
      </div>
      <AcknowledgeDialog
        orgId={orgId}
        deciding={deciding}
        onClose={() => setDeciding(null)}
        onDone={() => {
          pickNone();
          onChange();
        }}
      />
      <MutesDialog
        store={store}
        orgId={orgId}
        opened={showsMutes}
        past={past}
        onClose={() => setShowsMutes(false)}
        onDone={onChange}
      />
    </div>
  );
}

import { lazy, Suspense, useState } from 'react';
import { useStore } from 'zustand';
import { Note } from '../../ui/note';
import { definitionOf } from './idle-words';
import { KeepOrDrop } from './keep-or-drop';
import type { LicensesStore } from './licenses-store';
import classes from './definition.module.css';

const DefinitionPanel = lazy(async () => ({ default: (await import('./definition-panel')).DefinitionPanel }));

/** What "idle" means on this page, next to the numbers it makes, with the way to change it. */
export function DefinitionBar({ store, orgId }: { store: LicensesStore; orgId: string }) {
  const days = useStore(store, (s) => s.trying ?? s.rule.inactiveDays);
  const rule = useStore(store, (s) => s.rule);
  const onLeave = useStore(store, (s) => s.onLeave);
  const isChanged = useStore(store, (s) => s.isChanged);
  const [opened, setOpened] = useState(false);
  // Fetched when first wanted; then kept, so that it can slide out.
  const [wanted, setWanted] = useState(false);
  return (
    <div className={classes.bar}>
      <p className={classes.sentence}>
        {definitionOf({ ...rule, inactiveDays: days }, onLeave)}{' '}
        <button
          type="button"
          className={classes.change}
          onClick={() => {
            setWanted(true);
            setOpened(true);
          }}
        >
          Change what counts as idle
        </button>
      </p>
      {isChanged && <Changed store={store} orgId={orgId} />}
      {wanted && (
        <Suspense fallback={null}>
          <DefinitionPanel store={store} orgId={orgId} opened={opened} onClose={() => setOpened(false)} />
        </Suspense>
      )}
    </div>
  );
}

/** Says that the numbers are a what-if, and offers to keep or to drop it. */
function Changed({ store, orgId }: { store: LicensesStore; orgId: string }) {
  return (
    <Note
      tone="info"
      inline
      live
      title="You are trying another definition of idle."
      actions={<KeepOrDrop store={store} orgId={orgId} />}
    >
      It holds on this page only, until you save it.
    </Note>
  );
}

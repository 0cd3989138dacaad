import { Select } from '@mantine/core';
import { useStore } from 'zustand';
import { formatTime } from '../../ui/format';
import { useZone } from '../../ui/time';
import { scopeFromParam, type ChangesStore } from './changes-store';
import classes from './changes.module.css';

/** Whose changes are shown: of the newest collection that changed something, of all, or of one. */
export function ScopeSelect({ store }: { store: ChangesStore }) {
  const zone = useZone();
  const scope = useStore(store, (s) => s.scope);
  const choices = useStore(store, (s) => s.choices);
  const runs = choices.map(({ at, runId }) => ({ value: String(runId), label: formatTime(at, { zone }) }));
  // A link may lead to a run that is not among them (any more).
  const missing =
    typeof scope === 'number' && !choices.some(({ runId }) => runId === scope)
      ? [{ value: String(scope), label: `Collection no. ${scope}` }]
      : [];
  return (
    <Select
      className={classes.scope}
      label="Collection"
      w={290}
      searchable
      allowDeselect={false}
      withScrollArea={false}
      classNames={{ options: classes.options ?? '' }}
      nothingFoundMessage="No collection then"
      value={String(scope)}
      data={[
        { value: 'newest', label: 'Newest with changes' },
        { value: 'all', label: 'All collections' },
        ...missing,
        ...(runs.length > 0 ? [{ group: 'One collection', items: runs }] : []),
      ]}
      onChange={(value) => store.getState().setScope(scopeFromParam(value ?? undefined))}
    />
  );
}

import { useStore } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';
import { Note } from '../../ui/note';
import type { OrgActionsState } from './org-actions';

/** Why the action of the open dialog failed. */
export function DialogError({ actions }: { actions: StoreApi<OrgActionsState> }) {
  const error = useStore(actions, (s) => s.error);
  if (!error) return null;
  return (
    <Note tone="problem" title={error.message} live>
      {error.fix}
    </Note>
  );
}

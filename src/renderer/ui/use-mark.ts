import { useCallback, useState } from 'react';
import type { PersonMark } from '../../shared/model/reclaim';
import { asAppError } from '../api/client';
import { useApi } from '../api/services';
import { notifyError } from './notify';

/** Says whether somebody is an integration user; null takes that back. `onDone` follows when it was saved. */
export function useMark(orgId: string, userId: string, onDone: () => void) {
  const api = useApi();
  const [busy, setBusy] = useState(false);
  const mark = useCallback(
    async (wanted: PersonMark | null) => {
      setBusy(true);
      try {
        await api.licenses.setMark({ orgId, userId, mark: wanted });
        onDone();
      } catch (error) {
        notifyError('This was not saved', asAppError(error));
      }
      setBusy(false);
    },
    [api, orgId, userId, onDone],
  );
  return { mark, busy };
}

import { useCallback } from 'react';
import type { Settings } from '../../../shared/model/settings';
import { asAppError } from '../../api/client';
import { useSettingsStore } from '../../api/services';
import { notifyError } from '../../ui/notify';

/** Saves a change at once; says so when that did not work. True: it did. */
export function useSaveSetting() {
  const update = useSettingsStore((s) => s.update);
  return useCallback(
    async (change: Partial<Settings>): Promise<boolean> => {
      try {
        await update(change);
        return true;
      } catch (error) {
        notifyError('The setting was not saved', asAppError(error));
        return false;
      }
    },
    [update],
  );
}

import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Api } from '../../../../shared/contract';
import type { AppErrorShape } from '../../../../shared/model/errors';
import type { BackupContent } from '../../../../shared/model/backups';
import { asAppError } from '../../../api/client';

export interface RestoreState {
  /**
   * `inspecting`: main looks into the file, or asks for it first. `asking`: its content is shown.
   * `restarting`: the database was replaced, and the program goes away any moment.
   */
  step: 'closed' | 'inspecting' | 'asking' | 'restoring' | 'restarting';
  content: BackupContent | null;
  error: AppErrorShape | null;
  /** A backup of the folder by its name, or (null) a file that the person chooses. */
  inspect(name: string | null): Promise<void>;
  restore(): Promise<void>;
  /** Does nothing once the database is being replaced. */
  close(): void;
}

export type RestoreStore = StoreApi<RestoreState>;

/** Going back to a backup: look into it, ask, replace the database. */
export function createRestoreStore(api: Pick<Api, 'data'>): RestoreStore {
  // What is inspected after the dialog was closed is nobody's.
  let asked = 0;
  return createStore<RestoreState>()((set, get) => ({
    step: 'closed',
    content: null,
    error: null,
    inspect: async (name) => {
      if (get().step !== 'closed') return;
      const mine = ++asked;
      set({ step: 'inspecting', content: null, error: null });
      try {
        const content = await api.data.inspectBackup({ name });
        if (mine !== asked) return;
        set(content ? { step: 'asking', content } : { step: 'closed' });
      } catch (error) {
        if (mine === asked) set({ step: 'asking', error: asAppError(error).toShape() });
      }
    },
    restore: async () => {
      if (get().step !== 'asking' || !get().content) return;
      set({ step: 'restoring', error: null });
      try {
        await api.data.restoreInspected();
        set({ step: 'restarting' });
      } catch (error) {
        set({ step: 'asking', error: asAppError(error).toShape() });
      }
    },
    close: () => {
      if (get().step === 'restoring' || get().step === 'restarting') return;
      asked++;
      set({ step: 'closed', error: null });
    },
  }));
}

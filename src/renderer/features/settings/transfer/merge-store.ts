import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Api } from '../../../../shared/contract';
import type { BackupContent, MergeReport } from '../../../../shared/model/backups';
import type { AppErrorShape } from '../../../../shared/model/errors';
import { asAppError } from '../../../api/client';

export interface MergeState {
  /**
   * `choosing`: main asks for the file and looks into it. `counting`: what merging would do is found out.
   * `asking`: that is shown. `done`: `report` is what was done.
   */
  step: 'closed' | 'choosing' | 'counting' | 'asking' | 'merging' | 'done';
  content: BackupContent | null;
  report: MergeReport | null;
  error: AppErrorShape | null;
  /** The dialog is closed while merging goes on; it opens again with how that ended. */
  hidden: boolean;
  choose(): Promise<void>;
  /** Resolves to whether it ended unseen. */
  merge(): Promise<boolean>;
  /** While merging, only hides it. */
  close(): void;
  /** Takes back what `close` did while merging. */
  show(): void;
}

export type MergeStore = StoreApi<MergeState>;

/** Merging another computer's backup: choose it, count what it would bring, ask, merge. */
export function createMergeStore(api: Pick<Api, 'data'>): MergeStore {
  // What is found out after the dialog was closed is nobody's.
  let asked = 0;
  return createStore<MergeState>()((set, get) => ({
    step: 'closed',
    content: null,
    report: null,
    error: null,
    hidden: false,
    choose: async () => {
      if (get().step !== 'closed') return;
      const mine = ++asked;
      set({ step: 'choosing', content: null, report: null, error: null });
      try {
        const content = await api.data.inspectBackup({ name: null });
        if (mine !== asked) return;
        if (!content) return set({ step: 'closed' });
        set({ step: 'counting', content });
        const report = await api.data.previewMerge();
        if (mine === asked) set({ step: 'asking', report });
      } catch (error) {
        if (mine === asked) set({ step: 'asking', error: asAppError(error).toShape() });
      }
    },
    merge: async () => {
      if (get().step !== 'asking' || !get().report) return false;
      set({ step: 'merging', error: null });
      const end = (how: Partial<MergeState>): boolean => {
        const unseen = get().hidden;
        set({ ...how, hidden: false });
        return unseen;
      };
      try {
        return end({ report: await api.data.mergeInspected(), step: 'done' });
      } catch (error) {
        return end({ step: 'asking', error: asAppError(error).toShape() });
      }
    },
    show: () => set({ hidden: false }),
    close: () => {
      if (get().step === 'merging') return set({ hidden: true });
      asked++;
      set({ step: 'closed', error: null });
    },
  }));
}

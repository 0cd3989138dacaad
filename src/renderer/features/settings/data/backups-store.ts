import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Api } from '../../../../shared/contract';
import type { AppErrorShape } from '../../../../shared/model/errors';
import type { BackupFile, BackupsReport } from '../../../../shared/model/backups';
import { asAppError } from '../../../api/client';
import { createLatest, notLoaded, type Load } from '../../../ui/table-load';

/** How the last thing that was asked for ended. */
export type BackupOutcome =
  | { kind: 'backed-up'; backup: BackupFile }
  | { kind: 'copied'; file: string; sizeBytes: number }
  | { kind: 'removed'; backup: BackupFile }
  | { kind: 'failed'; error: AppErrorShape };

export interface BackupsState {
  list: Load<BackupsReport>;
  /** One at a time; null: nothing. */
  busy: 'back-up' | 'copy' | 'remove' | null;
  outcome: BackupOutcome | null;
  /** Asks for the list again; what is known stays on screen meanwhile. */
  load(): Promise<void>;
  backUpNow(): Promise<void>;
  /** Main asks for the file. Closing that dialog is no outcome. */
  saveCopy(): Promise<void>;
  remove(backup: BackupFile): Promise<void>;
}

export type BackupsStore = StoreApi<BackupsState>;

/** The backups of this computer, and making and removing them. */
export function createBackupsStore(api: Pick<Api, 'data'>): BackupsStore {
  return createStore<BackupsState>()((set, get) => {
    const latest = createLatest<BackupsReport>((change) => set((s) => ({ list: { ...s.list, ...change } })));
    const attempt = async (
      busy: NonNullable<BackupsState['busy']>,
      work: () => Promise<BackupOutcome | null>,
    ): Promise<void> => {
      if (get().busy !== null) return;
      set({ busy, outcome: null });
      let outcome: BackupOutcome | null;
      try {
        outcome = await work();
      } catch (thrown) {
        const error = asAppError(thrown);
        outcome = error.kind === 'canceled' ? null : { kind: 'failed', error: error.toShape() };
      }
      set({ busy: null, outcome });
      // However it ended: the folder may be another one now.
      await get().load();
    };
    return {
      list: notLoaded(),
      busy: null,
      outcome: null,
      load: () => latest(() => api.data.backups()),
      backUpNow: () =>
        attempt('back-up', async () => ({ kind: 'backed-up', backup: await api.data.backUpNow() })),
      saveCopy: () =>
        attempt('copy', async () => {
          const saved = await api.data.saveBackupAs();
          return saved && { kind: 'copied', ...saved };
        }),
      remove: (backup) =>
        attempt('remove', async () => {
          await api.data.removeBackup({ name: backup.name });
          return { kind: 'removed', backup };
        }),
    };
  });
}

import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Api } from '../../../../shared/contract';
import type { AppErrorShape } from '../../../../shared/model/errors';
import type { UpdateStatus } from '../../../../shared/model/updates';
import { asAppError } from '../../../api/client';
import { createLatest, notLoaded, type Load } from '../../../ui/table-load';

export interface UpdatesState {
  status: Load<UpdateStatus>;
  busy: 'look' | 'download' | null;
  /** Where the newer version was put; null: not fetched. */
  downloaded: string | null;
  /** Why looking or fetching was refused. What a look found wrong stands in the status. */
  error: AppErrorShape | null;
  /** What is known, without looking. */
  load(): Promise<void>;
  look(): Promise<void>;
  download(): Promise<void>;
}

export type UpdatesStore = StoreApi<UpdatesState>;

/** Whether there is a newer version, and fetching it. */
export function createUpdatesStore(api: Pick<Api, 'system'>): UpdatesStore {
  return createStore<UpdatesState>()((set, get) => {
    const latest = createLatest<UpdateStatus>((change) =>
      set((s) => ({ status: { ...s.status, ...change } })),
    );
    const attempt = async (busy: 'look' | 'download', work: () => Promise<void>): Promise<void> => {
      if (get().busy !== null) return;
      set({ busy, error: null, downloaded: null });
      try {
        await work();
      } catch (error) {
        set({ error: asAppError(error).toShape() });
      } finally {
        set({ busy: null });
      }
    };
    return {
      status: notLoaded(),
      busy: null,
      downloaded: null,
      error: null,
      load: () => latest(() => api.system.updates()),
      look: () =>
        attempt('look', async () => {
          const data = await api.system.checkForUpdates();
          set((s) => ({ status: { ...s.status, data, error: null } }));
        }),
      download: () =>
        attempt('download', async () => {
          set({ downloaded: (await api.system.downloadUpdate()).file });
        }),
    };
  });
}

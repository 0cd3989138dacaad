import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Api } from '../../../../shared/contract';
import type { LeftOutPerson } from '../../../../shared/model/backups';
import type { AppErrorShape } from '../../../../shared/model/errors';
import { asAppError } from '../../../api/client';
import { createLatest, notLoaded, type Load } from '../../../ui/table-load';
import { userIdProblem } from './left-out-words';

export interface LeftOutState {
  /** Everybody, or who has the id that was entered. */
  list: Load<LeftOutPerson[]>;
  /** The id to look for, as entered. */
  userId: string;
  /** The dialog is about this one; null: closed. */
  asking: LeftOutPerson | null;
  busy: boolean;
  /** Who is collected again since. */
  done: LeftOutPerson | null;
  error: AppErrorShape | null;
  load(): Promise<void>;
  setUserId(userId: string): Promise<void>;
  ask(person: LeftOutPerson): void;
  /** Leaves them out no longer. */
  confirm(): Promise<void>;
  /** Does nothing while it is being done. */
  close(): void;
}

export type LeftOutStore = StoreApi<LeftOutState>;

/** Who is left out of later collections, and taking that back. */
export function createLeftOutStore(api: Pick<Api, 'data'>): LeftOutStore {
  return createStore<LeftOutState>()((set, get) => {
    const latest = createLatest<LeftOutPerson[]>((change) =>
      set((s) => ({ list: { ...s.list, ...change } })),
    );
    const wanted = (): string | null => {
      const id = get().userId.trim();
      return id === '' || userIdProblem(id) !== null ? null : id;
    };
    return {
      list: notLoaded(),
      userId: '',
      asking: null,
      busy: false,
      done: null,
      error: null,
      load: () => latest(() => api.data.leftOut({ userId: wanted() })),
      setUserId: async (userId) => {
        const before = wanted();
        set({ userId });
        if (wanted() !== before) await get().load();
      },
      ask: (person) => set({ asking: person, done: null, error: null }),
      confirm: async () => {
        const { asking, busy } = get();
        if (!asking || busy) return;
        set({ busy: true, error: null });
        try {
          const { orgId, digest } = asking;
          await api.data.stopLeavingOut({ orgId, digest });
          set({ busy: false, asking: null, done: asking, userId: '' });
        } catch (thrown) {
          set({ busy: false, error: asAppError(thrown).toShape() });
          return;
        }
        await get().load();
      },
      close: () => {
        if (!get().busy) set({ asking: null, error: null });
      },
    };
  });
}

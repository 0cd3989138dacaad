import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Api } from '../../../shared/contract';
import type { ForgetReport } from '../../../shared/model/backups';
import type { AppErrorShape } from '../../../shared/model/errors';
import { asAppError } from '../../api/client';

/** Who is to be forgotten. */
export interface PersonRef {
  orgId: string;
  userId: string;
  name: string;
}

export interface ForgetState {
  /** Whom the open dialog is about; null: closed. */
  person: PersonRef | null;
  /** What would be removed; null: not known yet. */
  preview: ForgetReport | null;
  /** Whether later collections leave the person out. */
  andIgnore: boolean;
  busy: boolean;
  error: AppErrorShape | null;
  open(person: PersonRef): Promise<void>;
  retry(): Promise<void>;
  setAndIgnore(andIgnore: boolean): void;
  /** What was removed; null: it failed, or the dialog is not that far. */
  forget(): Promise<ForgetReport | null>;
  /** Does nothing while data is being removed. */
  close(): void;
}

export type ForgetStore = StoreApi<ForgetState>;

const CLOSED = { person: null, preview: null, busy: false, error: null };

/** Erasing one person's data: what that would remove, and removing it. */
export function createForgetStore(api: Pick<Api, 'data'>): ForgetStore {
  return createStore<ForgetState>()((set, get) => {
    const isAbout = (person: PersonRef) => get().person === person;
    const count = async (person: PersonRef) => {
      set({ error: null, preview: null });
      try {
        const { orgId, userId } = person;
        const preview = await api.data.previewForget({ orgId, userId });
        if (isAbout(person)) set({ preview });
      } catch (error) {
        if (isAbout(person)) set({ error: asAppError(error).toShape() });
      }
    };
    return {
      ...CLOSED,
      andIgnore: true,
      open: async (person) => {
        set({ ...CLOSED, person, andIgnore: true });
        await count(person);
      },
      retry: async () => {
        const { person } = get();
        if (person) await count(person);
      },
      setAndIgnore: (andIgnore) => set({ andIgnore }),
      forget: async () => {
        const { person, preview, busy, andIgnore } = get();
        if (!person || !preview || busy) return null;
        set({ busy: true, error: null });
        try {
          const { orgId, userId } = person;
          const report = await api.data.forget({ orgId, userId, andIgnore });
          set(CLOSED);
          return report;
        } catch (error) {
          set({ busy: false, error: asAppError(error).toShape() });
          return null;
        }
      },
      close: () => {
        if (!get().busy) set(CLOSED);
      },
    };
  });
}

import { createStore, type StoreApi } from 'zustand/vanilla';

export interface VaultPromptState {
  open: boolean;
  /** Opens the dialog, or joins the one that is open. Resolves with whether the vault was unlocked. */
  ask(): Promise<boolean>;
  answer(unlocked: boolean): void;
}

export type VaultPromptStore = StoreApi<VaultPromptState>;

/** Lets any call that meets a locked vault wait for one and the same passphrase dialog. */
export function createVaultPromptStore(): VaultPromptStore {
  let waiting: ((unlocked: boolean) => void)[] = [];
  return createStore<VaultPromptState>()((set) => ({
    open: false,
    ask: () => {
      set({ open: true });
      return new Promise((resolve) => waiting.push(resolve));
    },
    answer: (unlocked) => {
      set({ open: false });
      const answered = waiting;
      waiting = [];
      for (const resolve of answered) resolve(unlocked);
    },
  }));
}

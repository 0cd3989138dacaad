import { createStore, type StoreApi } from 'zustand/vanilla';

/** Which moment the pages of an org are looked at as of. Lives as long as the window: a new start is the present. */
export interface LookBackState {
  /** By org id, ISO 8601 UTC; an org that is missing is looked at in the present. */
  moments: Readonly<Record<string, string>>;
  /** null: back to the newest data. */
  lookAt(orgId: string, at: string | null): void;
}

export type LookBackStore = StoreApi<LookBackState>;

export function createLookBackStore(): LookBackStore {
  return createStore<LookBackState>()((set) => ({
    moments: {},
    lookAt: (orgId, at) =>
      set(({ moments }) => {
        const others = Object.fromEntries(Object.entries(moments).filter(([id]) => id !== orgId));
        return { moments: at === null ? others : { ...others, [orgId]: at } };
      }),
  }));
}

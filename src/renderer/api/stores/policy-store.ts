import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Api } from '../../../shared/contract';
import type { AppError } from '../../../shared/model/errors';
import type { PolicyStatus } from '../../../shared/model/policy';
import { asAppError } from '../client';

export interface PolicyState {
  /** What the computer's administrator decided. Nothing until it is known: main enforces it in any case. */
  status: PolicyStatus;
  /** Why it could not be asked for; null: it could, or was not yet. */
  error: AppError | null;
  load(): Promise<void>;
}

export type PolicyStore = StoreApi<PolicyState>;

const NONE: PolicyStatus = { file: null, policy: {} };

/** The policy is read by main when the program starts, so asking once is enough. */
export function createPolicyStore(api: { system: Pick<Api['system'], 'policy'> }): PolicyStore {
  return createStore<PolicyState>()((set) => ({
    status: NONE,
    error: null,
    load: async () => {
      try {
        set({ status: await api.system.policy(), error: null });
      } catch (error) {
        set({ error: asAppError(error) });
      }
    },
  }));
}

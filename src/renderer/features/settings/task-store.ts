import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Api } from '../../../shared/contract';
import type { AppError } from '../../../shared/model/errors';
import { asAppError } from '../../api/client';

/** Something a person starts that takes a while: one at a time, with how the last one ended. */
export interface TaskState<I, R> {
  /** What is being worked on; null: nothing. */
  running: { input: I } | null;
  /** What came out last; null: nothing yet, or the person closed the file dialog. */
  result: R | null;
  error: AppError | null;
  /** Does nothing while one is running. Null: it failed, or the person closed the file dialog. */
  run(input: I): Promise<R | null>;
  clear(): void;
}

export type TaskStore<I, R> = StoreApi<TaskState<I, R>>;

export function createTaskStore<I, R>(work: (input: I) => Promise<R | null>): TaskStore<I, R> {
  return createStore<TaskState<I, R>>()((set, get) => ({
    running: null,
    result: null,
    error: null,
    run: async (input) => {
      if (get().running) return null;
      set({ running: { input }, result: null, error: null });
      try {
        const result = await work(input);
        set({ running: null, result });
        return result;
      } catch (thrown) {
        const error = asAppError(thrown);
        set({ running: null, error: error.kind === 'canceled' ? null : error });
        return null;
      }
    },
    clear: () => set({ result: null, error: null }),
  }));
}

/** A maker of such a store, to be kept in a module for `useLastingStore`. */
export function taskOf<I, R>(work: (api: Api, input: I) => Promise<R | null>) {
  return (api: Api): TaskStore<I, R> => createTaskStore((input) => work(api, input));
}

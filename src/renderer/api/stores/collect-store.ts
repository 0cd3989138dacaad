import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Api } from '../../../shared/contract';
import type { CollectProgress, RunSummary } from '../../../shared/model/run';
import type { Events } from '../events';

export interface CollectState {
  /** By org id, while a collection runs. */
  progress: Readonly<Record<string, CollectProgress>>;
  /** Collections asked for whose first progress has not arrived. */
  starting: readonly string[];
  /** Cancels asked for that have not taken effect. */
  canceling: readonly string[];
  /** By org id: how the last collection seen by this window ended. */
  ended: Readonly<Record<string, RunSummary>>;
  /** By org id: how the collection ended that the person asked for in this window, until the next is asked for. */
  answers: Readonly<Record<string, RunSummary>>;
  /** Rejects with an `AppError` when no run could be started. */
  start(orgId: string): Promise<void>;
  cancel(orgId: string): Promise<void>;
  /** Asks main how the run stands: it may have begun before this window listened, or died without a word. */
  resume(orgId: string): Promise<void>;
}

export type CollectStore = StoreApi<CollectState>;

export function createCollectStore(api: Api, events: Events): CollectStore {
  /** Orgs whose collection was asked for here and has not ended. */
  const asked = new Set<string>();
  const store = createStore<CollectState>()((set, get) => ({
    progress: {},
    starting: [],
    canceling: [],
    ended: {},
    answers: {},
    start: async (orgId) => {
      if (get().starting.includes(orgId)) return;
      asked.add(orgId);
      set((s) => ({
        starting: [...s.starting, orgId],
        ended: without(s.ended, orgId),
        answers: without(s.answers, orgId),
      }));
      try {
        await api.collect.start({ orgId });
        if (!get().progress[orgId] && !get().ended[orgId]) await get().resume(orgId);
      } catch (error) {
        asked.delete(orgId);
        throw error;
      } finally {
        set((s) => ({ starting: s.starting.filter((id) => id !== orgId) }));
      }
    },
    cancel: async (orgId) => {
      set((s) => ({ canceling: [...s.canceling, orgId] }));
      try {
        await api.collect.cancel({ orgId });
      } catch (error) {
        set((s) => ({ canceling: s.canceling.filter((id) => id !== orgId) }));
        throw error;
      }
    },
    resume: async (orgId) => {
      const progress = await api.collect.progress({ orgId });
      set((s) => ({
        progress: progress ? { ...s.progress, [orgId]: progress } : without(s.progress, orgId),
      }));
    },
  }));

  events.on('collect.progressed', (progress) => {
    store.setState((s) => ({ progress: { ...s.progress, [progress.orgId]: progress } }));
  });
  events.on('collect.ended', ({ orgId, run }) => {
    const answer = asked.delete(orgId) ? { [orgId]: run } : {};
    store.setState((s) => ({
      answers: { ...s.answers, ...answer },
      progress: without(s.progress, orgId),
      canceling: s.canceling.filter((id) => id !== orgId),
      ended: { ...s.ended, [orgId]: run },
    }));
  });
  return store;
}

function without<T>(record: Readonly<Record<string, T>>, key: string): Record<string, T> {
  return Object.fromEntries(Object.entries(record).filter(([k]) => k !== key));
}

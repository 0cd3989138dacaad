import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Api } from '../../../shared/contract';
import type { AppError } from '../../../shared/model/errors';
import type { TimelineEntry } from '../../../shared/model/sign-in-map';
import { asAppError } from '../../api/client';

export const PAGE = 50;

export interface TimelineState {
  entries: readonly TimelineEntry[];
  /** Where the next page begins; null: there is none, or nothing was asked for yet. */
  next: string | null;
  loading: boolean;
  loaded: boolean;
  error: AppError | null;
  /** From the newest again. */
  reload(): void;
  /** One more page, or the one that failed again. */
  more(): void;
}

export type TimelineStore = StoreApi<TimelineState>;

/** What is known of one user, a page at a time. */
export function createTimelineStore(
  api: Pick<Api, 'security'>,
  { orgId, userId }: { orgId: string; userId: string },
): TimelineStore {
  // Only the newest question counts.
  let ticket = 0;
  return createStore<TimelineState>()((set, get) => {
    const ask = (before: string | null) => {
      const mine = ++ticket;
      set({ loading: true, error: null });
      api.security.timeline({ orgId, userId, before, limit: PAGE }).then(
        ({ entries, next }) => {
          if (mine !== ticket) return;
          const known = before === null ? [] : get().entries;
          set({ entries: [...known, ...entries], next, loading: false, loaded: true });
        },
        (error: unknown) => {
          if (mine === ticket) set({ loading: false, error: asAppError(error) });
        },
      );
    };
    return {
      entries: [],
      next: null,
      loading: false,
      loaded: false,
      error: null,
      reload: () => ask(null),
      more: () => ask(get().next),
    };
  });
}

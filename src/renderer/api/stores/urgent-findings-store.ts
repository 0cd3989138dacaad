import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Api } from '../../../shared/contract';
import type { Events } from '../events';

export interface UrgentFindingsState {
  /** By org: findings that are open, not muted, and critical or high. */
  counts: Readonly<Record<string, number>>;
  /** Asks again; what was known stays when there is no answer. */
  refresh(orgId: string): Promise<void>;
}

export type UrgentFindingsStore = StoreApi<UrgentFindingsState>;

/** What the navigation counts. Evaluations tell the number; after other changes it is asked for. */
export function createUrgentFindingsStore(
  api: { security: Pick<Api['security'], 'findings'> },
  events: Pick<Events, 'on'>,
): UrgentFindingsStore {
  // A slow answer must not overwrite a newer one.
  const tickets = new Map<string, number>();
  const take = (orgId: string): number => {
    const ticket = (tickets.get(orgId) ?? 0) + 1;
    tickets.set(orgId, ticket);
    return ticket;
  };
  const store = createStore<UrgentFindingsState>()((set) => ({
    counts: {},
    refresh: async (orgId) => {
      const ticket = take(orgId);
      try {
        const { total } = await api.security.findings({
          orgId,
          severities: ['critical', 'high'],
          statuses: ['open'],
          limit: 1,
        });
        if (ticket === tickets.get(orgId)) set((s) => ({ counts: { ...s.counts, [orgId]: total } }));
      } catch {
        // The page of findings says what is wrong.
      }
    },
  }));
  events.on('security.evaluated', ({ orgId, open }) => {
    take(orgId);
    store.setState((s) => ({ counts: { ...s.counts, [orgId]: open.critical + open.high } }));
  });
  return store;
}

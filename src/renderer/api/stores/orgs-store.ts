import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Api } from '../../../shared/contract';
import type { AppError } from '../../../shared/model/errors';
import type { OrgSummary } from '../../../shared/model/org';
import { asAppError } from '../client';
import type { Events } from '../events';

export interface OrgsState {
  /** null until the first answer. */
  orgs: OrgSummary[] | null;
  error: AppError | null;
  refresh(): Promise<void>;
}

export type OrgsStore = StoreApi<OrgsState>;

/** All connected orgs, kept fresh by events. */
export function createOrgsStore(api: Api, events: Events): OrgsStore {
  // A slow answer must not overwrite a newer one.
  let newest = 0;
  const store = createStore<OrgsState>()((set) => ({
    orgs: null,
    error: null,
    refresh: async () => {
      const ticket = ++newest;
      try {
        const orgs = await api.orgs.list();
        if (ticket === newest) set({ orgs, error: null });
      } catch (error) {
        if (ticket === newest) set({ error: asAppError(error) });
      }
    },
  }));
  const refresh = () => void store.getState().refresh();
  events.on('orgs.changed', refresh);
  events.on('collect.ended', refresh);
  events.on('settings.changed', refresh);
  return store;
}

export function findOrg(orgs: OrgSummary[] | null, orgId: string): OrgSummary | undefined {
  return orgs?.find((org) => org.id === orgId);
}

import { createContext, useCallback, useContext, useEffect, useState, type ReactNode } from 'react';
import { useStore } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';
import type { Api } from '../../shared/contract';
import type { Bridge } from '../../shared/contract/channels';
import type { EventName, EventPayload } from '../../shared/contract/events';
import { createApi } from './client';
import { createEvents, type Events } from './events';
import { createCollectStore, type CollectState, type CollectStore } from './stores/collect-store';
import { createPolicyStore, type PolicyStore } from './stores/policy-store';
import { createLookBackStore, type LookBackStore } from './stores/look-back-store';
import { createOrgsStore, type OrgsState, type OrgsStore } from './stores/orgs-store';
import { createSettingsStore, type SettingsState, type SettingsStore } from './stores/settings-store';
import { createUrgentFindingsStore, type UrgentFindingsStore } from './stores/urgent-findings-store';
import { createVaultPromptStore, type VaultPromptStore } from './stores/vault-prompt-store';

/** Everything the views share: the client, the events, and the stores that more than one feature reads. */
export interface Services {
  api: Api;
  events: Events;
  orgs: OrgsStore;
  collect: CollectStore;
  settings: SettingsStore;
  vaultPrompt: VaultPromptStore;
  lookBack: LookBackStore;
  policy: PolicyStore;
  urgentFindings: UrgentFindingsStore;
}

export function createServices(bridge: Bridge): Services {
  const vaultPrompt = createVaultPromptStore();
  const api = createApi(bridge, { onVaultLocked: () => vaultPrompt.getState().ask() });
  const events = createEvents(bridge);
  return {
    api,
    events,
    vaultPrompt,
    lookBack: createLookBackStore(),
    policy: createPolicyStore(api),
    orgs: createOrgsStore(api, events),
    collect: createCollectStore(api, events),
    settings: createSettingsStore(api, events),
    urgentFindings: createUrgentFindingsStore(api, events),
  };
}

const ServicesContext = createContext<Services | null>(null);

export function ServicesProvider({ services, children }: { services: Services; children: ReactNode }) {
  return <ServicesContext.Provider value={services}>{children}</ServicesContext.Provider>;
}

export function useServices(): Services {
  const services = useContext(ServicesContext);
  if (!services) throw new Error('ServicesProvider is missing');
  return services;
}

export function useApi(): Api {
  return useServices().api;
}

export function useOrgsStore<T>(select: (state: OrgsState) => T): T {
  return useStore(useServices().orgs, select);
}

export function useCollectStore<T>(select: (state: CollectState) => T): T {
  return useStore(useServices().collect, select);
}

export function useSettingsStore<T>(select: (state: SettingsState) => T): T {
  return useStore(useServices().settings, select);
}

/** The moment an org is looked back to, ISO 8601 UTC; null: the newest data. */
export function useAsOf(orgId: string): string | null {
  return useStore(useServices().lookBack, (s) => s.moments[orgId] ?? null);
}

/** A store that lives as long as the calling component, e.g. `useFeatureStore(createUsersStore)`. */
export function useFeatureStore<S>(create: (api: Api) => StoreApi<S>): StoreApi<S> {
  const api = useApi();
  const [store] = useState(() => create(api));
  return store;
}

const lasting = new WeakMap<Api, Map<unknown, unknown>>();

/**
 * A store that outlives the page, for work that goes on when the person looks elsewhere meanwhile. One per
 * `create`, which must be a function of a module, not one made in a component.
 */
export function useLastingStore<S>(create: (api: Api) => StoreApi<S>): StoreApi<S> {
  return lastingStore(useApi(), create);
}

export function lastingStore<S>(api: Api, create: (api: Api) => StoreApi<S>): StoreApi<S> {
  const stores = lasting.get(api) ?? new Map<unknown, unknown>();
  lasting.set(api, stores);
  if (!stores.has(create)) stores.set(create, create(api));
  // What is kept under a maker is what that maker made.
  return stores.get(create) as StoreApi<S>;
}

/** Runs the listener for every such event while the component is mounted. Wrap it in `useCallback`. */
export function useAppEvent<E extends EventName>(
  name: E,
  listener: (payload: EventPayload<E>) => void,
): void {
  const { events } = useServices();
  useEffect(() => events.on(name, listener), [events, name, listener]);
}

/** Does `work` after every evaluation of the org's security checks. Wrap it in `useCallback`. */
export function useAfterEvaluation(orgId: string, work: () => void): void {
  const listener = useCallback(
    (evaluated: EventPayload<'security.evaluated'>) => {
      if (evaluated.orgId === orgId) work();
    },
    [orgId, work],
  );
  useAppEvent('security.evaluated', listener);
}

/**
 * Does `work` after every collection of the org, however it ended, and when rows came or went otherwise. Wrap it in
 * `useCallback`.
 */
export function useAfterCollection(orgId: string | null, work: () => void): void {
  const listener = useCallback(
    (ended: EventPayload<'collect.ended'>) => {
      if (ended.orgId === orgId) work();
    },
    [orgId, work],
  );
  useAppEvent('collect.ended', listener);
  useAppEvent('data.changed', work);
}

import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Api } from '../../../shared/contract';
import type { ConnectivityReport } from '../../../shared/model/connectivity';
import type { AppError } from '../../../shared/model/errors';
import type { OrgSummary } from '../../../shared/model/org';
import type { SetupDraft, SetupProgress, SubStepId } from '../../../shared/model/setup';
import { asAppError } from '../../api/client';

export interface ConnectionInput extends SetupDraft {
  /** Empty: keep the stored one. */
  consumerSecret: string;
}

export interface SetupState {
  orgId: string | null;
  progress: SetupProgress | null;
  report: ConnectivityReport | null;
  loadError: AppError | null;
  testing: boolean;
  testError: AppError | null;
  saving: boolean;
  saveError: AppError | null;
  load(): Promise<void>;
  tick(id: SubStepId, done: boolean): Promise<void>;
  saveDraft(draft: SetupDraft): Promise<void>;
  /** Adds the org, or changes it. Null when it failed; `saveError` says why. */
  save(input: ConnectionInput): Promise<OrgSummary | null>;
  test(): Promise<void>;
  refreshProgress(): Promise<void>;
}

export type SetupStore = StoreApi<SetupState>;

/** The checklist of one org; `orgId` null is the org being added. */
export function createSetupStore(api: Api, orgId: string | null): SetupStore {
  return createStore<SetupState>()((set, get) => ({
    orgId,
    progress: null,
    report: null,
    loadError: null,
    testing: false,
    testError: null,
    saving: false,
    saveError: null,
    load: async () => {
      set({ loadError: null });
      try {
        const [progress, report] = await Promise.all([
          api.orgs.setup({ orgId }),
          orgId === null ? null : api.orgs.lastConnectivity({ orgId }),
        ]);
        set({ progress, report });
      } catch (error) {
        set({ loadError: asAppError(error) });
      }
    },
    refreshProgress: async () => set({ progress: await api.orgs.setup({ orgId }) }),
    tick: async (id, done) => {
      const before = get().progress;
      // Shown at once; the answer replaces it.
      if (before) set({ progress: withTick(before, id, done) });
      try {
        set({ progress: await api.orgs.tickSubStep({ orgId, id, done }) });
      } catch (error) {
        set({ progress: before });
        throw asAppError(error);
      }
    },
    saveDraft: async (draft) => {
      if (orgId === null) await api.orgs.saveDraft(draft);
    },
    save: async ({ name, url, consumerKey, consumerSecret }) => {
      set({ saving: true, saveError: null });
      try {
        if (orgId === null) return await api.orgs.add({ name, url, consumerKey, consumerSecret });
        const secret = consumerSecret === '' ? {} : { consumerSecret };
        const org = await api.orgs.update({ orgId, name, url, consumerKey, ...secret });
        await get().refreshProgress();
        return org;
      } catch (error) {
        set({ saveError: asAppError(error) });
        return null;
      } finally {
        set({ saving: false });
      }
    },
    test: async () => {
      if (orgId === null || get().testing) return;
      set({ testing: true, testError: null, report: null });
      try {
        set({ report: await api.orgs.testConnectivity({ orgId }) });
        await get().refreshProgress();
      } catch (error) {
        set({ testError: asAppError(error) });
      } finally {
        set({ testing: false });
      }
    },
  }));
}

function withTick(progress: SetupProgress, id: SubStepId, done: boolean): SetupProgress {
  const steps = progress.steps.map((step) =>
    step.id === id ? { ...step, doneBy: done ? ('user' as const) : null } : step,
  );
  return { ...progress, steps };
}

import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Api } from '../../../shared/contract';
import type { ConnectivityReport } from '../../../shared/model/connectivity';
import type { AppError } from '../../../shared/model/errors';
import type { OrgSummary } from '../../../shared/model/org';
import type { SetupDraft, SetupProgress, SubStepId } from '../../../shared/model/setup';
import { asAppError } from '../../api/client';

export interface ConnectionInput extends SetupDraft {
  /** Client credentials only. Empty: keep the stored one. */
  consumerSecret: string;
}

export type KeySource = 'generate' | 'import';

export interface SetupState {
  orgId: string | null;
  progress: SetupProgress | null;
  report: ConnectivityReport | null;
  loadError: AppError | null;
  testing: boolean;
  testError: AppError | null;
  saving: boolean;
  saveError: AppError | null;
  /** Where the key that is being prepared comes from. */
  preparing: KeySource | null;
  keyError: AppError | null;
  load(): Promise<void>;
  tick(id: SubStepId, done: boolean): Promise<void>;
  /** Keeps what changed of an org that is not saved yet. */
  saveDraft(change: Partial<SetupDraft>): Promise<void>;
  /** Adds the org, or changes it. Null when it failed; `saveError` says why. */
  save(input: ConnectionInput): Promise<OrgSummary | null>;
  /** Gets a key for the org being added; `keyError` says why not. */
  prepareKey(source: KeySource): Promise<void>;
  test(): Promise<void>;
  refreshProgress(): Promise<void>;
}

export type SetupStore = StoreApi<SetupState>;

/** The checklist of one org; `orgId` null is the org being added. */
export function createSetupStore(api: Api, orgId: string | null): SetupStore {
  return createStore<SetupState>()((set, get) => {
    // A form that closes after the org was added must not leave its values for the next one.
    let added = false;
    /** What is being typed is newer here than in any answer. */
    const accept = (progress: SetupProgress) =>
      set((s) => ({ progress: s.progress ? { ...progress, draft: s.progress.draft } : progress }));

    return {
      orgId,
      progress: null,
      report: null,
      loadError: null,
      testing: false,
      testError: null,
      saving: false,
      saveError: null,
      preparing: null,
      keyError: null,
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
      refreshProgress: async () => accept(await api.orgs.setup({ orgId })),
      tick: async (id, done) => {
        const before = get().progress;
        // Shown at once; the answer replaces it.
        if (before) set({ progress: withTick(before, id, done) });
        try {
          accept(await api.orgs.tickSubStep({ orgId, id, done }));
        } catch (error) {
          if (before) accept(before);
          throw asAppError(error);
        }
      },
      saveDraft: async (change) => {
        const { progress } = get();
        if (orgId !== null || added || !progress) return;
        const draft = { ...progress.draft, ...change };
        set({ progress: { ...progress, draft } });
        await api.orgs.saveDraft(draft);
      },
      save: async (input) => {
        set({ saving: true, saveError: null });
        try {
          if (orgId === null) {
            const org = await api.orgs.add(newOrg(input));
            added = true;
            return org;
          }
          const org = await api.orgs.update({ orgId, ...changes(input) });
          await get().refreshProgress();
          return org;
        } catch (error) {
          set({ saveError: asAppError(error) });
          return null;
        } finally {
          set({ saving: false });
        }
      },
      prepareKey: async (source) => {
        if (orgId !== null || get().preparing !== null) return;
        set({ preparing: source, keyError: null });
        try {
          // Null: the file dialog was dismissed.
          const made = await api.orgs.prepareKey({ orgId, source });
          if (made) {
            set((s) => ({
              progress: s.progress && { ...s.progress, draftCertificate: made },
              saveError: null,
            }));
            await get().refreshProgress();
          }
        } catch (error) {
          set({ keyError: asAppError(error) });
        } finally {
          set({ preparing: null });
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
    };
  });
}

function newOrg({ name, url, consumerKey, auth, username, consumerSecret }: ConnectionInput) {
  const credentials = auth === 'jwt-bearer' ? { auth, username } : { auth, consumerSecret };
  return { name, url, consumerKey, credentials };
}

function changes({ name, url, consumerKey, auth, username, consumerSecret }: ConnectionInput) {
  const secret = consumerSecret === '' ? {} : { consumerSecret };
  return { name, url, consumerKey, ...(auth === 'jwt-bearer' ? { jwtUsername: username } : secret) };
}

function withTick(progress: SetupProgress, id: SubStepId, done: boolean): SetupProgress {
  const steps = progress.steps.map((step) =>
    step.id === id ? { ...step, doneBy: done ? ('user' as const) : null } : step,
  );
  return { ...progress, steps };
}

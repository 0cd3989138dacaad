import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Api } from '../../../shared/contract';
import type { ConnectivityReport } from '../../../shared/model/connectivity';
import type { AppError } from '../../../shared/model/errors';
import type { OrgSummary } from '../../../shared/model/org';
import { asAppError } from '../../api/client';

export type OrgDialog = 'rename' | 'remove' | 'test' | 'certificate';

export interface OrgActionsState {
  /** The open dialog and the org it is about. */
  dialog: { kind: OrgDialog; org: OrgSummary } | null;
  busy: boolean;
  error: AppError | null;
  /** Result of the test whose dialog is open. */
  report: ConnectivityReport | null;
  open(kind: OrgDialog, org: OrgSummary): void;
  close(): void;
  test(): Promise<void>;
  rename(name: string): Promise<boolean>;
  setPaused(orgId: string, paused: boolean): Promise<void>;
  remove(deleteData: boolean): Promise<boolean>;
}

/** What the 3-dot menu of an org does. */
export function createOrgActionsStore(api: Api): StoreApi<OrgActionsState> {
  return createStore<OrgActionsState>()((set, get) => {
    /** Runs it for the org of the open dialog; true when it worked. */
    const attempt = async (work: (orgId: string) => Promise<unknown>): Promise<boolean> => {
      const orgId = get().dialog?.org.id;
      if (orgId === undefined || get().busy) return false;
      set({ busy: true, error: null });
      try {
        await work(orgId);
        return true;
      } catch (error) {
        // A dialog that was closed meanwhile has nowhere to show it.
        if (get().dialog?.org.id === orgId) set({ error: asAppError(error) });
        return false;
      } finally {
        set({ busy: false });
      }
    };
    return {
      dialog: null,
      busy: false,
      error: null,
      report: null,
      open: (kind, org) => set({ dialog: { kind, org }, error: null, report: null }),
      close: () => set({ dialog: null, error: null, report: null }),
      test: async () => {
        set({ report: null });
        await attempt(async (orgId) => {
          const report = await api.orgs.testConnectivity({ orgId });
          if (get().dialog?.org.id === orgId) set({ report });
        });
      },
      rename: async (name) => {
        const done = await attempt((orgId) => api.orgs.update({ orgId, name }));
        if (done) get().close();
        return done;
      },
      setPaused: async (orgId, paused) => {
        await api.orgs.update({ orgId, paused });
      },
      remove: async (deleteData) => {
        const done = await attempt((orgId) => api.orgs.remove({ orgId, deleteData }));
        if (done) get().close();
        return done;
      },
    };
  });
}

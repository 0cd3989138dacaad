import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Api } from '../../../shared/contract';
import type { OrgCertificates } from '../../../shared/model/certificate';
import type { ConnectivityReport } from '../../../shared/model/connectivity';
import type { AppError } from '../../../shared/model/errors';
import { asAppError } from '../../api/client';

/** The three things to do, and the end. */
export type ReplaceStage = 'key' | 'upload' | 'test' | 'done';
export type ReplaceTask = 'generate' | 'import' | 'test' | 'discard';

export interface CertificateState {
  certificates: OrgCertificates;
  stage: ReplaceStage;
  busy: ReplaceTask | null;
  error: AppError | null;
  /** Of the newest test made here. */
  report: ConnectivityReport | null;
  /**
   * Makes or imports the next key; on to the upload. Where the vault has lost the present key, there is
   * nothing to overlap with, and the new one is `current` at once.
   */
  prepare(source: 'generate' | 'import'): Promise<void>;
  go(stage: 'upload' | 'test'): void;
  /** Signs in. When Salesforce accepted the next key, it is the current one now. */
  test(): Promise<void>;
  /** Gives the next key up; back to the beginning. */
  discard(): Promise<void>;
}

export type CertificateStore = StoreApi<CertificateState>;

/** The replacement of an org's certificate. One that has begun goes on with the upload. */
export function createCertificateStore(
  api: Api,
  orgId: string,
  certificates: OrgCertificates,
): CertificateStore {
  return createStore<CertificateState>()((set, get) => {
    const attempt = async (task: ReplaceTask, work: () => Promise<void>): Promise<void> => {
      if (get().busy !== null) return;
      set({ busy: task, error: null });
      try {
        await work();
      } catch (error) {
        set({ error: asAppError(error) });
      } finally {
        set({ busy: null });
      }
    };
    const stored = async () => {
      const { certificates: now } = await api.orgs.get({ orgId });
      return { certificates: now ?? get().certificates };
    };
    return {
      certificates,
      stage: certificates.next ? 'upload' : 'key',
      busy: null,
      error: null,
      report: null,
      prepare: (source) =>
        attempt(source, async () => {
          // Null: the file dialog was dismissed.
          if (await api.orgs.prepareKey({ orgId, source })) set({ ...(await stored()), stage: 'upload' });
        }),
      go: (stage) => set({ stage, error: null, report: null }),
      test: () =>
        attempt('test', async () => {
          set({ report: null });
          const report = await api.orgs.testConnectivity({ orgId });
          const now = await stored();
          const accepted = now.certificates.next === null && signedIn(report);
          set({ ...now, report, stage: accepted ? 'done' : 'test' });
        }),
      discard: () =>
        attempt('discard', async () => {
          await api.orgs.discardNextKey({ orgId });
          set({ ...(await stored()), stage: 'key', report: null });
        }),
    };
  });
}

/** Salesforce took one of the keys, whatever else the test found. */
export function signedIn(report: ConnectivityReport): boolean {
  return report.checks.some((check) => check.id === 'token' && check.status === 'pass');
}

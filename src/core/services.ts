import type { ConnectivityReport } from '../shared/model/connectivity';
import type { Org, OrgSummary } from '../shared/model/org';
import type { CollectProgress, RunSummary } from '../shared/model/run';

/**
 * The application services that the window's IPC handlers and the headless commands share.
 * Each is made by a `createX(deps)` in its own folder; `main/compose.ts` wires them.
 */

export type NewOrgCredentials =
  | { auth: 'client-credentials'; consumerSecret: string }
  /** `privateKeyPem` null: generate an RSA key and a self-signed certificate. */
  | { auth: 'jwt-bearer'; username: string; privateKeyPem: string | null };

export interface AddOrgInput {
  name: string;
  /** As typed; normalized and checked by `core/orgs/org-url.ts` (AppError WRONG_HOST, INVALID_URL). */
  url: string;
  consumerKey: string;
  credentials: NewOrgCredentials;
  isDemo?: boolean;
}

export interface UpdateOrgInput {
  orgId: string;
  name?: string | undefined;
  url?: string | undefined;
  consumerKey?: string | undefined;
  consumerSecret?: string | undefined;
  paused?: boolean | undefined;
  thresholdPercent?: number | undefined;
  inactiveDays?: number | undefined;
}

export interface OrgService {
  list(): Promise<OrgSummary[]>;
  get(orgId: string): Promise<OrgSummary>;
  /** Rejects with kind "usage", code UNKNOWN_ORG, naming the orgs there are. */
  requireByName(name: string): Promise<Org>;
  add(input: AddOrgInput): Promise<OrgSummary>;
  update(input: UpdateOrgInput): Promise<OrgSummary>;
  /** Deletes the secrets too; collected data only when asked. */
  remove(orgId: string, deleteData: boolean): Promise<void>;
  /** The org's certificate (PEM) for upload to Salesforce. AppError NO_CERTIFICATE for other flows. */
  certificate(orgId: string): Promise<string>;
}

export interface ConnectivityService {
  /** Never rejects for what Salesforce says: failures are checks with status "fail". Vault problems reject. */
  test(orgId: string, signal?: AbortSignal): Promise<ConnectivityReport>;
}

export interface CollectOptions {
  /** Stop after this many charged requests (state `paused-budget`). */
  maxCalls?: number | undefined;
  /** Overrides the org's threshold for this run. */
  thresholdPercent?: number | undefined;
  signal?: AbortSignal | undefined;
  onProgress?: ((progress: CollectProgress) => void) | undefined;
}

export interface Collector {
  /**
   * Runs one collection to its end, pause, failure or cancellation; resolves with the summary in all of
   * these (state tells). Rejects with AppError only before a run exists: unknown org, vault locked,
   * already collecting (ALREADY_COLLECTING), org paused by the admin (ORG_PAUSED).
   * Before `resumeAt` it spends at most one request to see whether the quota is free again.
   */
  collect(orgId: string, options?: CollectOptions): Promise<RunSummary>;
  /** The run in progress, if any. */
  progress(orgId: string): CollectProgress | null;
  isCollecting(orgId: string): boolean;
}

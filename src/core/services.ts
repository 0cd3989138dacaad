import type { Certificate, WhichCertificate } from '../shared/model/certificate';
import type { ConnectivityReport } from '../shared/model/connectivity';
import type { Org, OrgSummary } from '../shared/model/org';
import type { CollectProgress, RunSummary, RunTrigger } from '../shared/model/run';
import type { SetupProgress } from '../shared/model/setup';
import type { KeySource } from './orgs/key-pair';

/**
 * The application services that the window's IPC handlers and the headless commands share.
 * Each is made by a `createX(deps)` in its own folder; `main/compose.ts` wires them.
 */

export type NewOrgCredentials =
  | { auth: 'client-credentials'; consumerSecret: string }
  /** "draft": the key that `prepareKey` made for the org being added. */
  | { auth: 'jwt-bearer'; username: string; key: KeySource | { from: 'draft' } };

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
  jwtUsername?: string | undefined;
  paused?: boolean | undefined;
  thresholdPercent?: number | undefined;
  /** Requests one collection may make; null: only the threshold counts. */
  runBudget?: number | null | undefined;
  /** Requests Seatwatch may make in 24 hours; null: only the threshold counts. */
  dailyBudget?: number | null | undefined;
  /** Logins older than this many days are removed; null: kept for ever. */
  keepLoginsDays?: number | null | undefined;
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
  /** The checklist; `orgId` null: of the org being added, with what the vault has of its key. */
  setup(orgId: string | null): Promise<SetupProgress>;

  /**
   * Puts a key into the vault: for the org being added (`orgId` null; replaces the one prepared before), or as
   * an org's next key. From then on both keys sign in, until Salesforce accepts the next one. Rejects with
   * INVALID_PRIVATE_KEY, KEY_REPLACEMENT_UNDER_WAY, or NO_CERTIFICATE for an org with a consumer secret.
   */
  prepareKey(orgId: string | null, source: KeySource): Promise<Certificate>;
  /** Forgets the key of the org being added, when that has been added (with it or without). Never rejects. */
  discardDraftKey(): Promise<void>;
  /** The current key stays. Rejects with NO_NEXT_KEY when no replacement is under way. */
  discardNextKey(orgId: string): Promise<OrgSummary>;
  /** Makes the next key the current one and forgets the old one, if `privateKeyPem` still is the next key. */
  promoteNextKey(orgId: string, privateKeyPem: string): Promise<void>;
  /**
   * A certificate (PEM) for upload to Salesforce; `orgId` null: of the org being added. Rejects with
   * NO_CERTIFICATE where there is none, NO_NEXT_KEY for "next" when no replacement is under way.
   */
  certificate(orgId: string | null, which?: WhichCertificate): Promise<string>;
  /**
   * Brings vault and stored certificate data in line (after a crash, a restored backup, or for orgs added
   * before that data was stored) and returns the org as it is then. Reads the vault; writes only if needed.
   */
  settleKeys(org: Org): Promise<Org>;
  /** The same for orgs about whose certificate nothing is stored, if the vault is open. Never rejects. */
  fillInCertificates(): Promise<void>;
}

export interface ConnectivityService {
  /** Never rejects for what Salesforce says: failures are checks with status "fail". Vault problems reject. */
  test(orgId: string, signal?: AbortSignal): Promise<ConnectivityReport>;
}

export interface CollectOptions {
  /** What began it, for the run log; a person ("manual") unless said. */
  trigger?: RunTrigger | undefined;
  /** Stop after this many charged requests (state `paused-budget`); the org's own budget counts if it is less. */
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

import type { Certificate, OrgCertificates } from '../shared/model/certificate';
import type { ConnectivityReport } from '../shared/model/connectivity';
import type {
  IdleRule,
  LicensePrice,
  LicenseTableRow,
  SeatsPage,
  SeatsQuery,
} from '../shared/model/licenses';
import type { AuthKind, Org, OrgIdentity } from '../shared/model/org';
import type { Overview } from '../shared/model/overview';
import type { LimitRow, LimitSeries, QuotaSnapshot, UsagePoint } from '../shared/model/quota';
import type { RunError, RunState, RunSummary, StreamCheckpoint } from '../shared/model/run';
import type { SetupDraft, SetupProgress, SubStepId } from '../shared/model/setup';
import type { LoginRow, UserDetail, UsersPage, UsersQuery } from '../shared/model/users';
import type { StreamName, StreamRecords } from './collect/records';

/** Milliseconds since the epoch, and a timer; tests replace both. */
export interface Clock {
  now(): number;
  /** Resolves after `ms`, rejects with the signal's reason when aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** WHATWG fetch; main gives Electron's `net.fetch` so that the system proxy and trust store count. */
export type HttpFetch = (url: string, init?: RequestInit) => Promise<Response>;

/** Keytar's shape. Values are secrets: they never leave main, and never reach a log. */
export interface SecretStore {
  getPassword(service: string, account: string): Promise<string | null>;
  setPassword(service: string, account: string, password: string): Promise<void>;
  deletePassword(service: string, account: string): Promise<boolean>;
  findCredentials(service: string): Promise<{ account: string; password: string }[]>;
}

export interface Log {
  debug(message: string, details?: Record<string, unknown>): void;
  info(message: string, details?: Record<string, unknown>): void;
  warn(message: string, details?: Record<string, unknown>): void;
  error(message: string, details?: Record<string, unknown>): void;
}

export interface NewOrg {
  id: string;
  name: string;
  url: string;
  auth: AuthKind;
  consumerKey: string;
  jwtUsername: string | null;
  /** Public halves only; null for orgs with a consumer secret. */
  certificates: OrgCertificates | null;
  isDemo: boolean;
  thresholdPercent: number;
  inactiveDays: number;
  /** Epoch ms, like every time in this file unless it says ISO. */
  addedAt: number;
}

export type OrgChanges = Partial<
  Pick<
    Org,
    | 'name'
    | 'url'
    | 'consumerKey'
    | 'paused'
    | 'thresholdPercent'
    | 'inactiveDays'
    | 'jwtUsername'
    | 'certificates'
  >
>;

/** A stream's place, as the collector needs it (the public `StreamCheckpoint` shows less). */
export interface Checkpoint {
  /** Epoch ms of the newest row stored (incremental streams only). */
  watermark: number | null;
  /** Place in the pass in progress: Salesforce's nextRecordsUrl (valid for 2 days at most) or `bulk:…`. */
  cursor: string | null;
  /** Marks the rows of one full pass, so that rows not seen in it can be removed at its end. */
  pass: number;
  complete: boolean;
  updatedAt: number;
}

/** One page of one stream: rows, roll-ups and checkpoint are committed together or not at all. */
export interface PageCommit<S extends StreamName = StreamName> {
  orgId: string;
  runId: number;
  stream: S;
  rows: StreamRecords[S][];
  checkpoint: Checkpoint;
  /** True with the last page of a full pass: rows of earlier passes are removed now. */
  endOfPass: boolean;
  at: number;
}

export interface RunEnd {
  state: RunState;
  endedAt: number;
  resumeAt: number | null;
  callsMade: number;
  orgUsedBefore: number | null;
  orgUsedAfter: number | null;
  orgMax: number | null;
  error: RunError | null;
}

export interface LoginsQuery {
  orgId: string;
  /** Inclusive. */
  since: number | null;
  /** Exclusive. */
  until: number | null;
  username: string | null;
  /** Continue after this row (ascending by time, then id). */
  after: { loginTime: string; id: string } | null;
  limit: number;
}

export interface DatabaseHealth {
  file: string;
  sizeBytes: number;
  sqliteVersion: string;
  /** Name of the newest migration applied. */
  schemaVersion: string;
  /** Empty when `PRAGMA quick_check` and `foreign_key_check` are clean. */
  problems: string[];
}

/**
 * The database as the rest of the program sees it. Implemented by `db/api.ts`; in the app the calls
 * travel to the database process, in unit tests they run in place. Rejects with `AppError`s of kind
 * "data" (damaged, full, newer version) or "busy".
 */
export interface Database {
  // orgs
  listOrgs(): Promise<Org[]>;
  getOrg(orgId: string): Promise<Org | null>;
  /** Case-insensitive. */
  findOrgByName(name: string): Promise<Org | null>;
  /**
   * Adds an org. A name already in use rejects with code NAME_TAKEN. If an org with the same URL was
   * removed earlier with its data kept, that data is attached to the new entry again (its id is reused).
   */
  insertOrg(org: NewOrg): Promise<Org>;
  updateOrg(orgId: string, changes: OrgChanges): Promise<Org>;
  setOrgIdentity(orgId: string, identity: Partial<OrgIdentity>): Promise<void>;
  removeOrg(orgId: string, deleteData: boolean): Promise<void>;

  // setup checklist
  /** Steps of the other way of signing in are blank for an org. */
  getSetup(orgId: string | null): Promise<SetupProgress>;
  /** `problem` non-null marks the step as failed (and not done). */
  setSubStep(
    orgId: string | null,
    id: SubStepId,
    state: { doneBy: 'user' | 'app' | null; problem: string | null },
    at: number,
  ): Promise<void>;
  saveDraft(draft: SetupDraft): Promise<void>;
  /** What is known of the key prepared for the org being added; `saveDraft` leaves it alone. */
  saveDraftCertificate(certificate: Certificate | null): Promise<void>;
  /** Moves the draft's ticks, as far as they concern its way of signing in, to the org just saved; empties the draft. */
  adoptDraft(orgId: string): Promise<void>;
  saveConnectivity(orgId: string, report: ConnectivityReport): Promise<void>;
  lastConnectivity(orgId: string): Promise<ConnectivityReport | null>;

  // collecting
  startRun(orgId: string, startedAt: number, thresholdPercent: number): Promise<number>;
  finishRun(runId: number, end: RunEnd): Promise<RunSummary>;
  /** Runs that never ended (crash, kill) become `interrupted`. Returns how many. */
  closeDanglingRuns(at: number): Promise<number>;
  lastRun(orgId: string): Promise<RunSummary | null>;
  listRuns(orgId: string, limit: number): Promise<RunSummary[]>;
  checkpoints(orgId: string): Promise<Partial<Record<StreamName, Checkpoint>>>;
  commitPage(page: PageCommit): Promise<void>;
  recordLimits(
    orgId: string,
    at: number,
    limits: { name: string; max: number; remaining: number }[],
  ): Promise<void>;
  /** A sighting of the org-wide API use. Kept at most once a minute per org. */
  recordUsage(orgId: string, at: number, used: number, max: number): Promise<void>;
  addOwnCalls(orgId: string, at: number, calls: number): Promise<void>;
  quota(orgId: string, now: number): Promise<QuotaSnapshot | null>;
  /** Fields Salesforce refused for this org's user, by object; left out of queries until forgotten. */
  droppedFields(orgId: string): Promise<Record<string, string[]>>;
  saveDroppedFields(orgId: string, object: string, fields: string[]): Promise<void>;
  rowCounts(orgId: string): Promise<Record<string, number>>;
  publicCheckpoints(orgId: string): Promise<Record<string, StreamCheckpoint>>;
  historySpan(orgId: string): Promise<{ since: string | null; until: string | null }>;

  // reviewing
  overview(orgId: string, rule: IdleRule, now: number): Promise<Overview>;
  users(query: UsersQuery): Promise<UsersPage>;
  user(orgId: string, userId: string, inactiveDays: number): Promise<UserDetail | null>;
  licenses(orgId: string, rule: IdleRule): Promise<LicenseTableRow[]>;
  seats(query: SeatsQuery): Promise<SeatsPage>;
  logins(query: LoginsQuery): Promise<LoginRow[]>;
  setPrice(orgId: string, price: LicensePrice): Promise<void>;
  latestLimits(orgId: string): Promise<{ asOf: string | null; limits: LimitRow[] }>;
  /** `names` null: all. `since` epoch ms. */
  limitHistory(orgId: string, names: string[] | null, since: number): Promise<LimitSeries[]>;
  usage(orgId: string, since: number): Promise<UsagePoint[]>;

  // care
  health(): Promise<DatabaseHealth>;
  /** Consistent copy while in use, verified, then renamed into place; owner-only. Returns its size in bytes. */
  backupTo(file: string): Promise<number>;
}

import type { Certificate, OrgCertificates } from '../shared/model/certificate';
import type { AsOfChoice, ChangesPage, ChangesQuery } from '../shared/model/changes';
import type { ConnectivityReport } from '../shared/model/connectivity';
import type { IdleRule } from '../shared/model/idle-rule';
import type { LicensePrice, LicenseTableRow, SeatsPage, SeatsQuery } from '../shared/model/licenses';
import type { AuthKind, Org, OrgIdentity } from '../shared/model/org';
import type { Overview } from '../shared/model/overview';
import type { LimitRow, LimitSeries, QuotaSnapshot, UsagePoint } from '../shared/model/quota';
import type {
  CollectPlan,
  RunDetail,
  RunError,
  RunState,
  RunSummary,
  RunTrigger,
  StreamCheckpoint,
  StreamRun,
} from '../shared/model/run';
import type { SetupDraft, SetupProgress, SubStepId } from '../shared/model/setup';
import type { StorageReport } from '../shared/model/storage';
import type { LoginRow, UserDetail, UsersPage, UsersQuery } from '../shared/model/users';
import type { StreamName, StreamRecords } from './collect/records';
import type { DiagnosticsDatabase } from './ports-diagnostics';
import type { LicensingDatabase } from './ports-licensing';
import type { PublishDatabase } from './ports-publish';
import type { SecurityDatabase } from './ports-security';
import type { TransferDatabase } from './ports-transfer';

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
    | 'runBudget'
    | 'dailyBudget'
    | 'keepLoginsDays'
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
  /**
   * Names of the record's fields that were read, "features.MarketingUser" for one flag of a list; missing: all.
   * The others say nothing: what is stored of them stays, and no change is seen in them.
   */
  fields?: readonly string[];
  checkpoint: Checkpoint;
  /** True with the last page of a full pass: rows of earlier passes are removed now. */
  endOfPass: boolean;
  at: number;
}

/** What a result page told in passing. */
export interface CsvPageFacts {
  records: number;
  /** Records without what a row must have. */
  skipped: number;
  /** Epoch ms: the newest of the stream's clocks. */
  newest: number | null;
  /** Active users among the rows of stream "users". */
  activeUsers: number;
  /** The first two people among the logins: with only one, it may be ourselves. */
  people: string[];
  /** Of stream "users": the two people who signed in last, newest first. */
  lastLogins: { userId: string; at: number }[];
}

/** Reads one result page of the Bulk API, bytes in, rows out. Throws `AppError`s that are worth another try. */
export interface CsvPage {
  /** Rows that are complete with these bytes. */
  push(bytes: Uint8Array): StreamRecords[StreamName][];
  /** The rest. Throws when the page is cut short, or has others than the promised number of records. */
  end(promised: number | null): StreamRecords[StreamName][];
  facts(): CsvPageFacts;
}

/** A page that arrives as CSV text. */
export interface CsvPageStart {
  orgId: string;
  runId: number;
  stream: StreamName;
  /** Stored with the rows: the place where the page begins, so that a page that breaks off is read again. */
  checkpoint: Checkpoint;
  /** As in `PageCommit`. */
  fields?: readonly string[];
}

/** What describe said about an object, as far as queries need it. */
export interface ObjectDescription {
  object: string;
  /** "67.0": another version knows other fields. */
  apiVersion: string;
  at: number;
  /** Names of fields, and of relationships with a dot behind ("LoginGeo."); null: Salesforce would not tell. */
  names: string[] | null;
}

/** An event log file whose content is still to be read. */
export interface PendingEventLog {
  id: string;
  eventType: string;
  logDate: number;
  /** Bytes; null: unknown. */
  length: number | null;
}

/** API requests of one day by one user and client (event type ApiTotalUsage). Texts are '' when unknown. */
export interface ApiUsageRow {
  /** Whole days since the epoch, UTC. */
  day: number;
  userId: string;
  clientName: string;
  connectedAppId: string;
  connectedAppName: string;
  apiFamily: string;
  apiVersion: string;
  requests: number;
  /** Those that count against the org's daily limit. */
  counted: number;
}

/** A line of an event log file of type Login. */
export interface LoginEventRow {
  /** Position in the file, from 1. */
  line: number;
  at: number;
  userId: string | null;
  username: string | null;
  sourceIp: string | null;
  loginStatus: string | null;
  loginType: string | null;
  loginKey: string | null;
  sessionKey: string | null;
  browser: string | null;
  platform: string | null;
  application: string | null;
  apiType: string | null;
  apiVersion: string | null;
  tlsProtocol: string | null;
  cipherSuite: string | null;
  authenticationMethodReference: string | null;
}

/** Part of the content of one event log file. */
export interface EventLogCommit {
  orgId: string;
  fileId: string;
  /** True with the first part: what an earlier attempt stored of the file goes. */
  first: boolean;
  apiUsage: ApiUsageRow[];
  loginEvents: LoginEventRow[];
  /** With the last part, and then the file is read: lines in all. Null: more to come. */
  rows: number | null;
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
export interface Database extends LicensingDatabase, SecurityDatabase, PublishDatabase, TransferDatabase, DiagnosticsDatabase {
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
  startRun(orgId: string, startedAt: number, thresholdPercent: number, trigger: RunTrigger): Promise<number>;
  savePlan(runId: number, plan: CollectPlan): Promise<void>;
  /** Replaces what was stored of these streams of the run. */
  saveStreamRuns(runId: number, streams: readonly StreamRun[]): Promise<void>;
  runDetail(orgId: string, runId: number): Promise<RunDetail | null>;
  finishRun(runId: number, end: RunEnd): Promise<RunSummary>;
  /** Runs that never ended (crash, kill) become `interrupted`. Returns how many. */
  closeDanglingRuns(at: number): Promise<number>;
  lastRun(orgId: string): Promise<RunSummary | null>;
  listRuns(orgId: string, limit: number): Promise<RunSummary[]>;
  checkpoints(orgId: string): Promise<Partial<Record<StreamName, Checkpoint>>>;
  commitPage(page: PageCommit): Promise<void>;
  // A page of many thousand rows is parsed where it is stored: its bytes cross to the database process, not
  // a million objects. Rows are committed in batches as they become complete; storing one twice does no harm.
  /** Resolves with a number for the calls below. One page at a time: a page still open is dropped. */
  openCsvPage(page: CsvPageStart): Promise<number>;
  /**
   * Resolves when the bytes have been taken in, with the number of records read from the page so far.
   * Rejects TRUNCATED_ANSWER, HTML_ANSWER and the like.
   */
  feedCsvPage(page: number, bytes: Uint8Array): Promise<number>;
  /**
   * Stores what is left. `records`: how many Salesforce promised (null: it did not say); rejects with
   * TRUNCATED_ANSWER when it were others. Null: there is more to do, call again; questions of others are answered
   * in between.
   */
  closeCsvPage(page: number, records: number | null): Promise<CsvPageFacts | null>;
  recordLimits(
    orgId: string,
    at: number,
    limits: { name: string; max: number; remaining: number }[],
  ): Promise<void>;
  /** A sighting of the org-wide API use. Kept at most once a minute per org. */
  recordUsage(orgId: string, at: number, used: number, max: number): Promise<void>;
  addOwnCalls(orgId: string, at: number, calls: number): Promise<void>;
  /** Our own calls in the 24 hours before `now`. */
  ownCalls(orgId: string, now: number): Promise<number>;
  quota(orgId: string, now: number): Promise<QuotaSnapshot | null>;
  /** Fields Salesforce refused for this org's user, by object; left out of queries until forgotten. */
  droppedFields(orgId: string): Promise<Record<string, string[]>>;
  saveDroppedFields(orgId: string, object: string, fields: string[]): Promise<void>;
  /** What describe said, as cached; all of an org are forgotten by `forgetDescriptions`. */
  descriptions(orgId: string): Promise<ObjectDescription[]>;
  /** Replaces the descriptions of these objects, and forgets which of their fields were refused before. */
  saveDescriptions(orgId: string, descriptions: readonly ObjectDescription[]): Promise<void>;
  forgetDescriptions(orgId: string): Promise<void>;
  /** Files listed and not read yet, without those that could not be read, oldest first. */
  pendingEventLogs(orgId: string, eventTypes: readonly string[], limit: number): Promise<PendingEventLog[]>;
  commitEventLog(part: EventLogCommit): Promise<void>;
  /** The file cannot be read; it is not tried again. What was stored of it goes. */
  failEventLog(orgId: string, fileId: string, problem: string, at: number): Promise<void>;
  rowCounts(orgId: string): Promise<Record<string, number>>;
  publicCheckpoints(orgId: string): Promise<Record<string, StreamCheckpoint>>;
  historySpan(orgId: string): Promise<{ since: string | null; until: string | null }>;

  // reviewing
  // `asOf` (ISO 8601; null or missing: the newest data) looks back: the answer is what it would have been then.
  overview(orgId: string, rule: IdleRule, now: number, asOf?: string | null): Promise<Overview>;
  users(query: UsersQuery): Promise<UsersPage>;
  user(orgId: string, userId: string, inactiveDays: number, asOf?: string | null): Promise<UserDetail | null>;
  licenses(orgId: string, rule: IdleRule, asOf?: string | null): Promise<LicenseTableRow[]>;
  seats(query: SeatsQuery): Promise<SeatsPage>;
  logins(query: LoginsQuery): Promise<LoginRow[]>;
  setPrice(orgId: string, price: LicensePrice): Promise<void>;
  latestLimits(orgId: string): Promise<{ asOf: string | null; limits: LimitRow[] }>;
  /** `names` null: all. `since` epoch ms. */
  limitHistory(orgId: string, names: string[] | null, since: number): Promise<LimitSeries[]>;
  usage(orgId: string, since: number): Promise<UsagePoint[]>;

  changes(query: ChangesQuery): Promise<ChangesPage>;
  asOfChoices(orgId: string): Promise<AsOfChoice[]>;

  // care
  storage(): Promise<StorageReport>;
  countLoginsBefore(orgId: string, before: number): Promise<number>;
  /**
   * Removes what tells about sign-ins before a moment, at most `limit` rows in one transaction: logins with
   * their roll-ups, then verifications, then sign-ins out of event log files. Resolves with how many rows;
   * less than `limit`: nothing is left. When somebody was last seen stays known.
   */
  purgeLogins(orgId: string, before: number, limit: number): Promise<number>;
  /** Resolves with the bytes given back. Rejects with ALREADY_COLLECTING, or NOT_ENOUGH_ROOM on the disk. */
  compact(): Promise<number>;
  health(): Promise<DatabaseHealth>;
  /** Consistent copy while in use, verified, then renamed into place; owner-only. Returns its size in bytes. */
  backupTo(file: string): Promise<number>;
}

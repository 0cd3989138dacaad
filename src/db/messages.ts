import type { Database } from '../core/ports';
import type { CareTasks } from '../core/ports-care';
import type { AppErrorShape } from '../shared/model/errors';

// What main and the database process say to each other. Types and names only: main imports this too.

/** The first message to a fresh database process. */
export interface OpenRequest {
  dataDir: string;
  /** The folder `drizzle/` as shipped. */
  migrationsFolder: string;
  /** Path of better-sqlite3's native addon; null lets better-sqlite3 look for it itself. */
  nativeBinding: string | null;
  /** "write" takes the directory for this process alone; "read" looks on, also while another writes. */
  mode: 'write' | 'read';
  /** What this process is about to do, for the message that others get meanwhile. */
  command: string;
  /** How long to wait for another process to let go of the directory. */
  waitMs: number;
  /** Somebody will be looking from page to page (see `DatabaseOptions`). */
  keepReady?: boolean;
}

/** One piece of work on database files, in place of opening the database. */
export interface CareRequest {
  task: keyof CareTasks;
  args: unknown[];
  migrationsFolder: string;
  nativeBinding: string | null;
}

export type ToHost =
  | { type: 'open'; request: OpenRequest }
  | { type: 'care'; request: CareRequest }
  | { type: 'rpc'; data: unknown }
  | { type: 'close' };

export type FromHost =
  | { type: 'ready' }
  | { type: 'failed'; error: AppErrorShape }
  | { type: 'done'; value: unknown }
  | { type: 'rpc'; data: unknown }
  | { type: 'closed' };

/** Errors travel as data: structured cloning would strip them to a message. */
export type RpcReply<T> = { ok: true; value: T } | { ok: false; error: AppErrorShape };

export type RemoteDatabase = {
  [M in keyof Database]: (
    ...args: Parameters<Database[M]>
  ) => Promise<RpcReply<Awaited<ReturnType<Database[M]>>>>;
};

const METHODS: Record<keyof Database, true> = {
  listOrgs: true,
  getOrg: true,
  findOrgByName: true,
  insertOrg: true,
  updateOrg: true,
  setOrgIdentity: true,
  removeOrg: true,
  getSetup: true,
  setSubStep: true,
  saveDraft: true,
  saveDraftCertificate: true,
  adoptDraft: true,
  saveConnectivity: true,
  lastConnectivity: true,
  startRun: true,
  savePlan: true,
  saveStreamRuns: true,
  runDetail: true,
  finishRun: true,
  closeDanglingRuns: true,
  lastRun: true,
  listRuns: true,
  checkpoints: true,
  commitPage: true,
  openCsvPage: true,
  feedCsvPage: true,
  closeCsvPage: true,
  recordLimits: true,
  recordUsage: true,
  addOwnCalls: true,
  ownCalls: true,
  quota: true,
  droppedFields: true,
  saveDroppedFields: true,
  descriptions: true,
  saveDescriptions: true,
  forgetDescriptions: true,
  pendingEventLogs: true,
  commitEventLog: true,
  failEventLog: true,
  rowCounts: true,
  publicCheckpoints: true,
  historySpan: true,
  overview: true,
  users: true,
  user: true,
  licenses: true,
  seats: true,
  logins: true,
  setPrice: true,
  idlePolicy: true,
  setIdlePolicy: true,
  setNeededAnyway: true,
  idleCurve: true,
  savings: true,
  suggestions: true,
  personFacts: true,
  decide: true,
  decisions: true,
  reclaimSummary: true,
  leave: true,
  setLeave: true,
  endLeave: true,
  setMark: true,
  exchangeRates: true,
  setExchangeRates: true,
  recordLicenseUse: true,
  licenseUse: true,
  userLoginIds: true,
  latestLimits: true,
  limitHistory: true,
  usage: true,
  asOfChoices: true,
  changes: true,
  evaluateChecks: true,
  isEvaluationDue: true,
  findings: true,
  finding: true,
  acknowledge: true,
  reopen: true,
  mutes: true,
  mute: true,
  unmute: true,
  checks: true,
  setCheck: true,
  previewCheck: true,
  postureScore: true,
  addressLists: true,
  saveAddressList: true,
  removeAddressList: true,
  countryLogins: true,
  heatMap: true,
  timeline: true,
  storage: true,
  countLoginsBefore: true,
  purgeLogins: true,
  openPublication: true,
  beginRelation: true,
  nextBatch: true,
  closePublication: true,
  compact: true,
  health: true,
  orgFigures: true,
  backupTo: true,
  exportEverything: true,
  previewMerge: true,
  mergeFrom: true,
  previewForget: true,
  forgetPerson: true,
  countIgnored: true,
  stopIgnoring: true,
  findPerson: true,
};

/** Every method of `Database`; the compiler keeps the list complete. */
export const DATABASE_METHODS = Object.keys(METHODS) as (keyof Database)[];

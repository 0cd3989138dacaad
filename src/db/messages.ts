import type { Database } from '../core/ports';
import type { CareTasks } from '../core/ports-care';
import type { TransferTasks } from '../core/ports-transfer';
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
  task: keyof CareTasks | keyof TransferTasks;
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

/** What a call does to the file: one that writes has to wait while another process does (transfer/beside.ts). */
const METHODS: Record<keyof Database, 'reads' | 'writes'> = {
  listOrgs: 'reads',
  getOrg: 'reads',
  findOrgByName: 'reads',
  insertOrg: 'writes',
  updateOrg: 'writes',
  setOrgIdentity: 'writes',
  removeOrg: 'writes',
  getSetup: 'reads',
  setSubStep: 'writes',
  saveDraft: 'writes',
  saveDraftCertificate: 'writes',
  adoptDraft: 'writes',
  saveConnectivity: 'writes',
  lastConnectivity: 'reads',
  startRun: 'writes',
  savePlan: 'writes',
  saveStreamRuns: 'writes',
  runDetail: 'reads',
  finishRun: 'writes',
  closeDanglingRuns: 'writes',
  lastRun: 'reads',
  listRuns: 'reads',
  checkpoints: 'reads',
  commitPage: 'writes',
  openCsvPage: 'writes',
  feedCsvPage: 'writes',
  closeCsvPage: 'writes',
  recordLimits: 'writes',
  recordUsage: 'writes',
  addOwnCalls: 'writes',
  ownCalls: 'reads',
  quota: 'reads',
  droppedFields: 'reads',
  saveDroppedFields: 'writes',
  descriptions: 'reads',
  saveDescriptions: 'writes',
  forgetDescriptions: 'writes',
  pendingEventLogs: 'reads',
  commitEventLog: 'writes',
  failEventLog: 'writes',
  rowCounts: 'reads',
  publicCheckpoints: 'reads',
  historySpan: 'reads',
  overview: 'reads',
  users: 'reads',
  user: 'reads',
  licenses: 'reads',
  seats: 'reads',
  logins: 'reads',
  setPrice: 'writes',
  idlePolicy: 'reads',
  setIdlePolicy: 'writes',
  setNeededAnyway: 'writes',
  idleCurve: 'reads',
  savings: 'reads',
  suggestions: 'reads',
  personFacts: 'reads',
  decide: 'writes',
  decisions: 'reads',
  reclaimSummary: 'reads',
  leave: 'reads',
  setLeave: 'writes',
  endLeave: 'writes',
  setMark: 'writes',
  exchangeRates: 'reads',
  setExchangeRates: 'writes',
  recordLicenseUse: 'writes',
  licenseUse: 'reads',
  userLoginIds: 'reads',
  latestLimits: 'reads',
  limitHistory: 'reads',
  usage: 'reads',
  asOfChoices: 'reads',
  changes: 'reads',
  evaluateChecks: 'writes',
  isEvaluationDue: 'reads',
  findings: 'reads',
  finding: 'reads',
  acknowledge: 'writes',
  reopen: 'writes',
  mutes: 'reads',
  mute: 'writes',
  unmute: 'writes',
  checks: 'reads',
  setCheck: 'writes',
  previewCheck: 'reads',
  postureScore: 'reads',
  addressLists: 'reads',
  saveAddressList: 'writes',
  removeAddressList: 'writes',
  countryLogins: 'reads',
  heatMap: 'reads',
  timeline: 'reads',
  storage: 'reads',
  countLoginsBefore: 'reads',
  purgeLogins: 'writes',
  openPublication: 'reads',
  beginRelation: 'reads',
  nextBatch: 'reads',
  closePublication: 'reads',
  compact: 'writes',
  health: 'reads',
  orgFigures: 'reads',
  backupTo: 'reads',
  exportEverything: 'reads',
  checkMerge: 'reads',
  previewMerge: 'writes',
  mergeFrom: 'writes',
  previewForget: 'writes',
  forgetPerson: 'writes',
  listIgnored: 'reads',
  stopIgnoring: 'writes',
  findPerson: 'reads',
  letGo: 'reads',
};

/** Every method of `Database`; the compiler keeps the list complete. */
export const DATABASE_METHODS = Object.keys(METHODS) as (keyof Database)[];

export const writes = (method: keyof Database): boolean => METHODS[method] === 'writes';

import type { Backups } from '../core/care/backups';
import type { Care } from '../core/care/care';
import type { CareTasks, DataLocation } from '../core/ports-care';
import type { ConnectivityService, Collector, OrgService } from '../core/services';
import type { Database } from '../core/ports';
import type { PolicyRules } from '../core/policy';
import type { OwnProgram, ScheduleHost } from '../core/schedule';
import type { SystemFacts } from '../core/diagnostics/system-facts';
import type { CheckEvaluator } from '../core/security/evaluator';
import type { Vault } from '../core/vault';
import type { Updates } from '../core/updates';
import type { Settings } from '../shared/model/settings';

/** What the command line needs from the process it runs in. Main supplies it; tests fake it. */
export interface HeadlessDeps {
  stdout: TextOut;
  stderr: TextOut;
  env: Readonly<Record<string, string | undefined>>;
  /** True when standard input is a terminal, so that a person can be asked. */
  stdinIsTerminal: boolean;
  /** All of standard input. */
  readStdin(): Promise<string>;
  /** Asks without echo, on standard error. */
  askSecret(question: string): Promise<string>;
  now(): number;
  system: SystemFacts;
  /** Where the data folder and its log are, or would be; creates and opens nothing. */
  places(dataDir: string | undefined): { dataDir: string; logFile: string };
  /** The administrator's decisions. Throws (kind "data") when they cannot be told: POLICY_INVALID, POLICY_UNSAFE. */
  policy(): PolicyRules;
  /** Calls back on SIGINT and SIGTERM; returns the function that stops that. */
  onStop(listener: () => void): () => void;
  /** Keeps an unexpected fault in the log. */
  reportFault(error: unknown): void;
  /** Which data folder is used, and why that one. */
  location(dataDir: string | undefined): DataLocation;
  /** Work on a data folder that is not open. Throws when the folder cannot be used at all. */
  careTasks(dataDir: string | undefined): CareTasks;
  /** Rejects with kind "busy" when the data directory stays locked longer than `waitMs` (mode "write" only). */
  openServices(request: ServicesRequest): Promise<HeadlessServices>;
  startDemoOrg(request: DemoOrgRequest): Promise<RunningDemoOrg>;
  demoOrgControls: readonly DemoOrgControl[];
  /** Newer versions of the program. Opens no database: a program too old for it must be able to look. */
  updates(dataDir: string | undefined): Updates;
  /** This copy of the program as others start it; rejects where that cannot be found out. */
  ownProgram(): Promise<OwnProgram>;
  /** For scheduled collections. */
  scheduleHost: ScheduleHost;
}

export type { SystemFacts };

export interface TextOut {
  /** Resolves when the text has left the process. Rejects with `OutputClosed` when nobody reads any more. */
  write(text: string): Promise<void>;
  readonly isTerminal: boolean;
}

/** The reader went away (`| head`): the command ends, quietly. */
export class OutputClosed extends Error {
  constructor() {
    super('The output was closed');
    this.name = 'OutputClosed';
  }
}

export interface ServicesRequest {
  /** Undefined: main's own choice (SEATWATCH_DATA_DIR or the platform's folder). */
  dataDir: string | undefined;
  /** "read" takes no lock and works while another process (the window) writes. */
  mode: 'read' | 'write';
  /** For the message another process gets while we hold the lock: "collect Acme". */
  command: string;
  waitMs: number;
}

export interface HeadlessServices {
  dataDir: string;
  /** One line is enough: `services.policy.requireFeature('publish')`. */
  policy: PolicyRules;
  logFile: string;
  orgs: OrgService;
  connectivity: ConnectivityService;
  collector: Collector;
  care: Pick<Care, 'collected' | 'tick' | 'stop'>;
  backups: Pick<Backups, 'tick' | 'report' | 'make' | 'stop'>;
  checks: Pick<CheckEvaluator, 'afterCollection'>;
  db: Database;
  vault: Pick<Vault, 'status' | 'problem' | 'accounts'>;
  settings: { get(): Settings };
  close(): Promise<void>;
}

export interface DemoOrgRequest {
  dataDir: string | undefined;
  /** 0: any free port. */
  port: number;
  users?: number;
  logins?: number;
  seed?: number;
  dailyLimit?: number;
  /** The app's certificates (PEM) for the JWT bearer flow. */
  certificates?: readonly string[];
  sandbox?: boolean;
  /** Opens the control endpoint. */
  controlToken?: string;
}

/** One thing that can be done to a running demo org, or switched about it. */
export interface DemoOrgControl {
  name: string;
  effect: string;
  /** Of a switch: what it is at the start. */
  initial?: unknown;
  /** Of an action: what its value looks like. */
  value?: string;
  /** Of a switch: the open question about Salesforce it is for. */
  unconfirmed?: string;
}

export interface RunningDemoOrg {
  url: string;
  consumerKey: string;
  consumerSecret: string;
  /** Of the run-as user. */
  username: string;
  organizationId: string;
  /** Resolves when the server has ended, for whatever reason. */
  closed: Promise<void>;
  stop(): Promise<void>;
}

import { makeOrg } from './builders/org';
import { listControls } from '../src/demo-org/controls';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';
import type { Database, LoginsQuery } from '../src/core/ports';
import { createCareTasks } from '../src/db/care/tasks';
import type { KeySource } from '../src/core/orgs/key-pair';
import { createPolicyRules, NO_POLICY } from '../src/core/policy';
import type { AddOrgInput, CollectOptions } from '../src/core/services';
import type { Updates } from '../src/core/updates';
import {
  type HeadlessDeps,
  type HeadlessServices,
  OutputClosed,
  runHeadless,
  type ServicesRequest,
} from '../src/headless';
import type { ConnectivityReport } from '../src/shared/model/connectivity';
import { AppError, type ErrorKind } from '../src/shared/model/errors';
import { DEFAULT_POLICY } from '../src/shared/model/idle-rule';
import type { SeatsQuery, SeatTableRow } from '../src/shared/model/licenses';
import type { OrgSummary } from '../src/shared/model/org';
import type { RunSummary } from '../src/shared/model/run';
import { Settings, type VaultStatus } from '../src/shared/model/settings';
import type { UpdateStatus } from '../src/shared/model/updates';
import type { LoginRow, UserTableRow } from '../src/shared/model/users';
import { certificate } from './builders/certificate';
import { FakeScheduleHost } from './builders/schedule-host';
import { MIGRATIONS_FOLDER } from './builders/db';
import { licenseTableRow, seatTableRow } from './builders/export-rows';

export const NOW = Date.parse('2026-03-01T12:00:00.000Z');
export const SECRET = 'CANARY-consumer-secret';

export function failure(code: string, kind: ErrorKind): AppError {
  return new AppError({ code, kind, message: `Message of ${code}.`, fix: `Fix of ${code}.` });
}

export function runSummary(changes: Partial<RunSummary> = {}): RunSummary {
  return {
    org: 'Acme',
    state: 'complete',
    runId: 12,
    startedAt: '2026-03-01T10:00:00.000Z',
    endedAt: '2026-03-01T10:01:00.000Z',
    resumeAt: null,
    apiCalls: { made: 9, orgUsedBefore: 120, orgUsedAfter: 129, orgMax: 100000, thresholdPercent: 75 },
    rows: { users: 1200, loginHistory: 54000, userLicenses: 7, permissionSetLicenses: 4 },
    error: null,
    ...changes,
  };
}

export function orgSummary(changes: Partial<OrgSummary> = {}): OrgSummary {
  return {
    ...makeOrg({ id: 'org-id-1' }),
    identity: {
      salesforceOrgId: '00D000000000001EAA',
      organizationName: 'Acme Ltd',
      edition: 'Enterprise Edition',
      isSandbox: false,
      instanceName: 'NA1',
      apiVersion: '67.0',
    },
    state: 'complete',
    lastRun: runSummary(),
    resumeAt: null,
    nextRunAt: '2026-03-02T10:00:00.000Z',
    quota: { used: 129, max: 100000, at: '2026-03-01T10:01:00.000Z', thresholdPercent: 75, ownCalls24h: 9 },
    historySince: '2025-09-01T00:00:00.000Z',
    historyUntil: '2026-03-01T09:59:00.000Z',
    ...changes,
  };
}

export function userRow(index: number, changes: Partial<UserTableRow> = {}): UserTableRow {
  return {
    id: `005000000000${String(index).padStart(3, '0')}AAA`,
    username: `user${String(index).padStart(4, '0')}@acme.example`,
    name: `User ${index}`,
    email: null,
    isActive: true,
    isFrozen: false,
    profile: 'Standard User',
    userType: 'Standard',
    license: 'Salesforce',
    createdAt: '2025-01-01T00:00:00.000Z',
    lastLoginAt: null,
    daysSinceLogin: null,
    logins30d: 0,
    failedLogins30d: 0,
    state: 'never-logged-in',
    ...changes,
  };
}

export function loginRow(index: number): LoginRow {
  return {
    id: `0Ya00000000${String(index).padStart(4, '0')}AAA`,
    userId: '005000000000001AAA',
    username: 'user0001@acme.example',
    loginTime: new Date(NOW - 10_000_000 + index * 1000).toISOString(),
    status: 'Success',
    success: true,
    loginType: 'Application',
    loginSubType: null,
    sourceIp: '203.0.113.9',
    countryIso: 'DE',
    city: null,
    browser: 'Chrome 140',
    platform: 'Linux',
    application: 'Browser',
    clientVersion: null,
    apiType: null,
    apiVersion: null,
    tlsProtocol: 'TLS 1.3',
    authMethodReference: null,
  };
}

export function seat(index: number, changes: Partial<SeatTableRow> = {}): SeatTableRow {
  return seatTableRow({
    userId: `005000000000${String(index).padStart(3, '0')}AAA`,
    username: `user${index}@acme.example`,
    name: index === 0 ? '=HYPERLINK("https://evil")' : `User ${index}`,
    ...changes,
  });
}

export const report: ConnectivityReport = {
  org: 'Acme',
  connected: true,
  checks: [
    { id: 'token', status: 'pass', summary: 'A token was granted.', fix: '', code: null, subStep: null },
    { id: 'quota', status: 'warn', summary: '70% used.', fix: 'Wait.', code: null, subStep: null },
  ],
  at: '2026-03-01T12:00:00.000Z',
  callsMade: 3,
};

/** A process around the command line, all in memory. Change the fields, then `run`. */
export class FakeProcess {
  readonly dir = mkdtempSync(join(tmpdir(), 'seatwatch-cli-'));
  stdout = '';
  stderr = '';
  stdin = '';
  stdinIsTerminal = false;
  env: Record<string, string | undefined> = {};
  policy = createPolicyRules(NO_POLICY);
  policyError: AppError | null = null;
  readonly updateStatus: UpdateStatus = {
    current: '0.1.0',
    source: 'https://updates.example/latest.json',
    automatic: false,
    checkedAt: '2026-03-01T12:00:00.000Z',
    available: null,
    problem: null,
  };
  readonly updates = {
    status: () => this.updateStatus,
    check: vi.fn<Updates['check']>(() => Promise.resolve(this.updateStatus)),
    download: vi.fn<Updates['download']>(),
    isDue: () => false,
    untold: () => Promise.resolve(null),
  };
  orgs: OrgSummary[] = [orgSummary()];
  users = [userRow(1)];
  loginRows = [loginRow(1), loginRow(2)];
  seats = [seat(0), seat(1)];
  licenseRows = [licenseTableRow()];
  report = report;
  problem: AppError | null = null;
  vaultProtection: VaultStatus['protection'] = 'os-keychain';
  databaseProblems: string[] = [];
  openError: Error | null = null;
  /** Of opening for writing only. */
  writeError: Error | null = null;
  /** Answers in place of what is in memory here. */
  realDatabase: Database | null = null;
  collectResult: RunSummary | Error = runSummary();
  closedAfter: number | null = null;
  hasDisplay = true;
  readonly scheduleHost = new FakeScheduleHost();

  requests: ServicesRequest[] = [];
  closed = 0;
  added: AddOrgInput[] = [];
  removed: [string, boolean][] = [];
  preparedKeys: [string | null, KeySource][] = [];
  discardedKeys: string[] = [];
  collected: [string, CollectOptions][] = [];
  /** Orgs whose old sign-ins were looked at after a complete collection. */
  caredFor: string[] = [];
  loginQueries: LoginsQuery[] = [];
  seatQueries: SeatsQuery[] = [];
  faults: unknown[] = [];
  stop: () => void = () => undefined;
  onCollect: (options: CollectOptions) => Promise<void> = async () => undefined;
  readonly demoStop = vi.fn(() => Promise.resolve());
  readonly demoOrgControls = listControls();
  readonly startDemoOrg = vi.fn<HeadlessDeps['startDemoOrg']>();
  /** What the vault keeps, by name. */
  vaultAccounts: string[] = [];
  backupProblem: string | null = null;
  readonly backupMake = vi.fn<HeadlessServices['backups']['make']>(() => Promise.reject(new Error('not used')));
  readonly backupTick = vi.fn<HeadlessServices['backups']['tick']>(() => Promise.resolve(null));
  readonly backupTo = vi.fn<Database['backupTo']>(() => Promise.resolve(4096));
  readonly licenses = vi.fn<Database['licenses']>(() => Promise.resolve(this.licenseRows));

  run(...argv: string[]): Promise<number> {
    return runHeadless(argv, this.deps());
  }

  json(): unknown {
    return JSON.parse(this.stdout);
  }

  remove(): void {
    rmSync(this.dir, { recursive: true, force: true });
    this.scheduleHost.dispose();
  }

  private deps(): HeadlessDeps {
    return {
      stdout: {
        isTerminal: false,
        write: async (text) => {
          if (this.closedAfter !== null && this.stdout.length >= this.closedAfter) throw new OutputClosed();
          this.stdout += text;
        },
      },
      stderr: { isTerminal: false, write: async (text) => void (this.stderr += text) },
      env: this.env,
      stdinIsTerminal: this.stdinIsTerminal,
      readStdin: async () => this.stdin,
      askSecret: async () => this.stdin,
      now: () => NOW,
      system: {
        appVersion: '0.1.0',
        platform: 'linux',
        arch: 'x64',
        versions: { electron: '45.4.1', node: '24.1.0' },
        hasDisplay: this.hasDisplay,
        homeDir: '/home/ada',
        userName: 'ada',
      },
      onStop: (listener) => {
        this.stop = listener;
        return () => undefined;
      },
      reportFault: (error) => void this.faults.push(error),
      location: (dataDir) => ({
        dataDir: dataDir ?? this.dir,
        chosenBy: dataDir === undefined ? 'default' : 'option',
        defaultDir: this.dir,
      }),
      careTasks: () => createCareTasks({ migrationsFolder: MIGRATIONS_FOLDER }),
      places: () => ({ dataDir: this.dir, logFile: join(this.dir, 'seatwatch.log') }),
      policy: () => {
        if (this.policyError !== null) throw this.policyError;
        return this.policy;
      },
      updates: () => this.updates,
      openServices: async (request) => {
        this.requests.push(request);
        if (this.openError !== null) throw this.openError;
        if (this.writeError !== null && request.mode === 'write') throw this.writeError;
        return this.services();
      },
      startDemoOrg: this.startDemoOrg,
      demoOrgControls: this.demoOrgControls,
      ownProgram: async () => ({ command: '/usr/bin/seatwatch', args: [] }),
      scheduleHost: this.scheduleHost,
    };
  }

  private find(name: string): OrgSummary {
    const org = this.orgs.find((one) => one.name.toLowerCase() === name.toLowerCase());
    if (!org) throw failure('UNKNOWN_ORG', 'usage');
    return org;
  }

  private services(): HeadlessServices {
    const get = async (orgId: string): Promise<OrgSummary> => {
      const org = this.orgs.find((one) => one.id === orgId);
      if (!org) throw failure('UNKNOWN_ORG', 'usage');
      return org;
    };
    return {
      dataDir: this.dir,
      policy: this.policy,
      logFile: join(this.dir, 'seatwatch.log'),
      orgs: {
        list: async () => this.orgs,
        get,
        requireByName: async (name) => this.find(name),
        add: async (input) => {
          this.added.push(input);
          return orgSummary({ name: input.name, auth: input.credentials.auth, lastRun: null });
        },
        update: () => Promise.reject(new Error('not used')),
        setup: () => Promise.reject(new Error('not used')),
        promoteNextKey: () => Promise.reject(new Error('not used')),
        settleKeys: async (org) => org,
        fillInCertificates: async () => undefined,
        remove: async (orgId, deleteData) => void this.removed.push([orgId, deleteData]),
        prepareKey: async (orgId, source) => {
          this.preparedKeys.push([orgId, source]);
          return certificate({ fingerprint: 'EE:FF' });
        },
        discardDraftKey: async () => undefined,
        discardNextKey: async (orgId) => {
          this.discardedKeys.push(orgId);
          return get(orgId);
        },
        certificate: async (_orgId, which = 'current') =>
          `-----BEGIN CERTIFICATE-----\n${which}\n-----END CERTIFICATE-----`,
      },
      connectivity: { test: async () => this.report },
      collector: {
        collect: async (orgId, options = {}) => {
          this.collected.push([orgId, options]);
          await this.onCollect(options);
          const result = this.collectResult;
          if (result instanceof Error) throw result;
          return { ...result, org: (await get(orgId)).name };
        },
        progress: () => null,
        isCollecting: () => false,
      },
      checks: { afterCollection: async () => null },
      care: {
        collected: (orgId) => void this.caredFor.push(orgId),
        tick: async () => undefined,
        stop: async () => undefined,
      },
      backups: {
        tick: this.backupTick,
        report: () => ({ folder: join(this.dir, 'backups'), files: [], nextAt: null, problem: this.backupProblem }),
        make: this.backupMake,
        stop: async () => undefined,
      },
      db: this.realDatabase ?? (this.database() as Database),
      vault: {
        status: async () => ({
          protection: this.vaultProtection,
          backend: 'gnome_libsecret',
          locked: false,
          needsNewPassphrase: false,
        }),
        problem: async () => this.problem,
        accounts: async () => this.vaultAccounts,
      },
      settings: { get: () => Settings.parse({}) },
      close: async () => void (this.closed += 1),
    };
  }

  private database(): Partial<Database> {
    return {
      users: async ({ offset, limit }) => ({
        asOf: null,
        total: this.users.length,
        all: this.users.length,
        rows: this.users.slice(offset, offset + limit),
        facets: { licenses: [], profiles: [] },
      }),
      logins: async (query) => {
        this.loginQueries.push(query);
        const start =
          query.after === null ? 0 : this.loginRows.findIndex((row) => row.id === query.after?.id) + 1;
        return this.loginRows.slice(start, start + query.limit);
      },
      licenses: this.licenses,
      idlePolicy: async () => ({
        inactiveDays: 45,
        policy: { ...DEFAULT_POLICY, graceDays: 14, externalDays: 200 },
        neededAnyway: [],
      }),
      seats: async (query) => {
        this.seatQueries.push(query);
        const rows = this.seats.slice(query.offset, query.offset + query.limit);
        return { asOf: null, total: this.seats.length, rows };
      },
      latestLimits: async () => ({
        asOf: '2026-03-01T10:00:00.000Z',
        limits: [{ name: 'DailyApiRequests', max: 100000, remaining: 99871, used: 129, usedPercent: 0.129 }],
      }),
      quota: async () => orgSummary().quota,
      limitHistory: async () => [
        {
          name: 'DailyApiRequests',
          points: [{ at: '2026-03-01T10:00:00.000Z', max: 100000, remaining: 99871 }],
        },
      ],
      publicCheckpoints: async () => ({
        loginHistory: {
          watermark: '2026-03-01T09:59:00.000Z',
          complete: true,
          updatedAt: '2026-03-01T10:01:00.000Z',
        },
      }),
      rowCounts: async () => ({ users: 1200 }),
      historySpan: async () => ({ since: '2025-09-01T00:00:00.000Z', until: '2026-03-01T09:59:00.000Z' }),
      backupTo: this.backupTo,
      health: async () => ({
        file: join(this.dir, 'seatwatch.db'),
        sizeBytes: 4096,
        sqliteVersion: '3.54.1',
        schemaVersion: '0000_init',
        problems: this.databaseProblems,
      }),
    };
  }
}

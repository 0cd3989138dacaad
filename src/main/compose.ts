import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { app, net, safeStorage, session } from 'electron';
import type { Clock, Database } from '../core/ports';
import type { Collector, ConnectivityService, OrgService } from '../core/services';
import { type Backups, type BackupsDeps, createBackups } from '../core/care/backups';
import { type Care, createCare } from '../core/care/care';
import type { CareTasks } from '../core/ports-care';
import type { TransferTasks } from '../core/ports-transfer';
import type { AppError } from '../shared/model/errors';
import { createCollector } from '../core/collect/collector';
import { createScheduler, type Scheduler, type SchedulerDeps } from '../core/collect/scheduler';
import { createConnectivityService } from '../core/connectivity/test-connectivity';
import { createOrgService } from '../core/orgs/org-service';
import {
  governCollector,
  governDatabase,
  governFetch,
  governSettings,
  type PolicyRules,
} from '../core/policy';
import { createClientFactory } from '../core/salesforce/client-factory';
import {
  type CheckEvaluator,
  type CheckEvaluatorDeps,
  createCheckEvaluator,
} from '../core/security/evaluator';
import { createPassphraseSource, createVault, type PassphraseSource, type Vault } from '../core/vault';
import type { CrashStore } from '../core/diagnostics/crashes';
import { systemClock } from './platform/clock';
import { openCrashStore } from './platform/crash-store';
import { createLog, type FileLog } from './platform/log';
import { useProxy } from './platform/machine-policy';
import { createNetFetch } from './platform/net-fetch';
import { prepareDataDir } from './platform/paths';
import { createSafeStorageSealer } from './platform/safe-storage';
import { createSettingsStore, type SettingsStore } from './platform/settings-store';
import { sqliteAddonPath, usesMusl } from './platform/sqlite-addon';
import { createCareProcesses } from './processes/care';
import { openDatabase } from './processes/database';
import { createDemoOrgs, type DemoOrgs } from './processes/demo-orgs';
import { startDemoServer, type DemoServer, type DemoServerOptions } from './processes/demo-server';

export interface ComposeRequest {
  dataDir: string;
  /** What the administrator of the computer decided. */
  policy: PolicyRules;
  /** `out/` of the build. */
  outDir: string;
  /** "write" takes the data directory for this process; "read" looks on while another may write. */
  mode: 'read' | 'write';
  /** For the message another process gets meanwhile. */
  command: string;
  waitMs: number;
  /** Asks a person for the passphrase (headless, with a terminal); the window has its own dialog. */
  askPassphrase?: PassphraseSource['ask'];
  onDatabaseRestart?: (gaveUp: boolean) => void;
  /** A question met damage in the database file. */
  onDatabaseDamaged?: (error: AppError) => void;
  /** An org changed without anybody asking: its new certificate was accepted. */
  onOrgsChanged?: () => void;
}

export interface Services {
  dataDir: string;
  policy: PolicyRules;
  logFile: string;
  log: FileLog;
  crashes: CrashStore;
  clock: Clock;
  db: Database;
  vault: Vault;
  settings: SettingsStore;
  orgs: OrgService;
  connectivity: ConnectivityService;
  collector: Collector;
  demoOrgs: DemoOrgs;
  /** The window's daily collections. */
  createScheduler(hooks: Pick<SchedulerDeps, 'collect' | 'onPlanned'>): Scheduler;
  /** The security checks, after collections and when asked. */
  createCheckEvaluator(hooks: Pick<CheckEvaluatorDeps, 'onEvaluated'>): CheckEvaluator;
  /** Keeping times and compacting. */
  createCare(isCollecting: () => boolean): Care;
  createBackups(hooks: Pick<BackupsDeps, 'isCollecting' | 'onProblem'>): Backups;
  close(): Promise<void>;
}

// Read once and taken out of the environment, so that no child process inherits it.
const passphraseVariable = { ...process.env };
delete process.env['SEATWATCH_VAULT_PASSPHRASE'];

export function nativeAddon(): string {
  return sqliteAddonPath({
    env: process.env,
    isPackaged: app.isPackaged,
    resourcesPath: process.resourcesPath,
    appPath: app.getAppPath(),
    napi: process.versions['napi'],
    platform: process.platform,
    arch: process.arch,
    musl: usesMusl(process.platform),
  });
}

const migrationsFolder = (): string =>
  path.join(app.isPackaged ? process.resourcesPath : app.getAppPath(), 'drizzle');

/** What is done to database files in processes of their own. */
export function careTasks(outDir: string, log: Pick<FileLog, 'warn'>): CareTasks & TransferTasks {
  return createCareProcesses({
    outDir,
    log,
    migrationsFolder: migrationsFolder(),
    nativeBinding: nativeAddon(),
  });
}

export function startDemo(outDir: string, options: DemoServerOptions): Promise<DemoServer> {
  return startDemoServer(
    { hostFile: path.join(outDir, 'main', 'demo-org-host.js'), nativeBinding: nativeAddon() },
    options,
  );
}

/** Builds every object of the program, once, for the window and for headless commands alike. */
export async function composeServices(request: ComposeRequest): Promise<Services> {
  const { dataDir, outDir, mode, policy } = request;
  const paths = prepareDataDir(dataDir);
  const log = createLog(paths.logFile, { process: request.command });
  const crashes = openCrashStore(paths.crashFolder);
  const clock = systemClock;

  const connection = await openDatabase({
    outDir,
    log,
    request: {
      dataDir,
      migrationsFolder: migrationsFolder(),
      nativeBinding: nativeAddon(),
      mode,
      command: request.command,
      waitMs: request.waitMs,
      keepReady: request.command === 'window',
    },
    onRestart: request.onDatabaseRestart ?? (() => undefined),
    onDamaged: request.onDatabaseDamaged ?? (() => undefined),
    // A command has nobody to keep waiting.
    ...(request.command === 'window' ? { beside: careTasks(outDir, log) } : {}),
  });
  const db = governDatabase(connection.db, policy);
  if (mode === 'write') {
    await db.closeDanglingRuns(clock.now()).catch(async (error: unknown) => {
      // Damage shows here, too; what is to be done about it needs the data directory.
      await connection.close();
      throw error;
    });
  }

  const settings = governSettings(createSettingsStore({ dataDir, log }), policy);
  const vault = createVault({
    file: paths.vaultFile,
    keychain: createSafeStorageSealer(safeStorage, process.platform),
    passphrases: createPassphraseSource(passphraseVariable, request.askPassphrase),
    readOnly: mode === 'read',
  });
  let demoOrigin: string | null = null;
  const demoOrgs = createDemoOrgs({
    dataDir,
    db,
    clock,
    start: async (options) => {
      policy.requireFeature('demo-org');
      const server = await startDemo(outDir, options);
      demoOrigin = new URL(server.url).origin;
      return server;
    },
  });

  let collector: Collector | null = null;
  let scheduler: Scheduler | null = null;
  const orgs = createOrgService({
    db,
    secrets: vault,
    clock,
    log,
    newId: randomUUID,
    settings: () => settings.get(),
    activity: () => ({
      isCollecting: (orgId) => collector?.isCollecting(orgId) ?? false,
      nextRunAt: (orgId) => scheduler?.nextRunAt(orgId) ?? null,
    }),
    onChanged: () => request.onOrgsChanged?.(),
  });
  // In memory only: no cookies and no cache of an org's answers on disk.
  const network = session.fromPartition('salesforce', { cache: false });
  await useProxy(policy, network);
  const clientFor = createClientFactory({
    fetch: governFetch(
      createNetFetch({ request: (options) => net.request(options), session: network }),
      policy,
      ({ origin }) => origin === demoOrigin,
    ),
    clock,
    log,
    secrets: vault,
    prepareOrg: async (org) => orgs.settleKeys(org.isDemo ? await demoOrgs.ensureRunning(org) : org),
    onNextKeyAccepted: (orgId, privateKeyPem) => orgs.promoteNextKey(orgId, privateKeyPem),
  });
  const running = governCollector(createCollector({ db, clientFor, clock, log }), policy);
  collector = running;
  const connectivity = createConnectivityService({ db, clientFor, clock, log });

  return {
    dataDir,
    policy,
    logFile: paths.logFile,
    log,
    crashes,
    clock,
    db,
    vault,
    settings,
    orgs,
    connectivity,
    collector: running,
    demoOrgs,
    createScheduler(hooks) {
      scheduler = createScheduler({
        ...hooks,
        db,
        clock,
        log,
        isCollecting: (orgId) => running.isCollecting(orgId),
        daily: () => settings.get().collectDaily,
        isOnline: () => net.isOnline(),
      });
      return scheduler;
    },
    createCheckEvaluator: (hooks) => createCheckEvaluator({ ...hooks, db, clock, log }),
    createCare: (isCollecting) => createCare({ db, clock, log, isCollecting }),
    createBackups: (hooks) =>
      createBackups({ ...hooks, dataDir, db, clock, log, settings: () => settings.get() }),
    async close() {
      await demoOrgs.stop();
      await connection.close();
      vault.lock();
    },
  };
}

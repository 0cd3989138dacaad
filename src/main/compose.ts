import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { app, net, safeStorage, session } from 'electron';
import type { Clock, Database } from '../core/ports';
import type { Collector, ConnectivityService, OrgService } from '../core/services';
import { type Care, createCare } from '../core/care/care';
import { createCollector } from '../core/collect/collector';
import { createScheduler, type Scheduler, type SchedulerDeps } from '../core/collect/scheduler';
import { createConnectivityService } from '../core/connectivity/test-connectivity';
import { createOrgService } from '../core/orgs/org-service';
import { createClientFactory } from '../core/salesforce/client-factory';
import {
  type CheckEvaluator,
  type CheckEvaluatorDeps,
  createCheckEvaluator,
} from '../core/security/evaluator';
import { createPassphraseSource, createVault, type PassphraseSource, type Vault } from '../core/vault';
import { systemClock } from './platform/clock';
import { createLog, type FileLog } from './platform/log';
import { createNetFetch } from './platform/net-fetch';
import { prepareDataDir } from './platform/paths';
import { createSafeStorageSealer } from './platform/safe-storage';
import { createSettingsStore, type SettingsStore } from './platform/settings-store';
import { sqliteAddonPath, usesMusl } from './platform/sqlite-addon';
import { openDatabase } from './processes/database';
import { createDemoOrgs, type DemoOrgs } from './processes/demo-orgs';
import { startDemoServer, type DemoServer, type DemoServerOptions } from './processes/demo-server';

export interface ComposeRequest {
  dataDir: string;
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
  /** An org changed without anybody asking: its new certificate was accepted. */
  onOrgsChanged?: () => void;
}

export interface Services {
  dataDir: string;
  logFile: string;
  log: FileLog;
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

export function startDemo(outDir: string, options: DemoServerOptions): Promise<DemoServer> {
  return startDemoServer(
    { hostFile: path.join(outDir, 'main', 'demo-org-host.js'), nativeBinding: nativeAddon() },
    options,
  );
}

/** Builds every object of the program, once, for the window and for headless commands alike. */
export async function composeServices(request: ComposeRequest): Promise<Services> {
  const { dataDir, outDir, mode } = request;
  const paths = prepareDataDir(dataDir);
  const log = createLog(paths.logFile);
  const clock = systemClock;

  const connection = await openDatabase({
    outDir,
    log,
    request: {
      dataDir,
      migrationsFolder: path.join(app.isPackaged ? process.resourcesPath : app.getAppPath(), 'drizzle'),
      nativeBinding: nativeAddon(),
      mode,
      command: request.command,
      waitMs: request.waitMs,
      keepReady: request.command === 'window',
    },
    onRestart: request.onDatabaseRestart ?? (() => undefined),
  });
  const { db } = connection;
  if (mode === 'write') await db.closeDanglingRuns(clock.now());

  const settings = createSettingsStore({ dataDir, log });
  const vault = createVault({
    file: paths.vaultFile,
    keychain: createSafeStorageSealer(safeStorage, process.platform),
    passphrases: createPassphraseSource(passphraseVariable, request.askPassphrase),
    readOnly: mode === 'read',
  });
  const demoOrgs = createDemoOrgs({ dataDir, db, clock, start: (options) => startDemo(outDir, options) });

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
  const clientFor = createClientFactory({
    // In memory only: no cookies and no cache of an org's answers on disk.
    fetch: createNetFetch({
      request: (options) => net.request(options),
      session: session.fromPartition('salesforce', { cache: false }),
    }),
    clock,
    log,
    secrets: vault,
    prepareOrg: async (org) => orgs.settleKeys(org.isDemo ? await demoOrgs.ensureRunning(org) : org),
    onNextKeyAccepted: (orgId, privateKeyPem) => orgs.promoteNextKey(orgId, privateKeyPem),
  });
  const running = createCollector({ db, clientFor, clock, log });
  collector = running;
  const connectivity = createConnectivityService({ db, clientFor, clock, log });

  return {
    dataDir,
    logFile: paths.logFile,
    log,
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
    async close() {
      await demoOrgs.stop();
      await connection.close();
      vault.lock();
    },
  };
}

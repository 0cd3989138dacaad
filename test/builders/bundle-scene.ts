import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { collectBundle } from '../../src/core/diagnostics/bundle';
import { type CrashStore, createCrashStore } from '../../src/core/diagnostics/crashes';
import { examine } from '../../src/core/diagnostics/doctor';
import type { DoctorDeps, Patient } from '../../src/core/diagnostics/doctor-deps';
import { createOrgService } from '../../src/core/orgs/org-service';
import { memoryLog, memorySecrets } from '../../src/core/testing/fakes';
import { Settings } from '../../src/shared/model/settings';
import { AS_OF, DAY, newOrg, store, testDatabase } from './db';
import { login, user } from './db-records';

/** What must not leave the computer, as it is in the database. */
export const STORED = {
  orgName: 'Zwirnhold Werke',
  organization: 'Quellbrunn Holding',
  host: 'zwirnhold.my.salesforce.com',
  consumerKey: '3MVG9ZzQkeyQkeyQkey',
  runAs: 'integration@zwirnhold.example',
  person: 'Kunigunde Xaverrosen',
  username: 'kunigunde.x@zwirnhold.example',
  mail: 'kxaver@mailbox.example',
  department: 'Vexillologie',
  ip: '198.51.100.77',
  city: 'Oberammersteig',
  decider: 'Theodolinde Brack',
  proxy: 'http://wpx-proxy.zwirnhold.example:3128',
  updates: 'https://dist.zwirnhold.example/seatwatch.json',
};

export const SYSTEM = {
  appVersion: '0.1.0',
  platform: 'linux',
  arch: 'x64',
  versions: { electron: '45.4.1', node: '24.1.0' },
  hasDisplay: true,
  homeDir: '/home/kunigunde',
  userName: 'kunigunde',
};

/** A data folder that is full of what must not leave the computer. */
export interface BundleScene {
  folder: string;
  patient: Patient;
  logFile: string;
  crashFolder: string;
  deps: DoctorDeps;
  crashStore(): CrashStore;
  bundle(): Promise<string>;
  /** Removes the log and the crash reports. */
  withoutTraces(): void;
}

/** One for all tests of a file; to be called once in it, and looked into from within the tests. */
export function bundleScene(): () => BundleScene {
  let scene: BundleScene;
  let dispose: () => void;
  beforeAll(async () => {
    ({ scene, dispose } = await makeScene());
  });
  afterAll(() => dispose());
  return () => scene;
}

async function makeScene(): Promise<{ scene: BundleScene; dispose: () => void }> {
  const database = await testDatabase();
  const { db, folder } = database;
  await db.insertOrg(
    newOrg({
      name: STORED.orgName,
      url: `https://${STORED.host}`,
      auth: 'jwt-bearer',
      consumerKey: STORED.consumerKey,
      jwtUsername: STORED.runAs,
    }),
  );
  await db.setOrgIdentity('org-1', {
    organizationName: STORED.organization,
    edition: STORED.person,
    apiVersion: '67.0',
    instanceName: STORED.city,
    salesforceOrgId: '00D5g00000AbCdEEAV',
  });
  const runId = await db.startRun('org-1', AS_OF, 75, 'manual');
  await store(db, 'users', [
    user('0055g00000AbCdEAAV', {
      name: STORED.person,
      username: STORED.username,
      email: STORED.mail,
      department: STORED.department,
    }),
  ]);
  await store(db, 'loginHistory', [
    login('0Ya5g00000AbCdEAAV', '0055g00000AbCdEAAV', AS_OF - DAY, {
      sourceIp: STORED.ip,
      city: STORED.city,
    }),
  ]);
  await db.saveStreamRuns(runId, [
    {
      stream: 'users',
      title: STORED.person,
      calls: 2,
      rows: 1,
      bytes: 10,
      seconds: 1,
      via: 'rest',
      complete: false,
      error: { code: STORED.person, message: `${STORED.person} was here` },
    },
  ]);
  await db.finishRun(runId, {
    state: 'failed',
    endedAt: AS_OF + 1,
    resumeAt: null,
    callsMade: 2,
    orgUsedBefore: 1,
    orgUsedAfter: 3,
    orgMax: 100_000,
    error: { code: 'INVALID_SESSION_ID', message: `No, ${STORED.person}`, fix: STORED.mail },
  });
  const settings = Settings.parse({ deciderName: STORED.decider, updateSource: STORED.updates });
  const logFile = join(folder, 'logs', 'seatwatch.log');
  mkdirSync(join(folder, 'logs'));
  const patient: Patient = {
    dataDir: folder,
    logFile,
    db,
    orgs: createOrgService({
      db,
      secrets: memorySecrets(),
      clock: { now: () => AS_OF + DAY, sleep: async () => undefined },
      log: memoryLog(),
      newId: () => 'x',
      settings: () => settings,
      activity: () => ({ isCollecting: () => false, nextRunAt: () => null }),
      onChanged: () => undefined,
    }),
    vault: {
      status: async () => ({
        protection: 'passphrase' as const,
        backend: 'basic_text',
        locked: false,
        needsNewPassphrase: false,
      }),
      problem: async () => null,
    },
    settings: { get: () => settings },
  };
  const deps: DoctorDeps = {
    now: () => AS_OF + DAY,
    system: SYSTEM,
    schedules: async () => [{ scheduler: 'cron', every: 'daily', active: true, lastExitCode: 0 }],
    policy: {
      file: `${SYSTEM.homeDir}/policy.json`,
      policy: {
        proxy: STORED.proxy,
        allowedHosts: [STORED.host],
        updateSource: STORED.updates,
        maxDailyCalls: 9,
      },
    },
  };
  const crashFolder = join(folder, 'crashes');
  const scene: BundleScene = {
    ...{ folder, patient, logFile, crashFolder, deps },
    crashStore: () => createCrashStore({ folder: crashFolder, appVersion: '0.1.0', now: deps.now }),
    bundle: async () =>
      collectBundle({ deps, checks: await examine(deps, patient), patient, dataDir: folder, logFile }),
    withoutTraces() {
      rmSync(logFile, { force: true });
      rmSync(crashFolder, { recursive: true, force: true });
    },
  };
  return { scene, dispose: () => database.dispose() };
}

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createBackups } from '../../src/core/care/backups';
import { createCare } from '../../src/core/care/care';
import { createPolicyRules, NO_POLICY } from '../../src/core/policy';
import type { Clock } from '../../src/core/ports';
import { createCheckEvaluator } from '../../src/core/security/evaluator';
import type { DemoOrgOptions } from '../../src/demo-org';
import { type HeadlessDeps, type HeadlessServices, runHeadless } from '../../src/headless';
import { Settings } from '../../src/shared/model/settings';
import { collectRig, type CollectRig, type RigOptions } from './collect-rig';
import { FakeScheduleHost } from './schedule-host';

export interface CommandAnswer {
  exitCode: number;
  stdout: string;
  stderr: string;
  /** Standard output as one JSON document; throws when it is anything else. */
  json<T = Record<string, unknown>>(): T;
}

/** The command line over the real services: a SQLite file, a demo org behind HTTP. The org is called Acme. */
export interface CliRig extends CollectRig {
  /** A folder for whatever commands write. */
  folder: string;
  env: Record<string, string | undefined>;
  stdin: string;
  run(...argv: string[]): Promise<CommandAnswer>;
  text(file: string): string;
}

const notUsed = (): never => {
  throw new Error('not used');
};

export async function cliRig(options: DemoOrgOptions = {}, more: RigOptions = {}): Promise<CliRig> {
  const rig = await collectRig(options, more);
  const folder = mkdtempSync(join(tmpdir(), 'seatwatch-cli-rig-'));
  const policy = createPolicyRules(NO_POLICY);
  const { log } = rig;
  const { db } = rig.database;
  const clock: Clock = { now: () => rig.now(), sleep: () => Promise.resolve() };
  const scheduleHost = new FakeScheduleHost();
  const logFile = join(folder, 'seatwatch.log');

  const services = (): HeadlessServices => ({
    dataDir: folder,
    policy,
    logFile,
    orgs: rig.orgs,
    connectivity: rig.connectivity,
    collector: rig.collector,
    checks: createCheckEvaluator({ db, clock, log }),
    care: createCare({ db, clock, log, isCollecting: () => false }),
    backups: createBackups({
      dataDir: folder,
      db,
      clock,
      log,
      isCollecting: () => false,
      settings: () => Settings.parse({}),
    }),
    db,
    vault: {
      accounts: async () => [],
      status: async () => ({
        protection: 'passphrase',
        backend: 'scrypt-aes-256-gcm',
        locked: false,
        needsNewPassphrase: false,
      }),
      problem: async () => null,
    },
    settings: { get: () => Settings.parse({}) },
    close: async () => undefined,
  });

  return Object.assign(rig, {
    folder,
    env: {},
    stdin: '',
    text: (file: string) => readFileSync(join(folder, file), 'utf8'),

    async run(this: CliRig, ...argv: string[]): Promise<CommandAnswer> {
      let stdout = '';
      let stderr = '';
      const faults: unknown[] = [];
      const deps: HeadlessDeps = {
        stdout: { isTerminal: false, write: async (text) => void (stdout += text) },
        stderr: { isTerminal: false, write: async (text) => void (stderr += text) },
        env: this.env,
        stdinIsTerminal: false,
        readStdin: async () => this.stdin,
        askSecret: async () => notUsed(),
        now: () => rig.now(),
        system: {
          appVersion: '0.1.0',
          platform: 'linux',
          arch: 'x64',
          versions: {},
          hasDisplay: false,
          homeDir: '/home/ada',
          userName: 'ada',
        },
        onStop: () => () => undefined,
        reportFault: (error) => void faults.push(error),
        location: () => ({ dataDir: folder, chosenBy: 'option', defaultDir: folder }),
        careTasks: notUsed,
        places: () => ({ dataDir: folder, logFile }),
        policy: () => policy,
        updates: notUsed,
        openServices: async () => services(),
        startDemoOrg: async () => notUsed(),
        demoOrgControls: [],
        ownProgram: async () => ({ command: '/usr/bin/seatwatch', args: [] }),
        scheduleHost,
      };
      const exitCode = await runHeadless(argv, deps);
      // A bug must not hide behind the exit code that some test expects.
      if (faults.length > 0) throw faults[0];
      return { exitCode, stdout, stderr, json: <T>() => JSON.parse(stdout) as T };
    },

    async dispose() {
      scheduleHost.dispose();
      rmSync(folder, { recursive: true, force: true });
      await rig.demo.close();
      rig.database.dispose();
    },
  });
}

import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { app } from 'electron';
import { runHeadless } from '../../headless/program';
import type { HeadlessDeps } from '../../headless/deps';
import { streamOut } from '../../headless/output/stream-out';
import { askSecret, canAsk, createPassphrasePrompt } from '../../headless/prompt';
import { dataDirOption } from '../../headless/arguments';
import { listControls } from '../../demo-org/controls';
import { careTasks, composeServices, startDemo } from '../compose';
import type { DataLocation } from '../../core/ports-care';
import { governSettings } from '../../core/policy';
import { systemClock } from '../platform/clock';
import { createLog } from '../platform/log';
import { machinePolicy } from '../platform/machine-policy';
import { createSettingsStore } from '../platform/settings-store';
import { createUpdater } from '../platform/updater';
import { dataPaths, locateDataDir, prepareDataDir, requireDataDir } from '../platform/paths';
import { ownProgram } from '../platform/own-program';
import { createScheduleHost } from '../platform/schedule-host';
import { systemFacts } from '../platform/system-facts';
import { createHeadlessFaults } from './headless-faults';

const terminal = { stdin: process.stdin, stderr: process.stderr };

/** Runs one command without a window and ends the process with its exit code. */
export async function startHeadless(args: readonly string[], outDir: string): Promise<void> {
  const locate = (option: string | undefined) =>
    locateDataDir({ option, env: process.env, appData: app.getPath('appData') });

  // The keychain's own state belongs to the data folder (on Windows it lies in userData); what Chromium
  // writes beside it must not, because a window may be using that folder at the same time.
  const { dataDir, chosenBy, defaultDir } = locate(dataDirOption(args));
  // A drive that is not there must not be replaced by a folder of the same name.
  app.setPath('userData', chosenBy !== 'note' || existsSync(dataDir) ? dataDir : defaultDir);
  const scratch = mkdtempSync(path.join(os.tmpdir(), 'seatwatch-headless-'));
  app.setPath('sessionData', scratch);
  app.disableHardwareAcceleration();
  app.dock?.hide();
  app.on('window-all-closed', () => undefined);

  const exitCode = await app.whenReady().then(() => runHeadless(args, createDeps(outDir, locate)));
  try {
    rmSync(scratch, { recursive: true, force: true });
  } catch {
    // Chromium still holds a file on Windows; the system's own clean-up takes it.
  }
  app.exit(exitCode);
}

function createDeps(outDir: string, locate: (option: string | undefined) => DataLocation): HeadlessDeps {
  const dataDirOf = (option: string | undefined) => locate(option).dataDir;
  const faults = createHeadlessFaults();
  return {
    stdout: streamOut(process.stdout),
    stderr: streamOut(process.stderr),
    env: process.env,
    stdinIsTerminal: canAsk(terminal),
    readStdin: async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
      return Buffer.concat(chunks).toString('utf8');
    },
    askSecret: (question) => askSecret(terminal, question),
    now: () => Date.now(),
    system: systemFacts(),
    places: (option) => dataPaths(dataDirOf(option)),
    onStop: (listener) => {
      // A library listens from the moment it is loaded, which is before Electron installs its own handlers; those then
      // win, and would quit the app with exit code 0. Only a first listener makes Node take the signals back.
      process.removeAllListeners('SIGINT');
      process.removeAllListeners('SIGTERM');
      process.on('SIGINT', listener);
      process.on('SIGTERM', listener);
      return () => {
        process.off('SIGINT', listener);
        process.off('SIGTERM', listener);
      };
    },
    reportFault: (error) => {
      faults.report(error);
    },
    policy: machinePolicy,
    updates: (option) => {
      const { dataDir, logFile } = prepareDataDir(dataDirOf(option));
      const log = createLog(logFile);
      const policy = machinePolicy();
      const settings = governSettings(createSettingsStore({ dataDir, log }), policy);
      return createUpdater({ dataDir, policy, settings, clock: systemClock, log });
    },
    location: locate,
    careTasks: (option) => {
      requireDataDir(locate(option));
      return careTasks(outDir, createLog(prepareDataDir(dataDirOf(option)).logFile));
    },
    openServices: async ({ dataDir, mode, command, waitMs }) => {
      requireDataDir(locate(dataDir));
      const ask = createPassphrasePrompt(terminal);
      // Before anything that can fail, so that a fault while opening is in the log too.
      faults.watch(prepareDataDir(dataDirOf(dataDir)), command);
      const services = await composeServices({
        policy: machinePolicy(),
        dataDir: dataDirOf(dataDir),
        outDir,
        mode,
        command,
        waitMs,
        ...(ask === undefined ? {} : { askPassphrase: ask }),
      });
      return {
        ...services,
        care: services.createCare(() => false),
        backups: services.createBackups({ isCollecting: () => false }),
        checks: services.createCheckEvaluator({}),
      };
    },
    startDemoOrg: ({ dataDir: _dataDir, ...options }) => startDemo(outDir, options),
    demoOrgControls: listControls(),
    ownProgram: async () =>
      ownProgram({
        platform: process.platform,
        isPackaged: app.isPackaged,
        execPath: process.execPath,
        appPath: app.getAppPath(),
        env: process.env,
      }),
    scheduleHost: createScheduleHost(),
  };
}

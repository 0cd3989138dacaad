import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { app } from 'electron';
import { runHeadless } from '../../headless/program';
import type { HeadlessDeps } from '../../headless/deps';
import { streamOut } from '../../headless/output/stream-out';
import { askSecret, canAsk, createPassphrasePrompt } from '../../headless/prompt';
import { dataDirOption } from '../../headless/arguments';
import { listControls } from '../../demo-org/controls';
import { composeServices, startDemo } from '../compose';
import { createLog } from '../platform/log';
import { prepareDataDir, resolveDataDir } from '../platform/paths';

const terminal = { stdin: process.stdin, stderr: process.stderr };

/** Runs one command without a window and ends the process with its exit code. */
export async function startHeadless(args: readonly string[], outDir: string): Promise<void> {
  const dataDirOf = (option: string | undefined) =>
    resolveDataDir({ option, env: process.env, appData: app.getPath('appData') });

  // The keychain's own state belongs to the data folder (on Windows it lies in userData); what Chromium
  // writes beside it must not, because a window may be using that folder at the same time.
  app.setPath('userData', dataDirOf(dataDirOption(args)));
  const scratch = mkdtempSync(path.join(os.tmpdir(), 'seatwatch-headless-'));
  app.setPath('sessionData', scratch);
  app.disableHardwareAcceleration();
  app.dock?.hide();
  app.on('window-all-closed', () => undefined);

  const exitCode = await app.whenReady().then(() => runHeadless(args, createDeps(outDir, dataDirOf)));
  try {
    rmSync(scratch, { recursive: true, force: true });
  } catch {
    // Chromium still holds a file on Windows; the system's own clean-up takes it.
  }
  app.exit(exitCode);
}

function createDeps(outDir: string, dataDirOf: (option: string | undefined) => string): HeadlessDeps {
  let reportFault: (error: unknown) => void = () => undefined;
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
    system: {
      appVersion: app.getVersion(),
      platform: process.platform,
      arch: process.arch,
      versions: {
        electron: process.versions.electron,
        chrome: process.versions.chrome,
        node: process.versions.node,
      },
      hasDisplay:
        process.platform !== 'linux' || Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']),
      homeDir: os.homedir(),
      userName: os.userInfo().username,
    },
    onStop: (listener) => {
      process.on('SIGINT', listener);
      process.on('SIGTERM', listener);
      return () => {
        process.off('SIGINT', listener);
        process.off('SIGTERM', listener);
      };
    },
    reportFault: (error) => {
      reportFault(error);
    },
    openServices: async ({ dataDir, mode, command, waitMs }) => {
      const ask = createPassphrasePrompt(terminal);
      // Before anything that can fail, so that a fault while opening is in the log too.
      const log = createLog(prepareDataDir(dataDirOf(dataDir)).logFile);
      reportFault = (error) => {
        log.error('headless command failed', { error: error instanceof Error ? error.stack : String(error) });
      };
      const services = await composeServices({
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
        checks: services.createCheckEvaluator({}),
      };
    },
    startDemoOrg: ({ dataDir: _dataDir, ...options }) => startDemo(outDir, options),
    demoOrgControls: listControls(),
  };
}

import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { _electron, test as base, expect, type ElectronApplication, type Page } from '@playwright/test';
import { createDemoOrg, type DemoOrg, type DemoOrgOptions } from '../src/demo-org';

export const ROOT = path.resolve(__dirname, '..');

/** The Electron binary that the set-up scripts installed. */
export function electronBinary(): string {
  return process.env['SEATWATCH_E2E_ELECTRON'] ?? path.join(ROOT, 'node_modules/electron/dist/electron');
}

/** A program that may not have a window yet. */
export interface StartedApp {
  electron: ElectronApplication;
  /** What the app wrote to its standard streams: tests look for secrets in it. */
  output: () => string;
  close(): Promise<void>;
}

export interface RunningApp extends StartedApp {
  window: Page;
}

export interface LaunchOptions {
  dataDir: string;
  args?: string[];
  env?: Record<string, string>;
  /** False: as on a Linux computer without a protected keychain. */
  keychain?: boolean;
  /** CommonJS module that Electron reads before the app; a packaged app reads none. */
  before?: string;
}

/** Starts the built app, and waits for its window. */
export async function launchApp(options: LaunchOptions): Promise<RunningApp> {
  const app = await startApp(options);
  return { ...app, window: await windowOf(app) };
}

export async function windowOf({ electron }: StartedApp): Promise<Page> {
  const window = await electron.firstWindow();
  await window.waitForLoadState('domcontentloaded');
  return window;
}

/** Starts the built app. Naming the binary keeps Playwright from forcing an unprotected password store. */
export async function startApp({
  dataDir,
  args = [],
  env = {},
  keychain = true,
  before,
}: LaunchOptions): Promise<StartedApp> {
  const store = keychain && process.env['SEATWATCH_E2E_KEYRING'] === '1' ? 'gnome-libsecret' : 'basic';
  // Several windows share one virtual display without a GPU: none may be put to sleep because another covers it.
  const display = [
    '--disable-gpu',
    '--disable-dev-shm-usage',
    '--disable-backgrounding-occluded-windows',
    '--disable-renderer-backgrounding',
  ];
  const keyring = process.platform === 'linux' ? [`--password-store=${store}`] : [];
  const first = before === undefined ? [] : ['-r', before];
  const electron = await _electron.launch({
    executablePath: electronBinary(),
    args: [...keyring, ...display, ...first, ROOT, '--data-dir', dataDir, ...args],
    cwd: ROOT,
    env: { ...(process.env as Record<string, string>), ...env },
  });
  const written: string[] = [];
  electron.process().stdout?.on('data', (chunk: Buffer) => written.push(chunk.toString()));
  electron.process().stderr?.on('data', (chunk: Buffer) => written.push(chunk.toString()));
  return {
    electron,
    output: () => written.join(''),
    close: () => electron.close(),
  };
}

/** The native save dialog cannot be clicked by a test: it answers with this file instead. */
export async function answerSaveDialog(electron: ElectronApplication, file: string): Promise<void> {
  await electron.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
  }, file);
}

/** The same for the dialog that asks for a file to open. */
export async function answerOpenDialog(electron: ElectronApplication, file: string): Promise<void> {
  await electron.evaluate(({ dialog }, filePath) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [filePath] });
  }, file);
}

interface Fixtures {
  dataDir: string;
  /** Starts demo orgs in the test's own process, with their control switches at hand. */
  startOrg: (options?: Partial<DemoOrgOptions>) => Promise<DemoOrg>;
  launch: (options?: Partial<LaunchOptions>) => Promise<RunningApp>;
}

/** Small enough to be quick, large enough for every page to have something to show. */
export const SMALL_ORG = { users: 200, logins: 6_000, seed: 7 };

export const test = base.extend<Fixtures>({
  // eslint-disable-next-line no-empty-pattern -- Playwright reads the fixtures from this pattern
  dataDir: async ({}, use) => {
    const dir = mkdtempSync(path.join(os.tmpdir(), 'seatwatch-e2e-'));
    await use(dir);
    rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
  },
  // eslint-disable-next-line no-empty-pattern -- as above
  startOrg: async ({}, use) => {
    const started: DemoOrg[] = [];
    await use(async (options) => {
      const org = await createDemoOrg({ ...SMALL_ORG, ...options });
      started.push(org);
      return org;
    });
    await Promise.all(started.map((org) => org.close()));
  },
  launch: async ({ dataDir }, use, testInfo) => {
    const started: RunningApp[] = [];
    await use(async (options) => {
      const app = await launchApp({ dataDir, ...options });
      started.push(app);
      // Recording draws every picture once more, on the processor here: only for what already failed once.
      if (testInfo.retry > 0)
        await app.electron.context().tracing.start({ screenshots: true, snapshots: true });
      return app;
    });
    for (const [index, app] of started.entries()) {
      const failed = testInfo.status !== testInfo.expectedStatus;
      const trace = failed ? { path: testInfo.outputPath(`trace-${String(index)}.zip`) } : {};
      await app.electron
        .context()
        .tracing.stop(trace)
        .catch(() => undefined);
      if (failed)
        await app.window
          .screenshot({ path: testInfo.outputPath(`window-${String(index)}.png`) })
          .catch(() => undefined);
      await app.close().catch(() => undefined);
    }
  },
});

export { expect };

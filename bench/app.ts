import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { RunSummary } from '../src/shared/model/run';
import type { OrgReady } from '../test/builders/org-child';

// The built app, started as users' scripts start it.

const ROOT = process.cwd();
export const PASSPHRASE = 'correct horse battery';

/** Chromium's switches for a machine without a keychain. */
export const CHROMIUM = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  ...['--password-store=basic', '--disable-gpu', '--log-level=3'],
];

/** The Electron binary that `scripts/commands/bench.mjs` has set up. */
export function electronBinary(): string {
  const binary = process.env['SEATWATCH_BENCH_ELECTRON'];
  if (binary === undefined || !existsSync(binary)) {
    throw new Error('SEATWATCH_BENCH_ELECTRON names no Electron: start this with npm run bench.');
  }
  return binary;
}

export function appEnvironment(dataDir: string): Record<string, string> {
  const { ELECTRON_RUN_AS_NODE: _, ...env } = process.env as Record<string, string>;
  return { ...env, SEATWATCH_DATA_DIR: dataDir, SEATWATCH_VAULT_PASSPHRASE: PASSPHRASE };
}

/** Starts one command of the command line; its standard output and error are pipes. */
export function startApp(args: readonly string[], dataDir: string): ChildProcess {
  const env = appEnvironment(dataDir);
  delete env['DISPLAY'];
  return spawn(electronBinary(), [...CHROMIUM, '--ozone-platform=headless', ROOT, ...args], {
    cwd: ROOT,
    env,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
}

/** Runs one command to its end. Throws with what it said when its exit code is not 0. */
export async function runApp(args: readonly string[], dataDir: string, stdin = ''): Promise<string> {
  const child = startApp(args, dataDir);
  child.stdin?.end(stdin);
  const exited = new Promise<number | null>((done) => child.once('exit', done));
  const [stdout, stderr, code] = await Promise.all([
    child.stdout === null ? '' : text(child.stdout),
    child.stderr === null ? '' : text(child.stderr),
    exited,
  ]);
  if (code !== 0)
    throw new Error(`seatwatch ${args.join(' ')} ended with ${String(code)}:\n${stdout}\n${stderr}`);
  return stdout;
}

export async function addOrg(org: OrgReady, dataDir: string): Promise<void> {
  await runApp(
    ['org', 'add', '--name', 'Acme', '--url', org.url, '--consumer-key', org.consumerKey, '--secret-stdin'],
    dataDir,
    `${org.consumerSecret}\n`,
  );
}

export async function collect(dataDir: string): Promise<RunSummary> {
  const run = JSON.parse(await runApp(['collect', 'Acme', '--json', '--quiet'], dataDir)) as RunSummary;
  if (run.state !== 'complete' || run.error !== null) throw new Error(JSON.stringify(run));
  return run;
}

export const databaseOf = (dataDir: string): string => join(dataDir, 'seatwatch.db');

// Child processes: started without a shell where possible, and never left behind when we are told to stop.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { SetupError } from './errors.mjs';
import { toolchainNode } from './node.mjs';
import { inModules, root } from './paths.mjs';

const children = new Set();
let stopSignal = null;

function passOn(signal) {
  stopSignal ??= signal;
  for (const { child, ownGroup } of children) {
    try {
      if (ownGroup) process.kill(-child.pid, signal);
      else child.kill(signal);
    } catch {
      // already gone
    }
  }
  if (children.size === 0) process.exit(exitCodeOf(signal));
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => passOn(signal));

// npm passes a signal on to the shell it started us with, and many shells die of it without a word to us.
const ORPHAN_CHECK_MS = 500;
if (process.env.npm_lifecycle_event && process.platform !== 'win32') {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent && !stopSignal) passOn('SIGTERM');
  }, ORPHAN_CHECK_MS).unref();
}

const exitCodeOf = (signal) => 128 + (os.constants.signals[signal] ?? 0);

/** The environment of a child: our own, `node_modules/.bin` first, then the caller's additions. */
export function childEnv(extra = {}) {
  const bin = inModules('.bin');
  const others = (process.env.PATH ?? '').split(path.delimiter).filter((entry) => entry !== bin);
  return { ...process.env, PATH: [bin, ...others].join(path.delimiter), ...extra };
}

/**
 * Starts a program and resolves to its exit code (128 + n when signal n ended it).
 * `ownGroup` is for wrappers (virtual display, session bus) that would not pass a signal on to what they run.
 */
export function start(
  command,
  args,
  { cwd = root, env, stdio = 'inherit', ownGroup = false, onOutput, signal, shell = false } = {},
) {
  if (stopSignal) return Promise.resolve(exitCodeOf(stopSignal));
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: env ?? childEnv(),
      stdio,
      shell,
      detached: ownGroup && process.platform !== 'win32',
    });
    const entry = { child, ownGroup: ownGroup && process.platform !== 'win32' };
    children.add(entry);
    signal?.addEventListener('abort', () => child.kill('SIGKILL'), { once: true });
    if (onOutput) for (const stream of [child.stdout, child.stderr]) stream?.on('data', onOutput);
    child.on('error', (cause) => {
      children.delete(entry);
      reject(new SetupError(`${command} could not be started: ${cause.message}`));
    });
    child.on('close', (code, endedBy) => {
      children.delete(entry);
      resolve(code ?? exitCodeOf(endedBy));
    });
  });
}

/** Runs a set-up program: its output goes to standard error, and failing is an error with advice. */
export async function runQuietly(command, args, { failure, advice, ...options } = {}) {
  const code = await start(command, args, { stdio: ['ignore', 2, 2], ...options });
  if (code !== 0) throw new SetupError(failure ?? `${command} ended with exit code ${code}.`, advice);
}

/** Runs a program and returns its exit code and everything it printed. */
export async function capture(command, args, options = {}) {
  const chunks = [];
  const code = await start(command, args, {
    ...options,
    stdio: ['ignore', 'pipe', 'pipe'],
    onOutput: (chunk) => chunks.push(chunk),
  });
  return { code, output: Buffer.concat(chunks).toString('utf8') };
}

/** The JavaScript file behind a package's command, so that no shell shim is needed (they differ on Windows). */
function toolScript(packageName, command) {
  const manifestFile = inModules(packageName, 'package.json');
  const { bin } = JSON.parse(readFileSync(manifestFile, 'utf8'));
  const relative = typeof bin === 'string' ? bin : bin[command];
  return path.join(path.dirname(manifestFile), relative);
}

/** A command line that runs a tool from node_modules on the project's Node. */
export function toolCommand(packageName, command, args = []) {
  return [toolchainNode(), toolScript(packageName, command), ...args];
}

export const startTool = (packageName, command, args, options) => {
  const [program, ...rest] = toolCommand(packageName, command, args);
  return start(program, rest, options);
};

export function hasProgram(name) {
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  return [...folders, '/usr/sbin', '/sbin'].some((folder) => folder && existsSync(path.join(folder, name)));
}

/** For quick questions to small system tools; long work goes through `start`, which can be stopped. */
export function ask(command, args) {
  const { status, stdout } = spawnSync(command, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return { ok: status === 0, output: stdout ?? '' };
}

export const isRoot = process.getuid?.() === 0;
export const isLinux = process.platform === 'linux';

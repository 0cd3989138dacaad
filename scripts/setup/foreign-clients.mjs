// Other people's Salesforce clients, for test/clients only: in a cache folder, never among the project's dependencies.
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fingerprint, writeAtomically } from './files.mjs';
import { withLock } from './lock.mjs';
import { announced, log, logged } from './log.mjs';
import { inUserCache, root } from './paths.mjs';
import { ask, capture, runQuietly } from './process.mjs';

const LOCK_FOLDER = path.join(root, 'test', 'clients', 'lock');
const LOCK_FILES = ['package.json', 'package-lock.json'];
const PYTHON_LOCK_FILE = path.join(LOCK_FOLDER, 'requirements.txt');
/** Written last, so its presence means that the installation was completed. */
const STAMP = '.complete';

/** The folder that holds the clients' node_modules, exactly as test/clients/lock says. */
export async function ensureForeignClients() {
  const folder = inUserCache(`foreign-clients-${lockKey()}`);
  const isPresent = () => existsSync(path.join(folder, STAMP));
  if (isPresent()) return folder;
  await withLock('foreign-clients', async () => {
    if (!isPresent()) await install(folder);
  });
  return folder;
}

/**
 * The clients written in Python: `{ python, folder }` of an interpreter and the folder to add to its path, or
 * `{ missing }`, the reason why they cannot be had here. Nobody needs Python for the other clients.
 */
export async function ensurePythonClients() {
  const python = ['python3', 'python'].find(
    (name) => ask(name, ['-c', 'import sys; assert sys.version_info >= (3, 9)']).ok,
  );
  if (!python) return { missing: 'there is no Python 3.9 or newer' };
  const key = fingerprint(readFileSync(PYTHON_LOCK_FILE, 'utf8'), ask(python, ['-VV']).output, process.arch);
  const folder = inUserCache(`foreign-clients-python-${key}`);
  const isPresent = () => existsSync(path.join(folder, STAMP));
  if (isPresent()) return { python, folder };
  return withLock('foreign-clients', async () => {
    const problem = isPresent() ? null : await installPython(python, folder);
    return problem === null ? { python, folder } : { missing: problem };
  });
}

/** Named after everything that goes into it, so that checkouts with different versions do not disturb each other. */
function lockKey() {
  const texts = LOCK_FILES.map((name) => readFileSync(path.join(LOCK_FOLDER, name), 'utf8'));
  return fingerprint(...texts, process.platform, process.arch);
}

async function install(target) {
  await inPart(target, async (work) => {
    for (const name of LOCK_FILES) copyFileSync(path.join(LOCK_FOLDER, name), path.join(work, name));
    // No package's install script runs: some would fetch things from elsewhere, and none of the clients needs one.
    const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
    await logged('installing the foreign clients (about 300 MB, into the cache folder)', () =>
      runQuietly('npm', args, {
        cwd: work,
        shell: process.platform === 'win32',
        failure: 'The foreign clients could not be installed; the message of npm is above.',
        advice: 'check that the npm registry can be reached (npm ping), then run the command again.',
      }),
    );
    return null;
  });
}

/** Returns why it could not be done, in pip's own words, or null. */
function installPython(python, target) {
  // Ready-made packages only: building one would run its code here. Without retries, because having no way to the
  // package index is nothing unusual and must not cost every run a minute.
  const options = [
    '--only-binary=:all:',
    '--disable-pip-version-check',
    '--retries=0',
    '--timeout=15',
    '--quiet',
  ];
  return inPart(target, async (work) => {
    const args = ['-m', 'pip', 'install', ...options, '--target', work, '-r', PYTHON_LOCK_FILE];
    const { code, output } = await announced('installing the foreign clients in Python', () =>
      capture(python, args),
    );
    if (code === 0) return null;
    const lines = output.split('\n').filter((line) => line.startsWith('ERROR'));
    const problem = (lines[0] ?? output).replace(/^ERROR: /, '').trim();
    log(`going on without the foreign clients in Python: ${problem}`);
    return `pip could not install it: ${problem}`;
  });
}

/** Has `fill` fill a folder that takes its place only when nothing was wrong with it. Returns what `fill` does. */
async function inPart(target, fill) {
  const work = `${target}.${process.pid}.part`;
  try {
    mkdirSync(work, { recursive: true });
    const problem = await fill(work);
    if (problem !== null) return problem;
    writeAtomically(path.join(work, STAMP), '');
    publish(work, target);
    return null;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Moves the finished folder into place in one step; another checkout may have been faster. */
function publish(work, target) {
  try {
    renameSync(work, target);
  } catch (error) {
    if (!existsSync(path.join(target, STAMP))) throw error;
  }
}

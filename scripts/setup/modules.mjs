// Node modules, exactly as the lock file says.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { SetupError } from './errors.mjs';
import { readIfPresent, sha256, writeAtomically } from './files.mjs';
import { withLock } from './lock.mjs';
import { logged } from './log.mjs';
import { inModules, root } from './paths.mjs';
import { runQuietly } from './process.mjs';

const stampFile = inModules('.seatwatch-lock-stamp');
const lockText = () => readFileSync(path.join(root, 'package-lock.json'), 'utf8');

export async function ensureModules() {
  if (isStamped()) return;
  await withLock('setup', async () => {
    if (isStamped()) return;
    if (!isInstalledAsLocked()) await install();
    writeAtomically(stampFile, currentStamp());
  });
}

const currentStamp = () => `${sha256(lockText())} ${process.platform}-${process.arch}\n`;
const isStamped = () => readIfPresent(stampFile) === currentStamp();

/** Whether somebody's own `npm ci` or `npm install` already left what the lock file asks for. */
function isInstalledAsLocked() {
  // npm writes this file last, so its presence also means that the installation was completed.
  const installedText = readIfPresent(inModules('.package-lock.json'));
  if (installedText === null) return false;
  const installed = JSON.parse(installedText).packages;
  return Object.entries(JSON.parse(lockText()).packages).every(([location, wanted]) => {
    if (location === '') return true;
    const found = installed[location];
    if (!found) return wanted.optional === true; // such as another system's binaries
    return found.version === wanted.version && existsSync(path.join(root, location, 'package.json'));
  });
}

async function install() {
  // Not through node_modules/.bin: npm must not run on the Node that it is about to replace.
  const PATH = (process.env.PATH ?? '')
    .split(path.delimiter)
    .filter((entry) => !entry.endsWith(path.join('node_modules', '.bin')))
    .join(path.delimiter);
  // `--include` because NODE_ENV=production or an npm setting would otherwise leave the tools out.
  const args = ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'];
  await logged('installing node modules (npm ci)', () =>
    runQuietly('npm', args, {
      env: { ...process.env, PATH },
      shell: process.platform === 'win32',
      failure: 'npm ci failed; its own message is above.',
      advice: 'check that the npm registry can be reached (npm ping), then run the command again.',
    }),
  );
  if (!existsSync(inModules('electron', 'package.json'))) {
    throw new SetupError(
      'npm ci left no node modules behind.',
      'run "npm ci" by hand and look at what it says.',
    );
  }
}

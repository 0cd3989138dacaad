// Installing Debian/Ubuntu packages where we may, else naming the one command that does.
import { readFileSync } from 'node:fs';
import { SetupError } from './errors.mjs';
import { logged } from './log.mjs';
import { ask, capture, hasProgram, isRoot } from './process.mjs';

/**
 * Installs packages. A package may be written as 'new-name|old-name': some libraries got a suffix when 64-bit time
 * came (Debian 13, Ubuntu 24.04).
 */
export async function installPackages(wanted, why) {
  const names = [...new Set(wanted)].sort();
  if (names.length === 0) return;
  if (!hasProgram('apt-get')) {
    throw new SetupError(
      `${why}.`,
      `install what these Debian packages hold with your package manager: ${oldNames(names)}`,
    );
  }
  if (!isRoot)
    throw new SetupError(`${why}.`, `run this once, then try again:\n\n  ${sudoCommand(resolve(names))}\n`);
  await logged(`${why}: installing ${names.length} system packages`, () => installAsRoot(names));
}

const oldNames = (names) => names.map((name) => name.split('|').at(-1)).join(' ');

const sudoCommand = (packages) =>
  `sudo apt-get update && sudo apt-get install -y --no-install-recommends ${packages.join(' ')}`;

async function installAsRoot(names) {
  // A fresh system may have no package lists at all, and old lists name versions that are gone.
  if (await aptGet(['install', '-y', '--no-install-recommends', ...resolve(names)], { quiet: true })) return;
  await aptGet(['update']);
  if (await aptGet(['install', '-y', '--no-install-recommends', ...resolve(names)])) return;
  throw new SetupError(
    'apt-get could not install them; its message is above.',
    `run: ${sudoCommand(resolve(names))}`,
  );
}

async function aptGet(args, { quiet = false } = {}) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  // Another apt-get may be at work: wait for it instead of failing.
  const { code, output } = await capture('apt-get', ['-o', 'DPkg::Lock::Timeout=300', '-qq', ...args], {
    env,
  });
  if (code !== 0 && !quiet) process.stderr.write(output);
  return code === 0;
}

/** Picks the name this release knows. */
function resolve(names) {
  return names.map((name) => {
    const [newer, older] = name.split('|');
    if (older === undefined) return newer;
    if (isKnown(newer)) return newer;
    return isKnown(older) || !hasRenamedLibraries() ? older : newer;
  });
}

function isKnown(name) {
  const { output } = ask('apt-cache', ['policy', name]);
  return /Candidate: (?!\(none\))\S/.test(output);
}

/** For systems without package lists: whether the release is one with the suffixed names. */
function hasRenamedLibraries() {
  const release = readFileSync('/etc/os-release', 'utf8');
  const field = (name) => new RegExp(`^${name}="?([^"\n]*)`, 'm').exec(release)?.[1] ?? '';
  const firstRenamed = { debian: 13, ubuntu: 24 }[field('ID')];
  return firstRenamed !== undefined && Number.parseInt(field('VERSION_ID'), 10) >= firstRenamed;
}

// A bare system of the distribution that runs here: what debootstrap calls "minbase", where nothing of Electron's needs
// is installed. Made once, then copied for every test. SEATWATCH_BARE_RELEASE names another release of it (trixie).
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { installPackages } from './apt.mjs';
import { withLock } from './lock.mjs';
import { logged } from './log.mjs';
import { inUserCache } from './paths.mjs';
import { ask, hasProgram, isLinux, isRoot, runQuietly } from './process.mjs';

/** Why a bare system cannot be made and entered here; null: it can. */
export function bareSystemProblem() {
  if (!isLinux) return 'it takes Linux';
  if (!isRoot) return 'it takes root, to install packages in a system of their own';
  if (!hasProgram('apt-get') || !hasProgram('dpkg-deb')) return 'it takes Debian or Ubuntu (apt and dpkg)';
  // Containers often may not mount anything.
  if (!ask('unshare', ['--mount', 'true']).ok) return 'this container may not make mount namespaces';
  return null;
}

/** Resolves to `{ system, archives }`: the folder to copy, and one where apt may keep the packages it downloads. */
export async function ensureBareSystem() {
  const { id, codename } = release();
  const architecture = ask('dpkg', ['--print-architecture']).output.trim();
  const system = inUserCache(`bare-${id}-${codename}-${architecture}`);
  const archives = inUserCache(`bare-${id}-${codename}-${architecture}-archives`);
  mkdirSync(path.join(archives, 'partial'), { recursive: true });
  if (!existsSync(system))
    await withLock('bare-system', () => (existsSync(system) ? null : make(system, codename)));
  return { system, archives };
}

async function make(system, codename) {
  if (!hasProgram('debootstrap')) {
    await installPackages(['debootstrap'], 'A bare system to install packages on is made by debootstrap');
  }
  const unfinished = `${system}.${process.pid}.part`;
  try {
    await logged(`making a bare ${codename} system (debootstrap)`, () =>
      runQuietly('debootstrap', ['--variant=minbase', codename, unfinished], {
        failure: 'debootstrap failed; its message is above.',
        advice: "check that the distribution's package archive can be reached (apt-get update).",
        stdio: ['ignore', 'ignore', 2],
      }),
    );
    renameSync(unfinished, system);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}

function release() {
  const text = readFileSync('/etc/os-release', 'utf8');
  const field = (name) => new RegExp(`^${name}="?([^"\n]*)`, 'm').exec(text)?.[1] ?? '';
  const codename = process.env.SEATWATCH_BARE_RELEASE || field('VERSION_CODENAME');
  return { id: field('ID'), codename };
}

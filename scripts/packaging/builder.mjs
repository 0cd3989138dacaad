// Runs electron-builder with electron-builder.config.cjs on a finished build of the app.
import { chmodSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { SetupError } from '../setup/errors.mjs';
import { withLock } from '../setup/lock.mjs';
import { logged } from '../setup/log.mjs';
import { inCheckoutCache, inModules, root } from '../setup/paths.mjs';
import { childEnv, hasProgram, runQuietly, toolCommand } from '../setup/process.mjs';
import { toolchainNode } from '../setup/node.mjs';
import { buildInfo, sourceDateEpoch } from './build-info.mjs';
import { writeStage } from './stage.mjs';
import { installersIn } from './update-manifest.mjs';

/** Target -> system it is built for and on. */
export const TARGETS = {
  deb: 'linux',
  rpm: 'linux',
  AppImage: 'linux',
  nsis: 'win32',
  msi: 'win32',
  dmg: 'darwin',
  zip: 'darwin',
};
const PLATFORM_OPTION = { linux: '--linux', win32: '--win', darwin: '--mac' };

export const targetsOf = (platform) => Object.keys(TARGETS).filter((target) => TARGETS[target] === platform);

/**
 * Builds packages of the app in out/.
 * - `targets`: names of TARGETS, all of this system
 * - `output`: absolute path of the folder for the packages (created)
 * - `version`: instead of package.json's, for tests of an upgrade
 * - `compression`: of the .deb: xz (default), zst, gz or none
 * - `localElectron`: use the Electron of node_modules, whatever version it is
 * - `testable`: leave the inspector switch on (packaging/fuses.cjs)
 * - `signed`: fail on macOS and Windows when there is nothing to sign with
 * Resolves to the paths of the packages.
 */
export const buildPackages = (request) => withLock('packaging', () => build(request));

async function build({ targets, output, version, ...how }) {
  const info = buildInfo({ version });
  const env = packEnv(output, how);
  const electronVersion = readVersion(env.SEATWATCH_PACK_ELECTRON);
  await writeStage(output, { info, electronVersion });
  mkdirSync(output, { recursive: true });
  // Our writer knows .deb only; for the others electron-builder brings the real fpm.
  const debs = targets.filter((target) => target === 'deb');
  const others = targets.filter((target) => target !== 'deb');
  for (const group of [debs, others].filter((names) => names.length > 0)) {
    const groupEnv = group === debs ? { ...env, CUSTOM_FPM_PATH: debWriter() } : env;
    await electronBuilder([PLATFORM_OPTION[process.platform], ...group], {
      version: info.version,
      env: groupEnv,
    });
  }
  return artifactsIn(output, info.version);
}

/** Whether the Electron in node_modules is the one of package.json; if not, only packages for tests can be made here. */
export const hasReleaseElectron = () => readVersion(electronFolder()) === readVersion(undefined);

const electronFolder = () => realpathSync(inModules('electron', 'dist'));

function readVersion(folder) {
  if (folder) return readFileSync(path.join(folder, 'version'), 'utf8').trim().replace(/^v/, '');
  return JSON.parse(readFileSync(inModules('electron', 'package.json'), 'utf8')).version;
}

function packEnv(output, { compression, localElectron = false, testable = false, signed = false }) {
  const epoch = sourceDateEpoch();
  return {
    SEATWATCH_PACK_OUTPUT: output,
    SEATWATCH_PACK_TESTABLE: testable ? '1' : '0',
    SEATWATCH_PACK_SIGNED: signed ? '1' : '0',
    ...(compression ? { SEATWATCH_PACK_COMPRESSION: compression } : {}),
    ...(localElectron ? { SEATWATCH_PACK_ELECTRON: electronFolder() } : {}),
    ...(epoch === null ? {} : { SOURCE_DATE_EPOCH: String(epoch) }),
  };
}

async function electronBuilder(args, { version, env }) {
  const [program, ...command] = toolCommand('electron-builder', 'electron-builder', [
    ...args,
    ...['--config', path.join(root, 'electron-builder.config.cjs'), '--publish', 'never'],
    `-c.extraMetadata.version=${version}`,
  ]);
  await logged(`packaging ${args.slice(1).join(', ')}`, () =>
    runQuietly(program, command, {
      env: childEnv(env),
      failure: 'electron-builder failed; the reason is above.',
      advice: 'for targets other than deb it downloads tools: check that its download host can be reached.',
    }),
  );
}

/** Electron-builder wants a program: a line of shell that runs deb.mjs on the project's Node. */
function debWriter() {
  if (!hasProgram('dpkg-deb')) {
    throw new SetupError(
      'dpkg-deb is missing.',
      'install dpkg, or build other packages: npm run package -- rpm',
    );
  }
  const file = inCheckoutCache('packaging', 'fpm');
  mkdirSync(path.dirname(file), { recursive: true });
  const script = path.join(import.meta.dirname, 'deb.mjs');
  writeFileSync(file, `#!/bin/sh\nexec '${toolchainNode()}' '${script}' "$@"\n`);
  chmodSync(file, 0o755);
  return file;
}

/** The packages of one version in a folder, sorted. */
export const artifactsIn = (folder, version) =>
  installersIn(folder, version).map((name) => path.join(folder, name));

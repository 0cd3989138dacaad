// The bundles in out/, made again only when something that goes into them has changed.
import { existsSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { SetupError } from './errors.mjs';
import { filesBelow, readIfPresent, sha256, writeAtomically } from './files.mjs';
import { withLock } from './lock.mjs';
import { logged } from './log.mjs';
import { root } from './paths.mjs';
import { startTool } from './process.mjs';

const SOURCE_FOLDERS = ['src', 'drizzle', 'resources'];
const SOURCE_FILES = [
  'package.json',
  'package-lock.json',
  'electron.vite.config.ts',
  'scripts/packaging/bundled-packages.ts',
  'tsconfig.json',
  'postcss.config.cjs',
];
const STAMP = '.build-stamp';
// Beside out/, not below it or in a cache folder: source maps name their sources relative to where they are written.
const STAGE_PREFIX = 'out-';

const out = path.join(root, 'out');

export async function ensureBuilt() {
  if (isCurrent()) return;
  await withLock('build', async () => {
    if (!isCurrent()) await logged('building the app', build);
  });
}

const isCurrent = () => readIfPresent(path.join(out, STAMP)) === sourcesHash();

function sourcesHash() {
  const files = [
    ...SOURCE_FOLDERS.flatMap((folder) => filesBelow(path.join(root, folder))),
    ...SOURCE_FILES.map((file) => path.join(root, file)).filter((file) => existsSync(file)),
  ].filter((file) => !/\.test\.tsx?$/.test(file));
  return sha256(files.map((file) => `${path.relative(root, file)} ${sha256(readFileSync(file))}`).join('\n'));
}

async function build() {
  removeStages(); // of builds that were interrupted
  const hash = sourcesHash(); // before building: an edit made meanwhile must lead to another build
  const stage = path.join(root, `${STAGE_PREFIX}${process.pid}`);
  const args = ['build', '--logLevel', 'warn', '--outDir', stage];
  const code = await startTool('electron-vite', 'electron-vite', args, { stdio: ['ignore', 2, 2] });
  if (code !== 0) {
    removeStages();
    throw new SetupError(
      'The app could not be built; the reason is above.',
      'correct the sources and run the command again.',
    );
  }
  writeAtomically(path.join(stage, STAMP), hash);
  publish(stage);
}

/** Swaps the finished bundles in, so that nobody ever starts a half-written app. */
function publish(stage) {
  const previous = `${stage}-previous`;
  if (existsSync(out)) renameSync(out, previous);
  renameSync(stage, out);
  removeStages();
}

function removeStages() {
  for (const name of readdirSync(root)) {
    if (/^out-\d+(-previous)?$/.test(name)) rmSync(path.join(root, name), { recursive: true, force: true });
  }
}

/** Makes the next `ensureBuilt` build, whatever the sources look like then. */
export function forgetBuild() {
  rmSync(path.join(out, STAMP), { force: true });
}

import path from 'node:path';
import { ensureBuilt } from '../setup/build.mjs';
import { SetupError } from '../setup/errors.mjs';
import { setUp } from '../setup/index.mjs';
import { log } from '../setup/log.mjs';
import { root } from '../setup/paths.mjs';
import { hasProgram } from '../setup/process.mjs';
import { buildInfo } from '../packaging/build-info.mjs';
import { buildPackages, hasReleaseElectron, targetsOf } from '../packaging/builder.mjs';
import { writeChecksums } from '../packaging/checksums.mjs';

/**
 * Builds packages into dist/: those named (`npm run package -- deb AppImage`), else what this system can build
 * without downloading tools. For trying out; what is given to others comes from `npm run release`.
 */
export async function run(args) {
  const targets = chosen(args);
  const { addon } = await setUp();
  await Promise.all([ensureBuilt(), addon]);
  const localElectron = !hasReleaseElectron();
  const output = path.join(root, 'dist');
  const packages = await buildPackages({ targets, output, localElectron });
  await writeChecksums(output, buildInfo().version);
  for (const file of packages) process.stdout.write(`${path.relative(root, file)}\n`);
  if (localElectron) log('these packages contain the development Electron of this computer: for tests only');
}

function chosen(args) {
  const possible = targetsOf(process.platform);
  const unknown = args.filter((name) => !possible.includes(name));
  if (unknown.length > 0) {
    throw new SetupError(
      `${unknown.join(', ')}: not a package that can be built on this system.`,
      `name some of: ${possible.join(', ')}`,
    );
  }
  if (args.length > 0) return args;
  if (process.platform !== 'linux') return possible;
  if (hasProgram('dpkg-deb')) return ['deb'];
  throw new SetupError(
    'There is no dpkg-deb here, so no .deb can be built.',
    'name others, whose tools electron-builder downloads: npm run package -- rpm AppImage',
  );
}

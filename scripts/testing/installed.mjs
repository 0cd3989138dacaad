// Tests of what people install, not of the checkout: a .deb is built, then e2e/installed looks at it and runs it.
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { buildInfo } from '../packaging/build-info.mjs';
import { buildPackages } from '../packaging/builder.mjs';
import { hasProgram, isLinux } from '../setup/process.mjs';
import { buildDebAgain, buildOlderDeb, commitBeforeNewestMigration } from './elsewhere.mjs';
import { runInstalled } from './suites.mjs';

/** Quick to pack; what is in the package is the same. */
const COMPRESSION = 'zst';
/** Of the package that the current one is installed over. */
const OLDER_VERSION = '0.0.1';

/** The step of `npm test`: the package unpacked into a folder. The app has to be built. */
export async function testPackage(report) {
  if (!isLinux || !hasProgram('dpkg-deb')) {
    report.note('tests of the installed package are skipped: there is no dpkg-deb on this system');
    return;
  }
  await report.step('installed package', () =>
    withFolder(async (output) => {
      const [deb] = await buildDeb({ output });
      return runInstalled(['package.spec.ts'], { SEATWATCH_PACKAGE: deb });
    }),
  );
}

/**
 * `npm run test:package`: installed on a bare system (setup/bare-system.mjs), over an older version, and removed; and
 * built once more from a copy of the sources, for the same bytes.
 */
export async function testOnBareSystem(report, { system, archives }) {
  const commit = commitBeforeNewestMigration();
  if (commit === null) {
    report.note(
      'no git history here: the older version has the same database, and no second build was compared',
    );
  }
  await report.step('installed on a bare system', () =>
    withFolder(async (folder) => {
      const within = (name) => path.join(folder, name);
      const [deb] = await buildDeb({ output: within('current') });
      const again = await buildDebAgain({ folder: within('again'), version: buildInfo().version });
      const older =
        commit === null
          ? (await buildDeb({ output: within('older'), version: OLDER_VERSION }))[0]
          : await buildOlderDeb({ commit, folder: within('older'), version: OLDER_VERSION });
      return runInstalled(['package.spec.ts', 'reproducible.spec.ts', 'bare-system.spec.ts'], {
        SEATWATCH_PACKAGE: deb,
        SEATWATCH_PACKAGE_AGAIN: again ?? '',
        SEATWATCH_PACKAGE_OLDER: older,
        SEATWATCH_BARE_SYSTEM: system,
        SEATWATCH_BARE_ARCHIVES: archives,
      });
    }),
  );
}

/** A .deb with the Electron of this checkout; `version` other than package.json's for upgrades. */
export const buildDeb = ({ output, version }) =>
  buildPackages({ targets: ['deb'], output, version, compression: COMPRESSION, localElectron: true });

export async function withFolder(work) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'seatwatch-packages-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

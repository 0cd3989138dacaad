// Electron-builder calls this when a program folder is complete but not yet signed or packed.
const { chmodSync, copyFileSync, readdirSync, renameSync, rmSync } = require('node:fs');
const path = require('node:path');
const { fuseWire } = require('../fuses.cjs');

const EXECUTABLE = 0o755;
const READABLE = 0o644;

/** What the launcher starts (packaging/linux/seatwatch names it, too). */
const LINUX_BINARY_SUFFIX = '.bin';

exports.default = async function afterPack(context) {
  const { packager, appOutDir, electronPlatformName: platform } = context;
  if (platform !== 'darwin') {
    // Of an Electron that was given as a folder; the loader would open whatever folder it is told.
    rmSync(path.join(appOutDir, 'resources', 'default_app.asar'), { force: true });
    rmSync(path.join(appOutDir, 'version'), { force: true });
  }
  // Here and not by electron-builder's own setting, which would come after the launcher took the executable's place.
  await packager.addElectronFuses(context, await fuseWire());
  if (platform !== 'linux') return;
  putLauncherFirst(appOutDir, packager.executableName);
  // Nobody starts a library; distributions want it said.
  for (const name of readdirSync(appOutDir).filter((file) => /\.so(\.\d+)*$/.test(file))) {
    chmodSync(path.join(appOutDir, name), READABLE);
  }
};

/**
 * On Linux the choice between display and no display, and the sandbox, are made before any JavaScript runs: the
 * command is a script that decides and then becomes the program. Under the executable's own name, so that menu entry,
 * AppImage and /usr/bin all go the same way.
 */
function putLauncherFirst(folder, name) {
  const command = path.join(folder, name);
  renameSync(command, `${command}${LINUX_BINARY_SUFFIX}`);
  copyFileSync(path.join(__dirname, '..', 'linux', 'seatwatch'), command);
  chmodSync(command, EXECUTABLE);
}

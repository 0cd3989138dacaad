// What the operating system has to bring on Linux: Electron's shared libraries and, for windowless machines, helpers.
import { readdirSync } from 'node:fs';
import { installPackages } from './apt.mjs';
import { SetupError } from './errors.mjs';
import { withLock } from './lock.mjs';
import { needsVirtualDisplay } from './display.mjs';
import { ask, hasProgram, isLinux } from './process.mjs';

/** Shared library -> Debian package; 'new|old' where the name changed (see apt.mjs). */
const LIBRARY_PACKAGES = {
  'libX11.so.6': 'libx11-6',
  'libXcomposite.so.1': 'libxcomposite1',
  'libXdamage.so.1': 'libxdamage1',
  'libXext.so.6': 'libxext6',
  'libXfixes.so.3': 'libxfixes3',
  'libXrandr.so.2': 'libxrandr2',
  'libasound.so.2': 'libasound2t64|libasound2',
  'libatk-1.0.so.0': 'libatk1.0-0t64|libatk1.0-0',
  'libatk-bridge-2.0.so.0': 'libatk-bridge2.0-0t64|libatk-bridge2.0-0',
  'libatspi.so.0': 'libatspi2.0-0t64|libatspi2.0-0',
  'libcairo.so.2': 'libcairo2',
  'libcups.so.2': 'libcups2t64|libcups2',
  'libdbus-1.so.3': 'libdbus-1-3',
  'libdrm.so.2': 'libdrm2',
  'libexpat.so.1': 'libexpat1',
  'libgbm.so.1': 'libgbm1',
  'libgdk-3.so.0': 'libgtk-3-0t64|libgtk-3-0',
  'libgdk_pixbuf-2.0.so.0': 'libgdk-pixbuf-2.0-0',
  'libgio-2.0.so.0': 'libglib2.0-0t64|libglib2.0-0',
  'libglib-2.0.so.0': 'libglib2.0-0t64|libglib2.0-0',
  'libgobject-2.0.so.0': 'libglib2.0-0t64|libglib2.0-0',
  'libgtk-3.so.0': 'libgtk-3-0t64|libgtk-3-0',
  'libnspr4.so': 'libnspr4',
  'libnss3.so': 'libnss3',
  'libnssutil3.so': 'libnss3',
  'libpango-1.0.so.0': 'libpango-1.0-0',
  'libsmime3.so': 'libnss3',
  'libudev.so.1': 'libudev1',
  'libuuid.so.1': 'libuuid1',
  'libxcb.so.1': 'libxcb1',
  'libxkbcommon.so.0': 'libxkbcommon0',
};

/**
 * Makes sure that `binary` can be loaded and that the named extras are there, all in one go:
 * `display` (a virtual one where there is no screen), `keyring` (a throw-away one for tests), `compiler`.
 */
export async function ensureSystem(binary, extras = {}) {
  if (!isLinux || missing(binary, extras).packages.length === 0) return;
  await withLock('setup', async () => {
    const { packages, reasons } = missing(binary, extras);
    await installPackages(packages, `This computer lacks ${reasons.join(', ')}`);
    const left = missing(binary, extras);
    if (left.packages.length > 0) {
      throw new SetupError(
        `Still missing after the installation: ${left.details.join(', ')}.`,
        'install what provides them by hand, then run the command again.',
      );
    }
  });
}

function missing(binary, { display = false, keyring = false, compiler = false }) {
  const wants = [
    ...missingLibraries(binary),
    ...(display && needsVirtualDisplay() ? missingDisplayParts() : []),
    ...(keyring ? missingKeyringParts() : []),
    ...(compiler && !hasProgram('g++') ? [want('a C++ compiler', 'g++', 'g++', 'libc6-dev')] : []),
  ];
  return {
    packages: wants.flatMap(({ packages }) => packages),
    reasons: [...new Set(wants.map(({ reason }) => reason))],
    details: wants.map(({ detail }) => detail),
  };
}

const want = (reason, detail, ...packages) => ({ reason, detail, packages });

function missingLibraries(binary) {
  const { output } = ask('ldd', [binary]);
  return [...output.matchAll(/^\s*(\S+) => not found/gm)].map(([, library]) => {
    // Debian names the package after the library often enough to try that for one we do not know.
    const guess = library.toLowerCase().replace(/\.so\.?/, '');
    return want("some of Electron's libraries", library, LIBRARY_PACKAGES[library] ?? guess);
  });
}

function missingDisplayParts() {
  const reason = 'a virtual display';
  const parts = [];
  if (!hasProgram('Xvfb')) parts.push(want(reason, 'Xvfb', 'xvfb'));
  if (!hasEntries('/usr/share/fonts')) parts.push(want('fonts', '/usr/share/fonts', 'fonts-dejavu-core'));
  return parts;
}

function missingKeyringParts() {
  const reason = 'a keyring for the tests';
  const parts = [];
  if (!hasProgram('gnome-keyring-daemon')) parts.push(want(reason, 'gnome-keyring-daemon', 'gnome-keyring'));
  if (!hasProgram('dbus-run-session')) parts.push(want(reason, 'dbus-run-session', 'dbus'));
  if (!hasLibrary('libsecret-1.so.0')) parts.push(want(reason, 'libsecret-1.so.0', 'libsecret-1-0'));
  return parts;
}

/** For a library that is loaded on demand, which ldd does not list. */
function hasLibrary(name) {
  const ldconfig = hasProgram('ldconfig') ? ask('/sbin/ldconfig', ['-p']) : { ok: false, output: '' };
  return ldconfig.ok && ldconfig.output.includes(`${name} `);
}

function hasEntries(folder) {
  try {
    return readdirSync(folder).length > 0;
  } catch {
    return false;
  }
}

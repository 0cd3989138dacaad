// The installers of all systems. `npm run package` and `npm run release` prepare what goes in (scripts/packaging/stage.mjs),
// then call electron-builder with this file. What each system does with it: docs/releasing.md.
const identity = require('./packaging/identity.cjs');
const electron = require('./packaging/electron.cjs');
const { stageOf } = require('./packaging/stage.cjs');

const output = process.env.SEATWATCH_PACK_OUTPUT || 'dist';
const stage = stageOf(output);

// Electron-builder notarizes with these credentials; without them a build for one's own Mac stays possible.
const notarize = Boolean(
  process.env.APPLE_API_KEY || process.env.APPLE_ID || process.env.APPLE_KEYCHAIN_PROFILE,
);

// A local Electron is of this computer's kind only.
const architectures = electron.isLocal ? [process.arch] : ['x64', 'arm64'];

/** What lies beside app.asar; the addon cannot be in it, because the system's loader opens it. */
const resources = (platform) => [
  // The migrations; the snapshots beside them are for writing the next one.
  { from: 'drizzle', to: 'drizzle', filter: ['**/*', '!meta/*_snapshot.json'] },
  { from: 'resources/icon.png', to: 'resources/icon.png' },
  { from: electron.sqliteAddon(platform), to: 'better_sqlite3.node' },
  { from: stage.beside, to: '.' },
];

/** @type {import('electron-builder').Configuration} */
module.exports = {
  appId: identity.appId,
  productName: identity.productName,
  copyright: 'Copyright The Seatwatch authors; MIT license',
  directories: { output, buildResources: 'packaging' },
  ...electron.source,

  // Everything is bundled: nothing of node_modules goes along and nothing has to be rebuilt.
  asar: true,
  npmRebuild: false,
  nodeGypRebuild: false,
  files: [
    'package.json',
    'out/**',
    '!out/**/*.map',
    '!out/.build-stamp',
    '!out/**/bundled-packages.json',
    '!node_modules/**',
    { from: stage.app, to: '.' },
  ],
  // Chromium's languages stay: the window writes dates and numbers as the user's system does.
  extraMetadata: {
    homepage: identity.homepage,
    // By this a Linux desktop knows which menu entry a window belongs to.
    desktopName: `${identity.commandName}.desktop`,
  },
  afterPack: './packaging/hooks/after-pack.cjs',
  // Updates are announced by our own manifest (docs/updates.md), not by electron-builder's.
  publish: null,
  // A release fails without its certificate; a package for trying out does not need one.
  forceCodeSigning: process.env.SEATWATCH_PACK_SIGNED === '1' && process.platform !== 'linux',

  linux: {
    target: ['deb', 'rpm', 'AppImage'].map((target) => ({ target, arch: architectures })),
    executableName: identity.commandName,
    category: 'Office',
    icon: 'packaging/icons',
    maintainer: identity.maintainer,
    vendor: 'The Seatwatch authors',
    synopsis: 'Reviews who uses the licenses of Salesforce orgs',
    syncDesktopName: true,
    desktop: { entry: { Keywords: 'Salesforce;license;seat;user;login;' } },
    extraResources: resources('linux'),
  },
  deb: {
    ...linuxScripts(),
    packageCategory: 'admin',
    compression: process.env.SEATWATCH_PACK_COMPRESSION || 'xz',
    fpm: [`${stage.linuxRoot}/=/`],
    // The maintainer scripts need util-linux, too, which is essential: every Debian has it.
    // 'new | old' where Debian 13 and Ubuntu 24.04 renamed a library. Not all are linked: Chromium opens libx11-xcb1 and
    // libxcb-dri3-0 when a window does, and dies without the first.
    depends: [
      'libasound2t64 | libasound2',
      'libatk-bridge2.0-0t64 | libatk-bridge2.0-0',
      'libatk1.0-0t64 | libatk1.0-0',
      'libatspi2.0-0t64 | libatspi2.0-0',
      'libc6',
      'libcairo2',
      'libcups2t64 | libcups2',
      'libdbus-1-3',
      'libdrm2',
      'libexpat1',
      'libgbm1',
      'libglib2.0-0t64 | libglib2.0-0',
      'libgtk-3-0t64 | libgtk-3-0',
      'libnspr4',
      'libnss3',
      'libpango-1.0-0',
      'libudev1',
      'libx11-6',
      'libx11-xcb1',
      'libxcb-dri3-0',
      'libxcb1',
      'libxcomposite1',
      'libxdamage1',
      'libxext6',
      'libxfixes3',
      'libxkbcommon0',
      'libxrandr2',
      'xdg-utils',
    ],
    // Drawing by the graphics card, notifications, a keychain; it works without, the vault then with a passphrase.
    recommends: ['libegl1', 'libgl1', 'libnotify4', 'libsecret-1-0', 'gnome-keyring | kwalletmanager'],
  },
  rpm: {
    ...linuxScripts(),
    packageCategory: 'Applications/Productivity',
    fpm: [`${stage.linuxRoot}/=/`],
    depends: [
      'alsa-lib',
      'at-spi2-core',
      'gtk3',
      'libX11-xcb',
      'libdrm',
      'libnotify',
      'libsecret',
      'libxkbcommon',
      'mesa-libgbm',
      'nss',
      'util-linux',
      'xdg-utils',
    ],
  },
  appImage: { license: null },

  win: {
    target: ['nsis', 'msi'].map((target) => ({ target, arch: architectures })),
    icon: 'packaging/icons/icon.ico',
    extraResources: [
      ...resources('win32'),
      { from: 'packaging/windows/seatwatch.cmd', to: 'bin/seatwatch.cmd' },
    ],
  },
  // For one person, without an administrator: %LOCALAPPDATA%\Programs\Seatwatch.
  nsis: {
    oneClick: false,
    perMachine: false,
    selectPerMachineByDefault: false,
    allowElevation: false,
    allowToChangeInstallationDirectory: true,
    deleteAppDataOnUninstall: false,
    include: 'packaging/windows/installer.nsh',
    artifactName: '${productName}-${version}-setup-${arch}.${ext}',
  },
  // For everybody on a computer, rolled out by an administrator: Program Files.
  msi: {
    oneClick: false,
    perMachine: true,
    runAfterFinish: false,
    createDesktopShortcut: false,
    upgradeCode: identity.msiUpgradeCode,
    artifactName: '${productName}-${version}-machine-${arch}.${ext}',
  },
  msiProjectCreated: './packaging/hooks/msi-path.cjs',

  mac: {
    target: ['dmg', 'zip'].map((target) => ({
      target,
      arch: electron.isLocal ? [process.arch] : ['universal'],
    })),
    category: 'public.app-category.business',
    icon: 'packaging/icons/icon.icns',
    hardenedRuntime: true,
    gatekeeperAssess: false,
    entitlements: 'packaging/macos/entitlements.plist',
    entitlementsInherit: 'packaging/macos/entitlements.plist',
    notarize,
    extraResources: [...resources('darwin'), { from: 'packaging/macos/seatwatch', to: 'bin/seatwatch' }],
  },
  dmg: { sign: false },
};

function linuxScripts() {
  return {
    afterInstall: 'packaging/linux/after-install.sh',
    afterRemove: 'packaging/linux/after-remove.sh',
    appArmorProfile: 'packaging/linux/apparmor-profile',
  };
}
